"""A beach: a turquoise sea with a sail, foam, sand, a palm or a parasol, a castle of sand."""

from __future__ import annotations

import math

from ..chance import pick
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, OUTDOORS, Place, Rng, Setting
from .land import land, shadow_under, snowed, strokes, waves
from .plants import palm
from .sky import dull, overcast, sky
from .fog import fog


def _sail(pen: Pen, x: float, y: float, s: float, color) -> None:
    pen.polygon(((x, y - 20 * s), (x, y - 3 * s), (x + 11 * s, y - 3 * s)), rgb("#fffdf6"))
    pen.polygon(((x - 1.2 * s, y - 17 * s), (x - 1.2 * s, y - 3 * s), (x - 8 * s, y - 3 * s)), color)
    pen.polygon(((x - 10 * s, y - 1.6 * s), (x + 12 * s, y - 1.6 * s), (x + 8 * s, y + 2.6 * s), (x - 7 * s, y + 2.6 * s)), rgb("#a3602f"))


def _parasol(pen: Pen, rng: Rng, x: float, y: float) -> None:
    cloth = vary(rng, pick(rng, (rgb("#e8504a"), rgb("#2f8fd0"), rgb("#f0803c"))))
    shadow_under(pen, x + 6, y, 22, 3, 0.18)
    pen.tube(((x, y), (x + 2, y - 28), (x + 4, y - 56)), 1.8, rgb("#f2e2c0"))
    with pen.frame(x + 4, y - 52, 0.12):
        for k in range(5):
            a, b = math.pi * (1 + k / 5), math.pi * (1 + (k + 1) / 5)
            rim = [(29 * math.cos(a + (b - a) * t), 8 + 19 * math.sin(a + (b - a) * t)) for t in (0, 0.5, 1)]
            pen.polygon(((0, -12), *rim), cloth if k % 2 == 0 else rgb("#fff8ec"))
    towel = mix(cloth, WHITE, 0.25)
    pen.polygon(((x - 16, y + 3), (x + 12, y + 3), (x + 15, y + 9), (x - 20, y + 9)), towel)
    strokes(pen, [(x + d, y + 4, x + d * 1.2, y + 8.4) for d in (-9, -2, 5)], 1.6, WHITE, 0.8)


def _sandcastle(pen: Pen, x: float, y: float) -> None:
    sand = rgb("#e0b266")
    shadow_under(pen, x, y, 12, 2)
    for dx, w, h in ((-8, 7, 9), (2, 7, 9), (-3.5, 8, 14)):
        pen.polygon(((x + dx - 0.8, y), (x + dx, y - h), (x + dx + w, y - h), (x + dx + w + 0.8, y)), sand)
        strokes(pen, [(x + dx + d, y - h - 0.8, x + dx + d, y - h - 0.2) for d in (0.9, w / 2, w - 0.9)], 1.6, sand)
    strokes(pen, ((x + 0.5, y - 15, x + 0.5, y - 21),), 0.8, rgb("#8a5f35"))
    pen.polygon(((x + 0.5, y - 21), (x + 6, y - 19), (x + 0.5, y - 17)), rgb("#e8504a"))
    pen.box(x - 1, y - 5, 3, 5, dark(sand, 0.6), 1.4, line=False)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 58, rgb("#63bff0"), rgb("#e3f6fb"), clouds=3)
    gloom = overcast(setting) * 0.5
    deep = mix(vary(rng, rgb("#1f8fc4")), rgb("#5f7f92"), gloom)
    if rng.random() < 0.6:
        isle = dull(rgb("#7fb08f"), setting)
        x = float(rng.uniform(70, 112))
        pen.blob(((x - 22, 58), (x - 12, 51), (x, 47), (x + 9, 51), (x + 22, 58), (x, 60)), isle, line=False)
    pen.box(-4, 57, 136, 40, deep, line=False)
    fog(pen, setting, 5, 75, 0.65)
    shallow = mix(rgb("#56cfd2"), rgb("#8fa6ac"), gloom)
    for k in range(4):
        h = waves(rng, 63 + 6.5 * k, (0.7, 21 + 5 * k))
        land(pen, h, mix(deep, shallow, (k + 1) / 4), mix(deep, shallow, (k + 1.4) / 4), line=False)
    crests = rng.uniform((0, 60, 3), (128, 84, 8), (18, 3))
    strokes(pen, [(x, y, x + n, y) for x, y, n in crests], 0.8, WHITE, 0.65)
    if lights or setting.weather in ("clear", "windy", "rainbow"):
        strokes(pen, [(28 + d - w, y, 28 + d + w, y) for d, w, y in ((0, 6, 60.5), (2, 9, 64), (-2, 11, 69), (3, 14, 75))], 1.2, rgb("#fff6cf"), 0.7)
    _sail(pen, float(rng.uniform(48, 108)), 63, float(rng.uniform(0.8, 1.1)), pick(rng, (rgb("#f2994a"), rgb("#e8504a"), rgb("#f2d04a"))))
    shore = waves(rng, 88, (2.2, 70), (0.8, 26))
    land(pen, lambda x: shore(x) - 3, mix(shallow, WHITE, 0.45), line=False)
    land(pen, lambda x: shore(x) - 1, WHITE, line=False)
    sand = vary(rng, rgb("#f3d58d"))
    land(pen, lambda x: shore(x) + 1.2, snowed(mix(dark(sand, 0.84), rgb("#b08f6a"), 0.2), setting, 0.6), snowed(sand, setting), reach=10, line=False)
    ripples = rng.uniform((0, 98, 5), (128, 126, 11), (14, 3))
    strokes(pen, [(x, y, x + n, y + 0.6) for x, y, n in ripples], 0.8, snowed(dark(sand, 0.86), setting, 0.5), 0.8)
    side = 1 if rng.random() < 0.5 else -1
    kind = int(rng.integers(3))
    if kind == 0:
        _parasol(pen, rng, 64 + side * 48, 104)
    elif kind == 1:
        palm(pen, rng, 64 + side * 52, 106, float(rng.uniform(74, 92)), setting, -side)
    else:
        palm(pen, rng, 64 + side * 56, 104, float(rng.uniform(80, 92)), setting, -side)
        palm(pen, rng, 64 + side * 44, 102, float(rng.uniform(54, 66)), setting, -side * 0.6)
    if rng.random() < 0.6:
        _sandcastle(pen, 64 - side * 47, 108)
    for x, y in rng.uniform((6, 104), (122, 124), (3, 2)):
        color = pick(rng, (rgb("#f7a9a0"), rgb("#fff3e4"), rgb("#f0a85a")))
        with pen.frame(x, y, float(rng.uniform(0, 6))):
            pen.polygon([((2.8 if i % 2 == 0 else 1.2) * math.cos(i * 0.628), (2.8 if i % 2 == 0 else 1.2) * math.sin(i * 0.628)) for i in range(10)], color)
    return Ground(lights=tuple(lights))


PLACE = Place("beach", ("on a beach", "on the beach", "by the sea", "at the beach", "on the sand"), paint, tuple(w for w in OUTDOORS if w != "snowing"))
