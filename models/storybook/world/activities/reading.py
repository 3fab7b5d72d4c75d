"""Sits behind a big open book, in round glasses."""

from ..activity import Activity, Rng, sitting
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import Pen, rgb, vary

FRAME = rgb("#5a2d3c")


def pose(rng: Rng, look: Look) -> Pose:
    return sitting(rng, look, ((-17, -15), (17, -15)), "down")


def glasses(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    x, y = s.brow
    with pen.frame(*pose.head, pose.tilt):
        for side in (-1, 1):
            pen.ring(side * x, y, 6.6, 1.5, FRAME)
        pen.curve(((-x + 6.6, y), (0, y - 1.2), (x - 6.6, y)), 1.4, FRAME)


def book(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cover = vary(rng, (rgb("#c8383f"), rgb("#2f6fb0"), rgb("#3b8f5a"), rgb("#7a4fa3"))[rng.integers(4)], 0.03)
    for side in (-1, 1):
        pen.polygon(((0, -24), (side * 22, -28), (side * 22, -4), (0, 0)), cover)
        pen.blob(((0, -26), (side * 10, -29.5), (side * 20, -29.5), (side * 20, -18), (side * 20, -7), (side * 10, -7), (0, -3.5), (0, -14)), rgb("#fffaf0"))
        for k in range(4):
            y = -22.5 + 4.4 * k
            pen.curve(((side * 3.5, y - 0.4), (side * 10, y - 2.0), (side * 16.5, y - 2.0)), 0.9, rgb("#9a938c"))
    pen.curve(((0, -26), (0, -15), (0, -3)), 1.2, rgb("#8d857c"))
    for side in (-1, 1):
        paint_hand(pen, s, (side * 21, -13))


ACTIVITY = Activity("reading", ("reading", "reading a book", "reading"), ("reads", "is reading", "reads a book"), pose, over=glasses, front=book)
