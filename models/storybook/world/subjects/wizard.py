from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import WHITE, Pen, dark, rgb

SKIN, ROBE, BEARD, STAR = rgb("#f4c9a6"), rgb("#5b3fa6"), rgb("#f1f1f6"), rgb("#ffd548")


def star(pen: Pen, x: float, y: float, r: float) -> None:
    pen.polygon(
        [
            (x + dx * r, y + dy * r)
            for dx, dy in ((0, -1), (0.28, -0.36), (1, -0.3), (0.44, 0.16), (0.62, 0.9), (0, 0.46), (-0.62, 0.9), (-0.44, 0.16), (-1, -0.3), (-0.28, -0.36))
        ],
        STAR,
        line=False,
    )


def ears(pen: Pen, s: Subject) -> None:
    pen.blob(((-19, -6), (-22, 8), (-15, 18), (0, 20), (15, 18), (22, 8), (19, -6), (0, -14)), BEARD, shade=2.5)


def face(pen: Pen, s: Subject, look: Look) -> None:
    pen.blob(((-17, 4), (-9, 6.5), (0, 5.4), (9, 6.5), (17, 4), (16, 16), (9, 26), (0, 33), (-9, 26), (-16, 16)), BEARD, shade=3.0)
    eyes(pen, look, 7.0, -3.0, 2.6, brow=dark(BEARD, 0.55))
    cheeks(pen, 11.5, 2.4, alpha=0.5)
    mouth(pen, look, 10.0, 4.4, split=False)
    for side in (-1, 1):
        pen.blob(((0, 6), (side * 6, 5), (side * 13, 10.4), (side * 6, 9.6)), WHITE)
    pen.ellipse(0, 3.0, 3.4, 3.0, dark(SKIN, 0.93))
    pen.polygon(((-15, -11), (15, -11), (5, -33), (9, -44), (-3, -36)), ROBE, shade=3.0)
    pen.blob(((-25, -8), (-14, -13.5), (0, -15), (14, -13.5), (25, -8), (14, -9), (0, -9.6), (-14, -9)), dark(ROBE, 0.85))
    star(pen, -4, -21, 3.8)
    star(pen, 4, -30, 2.6)


def chest(pen: Pen, s: Subject) -> None:
    pen.blob(((-12, 6), (0, 2), (12, 6), (19, 20), (0, 22.5), (-19, 20)), ROBE, shade=2.5)
    for x, y in ((-9, 14), (9, 12), (1, 18)):
        star(pen, x, y, 2.6)


SUBJECT = Subject(
    "wizard",
    ("wizard", "old wizard", "magician"),
    SKIN,
    SKIN,
    ROBE,
    ears,
    face,
    chest=chest,
    feet=rgb("#4c3427"),
    hands=SKIN,
    legs=dark(ROBE, 0.8),
    dyed=False,
    head=(18.0, 16.0),
    body=(15.0, 19.0),
    limb=7.6,
    brow=(7.0, -3.0),
    crown=3.0,
    wears=(),
    acts=tuple(a for a in Subject.acts if a not in ("cooking", "painting")),
    tall=93,
)
