"""Lies on a pillow under a blanket."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject
from ..mood import Look
from ..pen import INK, WHITE, Pen, mix, rgb, vary


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(
        head=(-17, -20),
        tilt=-0.2 + jitter(rng, 0.06),
        body=(13, -14),
        feet=((38, -4),),
        hips=((24, -8),),
        shoulders=((-2, -10),),
        hands=((-9, -4),),
        tail=(33, -11, 0.35),
        lying=True,
        look=looking(rng, look, eyes="closed"),
    )


def pillow(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cloth = vary(rng, rgb("#fbf1f4"), 0.02)
    pen.blob(((-46, -14), (-38, -19), (0, -19), (6, -13), (6, 0), (-2, 3.5), (-40, 3.5), (-47, -2)), cloth, shade=3.0)


def blanket(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cloth = vary(rng, (rgb("#5a6fc0"), rgb("#c65a78"), rgb("#4b9a8d"))[rng.integers(3)], 0.03)
    pen.blob(((2, -30), (16, -36), (32, -30), (43, -12), (46, 2), (24, 4), (4, 3), (0, -10), (1, -20)), cloth, shade=4.0)
    pen.tube(((3.5, -29), (1.5, -15), (4.5, 1.5)), 5.4, mix(cloth, WHITE, 0.7))
    for x, y in ((17, -24), (30, -21), (15, -9), (27, -6), (38, -5)):
        pen.ellipse(x, y, 2.4, 2.4, mix(cloth, WHITE, 0.55), line=False)
    for k, half in enumerate((1.9, 2.6, 3.5)):  # z z Z
        x, y = 5 + 8.5 * k, -45 - 8.5 * k
        for width, color in ((3.4, INK), (1.9, WHITE)):
            pen.lines(((x - half, y - half), (x + half, y - half), (x - half, y + half), (x + half, y + half)), width, color)


ACTIVITY = Activity(
    "sleeping", ("sleeping", "asleep", "taking a nap"), ("sleeps", "is sleeping"), pose, behind=pillow, front=blanket, reach=(47.0, 46.0), shadow=0.0
)
