from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import WHITE, Pen, rgb

PINK = rgb("#f7b3bd")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 8.5, -26, 5.8, 16, s.fur, turn=side * 0.17)
        pen.ellipse(side * 8.7, -25, 3.0, 11.5, PINK, turn=side * 0.17, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 8.5, -1.5, 3.3, rgb("#b98aa0"))
    cheeks(pen, 13.0, 6.0, PINK, 0.85)
    if look.emotion is None or look.of("happy"):
        pen.box(-2.6, 8.5, 5.2, 5.8, WHITE, 1.0)
    mouth(pen, look, 8.0, 4.8)
    pen.ellipse(0, 5, 3.0, 2.3, rgb("#ee8796"))


def tail(pen: Pen, s: Subject) -> None:
    pen.ellipse(5, -2, 6.0, 6.0, WHITE, shade=True)


SUBJECT = Subject("rabbit", ("rabbit", "bunny", "hare"), rgb("#f6f0ea"), WHITE, rgb("#ece4dd"), ears, face, tail, head=(19.5, 17.0), crown=2.0, tall=93)
