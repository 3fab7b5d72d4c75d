from ..figure import Subject
from ..pen import WHITE, Color, Pen, dark, mix, rgb
from ..stage import Rng
from ..vehicles import speed, window
from ..wheels import TYRE, tyre

STEEL, BRASS, SMOKE = rgb("#c9ced6"), rgb("#efbe45"), rgb("#eceff4")


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    if activity == "driving":
        speed(pen, rng, -44, -40)
        for x, y, r in ((22, -69, 6.0), (12, -77, 7.5), (-2, -83, 9.0)):
            pen.ellipse(x + rng.uniform(-1, 1), y, r, r * 0.86, SMOKE)
    pen.box(-48, -2.6, 96, 3.4, dark(STEEL, 0.7), 1.2)
    pen.box(18, -60, 9, 22, dark(color, 0.6), 1)
    pen.polygon(((14, -64), (31, -64), (27.5, -57), (17.5, -57)), dark(color, 0.6))
    pen.ellipse(2, -42, 6.5, 7.5, BRASS, shade=True)
    pen.box(-18, -42, 56, 26, color, 11, shade=4.0)
    for x in (-6, 10, 26):
        pen.box(x, -42, 3, 26, BRASS, 0.6)
    pen.box(-43, -58, 31, 44, mix(color, WHITE, 0.12), 2, shade=3.0)
    pen.box(-47, -62, 39, 6, dark(color, 0.6), 2.5)
    window(pen, -37, -52, 19, 16)
    pen.box(-44, -18, 84, 7, dark(color, 0.72), 2)
    pen.ellipse(38, -29, 6, 10.5, dark(color, 0.6))
    pen.ellipse(40.5, -36, 3.2, 3.8, rgb("#fff0a6"))
    pen.polygon(((36, -12), (47, -3), (36, -3)), BRASS)
    for x, r in ((-30, 11.0), (-4, 8.2), (14, 8.2), (30, 7.0)):
        tyre(pen, x, -2.6 - r, r)
    pen.lines(((-30, -12), (14, -10)), 2.6, STEEL)
    for x in (-30, -4, 14):
        pen.ellipse(x, -11.4 if x < 0 else -10.4, 1.8, 1.8, TYRE, line=False)


SUBJECT = Subject("train", ("train", "steam train", "locomotive"), rgb("#2e8f6a"), wears=(), acts=("standing", "driving"), paint=paint, reach=49.0, tall=74)
