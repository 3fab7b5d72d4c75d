from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import Pen, dark, rgb

SKIN, STEEL, RED = rgb("#f3c9a2"), rgb("#b4bfcc"), rgb("#d3393a")


def ears(pen: Pen, s: Subject) -> None:
    pen.blob(((0, -18), (-4, -30), (4, -38), (18, -38), (28, -30), (30, -18), (24, -22), (14, -24), (8, -16)), RED, shade=2.5)
    pen.blob(((-21, 16), (-23, -4), (-15, -20), (0, -25), (15, -20), (23, -4), (21, 16), (0, 20)), STEEL, shade=4.0)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.blob(((-19, -5), (-20, -14), (-10, -22), (0, -24), (10, -22), (20, -14), (19, -5), (0, -9)), STEEL)
    pen.curve(((-18.5, -7), (0, -11), (18.5, -7)), 1.4, dark(STEEL, 0.6))
    pen.lines(((0, -23), (0, -11)), 1.6, dark(STEEL, 0.7))
    for side in (-1, 1):
        pen.blob(((side * 21, -6), (side * 13.5, 3), (side * 12.5, 14), (side * 19, 17), (side * 22, 8)), STEEL, shade=1.5)
        pen.ellipse(side * 18.2, -6, 1.7, 1.7, dark(STEEL, 0.7))
    eyes(pen, look, 6.6, 0.0, 2.7)
    cheeks(pen, 9.6, 5.5, alpha=0.4)
    mouth(pen, look, 8.2, 4.2, split=False)


def chest(pen: Pen, s: Subject) -> None:
    pen.polygon(((-9, -15), (9, -15), (10.5, 8), (0, 18), (-10.5, 8)), RED, shade=2.0)
    pen.box(-1.9, -11, 3.8, 20, rgb("#f6e9c9"), 0.5, line=False)
    pen.box(-6.5, -5, 13, 3.8, rgb("#f6e9c9"), 0.5, line=False)


SUBJECT = Subject(
    "knight",
    ("knight", "knight", "knight in armor"),
    SKIN,
    SKIN,
    STEEL,
    ears,
    face,
    chest=chest,
    feet=dark(STEEL, 0.8),
    hands=dark(STEEL, 0.85),
    legs=dark(STEEL, 0.94),
    dyed=False,
    head=(18.0, 17.5),
    body=(15.0, 19.0),
    limb=7.2,
    brow=(6.6, 0.0),
    crown=-7.0,
    wears=("scarf",),
    reach=30.0,
    tall=88,
)
