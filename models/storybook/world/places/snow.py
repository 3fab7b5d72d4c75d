"""Snowy mountains: peaks in pink and blue light, firs, a hut, a hillside of snow."""

from __future__ import annotations

from dataclasses import replace

from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, Light, OUTDOORS, Place, Rng, Setting
from .land import SNOW, SNOW_SHADE, dots, land, mountains, rock, shadow_under, strokes, waves
from .plants import fir
from .sky import dull, sky
from .fog import fog


def _hut(pen: Pen, rng: Rng, x: float, y: float, s: float) -> Light:
    wood = vary(rng, rgb("#8a5636"))
    with pen.frame(x, y, 0.0, s):
        shadow_under(pen, 0, 0, 17, 2)
        pen.box(-13, -15, 26, 15, wood)
        strokes(pen, [(-13, -12 + 3 * k, 13, -12 + 3 * k) for k in range(4)], 0.6, dark(wood, 0.72))
        pen.box(-3, -10, 6.5, 10, dark(wood, 0.6), 0.6)
        pen.box(6, -11, 5, 5, rgb("#ffdf7a"), 0.4)
        pen.box(-11, -11, 5, 5, rgb("#ffdf7a"), 0.4)
        pen.box(5, -31, 4, 9, rgb("#a8584a"))
        pen.polygon(((-17, -14), (0, -29), (17, -14), (14, -12), (0, -24), (-14, -12)), dark(wood, 0.7))
        pen.blob(((-17.5, -14.5), (-9, -24), (0, -31), (9, -24), (17.5, -14.5), (14, -14.5), (0, -25.5), (-14, -14.5)), WHITE)
        for k in range(3):
            pen.ellipse(8 + 2.6 * k, -35 - 5 * k, 2.2 + 0.8 * k, 2 + 0.6 * k, WHITE, line=False, alpha=0.7)
    return Light(x, y - 8 * s, 30)


def _snowman(pen: Pen, x: float, y: float) -> None:
    shadow_under(pen, x, y, 9, 1.6)
    for dy, r in ((-5.5, 7), (-15, 5.2), (-22.5, 4)):
        pen.ellipse(x, y + dy, r, r * 0.95, WHITE, shade=True)
    dots(pen, ((x - 1.4, y - 23.6, 0.6, 0.6), (x + 1.4, y - 23.6, 0.6, 0.6), (x, y - 16, 0.6, 0.6), (x, y - 13, 0.6, 0.6)), rgb("#2c2a33"))
    pen.polygon(((x, y - 22.6), (x + 4.5, y - 21.6), (x, y - 21.4)), rgb("#f08a2e"))
    strokes(pen, ((x - 5, y - 16, x - 10, y - 21), (x + 5, y - 16, x + 10, y - 20)), 0.9, rgb("#6a4a32"))
    pen.box(x - 4.4, y - 19.6, 8.8, 2.2, rgb("#d8403c"), 1)
    pen.box(x + 1.5, y - 18.5, 2.2, 5, rgb("#d8403c"), 0.8)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    setting = replace(setting, grades=replace(setting.grades, snow=max(setting.snow, 0.75)))
    lights = sky(pen, rng, setting, 88, rgb("#8db4e6"), rgb("#f9dfe4"), clouds=2)
    peak = vary(rng, rgb("#8496c8"))
    far = dull(mix(peak, rgb("#e6d6e8"), 0.5), setting)
    mountains(pen, rng, 92, [(float(rng.uniform(0, 30)), 40, 44), (float(rng.uniform(50, 76)), 34 + float(rng.uniform(-3, 4)), 46), (float(rng.uniform(100, 126)), 42, 40)], far, mix(WHITE, far, 0.25), line=False)
    fog(pen, setting, 10, 85, 0.6)
    a, b = float(rng.uniform(14, 40)), float(rng.uniform(86, 114))
    mountains(pen, rng, 94, sorted([(a, 26 + float(rng.uniform(-5, 5)), 50), (b, 17 + float(rng.uniform(-5, 5)), 54)], key=lambda p: -p[1]), dull(peak, setting))
    fog(pen, setting, 30, 95, 0.55)
    slope = waves(rng, 84, (4, 120), (1.5, 45))
    land(pen, slope, mix(SNOW, rgb("#dbe7f7"), 0.5), SNOW_SHADE, reach=26)
    leaf = vary(rng, rgb("#3f7f78"))
    for x in rng.uniform(2, 126, 7):
        fir(pen, rng, float(x), slope(float(x)) + 2, float(rng.uniform(11, 19)), mix(leaf, rgb("#a9c4dc"), 0.3), setting)
    left = rng.random() < 0.5
    hx = (26 if left else 102) + float(rng.uniform(-4, 4))
    lights.append(_hut(pen, rng, hx, slope(hx) + 8, float(rng.uniform(0.85, 1.0))))
    near = waves(rng, 96, (2.5, 100), (1.0, 38))
    land(pen, near, WHITE, mix(SNOW, SNOW_SHADE, 0.55), reach=34)
    drift = rng.uniform((0, 102, 8), (128, 124, 18), (6, 3))
    for x, y, w in drift:
        pen.curve(((x - w, y + 1), (x, y - 0.6), (x + w, y + 1)), 1.2, SNOW_SHADE, alpha=0.8)
    for x, h in (((120 if left else 8), 92), ((106 if left else 22), 56)):
        fir(pen, rng, x + float(rng.uniform(-4, 4)), 102 if h > 60 else 98, h * float(rng.uniform(0.88, 1.08)), vary(rng, leaf), setting)
    if rng.random() < 0.5:
        _snowman(pen, 14 if left else 114, 109)
    else:
        rock(pen, 14 if left else 114, 109, float(rng.uniform(6, 9)), rgb("#8f97a8"), setting)
    flakes = rng.uniform((0, 0, 0.6), (128, 96, 1.3), (14, 3))
    if setting.weather in ("clear", "cloudy"):
        dots(pen, [(x, y, r, r) for x, y, r in flakes], WHITE, 0.9)
    return Ground(lights=tuple(lights))


PLACE = Place("snow", ("in the snow", "on a snowy mountain", "in the snowy mountains", "in the mountains", "in winter"), paint, tuple(w for w in OUTDOORS if w not in ("rainy", "rainbow")))
