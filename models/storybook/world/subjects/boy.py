from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import Pen, dark, rgb

SKIN, HAIR, DENIM = rgb("#e9b488"), rgb("#4a2c1c"), rgb("#4373b8")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 18.5, 1.5, 4.2, 4.8, SKIN)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.blob(
        (
            (-19, -1),
            (-20, -13),
            (-12, -22),
            (-3, -25),
            (1, -21),
            (6, -25),
            (14, -21),
            (20, -12),
            (19, -1),
            (15, -8),
            (9, -6),
            (4, -10),
            (-3, -6),
            (-9, -10),
            (-15, -7),
        ),
        HAIR,
        shade=2.5,
    )
    eyes(pen, look, 7.6, 0.0, 2.7)
    cheeks(pen, 12.0, 5.5, rgb("#e07a62"), 0.45)
    for side in (-1, 1):
        for dx, dy in ((9.4, 4.6), (12.2, 4.2), (11, 6.6)):
            pen.ellipse(side * dx, dy, 0.6, 0.6, dark(SKIN, 0.6), line=False)
    pen.curve(((-1.4, 4.4), (0, 5.2), (1.4, 4.4)), 1.1, dark(SKIN, 0.6))
    mouth(pen, look, 8.6, 4.8, split=False)


def chest(pen: Pen, s: Subject) -> None:
    pen.blob(((-14, 5), (0, 3), (14, 5), (13, 14), (7, 18.5), (-7, 18.5), (-13, 14)), DENIM, shade=2.0)
    pen.box(-8, -6, 16, 13, DENIM, 2)
    for side in (-1, 1):
        pen.tube(((side * 8.5, -16), (side * 7, -5)), 2.6, DENIM)
        pen.ellipse(side * 6.6, -4, 1.4, 1.4, rgb("#f4c84a"))


SUBJECT = Subject(
    "boy",
    ("boy", "boy", "young boy"),
    SKIN,
    SKIN,
    rgb("#d9513f"),
    ears,
    face,
    chest=chest,
    feet=rgb("#8c3a2c"),
    hands=SKIN,
    legs=DENIM,
    dyed=False,
    head=(18.5, 17.5),
    body=(14.0, 18.5),
    limb=6.8,
    brow=(7.6, 0.0),
    crown=-3.5,
    tall=76,
)
