"""A river with an arched stone bridge behind, water lilies, reeds; actors stand on the near bank."""

from __future__ import annotations

import math

from ..chance import apart, pick
from ..pen import WHITE, Pen, dark, mix, rgb, vary
from ..stage import Ground, Place, Rng, Setting
from .land import SNOW, dots, land, rock, snowed, strokes, waves
from .plants import bush, flowers, round_tree, tufts
from .sky import dull, overcast, sky
from .fog import fog


def _deck(x: float) -> float:
    """y of the bridge's upper edge: a gentle hump."""
    return 54.0 + 9.0 * ((x - 64) / 64) ** 2


def _bridge(pen: Pen, rng: Rng, setting: Setting) -> None:
    stone = vary(rng, pick(rng, (rgb("#c9b8a4"), rgb("#b8b4bc"), rgb("#d0a888"))))
    c = pen.ctx
    c.new_path()
    c.move_to(-6, 92)
    for x in range(-6, 135, 5):
        c.line_to(x, _deck(x))
    c.line_to(134, 92)
    for x, r in ((104, 17), (64, 20), (24, 17)):
        c.line_to(x + r, 92)
        c.line_to(x + r, 84)
        c.arc_negative(x, 84, r, 0, -math.pi)
        c.line_to(x - r, 92)
    c.close_path()
    pen._finish(stone, True)
    for x, r in ((104, 17), (64, 20), (24, 17)):  # stones of the arches
        c.new_path()
        c.arc(x, 84, r + 1.9, math.pi, 2 * math.pi)
        c.set_line_width(3.4)
        c.set_source_rgb(*mix(stone, WHITE, 0.3))
        c.stroke()
        strokes(pen, [(x + (r + 0.3) * math.cos(a), 84 + (r + 0.3) * math.sin(a), x + (r + 3.5) * math.cos(a), 84 + (r + 3.5) * math.sin(a)) for a in (math.pi * (1 + k / 9) for k in range(1, 9))], 0.6, dark(stone, 0.7))
    strokes(pen, [(float(x), _deck(float(x)) + float(y), float(x) + 4, _deck(float(x) + 4) + float(y)) for x, y in rng.uniform((0, 5), (128, 9), (12, 2))], 0.8, dark(stone, 0.8))
    rail = mix(stone, WHITE, 0.2)
    for x in range(-2, 132, 10):
        pen.box(x - 1.7, _deck(x) - 8, 3.4, 9, rail)
    pen.tube([(x, _deck(x) - 8.2) for x in range(-8, 140, 12)], 2.4, rail)
    pen.tube([(x, _deck(x) + 1.2) for x in range(-8, 140, 12)], 1.6, rail)
    if setting.snow > 0.1:
        pen.curve([(x, _deck(x) - 9.6) for x in range(-8, 140, 12)], 2.4 * setting.snow, SNOW)


def _lily(pen: Pen, rng: Rng, x: float, y: float) -> None:
    pen.ellipse(x, y, 5, 1.7, rgb("#5aa860"))
    if rng.random() < 0.6:
        dots(pen, [(x + d, y - 1.6 - (0.9 if d == 0 else 0), 1.3, 1.5) for d in (-1.6, 1.6, 0)], rgb("#f9c4dc"))


def _reeds(pen: Pen, rng: Rng, x: float, y: float) -> None:
    for d, h in zip(rng.uniform(-6, 6, 6), rng.uniform(14, 26, 6)):
        strokes(pen, ((x + d, y, x + d * 1.4, y - h),), 1.1, rgb("#5f8f3f"))
        if h > 18:
            pen.tube(((x + d * 1.34, y - h * 0.82), (x + d * 1.4, y - h)), 2.2, rgb("#7a4a2b"))


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 72, rgb("#86ccf4"), rgb("#eef8f0"), clouds=3)
    leaf = vary(rng, rgb("#6aac55"))
    land(pen, waves(rng, 52, (5, 66), (2, 27)), snowed(dull(mix(leaf, rgb("#a9d0d6"), 0.6), setting), setting, 0.7), line=False)
    fog(pen, setting, 10, 68, 0.65)
    shore = waves(rng, 66, (2, 60))
    land(pen, shore, snowed(dull(mix(leaf, rgb("#cfe39a"), 0.2), setting), setting), line=False)
    for x in rng.uniform(0, 128, 6):
        if rng.random() < 0.8:
            round_tree(pen, rng, float(x), 68, float(rng.uniform(22, 34)), dull(vary(rng, leaf), setting), setting, line=False)
    water = mix(vary(rng, rgb("#3fa3cf")), rgb("#6f8794"), overcast(setting) * 0.5)
    land(pen, lambda x: 77.0, mix(water, dark(leaf, 0.8), 0.25), water, reach=14, line=False)
    fog(pen, setting, 30, 84, 0.4)
    dots(pen, [(x, 89, r * 0.98, 6) for x, r in ((24, 17), (64, 20), (104, 17))], mix(water, dark(leaf, 0.7), 0.3))
    _bridge(pen, rng, setting)
    land(pen, waves(rng, 90.5, (0.5, 25), (0.3, 9)), mix(water, WHITE, 0.1), mix(water, WHITE, 0.3), reach=16, line=False)
    for x in (2, 44, 84, 124):  # the piers in the water
        pen.box(x - 4, 91, 8, 5, dark(water, 0.8), 2, line=False, alpha=0.5)
    strokes(pen, [(float(x), float(y), float(x) + float(n), float(y)) for x, y, n in rng.uniform((0, 92, 4), (124, 102, 12), (18, 3))], 0.9, WHITE, 0.7)
    pond = apart(rng)
    if setting.snow < 0.5:
        for x in (float(pond.uniform(10, 40)), float(pond.uniform(84, 118))):
            _lily(pen, pond, x, float(pond.uniform(97, 101)))
    bank = waves(rng, 105, (1.6, 75), (0.7, 24))
    grass = vary(rng, rgb("#7cbb4d"))
    land(pen, lambda x: bank(x) - 1.4, rgb("#a8834f"), line=False)
    land(pen, bank, snowed(grass, setting), snowed(dark(grass, 0.8), setting, 0.9), reach=24)
    side = 1 if rng.random() < 0.5 else -1
    reeds = apart(rng)
    if setting.snow < 0.8:
        _reeds(pen, reeds, 64 + side * 54, 108)
    rock(pen, 64 - side * 55, 110, float(rng.uniform(5, 8)), vary(rng, rgb("#a3a09a")), setting)
    bush(pen, 64 + side * 60, 118, 8, vary(rng, rgb("#5a9c42")), setting)
    tufts(pen, rng, 14, 109, 126, snowed(dark(grass, 0.74), setting, 0.5), setting)
    flowers(pen, rng, 8, 112, 126, setting, keep_off=(36, 92))
    return Ground(lights=tuple(lights))


PLACE = Place("bridge", ("by a river", "by the river", "by a bridge", "at a river", "on the river bank"), paint, graded=("darkness", "snow"))
