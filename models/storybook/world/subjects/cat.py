from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth, whiskers
from ..pen import INK, Pen, dark, rgb

PINK = rgb("#f29aa2")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.polygon(((side * 5, -13), (side * 18, -27), (side * 20.5, -5)), s.fur)
        pen.polygon(((side * 10, -14), (side * 16.8, -22), (side * 18, -9)), PINK, line=False)


def face(pen: Pen, s: Subject, look: Look) -> None:
    stripe = dark(s.fur, 0.66)
    for x, long in ((-5, 6), (0, 8), (5, 6)):
        pen.curve(((x, -16.5), (x * 0.9, -13), (x * 0.8, -16 + long)), 2.4, stripe)
    for side in (-1, 1):
        pen.curve(((side * 20, 1), (side * 17, 1.5), (side * 14.5, 1.2)), 2.2, stripe)
    eyes(pen, look, 8.5, -2.0, 3.5, rgb("#9bd15c"))
    pen.ellipse(0, 7.5, 7.6, 5.2, s.belly, line=False)
    pen.polygon(((-2.6, 3.6), (2.6, 3.6), (0, 6.6)), PINK)
    mouth(pen, look, 8.0, 4.6)
    whiskers(pen, 6.0, 9, 15)


def tail(pen: Pen, s: Subject) -> None:
    pen.tube(((0, 0), (9, 1), (16, -6), (15, -17), (20, -25)), 5.2, s.fur)
    pen.tube(((16.2, -19), (18, -23), (20, -25)), 5.2, dark(s.fur, 0.66), line=False)


SUBJECT = Subject("cat", ("cat", "kitten"), rgb("#f2b544"), rgb("#fff3d6"), rgb("#eaa938"), ears, face, tail)
