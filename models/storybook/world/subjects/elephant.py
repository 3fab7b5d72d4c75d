from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import WHITE, Pen, dark, rgb

PINK = rgb("#e9b3bd")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.blob(((side * 13, -13), (side * 27, -18), (side * 37, -8), (side * 36, 7), (side * 27, 14), (side * 15, 9)), s.fur, shade=2.5)
        pen.blob(((side * 18, -9), (side * 27, -12.5), (side * 32, -5), (side * 31, 5), (side * 25, 9), (side * 18, 5)), PINK, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 9.0, -4.5, 2.9)
    cheeks(pen, 14, 3.5, PINK, 0.7)
    if look.emotion is not None:
        mouth(pen, look, 10.5, 5.0, split=False)
    for side in (-1, 1):
        pen.blob(((side * 5.5, 7.5), (side * 9, 8), (side * 10.5, 13), (side * 8.5, 14.5), (side * 6.4, 12)), WHITE)
    pen.tube(((0, 1), (0.5, 9), (1.5, 16), (6, 20.5), (11.5, 18)), 7.6, s.fur)
    for y in (6, 10, 14):
        pen.curve(((-3.0, y), (0.6, y + 1.0), (4.2, y)), 1.0, dark(s.fur, 0.74))


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (8, 1), (11, 8)), 2.6, s.fur)
    pen.ellipse(11.4, 9.4, 2.6, 3.2, dark(s.fur, 0.5))


SUBJECT = Subject(
    "elephant",
    ("elephant",),
    rgb("#9db4cf"),
    rgb("#c6d5e6"),
    rgb("#92aac6"),
    ears,
    face,
    tail,
    head=(21.0, 18.0),
    body=(18.0, 20.5),
    brow=(9.0, -4.5),
    limb=9.0,
    reach=36.0,
    tall=72,
)
