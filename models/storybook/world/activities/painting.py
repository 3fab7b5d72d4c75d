"""A beret, an easel with a picture, a brush and a palette."""

from ..activity import Activity, Rng, jitter, looking
from ..figure import Pose, Subject, paint_hand
from ..mood import Look
from ..pen import Pen, dark, rgb, vary

WOOD, CANVAS, BERET = rgb("#b9824c"), rgb("#fffdf6"), rgb("#3a3550")


def pose(rng: Rng, look: Look) -> Pose:
    return Pose(hands=((-17, -18), (18, -33 + jitter(rng, 2))), tilt=0.05 + jitter(rng, 0.05), look=looking(rng, look, gaze=1.0), tail=(-3, -8, 0.0))


def beret(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    with pen.frame(pose.head[0], pose.head[1] - s.head[1] + 3.5 + s.crown, pose.tilt - 0.12):
        pen.blob(((-14, -1), (-15, -6), (-4, -10), (10, -8), (15, -3), (11, 0.5), (0, 1)), BERET, shade=2.0)
        pen.tube(((0, -9.5), (1, -12.5)), 2.0, BERET)


def easel(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    for x0, x1 in ((27, 20), (41, 49), (34, 34)):
        pen.tube(((x0, -52), ((x0 + x1) / 2, -25), (x1, 1)), 2.6, WOOD)
    pen.box(22, -50, 26, 29, CANVAS, 1)
    pen.box(20.5, -21.5, 29, 3.6, WOOD, 1.4)
    sun, hill = vary(rng, rgb("#f6c531"), 0.03), vary(rng, rgb("#4fa35a"), 0.04)
    pen.box(24, -48, 22, 25, rgb("#a7dcf2"), 0.6, line=False)
    pen.ellipse(40, -42, 3.6, 3.6, sun, line=False)
    pen.polygon(((24, -23), (24, -33), (31, -38), (38, -31), (46, -34), (46, -23)), hill, line=False)
    hx, hy = pose.hands[1]
    pen.tube(((hx - 3, hy + 3), (hx + 3, hy - 2), (hx + 7, hy - 5)), 1.8, dark(WOOD, 0.7))
    pen.ellipse(hx + 8.6, hy - 6.2, 2.8, 1.9, rgb("#e2413c"), turn=-0.6)
    paint_hand(pen, s, pose.hands[1])
    px, py = pose.hands[0]
    pen.blob(((px - 11, py + 1), (px - 6, py - 6), (px + 4, py - 6), (px + 9, py), (px + 4, py + 5), (px - 6, py + 6)), rgb("#d9aa6e"), shade=1.5)
    for dx, dy, color in ((-6, 0, "#e2413c"), (-2, -3.2, "#f6c531"), (3.2, -2.6, "#3f7fd6"), (-2, 3, "#4fa35a")):
        pen.ellipse(px + dx, py + dy, 1.9, 1.6, rgb(color), line=False)
    paint_hand(pen, s, (px + 5, py + 2))


ACTIVITY = Activity(
    "painting",
    ("painting", "painting a picture", "painting at an easel"),
    ("paints", "paints a picture", "is painting"),
    pose,
    over=beret,
    front=easel,
    rise=4,
    reach=(30.0, 50.0),
    hat=True,
)
