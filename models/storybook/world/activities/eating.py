"""Eats a slice of watermelon."""

import math

from ..activity import Activity, Rng, sitting
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import INK, Pen, rgb


def pose(rng: Rng, look: Look) -> Pose:
    return sitting(rng, look, ((-17, -23), (17, -23)))


def melon(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    for r, color, line in ((19.5, rgb("#2f9150"), True), (16.8, rgb("#e9f5c9"), False), (14.8, rgb("#f0505f"), False)):
        pen.polygon([(r * 1.12 * math.cos(math.pi * k / 12), -25 + r * math.sin(math.pi * k / 12)) for k in range(13)], color, line=line)
    for x, y in ((-9, -20), (-3, -16), (4, -16), (9, -20), (0, -21)):
        pen.ellipse(x, y, 1.1, 1.8, INK, line=False)
    for side in (-1, 1):
        paint_hand(pen, s, (side * 18, -19))


ACTIVITY = Activity(
    "eating",
    ("eating", "eating watermelon", "eating a slice of watermelon", "eating a watermelon"),
    ("eats", "eats watermelon", "is eating"),
    pose,
    front=melon,
)
