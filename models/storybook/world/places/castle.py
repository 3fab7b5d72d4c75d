"""A castle on a hill: towers with pointed roofs and flags, a gate, a path that leads up to it."""

from __future__ import annotations

import math

from ..chance import pick
from ..pen import WHITE, Color, Pen, dark, mix, rgb, vary
from ..stage import Ground, Light, Place, Rng, Setting
from .land import SNOW, dots, land, snowed, strokes, waves
from .plants import bush, flowers, round_tree, tufts
from .sky import dull, sky
from .fog import fog


def _battlements(pen: Pen, x: float, y: float, w: float, stone: Color) -> None:
    n = int(w / 5)
    step = w / n
    pen.box(x - 0.8, y - 2, w + 1.6, 4, stone)
    for i in range(n):
        pen.box(x + step * (i + 0.15), y - 5.5, step * 0.62, 4, stone)


def _tower(pen: Pen, rng: Rng, x: float, y: float, w: float, h: float, stone: Color, roof: Color, setting: Setting) -> None:
    """A round tower with a cone for a roof and a flag, its foot at (x, y)."""
    pen.box(x - w / 2, y - h, w, h, stone)
    pen.box(x + w * 0.14, y - h + 0.4, w * 0.34, h - 0.8, dark(stone, 0.84), line=False)
    strokes(pen, [(x - w * 0.38 + (4 if i % 2 else 0), y - h + 7 + 8 * i, x - w * 0.38 + 3.5 + (4 if i % 2 else 0), y - h + 7 + 8 * i) for i in range(int(h / 8))], 0.8, dark(stone, 0.78))
    pen.box(x - w / 2 - 1.6, y - h - 1, w + 3.2, 4.5, mix(stone, WHITE, 0.15), 0.6)
    lit = rgb("#ffd978") if setting.night else rgb("#4a5570")
    for k in range(2 if h > 36 else 1):
        pen.box(x - 1.9, y - h + 8 + 16 * k, 3.8, 7, lit, 1.9)
    tip = y - h - w * 1.35
    pen.polygon(((x - w / 2 - 2.6, y - h), (x, tip), (x + w / 2 + 2.6, y - h)), roof)
    pen.polygon(((x, tip), (x + w / 2 + 2.2, y - h - 0.4), (x + w * 0.1, y - h - 0.4)), dark(roof, 0.8), line=False)
    if setting.snow > 0.1:
        k = 0.3 + 0.45 * setting.snow
        pen.polygon(((x, tip), (x + (w / 2 + 2.6) * k, tip + w * 1.35 * k), (x, tip + w * 1.35 * k * 0.85), (x - (w / 2 + 2.6) * k, tip + w * 1.35 * k)), SNOW, line=False)
    strokes(pen, ((x, tip, x, tip - 8),), 0.9, rgb("#6a4a32"))
    way = 1
    flag = pick(rng, (rgb("#f2c230"), rgb("#e8504a"), rgb("#ffffff")))
    pen.polygon(((x, tip - 8), (x + 8 * way, tip - 6), (x, tip - 3.6)), flag)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 84, rgb("#86b8f0"), rgb("#fbe3d2"), clouds=3)
    hill = vary(rng, rgb("#7fbf6a"))
    far = snowed(dull(mix(hill, rgb("#a9b8e0"), 0.6), setting), setting, 0.7)
    land(pen, waves(rng, 70, (6, 80), (2.5, 33)), far, line=False)
    fog(pen, setting, 10, 80, 0.6)
    stone = vary(rng, pick(rng, (rgb("#d6cfd4"), rgb("#e3d2b8"), rgb("#c4c9d6"))))
    roof = vary(rng, pick(rng, (rgb("#c8483f"), rgb("#3f62b0"), rgb("#7a4fa3"), rgb("#2f8f86"))))
    cx = 64 + float(rng.uniform(-16, 16))
    mound = lambda x: 90 - 14 * math.exp(-(((x - cx) / 46) ** 2))  # noqa: E731
    _tower(pen, rng, cx - 13, 70, 11, 42, mix(stone, far, 0.2), roof, setting)
    _tower(pen, rng, cx + 15, 70, 12, 50, mix(stone, far, 0.2), roof, setting)
    land(pen, mound, snowed(hill, setting), snowed(dark(hill, 0.85), setting), reach=30)
    pen.box(cx - 30, 48, 60, 32, stone)
    pen.box(cx + 12, 48.4, 17.6, 31, dark(stone, 0.93), line=False)
    strokes(pen, [(cx - 26 + 11 * (i % 5) + (5 if (i // 5) % 2 else 0), 54 + 7 * (i // 5), cx - 22 + 11 * (i % 5) + (5 if (i // 5) % 2 else 0), 54 + 7 * (i // 5)) for i in range(15)], 0.9, dark(stone, 0.8))
    _battlements(pen, cx - 30, 48, 60, mix(stone, WHITE, 0.12))
    _tower(pen, rng, cx - 32, 86, 15, 50, stone, roof, setting)
    _tower(pen, rng, cx + 32, 86, 15, 46, stone, roof, setting)
    if setting.snow > 0.1:
        strokes(pen, ((cx - 24, 46, cx + 24, 46),), 2.6 * setting.snow, SNOW)
    night = setting.night
    c = pen.ctx
    for r, color in ((9.5, mix(stone, WHITE, 0.25)), (7.0, rgb("#f7b04a") if night else rgb("#5a3a2a"))):
        c.new_path()
        c.move_to(cx - r, 82)
        c.arc(cx, 69, r, math.pi, 2 * math.pi)
        c.line_to(cx + r, 82)
        c.close_path()
        pen._finish(color, True)
    strokes(pen, [(cx + d, 62.5, cx + d, 80) for d in (-4, 0, 4)] + [(cx - 6.5, y, cx + 6.5, y) for y in (67, 73)], 0.9, rgb("#2e2320"))
    for side in (-1, 1):
        pen.polygon([(cx + side * 18 + a, b) for a, b in ((-3, 54), (3, 54), (3, 67), (0, 63.5), (-3, 67))], roof)
    fog(pen, setting, 20, 96, 0.45)
    grass = vary(rng, rgb("#6db04f"))
    front = waves(rng, 92, (1.8, 90), (0.8, 31))
    land(pen, lambda x: min(front(x), mound(x) + 8), snowed(grass, setting), snowed(dark(grass, 0.82), setting, 0.9), reach=40)
    path = snowed(rgb("#e3cf9d"), setting)
    pen.blob(((cx - 7, 82), (cx + 7, 82), (cx + 5, 90), (72, 101), (104, 130), (30, 130), (52, 101), (cx - 6, 90)), path)
    dots(pen, [(float(x), float(y), 1.6, 0.7) for x, y in rng.uniform((50, 100), (82, 124), (9, 2))], dark(path, 0.85))
    leaf = vary(rng, rgb("#4f9f4a"))
    for side in (0, 1):
        x = (8 if side == 0 else 120) + float(rng.uniform(-4, 4))
        if rng.random() < 0.7:
            round_tree(pen, rng, x, 102, float(rng.uniform(34, 50)), vary(rng, leaf), setting)
        bush(pen, x + (16 if side == 0 else -16), 102, float(rng.uniform(5, 7)), vary(rng, leaf), setting, pick(rng, (None, rgb("#f2a7c3"), rgb("#f2d04a"))))
    tufts(pen, rng, 12, 98, 124, snowed(dark(grass, 0.75), setting, 0.5), setting)
    flowers(pen, rng, 12, 104, 125, setting, keep_off=(34, 96))
    lights += [Light(cx, 74, 26), Light(cx - 32, 52, 22), Light(cx + 32, 56, 22)] if night else []
    return Ground(lights=tuple(lights))


PLACE = Place("castle", ("by a castle", "in front of a castle", "at a castle", "at the castle", "before the castle"), paint, graded=("darkness", "snow"))
