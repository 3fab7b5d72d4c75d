import math

from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, Pen, dark, rgb

MANE = rgb("#b5521f")


def ears(pen: Pen, s: Subject) -> None:
    tufts = 13
    points = []
    for k in range(tufts * 2):
        a, r = math.pi * k / tufts, (1.0 if k % 2 == 0 else 0.84)
        points.append((30 * r * math.sin(a), 27 * r * -math.cos(a)))
    pen.blob(points, MANE, shade=3.5)
    for side in (-1, 1):
        pen.ellipse(side * 15.5, -14.5, 5.6, 5.6, s.fur)
        pen.ellipse(side * 15.5, -14, 3.0, 3.0, dark(s.fur, 0.75), line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 4.6, 7.6, 6.4, 5.4, s.belly, line=False)
    eyes(pen, look, 8.0, -3.0, 3.0)
    mouth(pen, look, 8.6, 4.8)
    pen.polygon(((-4.2, 2.2), (4.2, 2.2), (0, 6.6)), dark(MANE, 0.62))
    for side in (-1, 1):
        for dx, dy in ((5, 6.6), (8, 6.2), (6.6, 9)):
            pen.ellipse(side * dx, dy, 0.6, 0.6, INK, line=False)


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (10, 2), (17, -4), (18, -14)), 3.6, s.fur)
    pen.blob(((14, -14), (15, -21), (20, -25), (23, -18), (21, -13)), MANE)


SUBJECT = Subject("lion", ("lion",), rgb("#f2c35a"), rgb("#fdebc4"), rgb("#e8b64c"), ears, face, tail, head=(19.5, 17.0), crown=-2.0, reach=30.0, tall=78)
