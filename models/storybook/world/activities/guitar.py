"""Plays the guitar."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import Pen, rgb, vary

NECK, HEAD, HOLE, STRING = rgb("#6b4329"), rgb("#4b2e1e"), rgb("#3b2417"), rgb("#f6ead0")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(hands=((-4, -17), (25, -30)), tilt=0.06 + jitter(rng, 0.06), look=looking(rng, look, gaze=0.8), tail=(-4, -8, 0.0))


def guitar(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    wood = vary(rng, (rgb("#d98a3d"), rgb("#c8553d"), rgb("#e0a94a"))[rng.integers(3)], 0.03)
    with pen.frame(-4, -16, -0.46):
        pen.box(8, -2.6, 34, 5.2, NECK, 1)
        pen.box(38, -4, 9, 8, HEAD, 1.5)
        for x in (40, 44.5):
            for side in (-1, 1):
                pen.ellipse(x, side * 5, 1.2, 1.2, STRING)
        pen.blob(((-18, 0), (-13, -11), (-3, -11.5), (4, -8), (11, -8.6), (17.5, 0), (11, 8.6), (4, 8), (-3, 11.5), (-13, 11)), wood, shade=3.0)
        pen.ellipse(3.5, 0, 4.4, 4.4, HOLE, line=False)
        pen.box(-12, -3.6, 2.8, 7.2, HEAD, 0.8, line=False)
        for k in (-1.2, 0, 1.2):
            pen.curve(((-11, k), (10, k * 0.8), (40, k * 0.7)), 0.5, STRING, alpha=0.8)
    paint_hand(pen, s, (-1, -15))
    paint_hand(pen, s, pose.hands[1])


ACTIVITY = Activity(
    "guitar",
    ("playing guitar", "playing the guitar", "playing a guitar", "playing music"),
    ("plays guitar", "plays the guitar", "is playing the guitar"),
    pose,
    front=guitar,
    reach=(27.0, 41.0),
)
