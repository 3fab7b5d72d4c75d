from ..figure import Subject
from ..mood import Look, cheeks, eyes
from ..pen import INK, WHITE, Pen, rgb

PINK = rgb("#f7b3bd")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 8.5, -26, 5.6, 16, s.fur, turn=side * 0.17)
        pen.ellipse(side * 8.7, -25, 2.9, 11.5, PINK, turn=side * 0.17, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 8.5, -1.5, 3.2, rgb("#b98aa0"))
    cheeks(pen, 13.0, 6.0, PINK, 0.85)
    pen.box(-2.6, 8.5, 5.2, 5.8, WHITE, 1.0)
    pen.curve(((-5, 7.6), (-2.5, 9.8), (0, 8), (2.5, 9.8), (5, 7.6)), 1.2, INK)
    pen.ellipse(0, 5, 2.8, 2.2, rgb("#ee8796"))


def tail(pen: Pen, s: Subject) -> None:
    pen.ellipse(5, -2, 6.0, 6.0, WHITE)


SUBJECT = Subject("rabbit", ("rabbit", "bunny"), rgb("#f4eee8"), rgb("#ffffff"), rgb("#ece4dd"), ears, face, tail, head=(19.5, 17.0))
