"""Runs to the right: one knee up, arms swinging, dust and lines of speed behind."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject
from ..mood import Look
from ..pen import WHITE, Pen, rgb

DUST = rgb("#efe6d4")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(
        head=(7, -53),
        tilt=0.14 + jitter(rng, 0.04),
        body=(0, -23),
        lean=0.26,
        feet=((-23, -10), (18, -5)),
        hips=((-6, -12), (5, -12)),
        shoulders=((-8, -31), (12, -30)),
        hands=((-20, -31), (25, -34)),
        tail=(-8, -14, 0.0, -1, 1),
        look=looking(rng, look, gaze=1.2),
    )


def dust(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    for x, y, r in ((-35, -2, 5.5), (-42, -5, 4.2), (-29, -1, 3.8)):
        pen.ellipse(x + rng.uniform(-1, 1), y, r, r * 0.8, DUST)
    for y, long in ((-56, 13), (-44, 18), (-24, 14)):
        x = -30 + rng.uniform(-2, 2)
        for width, color in ((3.4, rgb("#7d8aa0")), (1.9, WHITE)):
            pen.lines(((x, y), (x - long, y)), width, color)


ACTIVITY = Activity("running", ("running", "running fast", "jogging"), ("runs", "is running", "runs fast"), pose, behind=dust, rise=3, reach=(48.0, 32.0))
