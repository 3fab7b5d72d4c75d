from ..figure import Subject
from ..pen import WHITE, Color, Pen, dark, rgb
from ..stage import Rng
from ..vehicles import GLASS, speed
from ..wheels import tyre


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    if activity == "driving":
        speed(pen, rng, -44, -38)
    pen.blob(((-27, -25), (-21, -42), (-8, -46), (8, -46), (18, -40), (27, -24)), color, shade=3.0)
    pen.polygon(((-22, -26), (-17.5, -39), (-3, -41.5), (-3, -26)), GLASS)
    pen.polygon(((1, -26), (1, -41.5), (10, -40.5), (15, -36), (21, -26)), GLASS)
    for x in (-14, 7):
        pen.lines(((x, -29), (x + 5, -37)), 1.8, WHITE, alpha=0.8)
    pen.blob(((-43, -10), (-42, -22), (-30, -27), (0, -27), (28, -26), (40, -21), (43, -11), (41, -6), (0, -5.5), (-41, -6)), color, shade=4.0)
    pen.lines(((-1, -25), (-1, -9)), 1.2, dark(color, 0.62))
    pen.box(-11, -20, 7, 2.4, dark(color, 0.6), 1.2, line=False)
    pen.box(-45, -12, 10, 5, rgb("#c9ced6"), 2)
    pen.box(35, -12, 10, 5, rgb("#c9ced6"), 2)
    pen.ellipse(38.5, -18, 3.6, 4.2, rgb("#fff0a6"))
    pen.ellipse(-41, -18.4, 2.2, 3.2, rgb("#f2644e"))
    for x in (-24, 24):
        pen.ellipse(x, -9, 12, 11, dark(color, 0.5), line=False)
        tyre(pen, x, -8.5, 9.2)


SUBJECT = Subject("car", ("car", "automobile", "car"), rgb("#e2433c"), wears=(), acts=("standing", "driving"), paint=paint, reach=47.0, tall=48)
