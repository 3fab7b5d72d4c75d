"""A tall white hat, a stove with a pot, a spoon."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import WHITE, Pen, dark, mix, rgb, vary

CLOTH, BAND = rgb("#fdfbf6"), rgb("#c9ced8")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(hands=((-17, -17), (21, -34 + jitter(rng, 2))), tilt=jitter(rng, 0.06) + 0.02, look=looking(rng, look, gaze=1.0), tail=(-3, -8, 0.0))


def hat(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    with pen.frame(pose.head[0], pose.head[1] - s.head[1] + 3.5 + s.crown, pose.tilt):
        for x, y, r in ((-7.5, -15, 7.4), (7.5, -15, 7.4), (0, -19, 8.6)):
            pen.ellipse(x, y, r, r, CLOTH, shade=True)
        pen.box(-9, -14, 18, 13.5, CLOTH, 2, shade=2.0)
        pen.box(-8, -17, 16, 8, CLOTH, 3, line=False)
        pen.curve(((-8, -2.6), (0, -1.6), (8, -2.6)), 2.2, BAND)


def stove(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    iron = vary(rng, rgb("#dfe3e8"), 0.03)
    x = 31.0
    pen.box(x - 14, -19, 29, 21, iron, 2, shade=2.5)
    pen.box(x - 14, -20.5, 29, 3.4, dark(iron, 0.85), 1.2)
    pen.box(x - 9.5, -12, 20, 11, rgb("#3b3f4c"), 1.5)
    pen.blob(((x - 6, -2), (x - 4, -8.6), (x - 1, -5.5), (x + 1, -10), (x + 4, -5.5), (x + 6, -8), (x + 7, -2)), rgb("#f7a531"), line=False)
    pen.blob(((x - 3, -2), (x - 1.5, -4.6), (x + 1, -6.4), (x + 3, -4), (x + 4, -2)), rgb("#ffe07a"), line=False)
    for k in (-8.5, -2.8, 2.8, 8.5):
        pen.ellipse(x + 0.5 + k, -15.2, 1.3, 1.3, rgb("#5b616e"), line=False)
    pot = vary(rng, (rgb("#d8453e"), rgb("#2d7f86"), rgb("#e0893a"))[rng.integers(3)])
    for side in (-1, 1):
        pen.tube(((x + side * 11, -28), (x + side * 15.5, -29)), 2.6, dark(pot, 0.8))
    pen.box(x - 12, -34.5, 24.5, 15, pot, 3.5, shade=3.0)
    pen.ellipse(x + 0.2, -34.5, 12.4, 3.2, mix(rgb("#f2c14e"), pot, 0.15))
    hx, hy = pose.hands[1]
    pen.tube(((hx + 5, -34), (hx + 1, hy - 2), (hx - 2, hy - 7)), 2.4, rgb("#a86f3e"))
    paint_hand(pen, s, pose.hands[1])
    for dx in (-4, 4, 10):
        y0 = -41 + rng.uniform(-2, 2)
        pen.curve(((x + dx, y0), (x + dx + 3, y0 - 5), (x + dx - 1, y0 - 10), (x + dx + 2, y0 - 15)), 2.0, WHITE, alpha=0.85)


ACTIVITY = Activity(
    "cooking",
    ("cooking", "cooking", "cooking soup", "making soup"),
    ("cooks", "is cooking", "cooks soup"),
    pose,
    over=hat,
    front=stove,
    rise=14,
    reach=(26.0, 47.0),
    hat=True,
)
