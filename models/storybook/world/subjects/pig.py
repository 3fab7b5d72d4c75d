from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import Pen, dark, rgb

SNOUT = rgb("#ee8fa3")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.polygon(((side * 5, -14), (side * 18, -25), (side * 20.5, -6)), s.fur)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.polygon(((side * 11, -15), (side * 18, -25), (side * 23, -11), (side * 17, -9)), SNOUT)
    eyes(pen, look, 9.0, -4.0, 2.8)
    mouth(pen, look, 11.2, 4.6, split=False)
    pen.ellipse(0, 4.8, 8.2, 6.2, SNOUT, shade=True)
    for side in (-1, 1):
        pen.ellipse(side * 2.9, 4.8, 1.5, 2.3, dark(SNOUT, 0.5), line=False)


def tail(pen: Pen, s: Subject) -> None:
    pen.curve(((0, 0), (6, 1), (9, -3), (6, -6), (4.5, -2.5), (9, -1), (13, -5)), 2.6, SNOUT)


SUBJECT = Subject(
    "pig",
    ("pig", "piglet"),
    rgb("#f9bcc6"),
    rgb("#fcd6dc"),
    rgb("#f4aebb"),
    ears,
    face,
    tail,
    feet=rgb("#a8606f"),
    head=(22.0, 18.0),
    body=(18.0, 20.0),
    limb=7.6,
    brow=(9.0, -4.0),
)
