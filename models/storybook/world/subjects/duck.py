from ..figure import Subject
from ..mood import THROAT, Look, cheeks, eyes
from ..pen import INK, Pen, dark, rgb

BILL = rgb("#f48a1f")


def ears(pen: Pen, s: Subject) -> None:
    pen.blob(((-2, -15), (-6, -23), (-1, -21), (1, -27), (3, -21), (7, -22), (4, -15)), s.fur)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 8.2, -4.0, 3.0)
    cheeks(pen, 14.5, 3.5, alpha=0.45)
    gape = max(look.of("happy"), look.of("surprised"), 0.6 * look.of("angry"))
    low = 7 + 6.5 * gape
    pen.blob(((-8.4, 5), (8.4, 5), (7, low + 2), (0, low + 4), (-7, low + 2)), dark(BILL, 0.84))
    if gape > 0.15:
        pen.blob(((-6, 6), (6, 6), (4.6, low + 0.4), (0, low + 2), (-4.6, low + 0.4)), THROAT, line=False)
    bend = 2.5 * (look.of("sad") + look.of("angry")) - 1.6
    pen.blob(((-12, 5 + bend), (-7, 2.2), (0, 0.6), (7, 2.2), (12, 5 + bend), (7, 7.4), (0, 8.6), (-7, 7.4)), BILL)
    for side in (-1, 1):
        pen.ellipse(side * 2.2, 3.4, 0.9, 0.7, INK, line=False)


def tail(pen: Pen, s: Subject) -> None:
    pen.blob(((-4, 4), (-2, -6), (8, -9), (14, -14), (13, -3), (6, 5)), s.fur)


SUBJECT = Subject(
    "duck",
    ("duck", "duckling"),
    rgb("#fbdf4e"),
    rgb("#fdeea0"),
    rgb("#f3d23c"),
    ears,
    face,
    tail,
    feet=BILL,
    hands=rgb("#f3d23c"),
    head=(19.5, 18.0),
    body=(17.0, 19.5),
    limb=7.6,
    brow=(8.2, -4.0),
    tall=77,
)
