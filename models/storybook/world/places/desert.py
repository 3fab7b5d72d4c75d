"""A desert: dunes in orange light, flat-topped red rocks, cacti, a skull of an ox."""

from __future__ import annotations

from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, Place, Rng, Setting
from .land import dots, land, rock, shadow_under, snowed, strokes, waves
from .sky import dull, sky
from .fog import fog


def _mesa(pen: Pen, rng: Rng, x: float, y: float, w: float, h: float, color) -> None:
    """A table of rock in layers."""
    a, b = w * 0.62, w
    pen.polygon(((x - b, y), (x - a, y - h * 0.55), (x - a * 0.96, y - h), (x + a * 0.9, y - h), (x + a, y - h * 0.55), (x + b, y)), color)
    pen.polygon(((x + a * 0.25, y - h), (x + a * 0.9, y - h), (x + a, y - h * 0.55), (x + b, y), (x + a * 0.45, y), (x + a * 0.15, y - h * 0.5)), dark(color, 0.8), line=False)
    for t, tone in ((0.9, 1.12), (0.68, 0.9), (0.5, 1.08)):
        half = a * 0.95 if t > 0.55 else a * 1.04
        strokes(pen, ((x - half, y - h * t, x + half * 0.98, y - h * t),), 1.8, tuple(min(c * tone, 1.0) for c in color), 0.7)


def _cactus(pen: Pen, rng: Rng, x: float, y: float, h: float, flower: bool) -> None:
    green = vary(rng, rgb("#4f9a55"))
    shadow_under(pen, x + 3, y, h * 0.24, h * 0.04)
    with pen.frame(x, y, 0.0, h / 50):
        a, b = float(rng.uniform(-16, -10)), float(rng.uniform(-26, -18))
        pen.tube(((0, a - 4), (-9, a - 5), (-11, a - 10), (-11, a - 20)), 6, dark(green, 0.95))
        pen.tube(((0, b), (9, b - 1), (11, b - 5), (11, b - 15)), 5.4, dark(green, 0.9))
        pen.tube(((0, -2), (0, -25), (0, -46)), 9, green)
        strokes(pen, ((-1.8, -4, -1.8, -46), (1.6, -4, 1.6, -46), (-11, a - 10, -11, a - 19), (11, b - 6, 11, b - 14)), 0.7, dark(green, 0.74))
        strokes(pen, [(s * 4.4, -8 - 7 * k, s * 6, -9 - 7 * k) for k in range(6) for s in (-1, 1)], 0.6, rgb("#f2f0d0"))
        if flower:
            dots(pen, ((-2, -51, 2, 2), (2, -51, 2, 2), (0, -52.5, 2, 2)), rgb("#ef5b8f"))


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 76, rgb("#f2a05f"), rgb("#ffe9b0"), clouds=0)
    red = vary(rng, rgb("#c9643f"))
    pale = dull(mix(red, rgb("#f7c08a"), 0.55), setting)
    for x in rng.uniform(4, 124, 3):
        _mesa(pen, rng, float(x), 74, float(rng.uniform(12, 20)), float(rng.uniform(12, 20)), pale)
    fog(pen, setting, 10, 78, 0.6)
    land(pen, waves(rng, 72, (2.5, 66), (1, 30)), snowed(dull(rgb("#f0b872"), setting), setting, 0.7), line=False)
    left = rng.random() < 0.5
    _mesa(pen, rng, (26 if left else 102) + float(rng.uniform(-6, 6)), 84, float(rng.uniform(22, 28)), float(rng.uniform(36, 46)), red)
    if rng.random() < 0.6:
        x = (96 if left else 32) + float(rng.uniform(-6, 6))
        c = mix(red, pale, 0.3)
        pen.polygon(((x - 6, 82), (x - 4, 56), (x - 5, 44), (x + 4, 43), (x + 3, 56), (x + 7, 82)), c)
        pen.polygon(((x + 1, 43), (x + 4, 43), (x + 3, 56), (x + 7, 82), (x + 2, 82)), dark(c, 0.8), line=False)
    fog(pen, setting, 40, 92, 0.35)
    dune = vary(rng, rgb("#eeb062"))
    crest = waves(rng, 84, (5, 110), (1.5, 48))
    land(pen, crest, snowed(mix(dune, WHITE, 0.12), setting), snowed(dark(dune, 0.9), setting), reach=22)
    near = waves(rng, 96, (3, 95), (1, 37))
    land(pen, near, snowed(mix(dune, rgb("#ffe0a0"), 0.4), setting), snowed(dark(dune, 0.86), setting), reach=34)
    for y in (104, 110, 116, 122):
        h = waves(rng, y, (1.0, 34), (0.6, 15))
        start, n = float(rng.uniform(-10, 60)), float(rng.uniform(50, 80))
        pen.curve([(start + n * t, h(start + n * t)) for t in (0, 0.17, 0.33, 0.5, 0.67, 0.83, 1)], 0.9, snowed(dark(dune, 0.8), setting, 0.5), alpha=0.8)
    side = 1 if left else -1
    _cactus(pen, rng, 64 + side * 50 + float(rng.uniform(-4, 4)), 105, float(rng.uniform(50, 64)), rng.random() < 0.5)
    _cactus(pen, rng, 64 - side * 52 + float(rng.uniform(-5, 5)), 99, float(rng.uniform(24, 36)), rng.random() < 0.5)
    for x, y in rng.uniform((6, 103), (122, 124), (3, 2)):
        rock(pen, float(x), float(y), float(rng.uniform(2.5, 4.5)), vary(rng, rgb("#b5734a")), setting)
    if rng.random() < 0.4:
        x, y = 64 - side * 44, 116
        bone = rgb("#fbf3e2")
        pen.blob(((x - 2, y + 3), (x - 4, y - 2), (x - 3.4, y - 5.5), (x + 3.4, y - 5.5), (x + 4, y - 2), (x + 2, y + 3)), bone)
        for s in (-1, 1):
            pen.tube(((x + s * 3, y - 4), (x + s * 7.5, y - 5), (x + s * 8.5, y - 9)), 1.6, bone)
        dots(pen, ((x - 1.8, y - 2.4, 1.1, 1.3), (x + 1.8, y - 2.4, 1.1, 1.3)), rgb("#5a4636"))
    return Ground(lights=tuple(lights))


PLACE = Place("desert", ("in a desert", "in the desert", "among the cacti", "in the dunes"), paint, ("clear", "cloudy", "foggy", "windy"))
