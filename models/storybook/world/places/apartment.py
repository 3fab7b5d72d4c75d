"""A living room: a window with curtains, a sofa, a rug, a lamp."""

from __future__ import annotations

from ..chance import pick
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, INDOORS, Light, Place, Rng, Setting
from .land import glow, shadow_under, strokes
from .rooms import WOOD, boards, curtains, hanging_lamp, picture, pot_plant, shelf_of_books, skirting, wall, window


def _sofa(pen: Pen, rng: Rng, x: float, y: float) -> None:
    """A sofa about 56 units wide, its foot at y."""
    cloth = vary(rng, pick(rng, (rgb("#4c7fa0"), rgb("#5f9a72"), rgb("#b85b6a"), rgb("#d0873f"))))
    shadow_under(pen, x + 27, y, 30, 2.5)
    for dx in (2, 50):
        pen.box(x + dx, y - 3, 3, 4, WOOD)
    pen.box(x, y - 30, 55, 28, cloth, 7)
    pen.box(x + 4, y - 27, 22, 14, mix(cloth, WHITE, 0.12), 4)
    pen.box(x + 28, y - 27, 22, 14, mix(cloth, WHITE, 0.12), 4)
    pen.box(x + 1, y - 15, 53, 11, mix(cloth, WHITE, 0.22), 4)
    strokes(pen, ((x + 27.5, y - 14, x + 27.5, y - 5),), 0.8, dark(cloth, 0.7))
    for dx in (-5, 49):
        pen.box(x + dx, y - 21, 11, 19, dark(cloth, 0.92), 5)
    pillow = vary(rng, pick(rng, (rgb("#f2c14e"), rgb("#f4efe3"), rgb("#e2725b"))))
    with pen.frame(x + float(pick(rng, (13, 40))), y - 17, 0.2):
        pen.box(-6, -6, 12, 11, pillow, 3)


def _floor_lamp(pen: Pen, x: float, y: float) -> Light:
    shadow_under(pen, x, y, 6, 1.4)
    strokes(pen, ((x, y, x, y - 46),), 1.4, rgb("#5a4636"))
    pen.ellipse(x, y, 5.5, 1.6, rgb("#5a4636"))
    glow(pen, x, y - 48, 22, rgb("#fff0b0"), 0.6)
    pen.polygon(((x - 5, y - 60), (x + 5, y - 60), (x + 9, y - 45), (x - 9, y - 45)), rgb("#fbe7b2"))
    return Light(x, y - 48, 44)


def _cupboard(pen: Pen, rng: Rng, x: float, y: float) -> None:
    """Shelves with books and a vase, 30 units wide."""
    wood = vary(rng, rgb("#a8703f"))
    shadow_under(pen, x + 15, y, 17, 2)
    pen.box(x, y - 58, 30, 58, wood, 1)
    for k in range(3):
        pen.box(x + 2.4, y - 55 + 18 * k, 25.2, 15.5, dark(wood, 0.62), line=False)
        shelf_of_books(pen, rng, x + 3, y - 39.5 + 18 * k, float(rng.uniform(12, 24)), 13.5)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    paper = vary(rng, pick(rng, (rgb("#f0cfae"), rgb("#efbfae"), rgb("#e6d3b4"), rgb("#f2d79b"))))
    wall(pen, 92, paper, stripes=0.35 if rng.random() < 0.5 else 0.0)
    boards(pen, 91, vary(rng, rgb("#b87647")))
    skirting(pen, 92)
    left = rng.random() < 0.5
    wx = (14 if left else 78) + float(rng.uniform(-3, 3))
    lights = [window(pen, wx, 13, 36, 40, setting)]
    curtains(pen, wx, 11, 36, 52, vary(rng, pick(rng, (rgb("#d95d4e"), rgb("#3f8f8b"), rgb("#e39a3b"), rgb("#6c6fb0")))))
    far = 62 if left else 0
    _sofa(pen, rng, far + 6 + float(rng.uniform(-2, 4)), 98)
    if rng.random() < 0.5:
        picture(pen, rng, far + 14 + float(rng.uniform(0, 6)), 20, 30, 23)
    else:
        for dx, w, h in ((8, 17, 22), (29, 24, 18)):
            picture(pen, rng, far + dx, 20 + float(rng.uniform(-3, 3)), w, h)
    near = 6 if left else 96
    kind = int(rng.integers(3))
    if kind == 0:
        lights.append(_floor_lamp(pen, near + 6 if left else 122, 101))
    elif kind == 1:
        pot_plant(pen, rng, near + 10, 103, 1.35)
    else:
        _cupboard(pen, rng, -12 if left else 110, 98)
    if kind != 0:
        lights.append(hanging_lamp(pen, 64, 15, vary(rng, pick(rng, (rgb("#e0653f"), rgb("#3f7f86"), rgb("#d9a53a"))))))
    rug = vary(rng, pick(rng, (rgb("#e9c46a"), rgb("#cf6b57"), rgb("#7fa8a3"))), 0.04)
    pen.ellipse(64, 114, 54, 10.5, rug)
    pen.ellipse(64, 114, 47, 8.6, mix(rug, rgb("#fff4dc"), 0.5), line=False)
    pen.ellipse(64, 114, 43, 7.4, mix(rug, rgb("#a8443a"), 0.25), line=False)
    return Ground(lights=tuple(lights))


PLACE = Place("apartment", ("in an apartment", "in the apartment", "in a living room", "at home", "in a cosy room"), paint, INDOORS)
