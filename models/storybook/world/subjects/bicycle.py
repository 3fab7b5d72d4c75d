from ..figure import Subject
from ..pen import Color, Pen, rgb
from ..stage import Rng
from ..wheels import bicycle_frame, wheel


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    with pen.frame(0, 0, 0.0, 1.25):
        for x in (-24, 24):
            wheel(pen, x, -13, 13)
        bicycle_frame(pen, color)
        pen.box(21, -42, 13, 10, rgb("#c99a5b"), 2, shade=1.5)
        for x in (24, 28, 32):
            pen.lines(((x, -41), (x - 0.6, -33)), 0.9, rgb("#8d6634"))
        for x, hue in ((23, "#f0628a"), (27.5, "#ffd548"), (32, "#f0628a")):
            pen.ellipse(x, -44, 3.2, 3.2, rgb(hue))
            pen.ellipse(x, -44, 1.2, 1.2, rgb("#fff6df"), line=False)


SUBJECT = Subject("bicycle", ("bicycle", "bike"), rgb("#2f86d0"), wears=(), acts=("standing",), paint=paint, reach=48.0, tall=60)
