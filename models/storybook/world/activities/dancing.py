"""Arms up, one leg in the air, notes around."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject
from ..mood import Look
from ..pen import Pen, rgb


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(
        head=(-3, -51),
        tilt=-0.17 + jitter(rng, 0.06),
        lean=0.14,
        feet=((-6, -2.5), (24, -13)),
        hips=((-5, -10), (6, -10)),
        hands=((-27, -43), (26, -44)),
        shoulders=((-11, -29), (10, -29)),
        look=looking(rng, look),
    )


def notes(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    for x, y in ((-35, -62), (33, -64), (39, -28)):
        color = (rgb("#e8437a"), rgb("#7a4fc9"), rgb("#f08a24"))[rng.integers(3)]
        x += rng.uniform(-2, 2)
        pen.curve(((x + 3, y), (x + 3, y - 6), (x + 3, y - 12)), 1.9, color)
        pen.curve(((x + 3, y - 12), (x + 7, y - 10), (x + 8, y - 6.5)), 2.4, color)
        pen.ellipse(x, y, 3.9, 3.0, color, turn=-0.3)


ACTIVITY = Activity("dancing", ("dancing", "dancing to music", "dancing"), ("dances", "is dancing"), pose, front=notes, reach=(39.0, 47.0))
