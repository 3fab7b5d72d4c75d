from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import INK, Pen, dark, rgb


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 11.5, -14, 8.6, 8.6, s.fur, shade=True)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 11.5, -14, 7.6, 7.6, s.fur, line=False)
    eyes(pen, look, 11.5, -14.5, 4.6)
    pen.blob(((-17, 4), (0, 2.5), (17, 4), (10, 13.5), (0, 15), (-10, 13.5)), s.belly, line=False)
    if look.emotion is None:
        pen.curve(((-16, 2.5), (-8, 7.6), (0, 9), (8, 7.6), (16, 2.5)), 1.6, INK)
    else:
        mouth(pen, look, 5.0, 8.5, split=False)
    for side in (-1, 1):
        pen.ellipse(side * 2.2, -2, 0.9, 0.9, INK, line=False)
        pen.ellipse(side * 15, -3.5, 1.4, 1.1, dark(s.fur, 0.75), line=False)
    cheeks(pen, 17.0, 0.5, rgb("#f08c7c"), 0.6)


SUBJECT = Subject(
    "frog",
    ("frog", "toad"),
    rgb("#5fb548"),
    rgb("#d8efa6"),
    rgb("#55a640"),
    ears,
    face,
    feet=rgb("#3f8a35"),
    head=(23.0, 15.0),
    brow=(11.5, -14.2),
    crown=-2.0,
    tall=75,
)
