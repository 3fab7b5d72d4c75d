"""A road through hills. How bumpy it is moves its edge and strews it with stones; how winding it is bends it on its way to the horizon."""

from __future__ import annotations

import math

import cairo

from ..chance import apart, pick
from ..pen import PAGE, WHITE, Color, Pen, dark, mix, rgb, vary
from ..stage import Ground, Place, Rng, Setting
from .land import SNOW, Height, land, rock, snowed, strokes, waves
from .plants import bush, fir, round_tree
from .sky import dull, sky
from .fog import fog

MIDDLE = 100.0  # y of the near road's upper edge where it is smooth


def surface(phase: float, bump: float) -> Height:
    """y of the near road's edge at x. At 1 its humps are 26 units from foot to crest."""
    a = 12.5 * bump
    return lambda x: MIDDLE - a * (0.66 * math.sin(x / 7.4 + phase) + 0.34 * math.sin(x / 4.3 + 2.3 * phase) + 0.25 * bump)


def _ribbon(pen: Pen, rng: Rng, setting: Setting, asphalt: Color, edge: Color) -> None:
    """The road's way to the horizon: straight, or in ever narrower bends."""
    end, turn = float(rng.uniform(58, 70)), (1 if rng.random() < 0.5 else -1)
    sway = 46 * setting.grades.winding
    left, right, middle = [], [], []
    for k in range(33):
        t = k / 32  # 0 near, 1 at the horizon
        near = (1 - t) ** 1.7
        y = 58 + 46 * near
        x = 64 + (end - 64) * t + turn * sway * math.sin(t * 3.2 * math.pi) * (0.16 + 0.84 * near) * min(1.0, 5 * t + 0.25)
        w = 1.0 + 21 * near * (1 - 0.4 * setting.grades.winding)
        jag = setting.grades.bumpiness * near * 3.0
        left.append((x - w - jag * math.sin(k * 0.9), y))
        right.append((x + w + jag * math.sin(k * 0.8 + 1), y))
        middle.append((x, y, near))
    outline = (*left, *right[::-1])
    pen.polygon([(x + (-1.6 if i < 33 else 1.6), y) for i, (x, y) in enumerate(outline)], edge, line=False)
    pen.polygon(outline, asphalt)
    strokes(pen, [(*middle[k][:2], *middle[k + 1][:2]) for k in range(1, 30, 3)], 1.3, rgb("#fbf3d0"), 0.9)


def _relief(pen: Pen, top: Height) -> None:
    """Humps: a lit left flank, a dark right one."""
    g = cairo.LinearGradient(0, 0, PAGE, 0)
    for x in range(0, 129, 4):
        slope = (top(x + 1) - top(x - 1)) / 2
        tone, weight = (WHITE, 0.13) if slope < 0 else ((0.05, 0.05, 0.12), 0.24)
        g.add_color_stop_rgba(x / PAGE, *tone, min(abs(slope) * weight, 0.34))
    c = pen.ctx
    c.new_path()
    for x in range(0, 129, 3):
        c.line_to(x, top(x) + 1)
    for x in range(129, -1, -3):
        c.line_to(x, top(x) + 17)
    c.set_source(g)
    c.fill()


def _drifts(pen: Pen, rng: Rng, top: Height, snow: float) -> None:
    """Snow that covers the road from its edges inwards, and two tracks that stay free."""
    ragged = waves(rng, 0.0, (1.0, 19), (0.6, 8))
    c = pen.ctx
    for near, deep in ((-4.0, 9.0), (16.0, 14.0)):
        c.new_path()
        for x in range(-4, 134, 3):
            c.line_to(x, top(x) + near - (deep * 0.25 * snow if near > 0 else 0) + (ragged(x) if near > 0 else 0))
        for x in range(133, -5, -3):
            c.line_to(x, top(x) + near + deep * snow + (ragged(x + 40) if near < 0 else 0))
        c.set_source_rgb(*SNOW)
        c.fill()


def _stones(pen: Pen, rng: Rng, top: Height, asphalt: Color, setting: Setting) -> None:
    """Cracks, holes and stones, the more the bumpier."""
    bump = setting.grades.bumpiness
    for _i in range(int(round(bump * 6))):
        x = float(rng.uniform(2, 126))
        y = top(x) + float(rng.uniform(8, 24))
        pen.ellipse(x, y, 4.6 * (0.6 + 0.6 * bump), 1.7, dark(asphalt, 0.55), line=False)
        pen.ellipse(x + 0.4, y + 0.5, 3.6 * (0.6 + 0.6 * bump), 1.1, dark(asphalt, 0.72), line=False)
    for _i in range(int(round(bump * 11))):
        x = float(rng.uniform(1, 127))
        y = top(x) + float(pick(rng, (1.5, 1.5, 12, 20, 25)))
        rock(pen, x, y, float(rng.uniform(1.8, 3.0)) * (0.6 + 0.9 * bump), vary(rng, rgb("#a39a8c")), setting, 1.0)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    phase = float(rng.uniform(0, 6.28))
    lights = sky(pen, rng, setting, 64, rgb("#79c4f2"), rgb("#eaf7fb"))
    hill = vary(rng, rgb("#8cc860"))
    far = snowed(dull(mix(hill, rgb("#9fd0dc"), 0.55), setting), setting, 0.8)
    land(pen, waves(rng, 54, (5, 74), (2, 31)), far, line=False)
    fog(pen, setting, 10, 70, 0.7)
    middle = snowed(dull(mix(hill, rgb("#cfe58a"), 0.2), setting), setting)
    land(pen, waves(rng, 61, (2.5, 90), (1, 37)), middle, snowed(dark(hill, 0.92), setting), reach=45)
    asphalt = mix(vary(rng, rgb("#6f717d"), 0.02), rgb("#dfe8f2"), setting.snow * 0.35)
    edge = snowed(vary(rng, rgb("#dcc48c")), setting)
    _ribbon(pen, rng, setting, asphalt, edge)
    plant = pick(rng, (round_tree, fir))
    leaf = vary(rng, rgb("#4a9a48"))
    for x, y, h in ((7, 78, 34), (26, 70, 22), (106, 71, 24), (121, 80, 38)):
        if rng.random() < 0.75:
            plant(pen, rng, x + float(rng.uniform(-4, 4)), y, h * float(rng.uniform(0.9, 1.15)), vary(rng, leaf), setting)
    fog(pen, setting, 40, 92, 0.4)
    for side in (14, 112):
        if rng.random() < 0.6:
            bush(pen, side + float(rng.uniform(-8, 8)), 90, float(rng.uniform(5, 7)), vary(rng, rgb("#5fa64a")), setting)
    top = surface(phase, setting.grades.bumpiness)
    if setting.grades.bumpiness < 0.4:
        for x in (16, 47, 81, 112):  # white posts beside a good road
            pen.box(x - 1.2, top(x) - 12, 2.4, 10, WHITE, 0.6)
            pen.box(x - 1.2, top(x) - 10, 2.4, 2.2, rgb("#e04a3f"), line=False)
    land(pen, lambda x: top(x) - 3.6, edge, dark(edge, 0.9), step=2)
    land(pen, top, mix(asphalt, WHITE, 0.12), dark(asphalt, 0.86), reach=34, step=2)
    strokes(pen, [(x, top(x) + 2.2, x + 2, top(x + 2) + 2.2) for x in range(-4, 132, 2)], 1.0, mix(asphalt, WHITE, 0.4))
    if setting.grades.bumpiness > 0.08:
        _relief(pen, top)
    shift = float(rng.uniform(0, 20))
    for x0 in range(-20, 140, 20):
        line = tuple((x0 + shift + d, MIDDLE + (top(x0 + shift + d) - MIDDLE) * 0.75 + 14) for d in (0, 2.5, 5, 7.5, 10))
        pen.tube(line, 2.4, rgb("#fdf6dc"), line=False)
    _stones(pen, apart(rng), top, asphalt, setting)
    drifts = apart(rng)
    if setting.snow > 0.05:
        _drifts(pen, drifts, top, setting.snow)
    grass = snowed(vary(rng, rgb("#6fae4c")), setting)
    verge = waves(rng, 124, (0.9, 40), (0.5, 13))
    low = lambda x: verge(x) + (top(x) - MIDDLE) * 0.25 * setting.grades.bumpiness  # noqa: E731
    lines = rng.uniform((-2, -2, 4), (130, 2, 8), (34, 3))

    def front(p: Pen) -> None:
        land(p, low, grass, dark(grass, 0.8), reach=8, step=2)
        strokes(p, [(x, low(x) + 1.5, x + d, low(x) - h * 0.55) for x, d, h in lines if setting.snow < 0.8], 0.9, dark(grass, 0.72))

    return Ground(height=lambda x: top(x) + 13.0, lights=tuple(lights), front=front)


PLACE = Place("road", ("on a road", "on the road", "on a country road", "by the roadside"), paint, graded=("darkness", "snow", "bumpiness", "winding"))
