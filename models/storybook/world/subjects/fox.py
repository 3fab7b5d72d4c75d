from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, Pen, rgb

SOCKS, CREAM = rgb("#4a2a22"), rgb("#fff2e2")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.polygon(((side * 4, -12), (side * 17, -31), (side * 22, -5)), s.fur)
        pen.polygon(((side * 13.2, -25.6), (side * 17, -31), (side * 18.7, -22)), SOCKS)
        pen.polygon(((side * 10, -14), (side * 15.8, -22), (side * 18, -9)), CREAM, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.blob(((side * 1, 4), (side * 9, 2), (side * 19, 0), (side * 25, 8), (side * 16, 13.5), (side * 6, 16.5), (0, 14)), CREAM, line=False)
    eyes(pen, look, 8.0, -3.0, 3.1, rgb("#f0c24a"))
    pen.blob(((-6, 4), (0, 1), (6, 4), (3.5, 11), (0, 13.5), (-3.5, 11)), CREAM, line=False)
    mouth(pen, look, 9.2, 4.8)
    pen.ellipse(0, 6.4, 3.4, 2.6, INK)


def tail(pen: Pen, s: Subject) -> None:
    pen.blob(((-3, -3), (6, -2), (12, -12), (20, -26), (29, -34), (33, -18), (27, -2), (15, 6), (2, 4)), s.fur, shade=3.0)
    pen.blob(((21.5, -26), (29, -34), (32.8, -21), (28, -21), (25, -18)), CREAM)


SUBJECT = Subject("fox", ("fox",), rgb("#e5602c"), CREAM, rgb("#da5927"), ears, face, tail, feet=SOCKS, head=(21.5, 16.5), reach=30.0, tall=82)
