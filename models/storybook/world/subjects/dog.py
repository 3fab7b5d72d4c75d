from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, WHITE, Pen, dark, mix, rgb

BROWN, TONGUE, TAG = rgb("#7a4a2b"), rgb("#ee7785"), rgb("#f2c531")


def face(pen: Pen, s: Subject, look: Look) -> None:
    patch = mix(s.fur, BROWN, 0.75)
    pen.ellipse(9, -3, 7.0, 8.0, patch, line=False)
    for side in (-1, 1):
        pen.blob(((side * 12, -15), (side * 20, -15), (side * 26, -3), (side * 26, 11), (side * 20, 14), (side * 16.5, 4)), BROWN, shade=2.0)
    eyes(pen, look, 8.0, -3.0, 3.1)
    pen.ellipse(0, 7.4, 10.4, 7.8, s.belly, line=False)
    if look.emotion is None:
        pen.blob(((-2.8, 10), (2.8, 10), (3, 15), (0, 17), (-3, 15)), TONGUE)
    pen.curve(((0, 5), (0, 7.5), (0, 9)), 1.2, INK)
    mouth(pen, look, 9.2, 5.6)
    pen.ellipse(0, 3, 4.8, 3.4, INK)
    pen.ellipse(-1.4, 2.0, 1.3, 0.8, WHITE, line=False, alpha=0.7)


def chest(pen: Pen, s: Subject) -> None:
    pen.curve(((-9, -13.5), (0, -11), (9, -13.5)), 3.0, rgb("#c93a34"))
    pen.ellipse(0, -8.4, 2.8, 2.8, TAG)


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (7, -2), (12, -9), (12, -15)), 5.2, dark(BROWN, 1.1))


SUBJECT = Subject("dog", ("dog", "puppy"), rgb("#d9a566"), rgb("#f8ead2"), rgb("#d09a5b"), face=face, tail=tail, chest=chest, feet=rgb("#f8ead2"), tall=72)
