"""A farm: a red barn with a silo, ploughed fields, hay, a wooden fence, sunflowers."""

from __future__ import annotations

import math

from ..chance import apart, spread
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, Place, Rng, Setting
from .land import SNOW, dots, land, shadow_under, snowed, strokes, waves
from .plants import round_tree, tufts
from .sky import dull, sky
from .fog import fog


def _barn(pen: Pen, rng: Rng, x: float, y: float, setting: Setting) -> None:
    red = vary(rng, rgb("#c2402f"))
    shadow_under(pen, x + 6, y, 34, 3)
    pen.polygon(((x + 10, y), (x + 10, y - 27), (x + 38, y - 24), (x + 38, y - 2)), dark(red, 0.8))
    roof = rgb("#7a6a66")
    pen.polygon(((x - 3, y - 46), (x + 27, y - 42), (x + 41, y - 23), (x + 12, y - 26)), mix(roof, SNOW, min(setting.snow * 1.2, 1)))
    pen.polygon(((x - 23, y), (x - 23, y - 26), (x - 17, y - 38), (x - 4, y - 47), (x + 9, y - 38), (x + 14, y - 26), (x + 14, y)), red)
    strokes(pen, [(x + d, y - 1, x + d, y - 27) for d in range(-19, 14, 5)], 0.6, dark(red, 0.8))
    pen.tube(((x - 24, y - 25), (x - 17.5, y - 38), (x - 4, y - 47.5), (x + 9.5, y - 38), (x + 15, y - 25)), 2.2, mix(rgb("#fdf6ea"), SNOW, setting.snow))
    pen.box(x - 13, y - 20, 18, 20, dark(red, 0.86))
    strokes(pen, ((x - 13, y - 20, x + 5, y), (x + 5, y - 20, x - 13, y), (x - 4, y - 20, x - 4, y), (x - 13, y - 20, x + 5, y - 20), (x - 13, y - 20, x - 13, y), (x + 5, y - 20, x + 5, y)), 1.4, rgb("#fdf6ea"))
    pen.ellipse(x - 4, y - 31, 4, 4, rgb("#4a2a24"))
    strokes(pen, ((x - 8, y - 31, x, y - 31), (x - 4, y - 35, x - 4, y - 27)), 0.9, rgb("#fdf6ea"))


def _silo(pen: Pen, x: float, y: float, setting: Setting) -> None:
    steel = rgb("#c3ccd6")
    pen.box(x - 8, y - 50, 16, 50, steel)
    pen.box(x + 2.5, y - 49.6, 5, 49, dark(steel, 0.84), line=False)
    strokes(pen, [(x - 7.5, y - 44 + 8 * k, x + 7.5, y - 44 + 8 * k) for k in range(6)], 0.7, dark(steel, 0.75))
    pen.blob(((x - 8.5, y - 49), (x - 6, y - 56), (x, y - 59), (x + 6, y - 56), (x + 8.5, y - 49)), mix(rgb("#b5483a"), SNOW, setting.snow))


def _bale(pen: Pen, x: float, y: float, r: float, setting: Setting) -> None:
    hay = rgb("#e2b64f")
    shadow_under(pen, x + 2, y, r * 1.3, r * 0.2)
    pen.box(x - r * 0.2, y - 2 * r, r * 1.5, 2 * r, dark(hay, 0.86), r * 0.9)
    pen.ellipse(x, y - r, r * 0.92, r, hay)
    for k in (0.64, 0.32):
        pen._ellipse(x, y - r, r * k, r * k)
        pen.ctx.set_line_width(0.8)
        pen.ctx.set_source_rgb(*dark(hay, 0.74))
        pen.ctx.stroke()
    if setting.snow > 0.2:
        pen.ellipse(x + r * 0.4, y - 2 * r, r * 0.9, r * 0.3 * setting.snow, SNOW, line=False)


def _sunflower(pen: Pen, x: float, y: float, h: float) -> None:
    strokes(pen, ((x, y, x, y - h),), 1.4, rgb("#4b8a35"))
    dots(pen, ((x - 3, y - h * 0.4, 3, 1.3), (x + 3, y - h * 0.55, 3, 1.3)), rgb("#5aa544"))
    dots(pen, [(x + 3.8 * math.cos(a), y - h + 3.8 * math.sin(a), 1.9, 1.9) for a in (0, 0.63, 1.26, 1.88, 2.51, 3.14, 3.77, 4.4, 5.03, 5.65)], rgb("#f7bf2a"))
    dots(pen, ((x, y - h, 3.1, 3.1),), rgb("#6a3d1e"))


def _fence(pen: Pen, y: float, setting: Setting) -> None:
    wood = rgb("#a97a4a")
    for dy in (-12, -6):
        pen.box(-4, y + dy, 136, 2.2, wood)
    for x in range(4, 132, 20):
        pen.box(x - 1.8, y - 16, 3.6, 17, mix(wood, WHITE, 0.12), 0.8)
        if setting.snow > 0.15:
            pen.ellipse(x, y - 16, 2.4, 1.6 * setting.snow, SNOW, line=False)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 70, rgb("#7cc3f0"), rgb("#fdf1cf"), clouds=3)
    field = vary(rng, rgb("#d9b84a"))
    green = vary(rng, rgb("#8fbf55"))
    land(pen, waves(rng, 62, (4, 85), (1.5, 33)), snowed(dull(mix(green, rgb("#a9cfc0"), 0.5), setting), setting, 0.8), line=False)
    fog(pen, setting, 10, 75, 0.65)
    hill = waves(rng, 68, (3, 100), (1, 41))
    land(pen, hill, snowed(dull(mix(field, rgb("#f2dc8a"), 0.35), setting), setting), snowed(field, setting), reach=26)
    crossing = float(rng.uniform(50, 78))
    strokes(pen, [(crossing + d * 0.5, 71, crossing + d * 1.9, 92) for d in range(-80, 81, 8)], 1.5, snowed(dark(field, 0.84), setting, 0.6))
    left = rng.random() < 0.5
    bx = (29 if left else 89) + float(rng.uniform(-4, 4))
    _silo(pen, bx + (-27 if rng.random() < 0.5 else 44), 88, setting)
    _barn(pen, rng, bx, 90, setting)
    fog(pen, setting, 40, 95, 0.4)
    if rng.random() < 0.75:
        round_tree(pen, rng, (114 if left else 12) + float(rng.uniform(-6, 6)), 90, float(rng.uniform(36, 48)), vary(rng, rgb("#5a9c42")), setting)
    fog(pen, setting, 30, 97, 0.3)
    _fence(pen, 97, setting)
    soil = vary(rng, rgb("#94b850"))
    land(pen, waves(rng, 97, (0.9, 70), (0.5, 19)), snowed(soil, setting), snowed(dark(soil, 0.84), setting, 0.9), reach=32)
    track = snowed(rgb("#b98f5c"), setting)
    pen.polygon(((-4, 106), (132, 106), (132, 122), (-4, 122)), track, line=False)
    strokes(pen, ((-4, 110, 132, 110), (-4, 118, 132, 118)), 2.2, snowed(rgb("#a27848"), setting))
    strokes(pen, [(float(x), float(y), float(x) + 4, float(y)) for x, y in rng.uniform((0, 107), (124, 121), (14, 2))], 0.9, snowed(rgb("#d9b98a"), setting, 0.7))
    _bale(pen, (110 if left else 20) + float(rng.uniform(-4, 4)), 104, float(rng.uniform(8, 10)), setting)
    if rng.random() < 0.5:
        _bale(pen, (93 if left else 38) + float(rng.uniform(-3, 3)), 102, 6.5, setting)
    flower = apart(rng)
    if setting.snow < 0.5:
        for x in spread(flower, 3, 2 if left else 90, 38 if left else 126):
            _sunflower(pen, x, 105, float(flower.uniform(17, 25)))
    tufts(pen, rng, 14, 98, 105, snowed(dark(soil, 0.74), setting, 0.5), setting)
    tufts(pen, rng, 9, 124, 128, snowed(dark(soil, 0.7), setting, 0.5), setting, 5)
    return Ground(lights=tuple(lights))


PLACE = Place("farm", ("on a farm", "on the farm", "in a farmyard", "by a barn", "in the countryside"), paint, graded=("darkness", "snow"))
