"""A rod over a pond, and a fish on its line."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import INK, WHITE, Pen, rgb, vary

ROD, LINE, WATER = rgb("#8a5a32"), rgb("#6f7480"), rgb("#55b3e6")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(hands=((6, -22), (19, -27)), tilt=0.05 + jitter(rng, 0.05), look=looking(rng, look, gaze=1.1), tail=(-4, -8, 0.0))


def pond(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    pen.ellipse(40, 1, 19, 6.5, rgb("#d9efe0"))
    pen.ellipse(40, 1, 17, 5.2, WATER, line=False)
    for r in (3.4, 8.5):
        pen.curve(((40 - r, 0.5), (40, 2 + r * 0.12), (40 + r, 0.5)), 0.9, WHITE)


def rod(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    pen.tube(((3, -18), (22, -33), (36, -54), (41, -64)), 2.2, ROD)
    pen.lines(((41, -64), (41, -33)), 0.9, LINE)
    scales = vary(rng, (rgb("#f58a2c"), rgb("#f5b52c"), rgb("#ea5d4f"))[rng.integers(3)])
    with pen.frame(41, -24, 0.16 + jitter(rng, 0.1)):
        pen.polygon(((-1, 6), (-6.5, 14), (6.5, 14)), scales)
        pen.ellipse(0, 0, 6.2, 10, scales, shade=True)
        pen.polygon(((5.5, -1), (10, 4), (4.6, 4.5)), scales)
        pen.ellipse(-2.2, -4.6, 2.0, 2.0, WHITE)
        pen.ellipse(-2.2, -4.6, 1.0, 1.0, INK, line=False)
    for x, y in ((31, -5), (48, -6), (40, -8)):
        pen.blob(((x, y - 3.2), (x + 1.5, y), (x, y + 1.3), (x - 1.5, y)), WATER)
    for hand in pose.hands:
        paint_hand(pen, s, hand)


ACTIVITY = Activity("fishing", ("fishing", "catching a fish"), ("fishes", "is fishing", "catches a fish"), pose, behind=pond, front=rod, reach=(26.0, 59.0))
