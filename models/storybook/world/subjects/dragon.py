from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, WHITE, Pen, dark, rgb

HORN, WING = rgb("#f3e2b8"), rgb("#f0a13c")


def back(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.blob(
            ((side * 8, -6), (side * 20, -26), (side * 37, -33), (side * 35, -20), (side * 39, -10), (side * 30, -7), (side * 27, 2), (side * 18, 0)),
            WING,
            shade=2.5,
        )
        for x, y in ((36, -31), (37, -11), (27, 0)):
            pen.curve(((side * 11, -6), (side * (x + 11) / 2, (y - 9) / 2 - 2), (side * x, y)), 1.4, dark(s.fur, 0.8))


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.blob(((side * 7, -13), (side * 9, -22), (side * 15, -30), (side * 17, -20), (side * 16, -11)), HORN)
        pen.polygon(((side * 17, -4), (side * 29, -8), (side * 26, 2), (side * 18, 5)), s.fur)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for x, y in ((0, -19.5), (0, -13)):
        pen.polygon(((x - 3.6, y + 3), (x + 3.6, y + 3), (x, y - 4)), WING)
    pen.ellipse(0, 8.0, 13.0, 7.8, dark(s.fur, 1.12))
    for side in (-1, 1):
        pen.ellipse(side * 4.8, 5.2, 1.5, 1.3, INK, line=False)
    eyes(pen, look, 9.0, -4.0, 3.4, rgb("#ffe15c"))
    mouth(pen, look, 9.4, 7.0, split=False)
    if look.emotion is None:
        for side in (-1, 1):
            pen.polygon(((side * 4.4, 10.6), (side * 6.8, 10.0), (side * 5.4, 13.6)), WHITE)


def chest(pen: Pen, s: Subject) -> None:
    for y in (-6, 0, 6):
        pen.curve(((-9, y), (0, y + 2), (9, y)), 1.4, dark(s.belly, 0.8))


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((-2, 0), (9, 4), (19, 1), (24, -8)), 6.4, s.fur)
    pen.polygon(((19, -9), (27, -20), (31, -7)), WING)


SUBJECT = Subject(
    "dragon",
    ("dragon",),
    rgb("#bf3352"),
    rgb("#fbd98a"),
    rgb("#b02c49"),
    ears,
    face,
    tail,
    back,
    chest,
    head=(20.0, 17.0),
    brow=(9.0, -4.0),
    reach=36.0,
    tall=81,
)
