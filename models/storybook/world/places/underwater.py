"""Under water: shafts of light, coral, weed, fish, shells and bubbles on a floor of sand."""

from __future__ import annotations

import math

from ..chance import apart, pick
from ..pen import WHITE, Color, Pen, dark, mix, rgb, vary
from ..stage import Ground, INDOORS, Light, Place, Rng, Setting
from .land import dots, land, strokes, waves

CORALS = tuple(rgb(c) for c in ("#f2705f", "#f79a4b", "#d95fa0", "#9a6fd0", "#f2c04b"))


def _weed(pen: Pen, rng: Rng, x: float, y: float, h: float, color: Color) -> None:
    """A ribbon that sways."""
    p, s = float(rng.uniform(0, 6.28)), float(rng.uniform(2.5, 4.5))
    left, right = [], []
    for k in range(9):
        t = k / 8
        cx = x + s * math.sin(p + 5 * t) * t
        w = 2.6 * (1 - t) + 0.4
        left.append((cx - w, y - h * t))
        right.append((cx + w, y - h * t))
    pen.blob((*left, *right[::-1]), color)


def _coral(pen: Pen, x: float, y: float, s: float, color: Color) -> None:
    """Branches like a small tree."""
    for pts, w in ((((0, 1), (0, -8), (-1, -18)), 3.4), (((0, -5), (-6, -10), (-8, -19)), 2.8), (((0, -6), (6, -11), (8, -21)), 2.8), (((-6, -11), (-12, -13), (-13, -18)), 2.2), (((6, -12), (12, -13), (14, -19)), 2.2), (((-1, -14), (3, -19), (3, -25)), 2.2)):
        pen.tube([(x + a * s, y + b * s) for a, b in pts], w * s, color)
    dots(pen, [(x + a * s, y + b * s, 0.7 * s, 0.7 * s) for a, b in ((-1, -17), (-8, -18), (8, -20), (-13, -17), (14, -18), (3, -24), (0, -6))], mix(color, WHITE, 0.5))


def _fan(pen: Pen, x: float, y: float, r: float, color: Color) -> None:
    """A round coral with folds."""
    pen.blob([(x + r * math.cos(a) * (1 if k % 2 else 0.86), y - r * 0.9 + r * math.sin(a) * (1 if k % 2 else 0.86)) for k, a in enumerate(0.449 * i for i in range(14))], color)
    pen.ellipse(x - r * 0.2, y - r * 1.1, r * 0.55, r * 0.5, mix(color, WHITE, 0.22), line=False)
    strokes(pen, [(x + r * 0.15 * d, y - r * 0.4, x + r * 0.32 * d, y - r * 1.45) for d in (-2, -1, 0, 1, 2)], 0.8, dark(color, 0.78))


def _fish(pen: Pen, x: float, y: float, s: float, color: Color, way: float) -> None:
    with pen.frame(x, y, 0.0, s * way, s):
        pen.polygon(((-5, 0), (-11, -5), (-9.5, 0), (-11, 5)), dark(color, 0.85))
        pen.polygon(((-2, -4), (3, -8), (4, -4)), dark(color, 0.85))
        pen.blob(((7.5, 0), (4, -4.3), (-1, -4.6), (-6, 0), (-1, 4.6), (4, 4.3)), color)
        strokes(pen, ((-0.5, -3.6, -0.5, 3.6), (-3, -2.4, -3, 2.4)), 1.4, mix(color, WHITE, 0.65))
        dots(pen, ((4.3, -1.2, 1.4, 1.4),), WHITE)
        dots(pen, ((4.6, -1.1, 0.8, 0.8),), rgb("#20242c"))


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    water = vary(rng, rgb("#1f86b8"))
    top, bottom = mix(rgb("#7fe0e0"), water, 0.15), dark(mix(water, rgb("#104a80"), 0.35), 0.95)
    if pen.shadow > 0:
        for k in range(5):
            land(pen, waves(rng, -6 + 20 * k, (2.5, 50), (1, 21)), mix(top, bottom, k / 4), line=False)
    else:
        pen.gradient(-2, 104, top, bottom)
    beams = apart(rng)
    if setting.dark < 0.6:
        for x in beams.uniform(-30, 100, 5):
            w = float(beams.uniform(5, 12))
            pen.polygon(((x, -3), (x + w, -3), (x + w * 2.4 + 34, 112), (x + 26, 112)), rgb("#d9fff2"), line=False, alpha=0.13)
    far = mix(bottom, rgb("#2f7fa8"), 0.35)
    pen.blob([(-8, 100), (-6, 66 + float(rng.uniform(-6, 8))), (8, 58), (22, 70), (30, 86), (44, 90), (52, 104)], far, line=False)
    pen.blob([(136, 100), (134, 60 + float(rng.uniform(-6, 8))), (118, 54), (104, 68), (96, 84), (80, 92), (70, 104)], far, line=False)
    for x in rng.uniform(2, 126, 7):
        _weed(pen, rng, float(x), 98, float(rng.uniform(18, 36)), mix(far, rgb("#2fa08a"), 0.45))
    for x, y in rng.uniform((6, 10), (122, 62), (4, 2)):
        _fish(pen, float(x), float(y), float(rng.uniform(0.7, 1.15)), vary(rng, pick(rng, (rgb("#f78b2f"), rgb("#f2d04a"), rgb("#ef5b7a"), rgb("#8f7fe0")))), float(pick(rng, (-1.0, 1.0))))
    sand = vary(rng, rgb("#e6d4a0"))
    land(pen, waves(rng, 92, (2.5, 70), (0.9, 27)), mix(sand, water, 0.38), mix(sand, water, 0.2), reach=18, line=False)
    for side in (0, 1):
        base = 0 if side == 0 else 128
        f = 1 if side == 0 else -1
        tall = vary(rng, rgb("#3f9f5a"))
        for d in (3, 9, 15):
            _weed(pen, rng, base + f * (d + float(rng.uniform(-1.5, 1.5))), 103, float(rng.uniform(36, 72)) * (1 - d / 40), mix(tall, rgb("#a9c94a"), float(rng.uniform(0, 0.4))))
        colors = [CORALS[i] for i in rng.permutation(5)]
        _coral(pen, base + f * float(rng.uniform(20, 27)), 101, float(rng.uniform(0.85, 1.15)), vary(rng, colors[0]))
        _fan(pen, base + f * float(rng.uniform(6, 12)), 107, float(rng.uniform(6.5, 9)), vary(rng, colors[1]))
    land(pen, waves(rng, 103, (1.6, 80), (0.7, 29)), mix(sand, water, 0.08), dark(mix(sand, water, 0.22), 0.92), reach=30, line=False)
    strokes(pen, [(float(x), float(y), float(x) + float(n), float(y) + 0.6) for x, y, n in rng.uniform((0, 106, 5), (124, 126, 12), (13, 3))], 0.9, dark(mix(sand, water, 0.2), 0.86), 0.9)
    for x, y in rng.uniform((6, 114), (122, 125), (3, 2)):
        color = pick(rng, (rgb("#f7a9a0"), rgb("#f79a4b"), rgb("#fff0e0")))
        pen.polygon([(x + (3.6 if i % 2 == 0 else 1.5) * math.cos(i * 0.628 + 0.3), y + (3.0 if i % 2 == 0 else 1.2) * math.sin(i * 0.628 + 0.3)) for i in range(10)], color)
    bubbles = [(float(x) + float(d), float(y) - 9 * k, 1.0 + 0.5 * k) for x, y in rng.uniform((8, 60), (120, 96), (4, 2)) for k, d in enumerate(rng.uniform(-2, 2, 4))]
    dots(pen, [(x, y, r, r) for x, y, r in bubbles], rgb("#d9fbff"), 0.55)
    dots(pen, [(x - r * 0.3, y - r * 0.35, r * 0.35, r * 0.3) for x, y, r in bubbles], WHITE, 0.9)
    return Ground(lights=(Light(40, 6, 60, (0.6, 0.95, 0.95)),))


PLACE = Place("underwater", ("under water", "under the sea", "underwater", "at the bottom of the sea", "on the sea floor"), paint, INDOORS)
