"""What a subject does: a pose, and props behind and in front of it. Painted in the figure's frame, feet on (0, 0)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Callable

import numpy as np

from .figure import Look, Pose, Subject, paint_hand
from .pen import INK, WHITE, Color, Pen, dark, mix, rgb
from .places import vary

Rng = np.random.Generator


def _nothing(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    pass


@dataclass(frozen=True)
class Activity:
    name: str
    words: tuple[str, ...]  # present participles, the first is the common one
    verbs: tuple[str, ...]  # "… that reads"
    pose: Callable[[Rng], Pose]
    behind: Callable[[Pen, Rng, Subject, Pose], None] = _nothing
    front: Callable[[Pen, Rng, Subject, Pose], None] = _nothing
    over: Callable[[Pen, Rng, Subject, Pose], None] = _nothing  # worn: painted with the figure, after it


def _look(rng: Rng, eyes: str = "open") -> Look:
    return Look(eyes, float(rng.uniform(-0.9, 0.9)), float(rng.uniform(0.8, 1.3)))


# -- standing: nothing is said about an activity --------------------------------
def _stand(rng: Rng) -> Pose:
    wave = float(rng.uniform(-3, 3))
    return Pose(hands=((-19, -15 + wave), (24, -39 + wave)), tilt=float(rng.uniform(-0.06, 0.06)), look=_look(rng))


# -- cooking: a tall white hat, a stove with a pot, a spoon ----------------------
def _cook(rng: Rng) -> Pose:
    return Pose(hands=((-17, -17), (21, -34 + float(rng.uniform(-2, 2)))), tilt=float(rng.uniform(-0.04, 0.08)), look=replace(_look(rng), gaze=1.0), tail=(-3, -8, 0.0))


def _hat(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cloth = rgb("#fdfbf6")
    with pen.frame(pose.head[0], pose.head[1] - s.head[1] + 3.5, pose.tilt):
        for x, y, r in ((-7, -14, 6.8), (7, -14, 6.8), (0, -17, 7.8)):
            pen.ellipse(x, y, r, r, cloth)
        pen.box(-8.5, -14, 17, 13, cloth, 2)
        pen.box(-8, -16, 16, 8, cloth, 3, line=False)
        pen.curve(((-7.5, -2.6), (0, -1.6), (7.5, -2.6)), 2.0, rgb("#c9ced8"))


def _stove(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    iron = vary(rng, rgb("#d8dde3"), 0.03)
    x = 31.0
    pen.box(x - 13, -19, 27, 21, iron, 2)
    pen.box(x - 9.5, -13, 20, 12, rgb("#3b3f4c"), 1.5)
    pen.blob(((x - 6, -2), (x - 4, -9), (x - 1, -5.5), (x + 1, -11), (x + 4, -5.5), (x + 6, -8), (x + 7, -2)), rgb("#f7a531"), line=False)
    pot = vary(rng, (rgb("#d8453e"), rgb("#2d7f86"), rgb("#e0893a"))[rng.integers(3)])
    for side in (-1, 1):
        pen.tube(((x + side * 11, -27), (x + side * 15.5, -28)), 2.6, dark(pot, 0.8))
    pen.box(x - 12, -33, 24.5, 15, pot, 3.5)
    pen.ellipse(x + 0.2, -33, 12.4, 3.2, mix(rgb("#f2c14e"), pot, 0.15))
    hx, hy = pose.hands[1]
    pen.tube(((hx + 5, -33), (hx + 1, hy - 2), (hx - 2, hy - 6)), 2.4, rgb("#a86f3e"))
    paint_hand(pen, s, pose.hands[1])
    for dx in (-4, 4, 10):
        y0 = -40 + rng.uniform(-2, 2)
        pen.curve(((x + dx, y0), (x + dx + 3, y0 - 5), (x + dx - 1, y0 - 10), (x + dx + 2, y0 - 15)), 2.0, WHITE, alpha=0.85)


# -- reading: sits behind a big open book, wears round glasses -------------------
def _read(rng: Rng) -> Pose:
    return Pose(
        head=(0, -45), body=(0, -16), tilt=float(rng.uniform(-0.07, 0.07)), feet=((-17, -2), (17, -2)), hips=((-7, -7), (7, -7)),
        shoulders=((-11, -25), (11, -25)), hands=((-17, -15), (17, -15)), tail=(10, -5, 0.15), look=_look(rng, "down"),
    )


def _glasses(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    y = -14.0 if s.name == "frog" else -2.5
    x = 11.0 if s.name == "frog" else 8.2
    with pen.frame(*pose.head, pose.tilt):
        for side in (-1, 1):
            c = pen.ctx
            pen._ellipse(side * x, y, 6.4, 6.4)
            c.set_source_rgb(*rgb("#5a2d3c"))
            c.set_line_width(1.5)
            c.stroke()
        pen.curve(((-x + 6.4, y), (0, y - 1.2), (x - 6.4, y)), 1.3, rgb("#5a2d3c"))


def _book(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cover = vary(rng, (rgb("#c8383f"), rgb("#2f6fb0"), rgb("#3b8f5a"), rgb("#7a4fa3"))[rng.integers(4)], 0.03)
    for side in (-1, 1):
        pen.polygon(((0, -24), (side * 21, -28), (side * 21, -5), (0, -1)), cover)
        pen.polygon(((0, -26), (side * 19, -29.5), (side * 19, -8), (0, -4)), rgb("#fffaf0"))
        for k in range(4):
            y = -22.5 + 4.4 * k
            pen.curve(((side * 3.5, y), (side * 10, y - 1.2), (side * 15.5, y - 2.2)), 0.9, rgb("#9a938c"))
    pen.curve(((0, -26), (0, -15), (0, -4)), 1.2, rgb("#8d857c"))
    for side in (-1, 1):
        paint_hand(pen, s, (side * 20, -14))


# -- sleeping: lies on a pillow under a blanket -----------------------------------
def _sleep(rng: Rng) -> Pose:
    return Pose(
        head=(-17, -20), tilt=-0.2 + float(rng.uniform(-0.06, 0.06)), body=(13, -14), feet=((38, -4),), hips=((24, -8),),
        shoulders=((-2, -10),), hands=((-9, -4),), tail=(33, -11, 0.35), lying=True, look=replace(_look(rng), eyes="closed"),
    )


def _pillow(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cloth = vary(rng, rgb("#fbf1f4"), 0.02)
    pen.blob(((-46, -14), (-38, -19), (0, -19), (6, -13), (6, 0), (-2, 3.5), (-40, 3.5), (-47, -2)), cloth)


def _blanket(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cloth = vary(rng, (rgb("#5a6fc0"), rgb("#c65a78"), rgb("#4b9a8d"))[rng.integers(3)], 0.03)
    pen.blob(((2, -30), (16, -36), (32, -30), (43, -12), (46, 2), (24, 4), (4, 3), (0, -10), (1, -20)), cloth)
    pen.tube(((3.5, -29), (1.5, -15), (4.5, 1.5)), 5.0, mix(cloth, WHITE, 0.7))
    for x, y in ((17, -24), (30, -21), (15, -9), (27, -6), (38, -5)):
        pen.ellipse(x, y, 2.4, 2.4, mix(cloth, WHITE, 0.55), line=False)
    for k, size in enumerate((3.6, 5.0, 6.6)):  # z z Z
        x, y = 4 + 9.5 * k, -45 - 9.5 * k
        c = pen.ctx
        c.new_path()
        for px, py in ((x - size / 2, y - size / 2), (x + size / 2, y - size / 2), (x - size / 2, y + size / 2), (x + size / 2, y + size / 2)):
            c.line_to(px, py)
        for width, color in ((3.6, INK), (2.0, WHITE)):
            c.set_line_width(width)
            c.set_source_rgb(*color)
            c.stroke_preserve()
        c.new_path()


# -- dancing: arms up, one leg in the air, notes ----------------------------------
def _dance(rng: Rng) -> Pose:
    return Pose(
        head=(-3, -51), tilt=-0.17 + float(rng.uniform(-0.06, 0.06)), lean=0.14, feet=((-6, -2.5), (24, -13)), hips=((-5, -10), (6, -10)),
        hands=((-27, -43), (26, -44)), shoulders=((-11, -29), (10, -29)), look=replace(_look(rng), happy=1.6),
    )


def _notes(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    for x, y in ((-35, -60), (34, -66), (40, -30)):
        color = (rgb("#e8437a"), rgb("#7a4fc9"), rgb("#f08a24"))[rng.integers(3)]
        x += rng.uniform(-2, 2)
        pen.curve(((x + 3, y), (x + 3, y - 6), (x + 3, y - 12)), 1.9, color)
        pen.curve(((x + 3, y - 12), (x + 7, y - 10), (x + 8, y - 6.5)), 2.2, color)
        pen.ellipse(x, y, 3.9, 3.0, color, turn=-0.3)


# -- playing the guitar -------------------------------------------------------------
def _strum(rng: Rng) -> Pose:
    return Pose(hands=((-4, -17), (25, -30)), tilt=0.06 + float(rng.uniform(-0.06, 0.06)), look=replace(_look(rng), gaze=0.8, happy=1.3), tail=(-4, -8, 0.0))


def _guitar(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    wood = vary(rng, (rgb("#d98a3d"), rgb("#c8553d"), rgb("#e0a94a"))[rng.integers(3)], 0.03)
    with pen.frame(-4, -16, -0.46):
        pen.box(8, -2.6, 34, 5.2, rgb("#6b4329"), 1)
        pen.box(38, -4, 9, 8, rgb("#4b2e1e"), 1.5)
        pen.ellipse(9, 0, 9.5, 9.0, wood)
        pen.ellipse(-5, 0, 12.5, 12, wood)
        pen.ellipse(7, 0, 7.0, 8.2, wood, line=False)
        pen.ellipse(3.5, 0, 4.4, 4.4, rgb("#3b2417"), line=False)
        pen.box(-12, -3.6, 2.8, 7.2, rgb("#4b2e1e"), 0.8, line=False)
        for k in (-1.2, 0, 1.2):
            pen.curve(((-11, k), (10, k * 0.8), (40, k * 0.7)), 0.5, rgb("#f6ead0"), alpha=0.8)
    paint_hand(pen, s, (-1, -15))
    paint_hand(pen, s, pose.hands[1])


# -- eating a slice of watermelon ------------------------------------------------------
def _eat(rng: Rng) -> Pose:
    return Pose(
        head=(0, -45), body=(0, -16), tilt=float(rng.uniform(-0.07, 0.07)), feet=((-17, -2), (17, -2)), hips=((-7, -7), (7, -7)),
        shoulders=((-11, -25), (11, -25)), hands=((-17, -27), (17, -27)), tail=(10, -5, 0.15), look=replace(_look(rng), happy=1.4),
    )


def _melon(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    def half(r, color, line):
        points = [(r * 1.12 * math.cos(math.pi * k / 12), -27 + r * math.sin(math.pi * k / 12)) for k in range(13)]
        pen.polygon(points, color, line=line)

    half(19.5, rgb("#2f9150"), True)
    half(16.8, rgb("#e9f5c9"), False)
    half(14.8, rgb("#f0505f"), False)
    for x, y in ((-9, -22), (-3, -18), (4, -18), (9, -22), (0, -23)):
        pen.ellipse(x, y, 1.1, 1.8, INK, line=False)
    for side in (-1, 1):
        paint_hand(pen, s, (side * 18, -21))


ACTIVITIES: dict[str, Activity] = {
    a.name: a
    for a in (
        Activity("standing", (), (), _stand),
        Activity("cooking", ("cooking", "cooking", "cooking soup", "making soup"), ("cooks", "is cooking"), _cook, over=_hat, front=_stove),
        Activity("reading", ("reading", "reading a book"), ("reads", "is reading", "reads a book"), _read, over=_glasses, front=_book),
        Activity("sleeping", ("sleeping", "asleep", "taking a nap"), ("sleeps", "is sleeping"), _sleep, behind=_pillow, front=_blanket),
        Activity("dancing", ("dancing",), ("dances", "is dancing"), _dance, front=_notes),
        Activity("guitar", ("playing guitar", "playing the guitar", "playing music"), ("plays guitar", "plays the guitar"), _strum, front=_guitar),
        Activity("eating", ("eating", "eating watermelon", "eating a watermelon"), ("eats", "eats watermelon", "is eating"), _eat, front=_melon),
    )
}
