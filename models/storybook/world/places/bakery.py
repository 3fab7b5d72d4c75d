"""A bakery: an oven in a tiled wall, shelves of bread, a counter of cakes, an awning."""

from __future__ import annotations

import math

from ..chance import pick
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, INDOORS, Light, Place, Rng, Setting
from .land import dots, glow, shadow_under, strokes
from .rooms import hanging_lamp, tiles

CRUST = rgb("#d08d43")


def _loaf(pen: Pen, x: float, y: float, s: float, color) -> None:
    pen.blob(((x - 6 * s, y), (x - 6.4 * s, y - 3 * s), (x - 3 * s, y - 5.6 * s), (x + 3 * s, y - 5.6 * s), (x + 6.4 * s, y - 3 * s), (x + 6 * s, y)), color)
    strokes(pen, [(x + d * s, y - 4.4 * s, x + (d + 1.6) * s, y - 2.2 * s) for d in (-3.4, -0.6, 2.2)], 0.9 * s, mix(color, rgb("#fff0c8"), 0.65))


def _roll(pen: Pen, x: float, y: float, s: float, color) -> None:
    pen.ellipse(x, y - 2.6 * s, 3.8 * s, 2.7 * s, color)
    strokes(pen, ((x - 1.8 * s, y - 3.2 * s, x + 1.8 * s, y - 3.2 * s),), 0.8 * s, mix(color, rgb("#fff0c8"), 0.6))


def _baguette(pen: Pen, x: float, y: float, h: float) -> None:
    pen.tube(((x, y), (x + 0.6, y - h / 2), (x + 2, y - h)), 3.6, rgb("#d9a05a"))
    strokes(pen, [(x - 0.9 + t * 2, y - h * t, x + 1.2 + t * 2, y - h * t - 1.6) for t in (0.2, 0.45, 0.7, 0.92)], 0.8, rgb("#f6e0ae"))


def _cake(pen: Pen, rng: Rng, x: float, y: float) -> None:
    icing = pick(rng, (rgb("#f7a8c0"), rgb("#fff3dc"), rgb("#7a4a34"), rgb("#a8dcd0")))
    pen.box(x - 6.5, y - 8, 13, 8, mix(rgb("#e8bd7a"), icing, 0.25), 1)
    pen.box(x - 6.8, y - 9, 13.6, 4.2, icing, 1.6)
    dots(pen, [(x + d, y - 4.8, 1.4, 1.6) for d in (-4.6, -1.6, 1.6, 4.6)], icing)
    dots(pen, [(x + d, y - 9.6, 1.2, 1.2) for d in (-4, 0, 4)], rgb("#d9323f"))


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    paint_ = vary(rng, pick(rng, (rgb("#f7d9c4"), rgb("#f6e2b8"), rgb("#f5cfc8"))))
    pen.gradient(-4, 96, mix(paint_, WHITE, 0.3), paint_)
    strokes(pen, [(-4, y, 132, y) for y in range(52, 96, 8)] + [(x + (4 if (y // 8) % 2 else 0), y, x + (4 if (y // 8) % 2 else 0), y + 8) for y in range(52, 92, 8) for x in range(0, 130, 12)], 0.55, mix(paint_, rgb("#b98a6a"), 0.45))
    tiles(pen, 95, rgb("#fbf1e2"), vary(rng, pick(rng, (rgb("#d98f76"), rgb("#c98f5f"), rgb("#e0b08a")))))
    left = rng.random() < 0.5
    f = 1 if left else -1
    ox = 64 - f * 42
    brick = vary(rng, rgb("#b5593f"))
    pen.box(ox - 25, 16, 50, 82, brick, 2)  # the oven: bricks around a mouth of fire
    strokes(pen, [(ox - 24, y, ox + 24, y) for y in range(23, 97, 7)] + [(ox + d + (3 if (y // 7) % 2 else 0), y, ox + d + (3 if (y // 7) % 2 else 0), y + 7) for y in range(23, 90, 7) for d in range(-20, 24, 10)], 0.6, dark(brick, 0.7))
    c = pen.ctx
    for r, color in ((17, rgb("#8f8378")), (13, rgb("#2e1f1f"))):
        c.new_path()
        c.move_to(ox - r, 76)
        c.arc(ox, 60, r, math.pi, 2 * math.pi)
        c.line_to(ox + r, 76)
        c.close_path()
        pen._finish(color, True)
    glow(pen, ox, 72, 15, rgb("#ff9a3a"), 0.95, 0.8)
    pen.blob([(ox + dx, 75.5 - dy) for dx, dy in ((-9, 0), (-7, 8), (-4, 4), (0, 13), (3, 5), (7, 9), (9, 0))], rgb("#f98d2b"), line=False)
    pen.blob([(ox + dx, 75.5 - dy) for dx, dy in ((-4, 0), (-2, 4), (0, 7), (2, 3), (4, 0))], rgb("#ffd95a"), line=False)
    pen.box(ox - 20, 76, 40, 4, rgb("#a89a8c"), 1)
    lights = [Light(ox, 70, 40, (1.0, 0.6, 0.28))]
    sx = 64 + f * 26  # shelves of bread
    wood = vary(rng, rgb("#a86f3f"))
    for k, y in enumerate((34, 54, 74)):
        shift = float(rng.uniform(-1, 1))
        if k == 1 and rng.random() < 0.6:
            for d in range(6):
                _baguette(pen, sx - 22 + 7.4 * d + shift, y, float(rng.uniform(13, 16)))
        else:
            item = _loaf if (k + int(left)) % 2 == 0 else _roll
            step = 15 if item is _loaf else 9
            for d in range(int(50 / step)):
                item(pen, sx - 18 + step * d + shift, y, 1.1, vary(rng, CRUST, 0.04))
        pen.box(sx - 29, y, 60, 3, wood, 0.8)
        strokes(pen, ((sx - 26, y + 3, sx - 26, y + 7), (sx + 27, y + 3, sx + 27, y + 7)), 1.6, dark(wood, 0.75))
    stripe = vary(rng, pick(rng, (rgb("#d9534a"), rgb("#3f8f86"), rgb("#e08a3c"))))
    for k in range(10):  # an awning
        x = -6 + 14 * k
        pen.polygon(((x, -4), (x + 14, -4), (x + 14, 9), (x + 12, 12.5), (x + 7, 14), (x + 2, 12.5), (x, 9)), stripe if k % 2 else rgb("#fff8ec"))
    lights.append(hanging_lamp(pen, sx, 24, rgb("#fff3d8"), 0.6))
    bx = 64 + f * 50  # a counter with cakes
    shadow_under(pen, bx, 108, 24, 2.4)
    pen.box(bx - 22, 90, 44, 18, mix(wood, WHITE, 0.25), 1)
    pen.box(bx - 18, 94, 36, 10, mix(wood, WHITE, 0.1), 1)
    pen.box(bx - 24, 87, 48, 4, rgb("#fbf3e6"), 1)
    for d in (-14, 2):
        _cake(pen, rng, bx + d + float(rng.uniform(-1, 1)), 87)
    pen.blob(((64 - f * 52 - 8, 112), (64 - f * 52 - 9, 101), (64 - f * 52, 99), (64 - f * 52 + 9, 101), (64 - f * 52 + 8, 112)), rgb("#f1e6cf"))  # a sack of flour
    strokes(pen, ((64 - f * 52 - 4, 101, 64 - f * 52 + 4, 101),), 1.2, rgb("#b98a4f"))
    return Ground(lights=tuple(lights))


PLACE = Place("bakery", ("in a bakery", "in the bakery", "at the baker's", "among loaves of bread"), paint, INDOORS)
