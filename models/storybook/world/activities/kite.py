"""Flies a kite."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import Pen, rgb

STRING = rgb("#f6f3ea")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(hands=((-19, -15), (23, -41 + jitter(rng, 1.5))), tilt=0.1 + jitter(rng, 0.05), look=looking(rng, look, gaze=1.1), tail=(-4, -8, 0.0))


def kite(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    colors = (("#e8473f", "#f7c531"), ("#2f7fd6", "#f28a3a"), ("#8a4fc0", "#5cc7b2"))[rng.integers(3)]
    one, two = rgb(colors[0]), rgb(colors[1])
    hx, hy = pose.hands[1]
    for width, color in ((1.9, rgb("#5f6470")), (0.8, STRING)):
        pen.curve(((hx, hy), (hx + 8, hy - 12), (46, -77)), width, color)
    with pen.frame(47 + jitter(rng, 1), -82, 0.5):
        pen.curve(((0, 15), (-4, 22), (2, 28), (-3, 35)), 1.2, rgb("#5f6470"))
        for x, y in ((-3.5, 21), (1.6, 28.5)):
            for side in (-1, 1):
                pen.polygon(((x, y), (x + side * 4.4, y - 2.4), (x + side * 4.4, y + 2.4)), two)
        top, left, right, low = (0, -15), (-11, -3), (11, -3), (0, 16)
        for a, b, color in ((top, left, one), (top, right, two), (low, left, two), (low, right, one)):
            pen.polygon((a, b, (0, -3)), color)
    paint_hand(pen, s, pose.hands[1])


ACTIVITY = Activity("kite", ("flying a kite", "playing with a kite"), ("flies a kite", "is flying a kite"), pose, front=kite, rise=26, reach=(26.0, 60.0))
