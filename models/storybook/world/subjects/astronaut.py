from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import WHITE, Pen, dark, rgb

SKIN, SUIT, ORANGE, HAIR = rgb("#c98f63"), rgb("#f1f3f8"), rgb("#f07b2c"), rgb("#33231d")


def back(pen: Pen, s: Subject) -> None:
    pen.box(-18, -17, 36, 28, rgb("#aab4c4"), 5, shade=3.0)


def ears(pen: Pen, s: Subject) -> None:
    pen.ellipse(0, -1, 25, 23, SUIT, shade=True)
    for side in (-1, 1):
        pen.box(side * 25 - 3, -7, 6, 13, ORANGE, 2)
    pen.ellipse(0, 0, 21, 19.2, rgb("#9fd3ee"))


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.blob(((-15.5, -4), (-13, -13), (0, -16), (13, -13), (15.5, -4), (8, -9), (0, -8), (-8, -9)), HAIR, line=False)
    eyes(pen, look, 6.6, -1.0, 2.6)
    cheeks(pen, 10.4, 4.4, alpha=0.35)
    pen.curve(((-1.2, 3.0), (0, 3.8), (1.2, 3.0)), 1.1, dark(SKIN, 0.6))
    mouth(pen, look, 6.6, 4.2, split=False)
    pen.curve(((-17, -6), (-13.5, -12.4), (-7.5, -16.2)), 2.6, WHITE, alpha=0.9)


def chest(pen: Pen, s: Subject) -> None:
    pen.box(-9, -8, 18, 13, rgb("#c3ccd9"), 2)
    for x, color in ((-4.6, "#e2413c"), (0.4, "#3f7fd6")):
        pen.ellipse(x, -4, 1.8, 1.8, rgb(color), line=False)
    pen.box(-6, 0, 12, 2.4, rgb("#59c07a"), 1, line=False)
    pen.curve(((-13, 11), (0, 14), (13, 11)), 2.4, ORANGE)


SUBJECT = Subject(
    "astronaut",
    ("astronaut", "spaceman", "astronaut"),
    SKIN,
    SKIN,
    SUIT,
    ears,
    face,
    back=back,
    chest=chest,
    feet=rgb("#aab4c4"),
    hands=ORANGE,
    legs=SUIT,
    dyed=False,
    head=(16.0, 15.5),
    body=(15.5, 19.0),
    limb=8.4,
    brow=(6.6, -1.0),
    crown=-9.5,
    wears=("scarf",),
    tall=76,
)
