from ..figure import Subject
from ..mood import Look, eyes, mouth
from ..pen import Pen, dark, rgb

GOLD, MUZZLE = rgb("#f4bf3a"), rgb("#f7c6d4")
MANE = (rgb("#f06ba8"), rgb("#9a6be0"), rgb("#4fb6e8"))


def ears(pen: Pen, s: Subject) -> None:
    for k, (x, y) in enumerate(((17, -11), (21, -1), (22, 10))):
        for side in (-1, 1):
            pen.ellipse(side * x, y, 7.6, 8.6, MANE[k], shade=True)
    for side in (-1, 1):
        pen.blob(((side * 8, -12), (side * 11, -23), (side * 15, -24), (side * 17.5, -11)), s.fur)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.ellipse(0, 8.6, 12.0, 8.2, MUZZLE)
    for side in (-1, 1):
        pen.ellipse(side * 4.6, 6.4, 1.3, 1.7, dark(MUZZLE, 0.6), line=False)
    eyes(pen, look, 9.0, -4.0, 3.5, rgb("#a58ae6"))
    mouth(pen, look, 10.4, 4.6, split=False)
    for k, x in enumerate((-5, 5, 0)):
        pen.ellipse(x, -15 + (2 if k == 2 else 0), 5.0, 5.4, MANE[k], shade=True)
    pen.polygon(((-4.2, -17), (4.2, -17), (0, -38)), GOLD, shade=1.5)
    for y in (-21, -26, -31):
        w = 4.2 * (38 + y) / 21
        pen.curve(((-w, y + 1.4), (0, y), (w, y - 1.4)), 1.1, dark(GOLD, 0.72))


def tail(pen: Pen, s: Subject) -> None:
    for k, dy in enumerate((0, 4, 8)):
        pen.tube(((0, 0), (9, -3 + dy), (16, dy - 1), (20, -8 + dy * 1.2)), 5.0, MANE[k])


SUBJECT = Subject(
    "unicorn",
    ("unicorn",),
    rgb("#fbf7fb"),
    rgb("#fdeef4"),
    rgb("#efe8f2"),
    ears,
    face,
    tail,
    feet=rgb("#c792c9"),
    head=(19.0, 17.5),
    brow=(9.0, -4.0),
    wears=("sweater", "scarf"),
    reach=30.0,
    tall=89,
)
