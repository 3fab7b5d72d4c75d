from ..figure import Subject
from ..pen import Color, Pen, dark, rgb
from ..stage import Rng
from ..vehicles import window

TRUNK, LEAF, PLANK = rgb("#7d5434"), rgb("#4a9a48"), rgb("#cf9a5a")


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    for x, y, r in ((-27, -70, 16), (27, -70, 16), (0, -86, 19), (-15, -84, 14), (16, -84, 14)):
        pen.ellipse(x, y, r, r * 0.9, dark(LEAF, 0.86), shade=True)
    pen.blob(((-10, 1), (-6, -20), (-8, -48), (8, -48), (6, -20), (11, 1), (0, 3)), TRUNK, shade=3.0)
    pen.tube(((0, -30), (-14, -38), (-22, -46)), 4.4, TRUNK)
    pen.tube(((0, -26), (14, -36), (22, -46)), 4.4, TRUNK)
    pen.box(-22, -74, 44, 30, PLANK, 1.5, shade=3.5)
    for y in (-66, -58.6, -51):
        pen.lines(((-21, y), (21, y)), 0.8, dark(PLANK, 0.76))
    pen.polygon(((-28, -72), (0, -94), (28, -72)), color, shade=3.5)
    window(pen, -17, -66, 12, 12, 1)
    pen.lines(((-11, -66), (-11, -54)), 1.2, dark(PLANK, 0.6))
    pen.box(3, -66, 13, 22, dark(TRUNK, 0.9), 4)
    pen.ellipse(13, -54, 1.3, 1.3, rgb("#f2c531"), line=False)
    pen.box(-30, -46, 60, 5, dark(PLANK, 0.86), 1.5)
    for x in (-26, -17, 22):
        pen.lines(((x, -46), (x, -55)), 1.8, dark(PLANK, 0.7))
    pen.lines(((-28, -55), (-15, -55)), 2.0, dark(PLANK, 0.7))
    for x in (15, 24):
        pen.lines(((x, -42), (x + 2, 1)), 2.0, dark(PLANK, 0.64))
    for y in (-36, -28, -20, -12, -4):
        pen.lines(((15.4, y), (25.4, y)), 2.0, dark(PLANK, 0.64))
    for x, y, r in ((-31, -82, 11), (31, -82, 11)):
        pen.ellipse(x, y, r, r * 0.9, LEAF, shade=True)


SUBJECT = Subject("treehouse", ("tree house", "treehouse"), rgb("#d9503c"), wears=(), acts=("standing",), paint=paint, reach=44.0, tall=105)
