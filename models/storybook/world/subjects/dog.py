from ..figure import Subject
from ..mood import Look, cheeks, eyes
from ..pen import INK, Pen, mix, rgb, WHITE

BROWN = rgb("#7a4a2b")
TONGUE = rgb("#ee7785")


def ears(pen: Pen, s: Subject) -> None:
    pass  # they hang over the head, see face


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.ellipse(9, -3, 7.0, 8.0, mix(s.fur, BROWN, 0.75), line=False)
    for side in (-1, 1):
        pen.blob(((side * 12, -15), (side * 20, -15), (side * 26, -3), (side * 26, 11), (side * 20, 14), (side * 16.5, 4)), mix(s.fur, BROWN, 1.0))
    eyes(pen, look, 8.0, -3.0, 3.1)
    pen.ellipse(0, 7, 10.0, 7.2, s.belly, line=False)
    pen.blob(((-2.8, 10), (2.8, 10), (3, 15), (0, 17), (-3, 15)), TONGUE)
    pen.curve(((-6, 9.5), (-3, 11.6), (0, 9.5), (3, 11.6), (6, 9.5)), 1.3, INK)
    pen.curve(((0, 5), (0, 7.5), (0, 9.5)), 1.2, INK)
    pen.ellipse(0, 3, 4.6, 3.3, INK)


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (7, -2), (12, -9), (12, -15)), 5.2, BROWN)


SUBJECT = Subject("dog", ("dog", "puppy"), rgb("#d9a566"), rgb("#f8ead2"), rgb("#d09a5b"), ears, face, tail, feet=rgb("#f8ead2"))
