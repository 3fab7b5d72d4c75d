from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, WHITE, Pen, rgb

TAN = rgb("#dcae7e")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 16, -15.5, 7.2, 7.2, s.fur, shade=True)
        pen.ellipse(side * 16, -15, 4.0, 4.0, TAN, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.ellipse(0, 7, 10.2, 8.4, TAN, line=False)
    eyes(pen, look, 8.8, -3.2, 2.6)
    pen.curve(((0, 4), (0, 7), (0, 8.5)), 1.2, INK)
    mouth(pen, look, 8.2, 4.6)
    pen.ellipse(0, 3.0, 4.8, 3.3, INK)
    pen.ellipse(-1.4, 2.0, 1.3, 0.8, WHITE, line=False, alpha=0.7)


def tail(pen: Pen, s: Subject) -> None:
    pen.ellipse(4, -2, 4.8, 4.8, s.fur)


SUBJECT = Subject("bear", ("bear", "teddy bear"), rgb("#7a4b2a"), TAN, rgb("#6e4225"), ears, face, tail, head=(22.5, 19.0), body=(18.0, 20.5), limb=8.6)
