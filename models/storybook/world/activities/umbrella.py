"""Stands under a big umbrella."""

import math

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import WHITE, Pen, dark, mix, rgb, vary


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(hands=((-18, -16), (20, -31)), tilt=jitter(rng, 0.06), look=looking(rng, look))


def umbrella(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    cloth = vary(rng, (rgb("#e0453f"), rgb("#3b7fd0"), rgb("#f2b632"), rgb("#3fa06a"))[rng.integers(4)], 0.03)
    x, y, rx, ry = 8.0, -73.0, 38.0, 25.0
    pen.tube(((23, -22), (22, -40), (x + 3, y)), 2.2, rgb("#5b5f6b"))
    n, lobes = 6, []
    for k in range(n):
        a, b = math.pi * (1 + k / n), math.pi * (1 + (k + 1) / n)
        x0, x1 = x + rx * math.cos(a), x + rx * math.cos(b)
        arc = [(x + rx * math.cos(a + (b - a) * t / 5), y + ry * math.sin(a + (b - a) * t / 5)) for t in range(6)]
        lobes.append((x0, x1, arc))
    for k, (x0, x1, _) in enumerate(lobes):
        color = cloth if k % 2 == 0 else mix(cloth, WHITE, 0.72)
        top = (x, y - ry)
        bow = 0.55 * ry
        left, right = ((x0 + x) / 2 - (x - x0) * 0.22, y - bow - 3), ((x1 + x) / 2 - (x - x1) * 0.22, y - bow - 3)
        pen.polygon((top, left, (x0, y), ((x0 + x1) / 2, y - 4.5), (x1, y), right), color, shade=2.0 if k == n - 1 else 0.0)
    pen.tube(((x, y - ry - 4), (x, y - ry)), 2.0, dark(cloth, 0.7))
    paint_hand(pen, s, pose.hands[1])


ACTIVITY = Activity(
    "umbrella",
    ("holding an umbrella", "under an umbrella", "with an umbrella"),
    ("holds an umbrella", "is holding an umbrella", "carries an umbrella"),
    pose,
    front=umbrella,
    rise=26,
    reach=(32.0, 47.0),
)
