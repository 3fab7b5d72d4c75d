import math

from ..figure import Subject
from ..mood import Look, cheeks, eyes, mouth
from ..pen import INK, WHITE, Pen, dark, rgb

SPINES = rgb("#5d4636")


def _spines(pen: Pen, rx: float, ry: float, turns: int, long: float) -> None:
    """A coat of spines around an ellipse."""
    for layer, color in ((1.0, SPINES), (0.78, dark(SPINES, 1.35))):
        points = []
        for k in range(turns * 2):
            a, r = math.pi * (k + (0.5 if layer < 1 else 0.0)) / turns, layer + (long if k % 2 == 0 else 0.0)
            points.append((rx * r * math.sin(a), -ry * r * math.cos(a)))
        pen.polygon(points, color, line=layer == 1.0)


def back(pen: Pen, s: Subject) -> None:
    _spines(pen, 19, 20, 15, 0.24)


def ears(pen: Pen, s: Subject) -> None:
    _spines(pen, 24, 20.5, 17, 0.22)
    for side in (-1, 1):
        pen.ellipse(side * 16, -9, 4.6, 4.6, dark(s.fur, 0.85))


def face(pen: Pen, s: Subject, look: Look) -> None:
    points = [(-17, -8), (-13, -16), (-8, -10.5), (-4, -17), (0, -11), (4, -17), (8, -10.5), (13, -16), (17, -8), (12, -19), (0, -21), (-12, -19)]
    pen.polygon(points, SPINES, line=False)
    eyes(pen, look, 7.6, -2.0, 2.8)
    cheeks(pen, 11.5, 5.0, alpha=0.5)
    mouth(pen, look, 8.4, 4.2)
    pen.ellipse(0, 4.2, 3.8, 3.1, INK)
    pen.ellipse(-1.2, 3.2, 1.2, 0.8, WHITE, line=False, alpha=0.8)


SUBJECT = Subject(
    "hedgehog",
    ("hedgehog",),
    rgb("#f0d2a4"),
    rgb("#f8e6c6"),
    rgb("#e2c090"),
    ears,
    face,
    back=back,
    head=(18.0, 16.0),
    body=(15.5, 18.5),
    limb=6.6,
    brow=(7.6, -2.0),
    crown=-4.0,
    reach=28.0,
    tall=76,
)
