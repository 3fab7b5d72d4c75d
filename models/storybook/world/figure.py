"""The body every figure shares: where head, body and limbs go in a pose, and the order they are painted in.

A figure stands on (0, 0) and is 70 units tall without ears. A subject paints its own ears, face, tail and markings in frames
that the figure opens for it: the head frame has its origin in the middle of a head of about 21 × 18 units, the body frame in the middle of the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Callable

import numpy as np

from .mood import Look, mood
from .pen import WHITE, Color, Pen, dark, mix, rgb

Rng = np.random.Generator

ACTS = ("standing", "cooking", "reading", "sleeping", "dancing", "guitar", "eating", "painting", "running", "cycling", "fishing", "umbrella", "kite")
CLOTHES = ("sweater", "scarf", "hat")


def bare(pen: Pen, s: "Subject") -> None:
    """For a figure without a tail, say."""


@dataclass(frozen=True)
class Subject:
    """One inhabitant of the world. `ears` (behind the head), `face` paint in the head frame, `tail` in a frame at the tail's root, pointing right,
    `back` (behind the body) and `chest` (on it, if no sweater hides it) in the body frame. A thing has `paint` instead and stands on (0, 0) too."""

    name: str
    words: tuple[str, ...]  # nouns that mean it, the first is the common one
    fur: Color
    belly: Color = WHITE
    limbs: Color = WHITE
    ears: Callable[[Pen, "Subject"], None] = bare
    face: Callable[[Pen, "Subject", Look], None] = lambda pen, s, look: None
    tail: Callable[[Pen, "Subject"], None] = bare
    back: Callable[[Pen, "Subject"], None] = bare
    chest: Callable[[Pen, "Subject"], None] = bare
    feet: Color | None = None
    hands: Color | None = None
    legs: Color | None = None
    head: tuple[float, float] = (21.0, 17.5)
    body: tuple[float, float] = (14.5, 19.0)
    limb: float = 7.0
    boxy: bool = False  # head and body with corners
    brow: tuple[float, float] = (8.0, -2.5)  # where the eyes are: for glasses
    crown: float = 0.0  # hats sit this much lower than the top of the head
    dyed: bool = True  # its fur may have any colour; people keep their skin
    wears: tuple[str, ...] = CLOTHES
    acts: tuple[str, ...] = ACTS
    paint: Callable[[Pen, Rng, Color, str], None] | None = None  # pen, chance, colour, activity: things only
    reach: float = 26.0  # half its width, units
    tall: float = 76.0  # with its ears


@dataclass(frozen=True)
class Pose:
    head: tuple[float, float] = (0.0, -50.0)
    tilt: float = 0.0
    body: tuple[float, float] = (0.0, -20.0)
    lean: float = 0.0
    feet: tuple[tuple[float, float], ...] = ((-8.0, -2.5), (8.0, -2.5))
    hips: tuple[tuple[float, float], ...] = ((-7.0, -10.0), (7.0, -10.0))
    shoulders: tuple[tuple[float, float], ...] = ((-11.0, -29.0), (11.0, -29.0))
    hands: tuple[tuple[float, float], ...] = ((-18.0, -17.0), (18.0, -17.0))
    tail: tuple[float, ...] = (9.0, -9.0, 0.0)  # root x, y, turn; with -1, 1 after them it points to the left
    lying: bool = False
    look: Look = field(default_factory=Look)


def dressed(s: Subject, fur: Color | None) -> Subject:
    """The subject in another colour of fur (or paint), or as it is."""
    if fur is None:
        return s
    return replace(s, fur=fur, belly=mix(fur, WHITE, 0.6), limbs=dark(fur, 0.93))


def _arm(shoulder, hand):
    """Shoulder, a slightly hanging elbow, hand."""
    (x0, y0), (x1, y1) = shoulder, hand
    out = 3.0 if x1 >= x0 else -3.0
    return ((x0, y0), ((x0 + x1) / 2 + out, (y0 + y1) / 2 + 2.0), (x1, y1))


def paint_figure(pen: Pen, s: Subject, pose: Pose, wears: str | None, cloth: Color | None) -> None:
    """Paints a subject in a pose in the current frame, feet on (0, 0), in a sweater, scarf or hat or as it is."""
    sweater = cloth if wears == "sweater" else None
    sleeve = sweater or s.limbs
    with pen.frame(*pose.tail):
        s.tail(pen, s)
    with pen.frame(*pose.body, pose.lean):
        if not pose.lying:
            s.back(pen, s)
    for hip, foot in zip(pose.hips, pose.feet):
        pen.tube((hip, ((hip[0] + foot[0]) / 2, (hip[1] + foot[1]) / 2), (foot[0], foot[1] - 1)), s.limb, s.legs or s.limbs)
        pen.ellipse(foot[0] + 0.8, foot[1], 6.2, 3.6, s.feet or dark(s.limbs, 0.92), shade=True)
    rx, ry = s.body
    if pose.lying:
        rx, ry = ry * 1.35, rx * 0.98
    with pen.frame(*pose.body, pose.lean):
        _trunk(pen, s, rx, ry, sweater or (s.fur if s.legs is None else s.limbs))
        if sweater is not None and not pose.lying:
            trim = mix(sweater, WHITE, 0.5)
            pen.curve(((-rx * 0.72, ry * 0.58), (0, ry * 0.82), (rx * 0.72, ry * 0.58)), 2.2, trim)
            pen.curve(((-rx * 0.93, ry * 0.1), (0, ry * 0.34), (rx * 0.93, ry * 0.1)), 1.6, trim)
        elif not pose.lying:
            if s.legs is None:
                pen.ellipse(0, ry * 0.12, rx * 0.68, ry * 0.74, s.belly, line=False)
            s.chest(pen, s)
    for shoulder, hand in zip(pose.shoulders, pose.hands):
        pen.tube(_arm(shoulder, hand), s.limb * 0.92, sleeve)
        if sweater is not None:
            pen.ellipse(*hand, s.limb * 0.62, s.limb * 0.62, mix(sweater, WHITE, 0.5))
        paint_hand(pen, s, hand)
    if wears in ("sweater", "scarf") and cloth is not None:
        _collar(pen, s, pose, cloth, wears == "scarf")
    with pen.frame(*pose.head, pose.tilt):
        s.ears(pen, s)
        _trunk(pen, s, *s.head, s.fur)
        s.face(pen, s, pose.look)
        mood(pen, pose.look, *s.head)
        if wears == "hat" and cloth is not None:
            _hat(pen, s, cloth)


def _trunk(pen: Pen, s: Subject, rx: float, ry: float, color: Color) -> None:
    """A head or a body around the origin."""
    if s.boxy:
        pen.box(-rx, -ry, 2 * rx, 2 * ry, color, 5.0, shade=3.5)
    else:
        pen.ellipse(0, 0, rx, ry, color, shade=True)


def _collar(pen: Pen, s: Subject, pose: Pose, cloth: Color, scarf: bool) -> None:
    """A sweater's neck, or a scarf with a hanging end."""
    if pose.lying:
        pen.ellipse(pose.head[0] + 12, pose.head[1] + 7, 9.0, 5.4, cloth if scarf else mix(cloth, WHITE, 0.3), turn=0.5)
        return
    x, y = pose.head[0] * 0.75 + pose.body[0] * 0.25, pose.head[1] + s.head[1] - 1.0
    if not scarf:
        pen.ellipse(x, y, 11, 4.4, mix(cloth, WHITE, 0.3), shade=True)
        return
    trim = mix(cloth, WHITE, 0.55)
    pen.polygon(((x + 4, y + 1), (x + 11.5, y + 1), (x + 13.5, y + 21), (x + 6, y + 22)), cloth, shade=1.5)
    pen.curve(((x + 5.6, y + 16.6), (x + 9, y + 16.4), (x + 12.6, y + 15.8)), 2.0, trim)
    pen.ellipse(x, y, 14.0, 5.6, cloth, shade=True)


def _hat(pen: Pen, s: Subject, cloth: Color) -> None:
    """A woollen hat with a bobble."""
    y, w, trim = -s.head[1] + 6.5 + s.crown, min(s.head[0] * 0.72, 15.0), mix(cloth, WHITE, 0.55)
    pen.blob(((-w, y), (-w * 0.86, y - 9), (0, y - 16.5), (w * 0.86, y - 9), (w, y), (0, y + 1)), cloth, shade=2.5)
    pen.box(-w - 1.6, y - 3.2, 2 * w + 3.2, 6.4, trim, 3.0)
    pen.ellipse(0, y - 17.5, 5.0, 5.0, trim, shade=True)


def paint_hand(pen: Pen, s: Subject, hand: tuple[float, float]) -> None:
    pen.ellipse(*hand, s.limb * 0.56, s.limb * 0.56, s.hands or s.feet or s.limbs)


def cloud(pen: Pen) -> None:
    """What carries somebody who is above somebody else: (0, 0) is where it bears."""
    white, shadow = rgb("#fbfcff"), rgb("#c9d6ea")
    for color, down in ((shadow, 1.6), (white, 0.0)):
        for x, y, rx, ry in ((-24, 2, 12, 8), (24, 2, 12, 8), (0, 4, 26, 8), (-11, -1, 12, 9), (11, -1, 12, 9)):
            pen.ellipse(x, y + down, rx, ry, color, line=color is shadow)
