"""After Vermeer: a blue headscarf with a yellow end, and the earring."""

from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import INK, WHITE, Pen, dark, rgb

SKIN, BLUE, YELLOW, DRESS = rgb("#f8d3b0"), rgb("#3f6fc4"), rgb("#f3cb4f"), rgb("#a5793b")


def ears(pen: Pen, s: Subject) -> None:
    pen.blob(((10, -16), (21, -13), (27, 2), (28, 20), (22, 30), (18, 18), (14, 0)), YELLOW, shade=2.5)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.blob(((-19.5, -3), (-20, -12), (-13, -21), (0, -24), (13, -21), (20, -12), (19.5, -3), (12, -8.5), (0, -10.5), (-12, -8.5)), BLUE, shade=2.5)
    pen.curve(((-19, -5.5), (-11, -10.5), (0, -12.5), (11, -10.5), (19, -5.5)), 1.6, dark(BLUE, 0.7))
    eyes(pen, look, 7.6, -1.0, 2.9)
    for side in (-1, 1):
        pen.curve(((side * 10.6, -3.4), (side * 12.6, -4.6)), 1.1, INK)
    cheeks(pen, 11.5, 5.0, rgb("#ef8f86"), 0.55)
    pen.curve(((-0.8, 2.4), (0.6, 4.0), (-0.9, 4.4)), 1.0, dark(SKIN, 0.62))
    if look.emotion is None:
        pen.blob(((-3.4, 8.4), (0, 7.4), (3.4, 8.4), (0, 10.8)), rgb("#cf4a50"), line=False)
    else:
        mouth(pen, look, 8.0, 4.2, split=False)
    pen.curve(((17.8, 3.5), (18.4, 7.5)), 1.1, dark(YELLOW, 0.6))
    pen.ellipse(18.6, 11.2, 4.0, 4.6, rgb("#f4f5fa"), shade=True)
    pen.ellipse(17.3, 9.6, 1.3, 1.5, WHITE, line=False)


def chest(pen: Pen, s: Subject) -> None:
    pen.blob(((-9, -16), (0, -12), (9, -16), (6, -9), (0, -7), (-6, -9)), WHITE)
    pen.blob(((-12, 8), (0, 4), (12, 8), (18, 20), (0, 23), (-18, 20)), s.limbs, shade=2.5)


SUBJECT = Subject(
    "girl",
    ("girl with a pearl earring", "girl with a pearl earring", "girl"),
    SKIN,
    SKIN,
    DRESS,
    ears,
    face,
    chest=chest,
    feet=rgb("#5c3a26"),
    hands=SKIN,
    legs=SKIN,
    dyed=False,
    head=(18.5, 18.0),
    body=(13.5, 18.5),
    limb=6.4,
    crown=-3.0,
    brow=(7.6, -1.0),
    wears=("sweater", "scarf"),
    tall=76,
)
