from ..figure import Subject
from ..pen import WHITE, Color, Pen, mix, rgb
from ..stage import Rng

WOOD, SEA = rgb("#8d5832"), rgb("#3fa2d8")


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    pen.tube(((0, -16), (0, -45), (0, -84)), 3.0, WOOD)
    pen.polygon(((0, -84), (13, -80), (0, -76)), rgb("#f2b632"))
    pen.blob(((3, -73), (14, -60), (26, -44), (35, -27), (18, -25), (3, -26)), color, shade=3.5)
    pen.blob(((-3, -68), (-12, -54), (-19, -40), (-25, -27), (-14, -25.5), (-3, -26)), mix(color, WHITE, 0.82), shade=2.5)
    pen.blob(((-40, -21), (-20, -19), (0, -18.4), (20, -19), (42, -22), (34, -8), (22, 0), (-22, 0), (-33, -8)), WOOD, shade=3.5)
    pen.curve(((-38, -17.4), (0, -14.6), (39, -18)), 2.6, rgb("#f6e7c6"))
    for x in (-16, 0, 16):
        pen.ellipse(x, -9, 2.8, 2.8, rgb("#bfe6f5"))
    points = [
        (-46, 6),
        (-46, -1),
        (-38, -4),
        (-30, -1),
        (-22, -4),
        (-14, -1),
        (-6, -4),
        (2, -1),
        (10, -4),
        (18, -1),
        (26, -4),
        (34, -1),
        (42, -4),
        (47, 0),
        (46, 6),
        (0, 8),
    ]
    pen.blob(points, SEA)
    for x in (-32, -4, 24):
        pen.curve(((x, 2.6), (x + 5, 1.2), (x + 10, 2.6)), 1.4, WHITE)


SUBJECT = Subject("boat", ("boat", "sailing boat", "sailboat"), rgb("#e2503c"), wears=(), acts=("standing",), paint=paint, reach=47.0, tall=86)
