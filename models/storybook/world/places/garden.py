"""A garden: a white fence, hedges and roses, a fruit tree, beds full of flowers, a path of flagstones."""

from __future__ import annotations

from ..chance import apart, pick, spread
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, Place, Rng, Setting
from .land import dots, land, snowed, strokes, waves
from .plants import FLOWERS, bush, flowers, round_tree, tufts
from .sky import dull, sky
from .fog import fog

ROSES = tuple(rgb(c) for c in ("#ef5b7a", "#f79fb8", "#fff0f4", "#f6b04a", "#c94f9a"))


def _cottage(pen: Pen, rng: Rng, x: float, y: float, setting: Setting) -> None:
    """A cottage behind the hedge."""
    wall = vary(rng, pick(rng, (rgb("#f7e6cf"), rgb("#f2d0c4"), rgb("#dfe6d8"))))
    roof = vary(rng, pick(rng, (rgb("#b8563f"), rgb("#8a6f4a"), rgb("#5a7a96"))))
    pen.box(x + 8, y - 42, 6, 12, rgb("#a8604a"))
    pen.box(x - 17, y - 22, 34, 24, wall)
    pen.polygon(((x - 22, y - 20), (x - 12, y - 39), (x + 12, y - 39), (x + 22, y - 20)), snowed(roof, setting))
    strokes(pen, [(x - 19 + 3 * k, y - 24 - 5 * k, x + 19 - 3 * k, y - 24 - 5 * k) for k in range(3)], 0.8, dark(roof, 0.78))
    for dx in (-11, 4):
        pen.box(x + dx, y - 17, 8, 8, rgb("#ffd978") if setting.night else rgb("#9fcbe0"), 0.5)
        strokes(pen, ((x + dx + 4, y - 17, x + dx + 4, y - 9), (x + dx, y - 13, x + dx + 8, y - 13)), 0.9, WHITE)


def _fence(pen: Pen, y: float, gate: float) -> None:
    """White pickets across the page, open around x = gate."""
    white = rgb("#fdfaf4")
    rails = [(a, b) for a, b in ((-4, gate - 12), (gate + 12, 132)) if b > a]
    for a, b in rails:
        for dy in (-10, -4):
            pen.box(a, y + dy, b - a, 2, dark(white, 0.94), line=pen.line_width > 0)
    for i in range(17):
        x = 1 + 8 * i
        if abs(x - gate) > 11:
            pen.polygon(((x - 2.2, y), (x - 2.2, y - 12), (x, y - 15), (x + 2.2, y - 12), (x + 2.2, y)), white)


def _arbour(pen: Pen, rng: Rng, x: float, y: float, leaf) -> None:
    """An arch with climbing roses over the gate."""
    pen.tube(((x - 11, y), (x - 11, y - 26), (x - 7, y - 35), (x, y - 38), (x + 7, y - 35), (x + 11, y - 26), (x + 11, y)), 2.4, WHITE)
    arch = [(x - 11, y - 4 - 7 * k) for k in range(4)] + [(x - 8, y - 33), (x, y - 38), (x + 8, y - 33)] + [(x + 11, y - 4 - 7 * k) for k in range(4)]
    dots(pen, [(a, b, 3.8, 3.4) for a, b in arch], dark(leaf, 0.85))
    dots(pen, [(a - 0.8, b - 0.9, 2.6, 2.2) for a, b in arch], leaf)
    rose = pick(rng, ROSES)
    dots(pen, [(a + float(d), b + 0.6, 1.5, 1.5) for (a, b), d in zip(arch, rng.uniform(-2, 2, len(arch)))], rose)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 74, rgb("#93d3f5"), rgb("#f4fbea"), clouds=3)
    leaf = vary(rng, rgb("#58a648"))
    land(pen, waves(rng, 66, (4, 60), (1.5, 22)), snowed(dull(mix(leaf, rgb("#b5dcc0"), 0.55), setting), setting, 0.7), line=False)
    fog(pen, setting, 10, 75, 0.6)
    left = rng.random() < 0.5
    _cottage(pen, rng, (30 if left else 98) + float(rng.uniform(-5, 5)), 80, setting)
    tree = rgb("#5aa548")
    x = (108 if left else 20) + float(rng.uniform(-6, 6))
    round_tree(pen, rng, x, 90, float(rng.uniform(66, 78)), vary(rng, tree), setting)
    fruit = pick(rng, (rgb("#e2453c"), rgb("#f7a9c4"), rgb("#f2b43a")))
    crown = rng.uniform((-17, -12), (17, 13), (10, 2))
    if setting.snow < 0.5:
        dots(pen, [(x + float(dx), 39 + float(dy), 1.7, 1.7) for dx, dy in crown], fruit)
    hedge = vary(rng, rgb("#4a9446"))
    for hx in spread(rng, 9, -6, 134):
        bush(pen, hx, 88, float(rng.uniform(9, 11)), vary(rng, hedge, 0.02), setting, (pick(rng, (None, *ROSES)), None)[int(setting.snow >= 0.5)])
    fog(pen, setting, 40, 95, 0.35)
    gate = float(rng.uniform(44, 84))
    grass = vary(rng, rgb("#83c455"))
    land(pen, lambda x: 88.5, snowed(grass, setting), snowed(dark(grass, 0.82), setting, 0.9), reach=38, line=False)
    _arbour(pen, rng, gate, 96, leaf)
    _fence(pen, 96, gate)
    flag = snowed(rgb("#d9d0c0"), setting, 0.7)
    for k, (y, w) in enumerate(((97, 6), (101.5, 7.5), (107, 9.5), (114, 12), (123, 15))):
        t = k / 4
        fx = gate * (1 - t) + 64 * t + (2 if k % 2 else -2)
        pen.blob(((fx - w, y), (fx - w * 0.5, y - w * 0.22), (fx + w * 0.6, y - w * 0.2), (fx + w, y + 0.4), (fx + w * 0.5, y + w * 0.22), (fx - w * 0.6, y + w * 0.2)), flag)
    soil = snowed(rgb("#8a5f42"), setting, 0.8)
    for side in (0, 1):
        bx = 17 if side == 0 else 111
        pen.ellipse(bx, 113, 23, 7.5, soil)
        bed = apart(rng)
        if setting.snow < 0.5:
            color = pick(bed, ROSES)
            beds = [(bx + dx + float(j[0]), 113 + dy + float(j[1])) for (dx, dy), j in zip(((-17, -1), (-11, -4), (-4, -5), (4, -5), (11, -4), (17, -1), (-13, 2), (-6, 1), (1, 0), (8, 1), (14, 3), (-3, 5), (5, 5)), bed.uniform(-1.2, 1.2, (13, 2)))]
            strokes(pen, [(a, b, a, b - 7) for a, b in beds], 1.0, rgb("#3d7f35"))
            dots(pen, [(a - 1.6, b - 2.6, 1.7, 0.9) for a, b in beds] + [(a + 1.6, b - 3.4, 1.7, 0.9) for a, b in beds], rgb("#4f9a3e"))
            dots(pen, [(a, b - 8, 2.5, 2.4) for a, b in beds], dark(color, 0.8))
            dots(pen, [(a - 0.3, b - 8.4, 1.9, 1.7) for a, b in beds], color)
            dots(pen, [(a, b - 8.2, 0.8, 0.7) for a, b in beds], rgb("#f9d84a"))
    tufts(pen, rng, 10, 100, 125, snowed(dark(grass, 0.74), setting, 0.5), setting)
    flowers(pen, rng, 10, 118, 126, setting, FLOWERS, 0.9)
    return Ground(lights=tuple(lights))


PLACE = Place("garden", ("in a garden", "in the garden", "in a flower garden", "among the flowers"), paint, graded=("darkness", "snow"))
