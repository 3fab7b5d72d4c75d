"""A city street: tall houses in two rows, shop fronts, street lamps, a crossing."""

from __future__ import annotations

from ..chance import pick
from ..pen import WHITE, Color, Pen, dark, mix, rgb, vary
from ..stage import Ground, Light, Place, Rng, Setting
from .land import dots, glow, land, shadow_under, snowed, strokes
from .sky import dull, sky
from .fog import fog

WALLS = tuple(rgb(c) for c in ("#d9836a", "#e8c07a", "#8fa8c8", "#c9a0a8", "#b5c4a0", "#d8d0c4", "#a3687a"))
GLASS, LIT = rgb("#7fa3bd"), rgb("#ffd978")


def _towers(pen: Pen, rng: Rng, setting: Setting) -> None:
    """The skyline far off."""
    tone = dull(rgb("#a9bdd6"), setting)
    x = -6.0
    while x < 130:
        w, h = float(rng.uniform(12, 20)), float(rng.uniform(22, 62))
        color = mix(tone, rgb("#c9d6e6"), float(rng.uniform(0, 0.5)))
        pen.box(x, 88 - h, w, h, color, line=False)
        kind = rng.random()
        if kind < 0.3:
            pen.polygon(((x + w * 0.2, 88 - h), (x + w * 0.5, 80 - h), (x + w * 0.8, 88 - h)), color, line=False)
        elif kind < 0.5:
            strokes(pen, ((x + w / 2, 88 - h, x + w / 2, 79 - h),), 0.9, color)
        panes = [(x + 3 + i * 4.4, y) for i in range(int((w - 3) / 4.4)) for y in range(int(92 - h), 84, 6)]
        lit = LIT if setting.night else dark(color, 0.88)
        strokes(pen, [(a, b, a, b + 2) for a, b in panes], 1.6, lit)
        x += w - 1.5


def _house(pen: Pen, rng: Rng, x: float, w: float, h: float, color: Color, setting: Setting, y: float = 97.0) -> list[Light]:
    """A house of several floors with a shop at its foot."""
    night = setting.night
    lights = []
    pen.box(x, y - h, w, h, color)
    pen.box(x + w - 3.4, y - h + 0.4, 3, h - 0.8, dark(color, 0.84), line=False)
    pen.box(x - 1.2, y - h - 2.5, w + 2.4, 3.6, mix(color, WHITE, 0.35), 0.6)
    if setting.snow > 0.1:
        pen.box(x - 1.2, y - h - 2.5 - 2.6 * setting.snow, w + 2.4, 2.8 * setting.snow, rgb("#f6fafe"), 1, line=False)
    n = max(2, int(w / 11))
    gap = w / n
    rows = int((h - 30) / 14)
    for k in range(rows):
        for i in range(n):
            wx, wy = x + gap * (i + 0.5) - 2.9, y - h + 5 + 14 * k
            on = rng.random() < 0.7 and night
            pen.box(wx, wy, 5.8, 8.6, LIT if on else GLASS, 0.4)
            if not on:
                pen.polygon(((wx + 0.4, wy + 5), (wx + 4.6, wy + 0.4), (wx + 2.2, wy + 0.4), (wx + 0.4, wy + 2.6)), WHITE, line=False, alpha=0.45)
            strokes(pen, ((wx - 1, wy + 9.3, wx + 6.8, wy + 9.3),), 1.3, mix(color, WHITE, 0.5))
            if rng.random() < 0.14:
                dots(pen, [(wx + d, wy + 8.3, 1.2, 1.1) for d in (0.4, 2.8, 5.2)], pick(rng, (rgb("#e8504a"), rgb("#f2a7c3"), rgb("#f2d04a"))))
    cloth = vary(rng, pick(rng, (rgb("#d9453e"), rgb("#2f8f7f"), rgb("#3a62a8"), rgb("#e0963a"))))
    pen.box(x + 2.5, y - 19, w - 5, 18.5, LIT if night else rgb("#a9c4d2"), 0.4)
    strokes(pen, ((x + w * 0.62, y - 18, x + w * 0.62, y - 1),), 1.2, dark(color, 0.7))
    pen.box(x + w * 0.68, y - 15, w * 0.2, 15, dark(cloth, 0.8), 0.5)
    stripes = max(4, int(w / 5))
    for i in range(stripes):
        a, b = x + 1 + (w - 2) * i / stripes, x + 1 + (w - 2) * (i + 1) / stripes
        pen.polygon(((a + 0.8, y - 23), (b + 0.8 if i < stripes - 1 else b, y - 23), (b, y - 16), ((a + b) / 2, y - 14.8), (a, y - 16)), cloth if i % 2 == 0 else rgb("#fff8ec"), line=False)
    if night:
        lights.append(Light(x + w / 2, y - 10, 30))
    return lights


def _lamp(pen: Pen, x: float, y: float, night: bool) -> Light:
    iron = rgb("#3a3f4c")
    strokes(pen, ((x, y, x, y - 44),), 1.8, iron)
    pen.polygon(((x - 3, y), (x + 3, y), (x + 1.4, y - 6), (x - 1.4, y - 6)), iron)
    if night:
        glow(pen, x, y - 48, 20, rgb("#ffe9a0"), 0.7)
    pen.polygon(((x - 2.6, y - 44), (x + 2.6, y - 44), (x + 4, y - 51), (x - 4, y - 51)), rgb("#fff0b8"))
    pen.polygon(((x - 5, y - 51), (x, y - 55.5), (x + 5, y - 51)), iron)
    return Light(x, y - 46, 40)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 96, rgb("#8fc6ec"), rgb("#f7ead0"), clouds=2)
    _towers(pen, rng, setting)
    fog(pen, setting, 10, 90, 0.7)
    colors = [WALLS[i] for i in rng.permutation(len(WALLS))]
    gap = float(rng.uniform(52, 74))
    left = [(gap - 17 - float(rng.uniform(24, 30)), 28.0), (-10.0, gap - 34.0)]
    right = [(gap + 17, float(rng.uniform(26, 32))), (gap + 44, 50.0)]
    for i, (x, w) in enumerate((left[1], right[1], left[0], right[0])):
        h = float(rng.uniform(64, 92)) if i < 2 else float(rng.uniform(48, 70))
        lights += _house(pen, rng, x, w, h, vary(rng, colors[i]), setting)[: 1 if i < 2 else 0]
    fog(pen, setting, 40, 100, 0.4)
    walk = snowed(vary(rng, rgb("#cfc9c0"), 0.02), setting)
    land(pen, lambda x: 95.5, walk, dark(walk, 0.95), reach=12)
    strokes(pen, [(64 + d * 0.9, 96, 64 + d * 1.05, 106) for d in range(-98, 99, 14)], 0.6, dark(walk, 0.82))
    pen.box(-4, 105, 136, 2.2, mix(walk, WHITE, 0.35))
    street = mix(rgb("#6a6c78"), rgb("#dfe8f2"), setting.snow * 0.5)
    land(pen, lambda x: 107.2, street, dark(street, 0.88), reach=20)
    cross = pick(rng, (20.0, 64.0, 104.0))
    for k in range(-2, 3):
        a = cross + 9 * k
        b = 64 + (a - 64) * 1.25
        pen.polygon(((a - 2.6, 108.5), (a + 2.6, 108.5), (b + 3.4, 130), (b - 3.4, 130)), rgb("#f7f4ec"), line=False)
    puddles = rng.uniform((8, 112), (120, 124), (4, 2))
    if setting.weather == "rainy":
        dots(pen, [(float(x), float(y), 11, 1.9) for x, y in puddles], rgb("#a9c0d6"), 0.7)
    side = 1 if rng.random() < 0.5 else -1
    for x in (64 + side * 40, 64 - side * 56):
        shadow_under(pen, x, 104, 5, 1)
        lights.append(_lamp(pen, x + float(rng.uniform(-3, 3)), 104, setting.night))
    return Ground(lights=tuple(lights[:6]))


PLACE = Place("city", ("in a city", "in the city", "on a city street", "in town", "downtown"), paint, graded=("darkness", "snow"))
