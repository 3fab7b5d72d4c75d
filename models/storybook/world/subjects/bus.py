from ..figure import Subject
from ..pen import WHITE, Color, Pen, dark, mix, rgb
from ..stage import Rng
from ..vehicles import speed, window
from ..wheels import tyre


def paint(pen: Pen, rng: Rng, color: Color, activity: str) -> None:
    if activity == "driving":
        speed(pen, rng, -46, -50)
    pen.box(-45, -60, 91, 53, color, 8, shade=4.0)
    pen.box(-45, -28, 91, 5, mix(color, WHITE, 0.75), line=False)
    for x in (-40, -23, -6):
        window(pen, x, -53, 14, 17)
    window(pen, 31, -53, 13.5, 22, 3)
    pen.box(12, -53, 15, 44, mix(color, WHITE, 0.3), 2)
    window(pen, 14, -50, 11, 24)
    pen.box(-38, -66, 70, 6, dark(color, 0.8), 3)
    pen.ellipse(43, -16, 2.6, 3.8, rgb("#fff0a6"))
    pen.ellipse(-43, -16, 2.0, 3.4, rgb("#f2644e"))
    for x in (-25, 32):
        pen.ellipse(x, -9, 12, 11, dark(color, 0.5), line=False)
        tyre(pen, x, -9, 9.6)


SUBJECT = Subject("bus", ("bus", "bus", "coach"), rgb("#f5bd2c"), wears=(), acts=("standing", "driving"), paint=paint, reach=47.0, tall=67)
