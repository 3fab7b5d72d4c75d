from ..figure import Subject
from ..mood import Look, eyes, mouth, whiskers
from ..pen import Pen, dark, rgb

PINK = rgb("#f29aa2")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.polygon(((side * 4, -13), (side * 17, -28), (side * 20.8, -5)), s.fur)
        pen.polygon(((side * 9.5, -14), (side * 16, -22.5), (side * 18.2, -9)), PINK, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    stripe = dark(s.fur, 0.66)
    for x, long in ((-5, 6), (0, 8), (5, 6)):
        pen.curve(((x, -16.2), (x * 0.9, -13), (x * 0.8, -16 + long)), 2.4, stripe)
    for side in (-1, 1):
        for y in (-0.5, 4.5):
            pen.curve(((side * 20, y), (side * 17.5, y + 0.8), (side * 15, y + 0.8)), 2.0, stripe)
    pen.ellipse(0, 8.0, 8.2, 5.8, s.belly, line=False)
    eyes(pen, look, 8.5, -2.0, 3.5, rgb("#9bd15c"))
    mouth(pen, look, 8.2, 4.6)
    pen.polygon(((-2.8, 3.8), (2.8, 3.8), (0, 7.0)), PINK)
    whiskers(pen, 6.5, 10, 15)


def chest(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        for y in (-3, 4):
            pen.curve(((side * 14, y), (side * 11.5, y + 1), (side * 9.5, y + 0.5)), 2.2, dark(s.fur, 0.66))


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (9, 1), (16, -6), (15, -17), (20, -25)), 5.2, s.fur)
    pen.tube(((16.2, -19), (18, -23), (20, -25)), 5.2, dark(s.fur, 0.66), line=False)


SUBJECT = Subject("cat", ("cat", "kitten"), rgb("#f2b544"), rgb("#fff3d6"), rgb("#eaa938"), ears, face, tail, chest=chest, tall=79)
