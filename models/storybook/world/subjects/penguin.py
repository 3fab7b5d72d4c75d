from ..figure import Subject
from ..mood import Look, beak, cheeks, eyes
from ..pen import WHITE, Pen, rgb

BEAK = rgb("#f59a23")


def ears(pen: Pen, s: Subject) -> None:
    pen.blob(((-3, -16), (-5, -23), (0, -19), (2, -25), (4, -16)), s.fur)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 7.6, 0.5, 9.4, 10.5, WHITE, line=False)
    pen.ellipse(0, 6, 13.5, 9.5, WHITE, line=False)
    eyes(pen, look, 8.0, -1.5, 2.9)
    cheeks(pen, 13.0, 5.5, rgb("#f6a5a0"), 0.7)
    beak(pen, look, 3.6, 5.6, 6.6, BEAK)


def tail(pen: Pen, s: Subject) -> None:
    pen.polygon(((-2, 3), (9, 5), (4, -4)), s.fur)


SUBJECT = Subject(
    "penguin",
    ("penguin",),
    rgb("#2f3f66"),
    WHITE,
    rgb("#2a385c"),
    ears,
    face,
    tail,
    feet=BEAK,
    hands=rgb("#2a385c"),
    head=(20.0, 18.5),
    body=(16.5, 20.0),
    tall=75,
)
