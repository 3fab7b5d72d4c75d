from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import INK, WHITE, Pen, rgb

BLACK = rgb("#34323c")


def ears(pen: Pen, s: Subject) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 16, -15, 7.4, 7.4, BLACK)


def face(pen: Pen, s: Subject, look: Look) -> None:
    for side in (-1, 1):
        pen.ellipse(side * 9.2, -1.6, 6.2, 7.6, BLACK, turn=side * 0.5, line=False)
    eyes(pen, look, 8.6, -2.6, 2.7, brow=BLACK)
    if look.eyes == "closed" or look.of("happy") > 0.62:
        for side in (-1, 1):
            bow = 2.0 if look.eyes == "closed" else -2.0
            pen.curve(((side * 8.6 - 3, -2.4), (side * 8.6, -2.4 + bow), (side * 8.6 + 3, -2.4)), 1.5, WHITE)
    mouth(pen, look, 8.4, 4.6)
    pen.ellipse(0, 5.0, 3.8, 2.7, INK)


def tail(pen: Pen, s: Subject) -> None:
    pen.ellipse(4, -2, 4.8, 4.8, WHITE)


SUBJECT = Subject(
    "panda",
    ("panda", "panda bear"),
    rgb("#f8f6f2"),
    rgb("#ffffff"),
    BLACK,
    ears,
    face,
    tail,
    feet=BLACK,
    dyed=False,
    head=(22.5, 18.5),
    body=(18.0, 20.5),
    limb=8.6,
)
