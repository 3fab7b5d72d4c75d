"""Rides a bicycle."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import Pen, rgb
from ..wheels import bicycle_frame, wheel

PAINT = rgb("#e2433c")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(
        head=(1, -67),
        tilt=jitter(rng, 0.05),
        body=(-4, -38),
        lean=0.06,
        feet=((-4, -7), (9, -14)),
        hips=((-9, -29), (2, -28)),
        shoulders=((-13, -46), (8, -46)),
        hands=((-4, -41), (18, -40)),
        tail=(-12, -29, 0.0, -1, 1),
        look=looking(rng, look, gaze=1.0),
    )


def wheels(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    for x in (-24, 24):
        wheel(pen, x, -13, 13)


def frame(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    bicycle_frame(pen, PAINT)
    pen.ellipse(9.8, -13, 6.2, 3.6, s.feet or s.legs or s.limbs)
    for side in (0, 1):
        paint_hand(pen, s, (13 + 6 * side, -40 + side))


ACTIVITY = Activity(
    "cycling",
    ("riding a bicycle", "riding a bike", "cycling"),
    ("rides a bicycle", "rides a bike", "is riding a bicycle"),
    pose,
    behind=wheels,
    front=frame,
    rise=17,
    reach=(39.0, 39.0),
    shadow=34.0,
)
