from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth, whiskers
from ..pen import WHITE, Pen, rgb

PINK = rgb("#f3a6b0")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 18, -14, 11, 11, s.fur, shade=True)
        pen.ellipse(side * 18, -13.5, 7.2, 7.2, PINK, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    eyes(pen, look, 8.0, -3.5, 3.1)
    pen.blob(((-9, 5), (-5, 0), (0, -0.5), (5, 0), (9, 5), (4, 12), (0, 14), (-4, 12)), s.belly, line=False)
    if look.emotion is None:
        pen.box(-2.4, 10.5, 4.8, 5.2, WHITE, 1.0)
    mouth(pen, look, 9.6, 4.4)
    pen.ellipse(0, 4.5, 3.8, 3.1, PINK)
    pen.ellipse(-1.2, 3.6, 1.1, 0.8, WHITE, line=False, alpha=0.8)
    whiskers(pen, 6.5, 9, 13)
    cheeks(pen, 14, 4, PINK, 0.55)


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (10, 4), (18, 0), (20, -10), (15, -16), (18, -24)), 3.2, PINK)


SUBJECT = Subject("rat", ("rat", "mouse"), rgb("#8d99ae"), rgb("#d9dee8"), rgb("#8490a6"), ears, face, tail, feet=PINK, reach=28.0)
