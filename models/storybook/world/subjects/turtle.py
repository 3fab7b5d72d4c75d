from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import INK, Pen, dark, mix, rgb

SHELL, RIM = rgb("#8a5a33"), rgb("#c99a57")


def back(pen: Pen, s: Subject) -> None:
    pen.ellipse(0, -1, 27, 25, RIM, shade=True)
    pen.ellipse(0, -2, 23.5, 21.5, SHELL, line=False)
    for x, y in ((-17, -10), (17, -10), (-19, 3), (19, 3), (-15, 14), (15, 14)):
        pen.ellipse(x, y, 4.4, 4.4, mix(SHELL, RIM, 0.5), line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 9.0, -5.5, 3.6)
    cheeks(pen, 13.5, 3.5, alpha=0.5)
    for side in (-1, 1):
        pen.ellipse(side * 1.8, 1.6, 0.8, 0.8, INK, line=False)
    mouth(pen, look, 6.0, 7.0, split=False)
    for x, y, r in ((-3, -13.5, 1.6), (2.6, -14.6, 1.2), (5, -12, 1.0)):
        pen.ellipse(x, y, r, r * 0.8, dark(s.fur, 0.8), line=False)


def chest(pen: Pen, s: Subject) -> None:
    for y in (-7, 0, 7):
        pen.curve(((-9, y), (0, y + 1.6), (9, y)), 1.2, dark(s.belly, 0.8))


def tail(pen: Pen, s: Subject) -> None:
    pen.polygon(((6, -2), (20, 6), (6, 5)), s.fur)


SUBJECT = Subject(
    "turtle",
    ("turtle", "tortoise"),
    rgb("#a3c96a"),
    rgb("#f3e3a6"),
    rgb("#94bb5b"),
    face=face,
    tail=tail,
    back=back,
    chest=chest,
    head=(18.5, 17.0),
    body=(16.5, 19.5),
    brow=(9.0, -5.5),
    reach=29.0,
    tall=68,
)
