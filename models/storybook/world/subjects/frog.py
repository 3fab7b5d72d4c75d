from ..figure import Subject
from ..mood import Look, cheeks
from ..pen import INK, WHITE, Pen, rgb


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 11.5, -14, 8.4, 8.4, s.fur)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        if look.eyes == "closed":
            pen.curve(((side * 11.5 - 5, -14), (side * 11.5, -11), (side * 11.5 + 5, -14)), 1.6, INK)
        else:
            pen.ellipse(side * 11.5, -14.5, 5.8, 5.8, WHITE)
            pen.ellipse(side * 11.5 + look.gaze, -14 + (1.6 if look.eyes == "down" else 0), 3.0, 3.4, INK, line=False)
    pen.blob(((-15, 5), (0, 3.5), (15, 5), (8, 14), (0, 15.5), (-8, 14)), s.belly, line=False)
    pen.curve(((-15, 3), (-8, 8.5), (0, 10), (8, 8.5), (15, 3)), 1.6, INK)
    for side in (-1, 1):
        pen.ellipse(side * 2.2, -1, 0.9, 0.9, INK, line=False)
    cheeks(pen, 16.0, 0.5, rgb("#f08c7c"), 0.6)


def tail(pen: Pen, s: Subject) -> None:
    pass


SUBJECT = Subject("frog", ("frog", "toad"), rgb("#5fb548"), rgb("#d8efa6"), rgb("#55a640"), ears, face, tail, feet=rgb("#3f8a35"), head=(23.0, 15.0))
