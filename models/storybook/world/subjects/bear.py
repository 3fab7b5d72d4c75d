from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import INK, Pen, rgb

TAN = rgb("#d8a878")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 15, -15.5, 6.6, 6.6, s.fur)
        pen.ellipse(side * 15, -15, 3.6, 3.6, TAN, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 8.5, -3.0, 2.5)
    pen.ellipse(0, 7, 9.6, 7.6, TAN, line=False)
    pen.curve(((0, 4), (0, 7), (0, 9.5)), 1.2, INK)
    mouth(pen, look, 9.6, 4.6)
    pen.ellipse(0, 3.2, 4.6, 3.2, INK)


def tail(pen: Pen, s: Subject) -> None:
    pen.ellipse(4, -2, 4.6, 4.6, s.fur)


SUBJECT = Subject("bear", ("bear", "teddy bear"), rgb("#6b4226"), TAN, rgb("#613b21"), ears, face, tail, head=(22.5, 19.0), body=(18.5, 20.5), limb=8.6)
