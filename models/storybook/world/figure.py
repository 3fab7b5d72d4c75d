"""The body every subject shares: where head, body and limbs go in a pose, and the order they are painted in.

A figure stands on (0, 0) and is 70 units tall without ears. A subject paints its own ears, face, tail and markings in frames
that the figure opens for it: the head frame has its origin in the middle of a head of about 21 × 18 units.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

from .pen import Color, Pen, dark, mix, WHITE, INK


@dataclass(frozen=True)
class Subject:
    """One inhabitant of the world. `ears`, `face` paint in the head frame, `tail` in a frame at the tail's root, pointing right."""

    name: str
    words: tuple[str, ...]  # nouns that mean it, the first is the common one
    fur: Color
    belly: Color
    limbs: Color
    ears: Callable[[Pen, "Subject"], None]
    face: Callable[[Pen, "Subject", "Look"], None]
    tail: Callable[[Pen, "Subject"], None]
    feet: Color | None = None
    head: tuple[float, float] = (21.0, 17.5)
    body: tuple[float, float] = (14.5, 19.0)
    limb: float = 7.0


@dataclass(frozen=True)
class Look:
    """What a face does. `eyes`: open, closed or down; `gaze`: pupils, units to the right."""

    eyes: str = "open"
    gaze: float = 0.0
    happy: float = 1.0


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
    tail: tuple[float, float, float] = (9.0, -9.0, 0.0)  # root x, y, turn
    lying: bool = False
    look: Look = field(default_factory=Look)


def _arm(shoulder, hand):
    """Shoulder, a slightly hanging elbow, hand."""
    (x0, y0), (x1, y1) = shoulder, hand
    out = 3.0 if x1 >= x0 else -3.0
    return ((x0, y0), ((x0 + x1) / 2 + out, (y0 + y1) / 2 + 2.0), (x1, y1))


def paint_figure(pen: Pen, s: Subject, pose: Pose, sweater: Color | None) -> None:
    """Paints a subject in a pose in the current frame, feet on (0, 0)."""
    cloth = sweater if sweater is not None else None
    sleeve = cloth if cloth is not None else s.limbs
    with pen.frame(*pose.tail):
        s.tail(pen, s)
    for hip, foot in zip(pose.hips, pose.feet):
        pen.tube((hip, ((hip[0] + foot[0]) / 2, (hip[1] + foot[1]) / 2), (foot[0], foot[1] - 1)), s.limb, s.limbs)
        pen.ellipse(foot[0] + 0.8, foot[1], 6.2, 3.6, s.feet or dark(s.limbs, 0.92))
    rx, ry = s.body
    if pose.lying:
        rx, ry = ry * 1.35, rx * 0.98
    with pen.frame(*pose.body, pose.lean):
        pen.ellipse(0, 0, rx, ry, cloth or s.fur, shade=True)
        if cloth is None and not pose.lying:
            pen.ellipse(0, 2, rx * 0.66, ry * 0.72, s.belly, line=False)
        elif cloth is not None and not pose.lying:
            pen.curve(((-rx * 0.75, ry * 0.55), (0, ry * 0.78), (rx * 0.75, ry * 0.55)), 2.0, mix(cloth, WHITE, 0.55))
    for shoulder, hand in zip(pose.shoulders, pose.hands):
        pen.tube(_arm(shoulder, hand), s.limb * 0.92, sleeve)
        paint_hand(pen, s, hand)
    if cloth is not None:
        neck = (pose.head[0] * 0.75 + pose.body[0] * 0.25, pose.head[1] + s.head[1] - 1.5) if not pose.lying else (pose.head[0] + 12, pose.head[1] + 6)
        pen.ellipse(*neck, 10.5, 4.2, mix(cloth, WHITE, 0.35))
    with pen.frame(*pose.head, pose.tilt):
        s.ears(pen, s)
        pen.ellipse(0, 0, *s.head, s.fur, shade=True)
        s.face(pen, s, pose.look)


def paint_hand(pen: Pen, s: Subject, hand: tuple[float, float]) -> None:
    pen.ellipse(*hand, s.limb * 0.56, s.limb * 0.56, s.feet or s.limbs)


# -- parts of faces that several subjects share ---------------------------------
def eyes(pen: Pen, look: Look, x: float = 8.0, y: float = -2.0, r: float = 3.1, iris: Color | None = None) -> None:
    for side in (-1, 1):
        if look.eyes == "closed":
            pen.curve(((side * x - r, y), (side * x, y + r * 0.8), (side * x + r, y)), 1.5, INK)
            continue
        down = 1.0 if look.eyes == "down" else 0.0
        if iris is not None:
            pen.ellipse(side * x, y, r * 1.2, r * 1.25, iris)
        else:
            pen.ellipse(side * x, y, r * 1.2, r * 1.25, WHITE, line=False)
        pen.ellipse(side * x + look.gaze, y + down, r * 0.82, r * 0.95, INK, line=False)
        pen.ellipse(side * x + look.gaze - r * 0.3, y + down - r * 0.38, r * 0.3, r * 0.3, WHITE, line=False)


def cheeks(pen: Pen, x: float = 13.0, y: float = 5.0, color: Color = (0.95, 0.5, 0.48), alpha: float = 0.5) -> None:
    for side in (-1, 1):
        pen.ellipse(side * x, y, 3.6, 2.4, color, line=False, alpha=alpha)


def smile(pen: Pen, y: float = 8.0, w: float = 4.5, look: Look = Look()) -> None:
    depth = 2.8 * look.happy
    pen.curve(((-w, y), (-w / 2, y + depth), (0, y + 0.2), (w / 2, y + depth), (w, y)), 1.2, INK)


def whiskers(pen: Pen, y: float = 5.0, x: float = 11.0, length: float = 12.0, color: Color = INK) -> None:
    for side in (-1, 1):
        for rise in (-2.5, 1.5):
            pen.curve(((side * x, y + rise * 0.4), (side * (x + length / 2), y + rise * 0.6), (side * (x + length), y + rise * 1.3)), 0.7, color, alpha=0.75)
