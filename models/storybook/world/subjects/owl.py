from ..figure import Subject
from ..mood import Look, beak, eyes
from ..pen import WHITE, Pen, dark, mix, rgb

BEAK, EYE = rgb("#f2a02a"), rgb("#ffd84a")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.polygon(((side * 5, -14), (side * 19, -25), (side * 20, -6)), dark(s.fur, 0.8))


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 8.8, -0.5, 11.0, 11.5, s.belly, line=False)
    pen.polygon(((-8, -17), (8, -17), (0, -4)), dark(s.fur, 0.8), line=False)
    eyes(pen, look, 8.8, -1.0, 5.6, EYE)
    beak(pen, look, 5.2, 3.8, 7.0, BEAK)


def chest(pen: Pen, s: Subject) -> None:
    for row, y in enumerate((-5, 1, 7)):
        for x in (-6, 0, 6) if row % 2 == 0 else (-3, 3):
            pen.curve(((x - 2.4, y), (x, y + 2.4), (x + 2.4, y)), 1.3, dark(s.fur, 0.9))


def tail(pen: Pen, s: Subject) -> None:
    pen.polygon(((-3, 2), (8, 7), (9, 2), (3, -4)), dark(s.fur, 0.8))


SUBJECT = Subject(
    "owl",
    ("owl",),
    rgb("#8f6548"),
    mix(rgb("#f1dcb8"), WHITE, 0.2),
    rgb("#7d563c"),
    ears,
    face,
    tail,
    chest=chest,
    feet=BEAK,
    hands=rgb("#7d563c"),
    head=(21.5, 18.5),
    body=(17.0, 20.0),
    brow=(8.8, -1.0),
    limb=8.0,
    tall=77,
)
