"""A market square: stalls with striped roofs, heaps of fruit in crates, bunting, a cobbled ground, old houses."""

from __future__ import annotations

from ..chance import pick
from ..pen import WHITE, Color, Pen, dark, mix, rgb, vary
from ..stage import Ground, Light, Place, Rng, Setting
from .land import SNOW, dots, glow, land, shadow_under, snowed, strokes
from .sky import sky
from .fog import fog

FRUIT = tuple(rgb(c) for c in ("#e2453c", "#f78f2f", "#f7cf3a", "#7fb83f", "#8a4fa3", "#f2a0a0"))
GABLES = tuple(rgb(c) for c in ("#e8cfa0", "#d9a58a", "#c4b8d0", "#b8cdb8", "#f0dcc4"))


def _gables(pen: Pen, rng: Rng, setting: Setting) -> None:
    """A row of old houses with pointed gables."""
    x = float(rng.uniform(-16, -6))
    lit = rgb("#ffd978") if setting.night else rgb("#7f97ad")
    while x < 130:
        w, h = float(rng.uniform(22, 30)), float(rng.uniform(34, 52))
        color = vary(rng, pick(rng, GABLES))
        roof = mix(vary(rng, rgb("#b5654a")), SNOW, min(setting.snow * 1.1, 1))
        pen.box(x, 92 - h, w, h, color)
        pen.polygon(((x - 2, 93 - h), (x + w / 2, 76 - h), (x + w + 2, 93 - h)), roof)
        beams = dark(mix(color, rgb("#7a5236"), 0.6), 0.9)
        strokes(pen, ((x, 98 - h, x + w, 98 - h), (x, 113 - h, x + w, 113 - h), (x + 1, 92 - h, x + 1, 90), (x + w - 1, 92 - h, x + w - 1, 90), (x + w / 2, 98 - h, x + w / 2, 113 - h)), 1.1, beams)
        for k in (0.16, 0.6):
            pen.box(x + w * k, 101 - h, w * 0.24, 8.5, lit, 0.4)
        x += w


def _crate(pen: Pen, rng: Rng, x: float, y: float, w: float, fruit: Color) -> None:
    wood = rgb("#b98550")
    heap = [(x + w * t, y - 5.2 - (2.2 if 0.25 < t < 0.75 else 0), 2.4, 2.4) for t in (0.14, 0.32, 0.5, 0.68, 0.86)]
    heap += [(x + w * t, y - 8.8, 2.4, 2.4) for t in (0.36, 0.62)]
    dots(pen, [(a, b, r + 0.4, r + 0.4) for a, b, r, _ in heap], dark(fruit, 0.66))
    dots(pen, heap, fruit)
    dots(pen, [(a - 0.7, b - 0.8, 0.8, 0.7) for a, b, _, _ in heap], mix(fruit, WHITE, 0.55))
    pen.box(x, y - 5, w, 5, wood)
    strokes(pen, ((x + 0.5, y - 2.5, x + w - 0.5, y - 2.5),), 0.7, dark(wood, 0.7))


def _stall(pen: Pen, rng: Rng, x: float, y: float, w: float, cloth: Color, setting: Setting) -> None:
    wood = rgb("#9a6a3e")
    shadow_under(pen, x + w / 2 + 2, y, w * 0.52, 2.6)
    pen.box(x + 1, y - 46, w - 2, 38, dark(mix(cloth, wood, 0.7), 0.5), line=False, alpha=0.55)
    for dx in (1, w - 3.4):
        pen.box(x + dx, y - 48, 2.4, 48, wood)
    pen.box(x - 1, y - 15, w + 2, 15, mix(wood, WHITE, 0.16), 0.6)
    strokes(pen, [(x + w * t, y - 14, x + w * t, y - 1) for t in (0.2, 0.4, 0.6, 0.8)], 0.6, dark(wood, 0.8))
    n = 3 if w > 42 else 2
    order = rng.permutation(6)
    for i in range(n):
        _crate(pen, rng, x + 1 + (w - 2) * i / n, y - 15, (w - 4) / n, FRUIT[order[i]])
    k = 7
    for i in range(k):
        a, b = x - 3 + (w + 6) * i / k, x - 3 + (w + 6) * (i + 1) / k
        ta, tb = x + 3 + (w - 6) * i / k, x + 3 + (w - 6) * (i + 1) / k
        pen.polygon(((ta, y - 59), (tb, y - 59), (b, y - 46), (b - 0.6, y - 43), ((a + b) / 2, y - 41.6), (a + 0.6, y - 43), (a, y - 46)), cloth if i % 2 == 0 else rgb("#fff8ec"))
    if setting.snow > 0.1:
        pen.blob(((x + 1, y - 57), (x + w * 0.3, y - 61 - 2 * setting.snow), (x + w * 0.7, y - 61 - 2 * setting.snow), (x + w - 1, y - 57), (x + w / 2, y - 57 + 3 * setting.snow)), SNOW, line=False)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    lights = sky(pen, rng, setting, 90, rgb("#8ecbf0"), rgb("#fdf0d8"), clouds=2)
    _gables(pen, rng, setting)
    fog(pen, setting, 20, 92, 0.6)
    stone = snowed(vary(rng, rgb("#c9b59a"), 0.02), setting)
    land(pen, lambda x: 91.0, mix(stone, WHITE, 0.1), dark(stone, 0.9), reach=36)
    arcs = []
    for row, y in enumerate((94, 98, 103, 109, 116, 124)):
        n = 4.5 + row * 1.5
        arcs += [(64 + (i + 0.5 * (row % 2)) * n * 2 - n * 0.7, y, 64 + (i + 0.5 * (row % 2)) * n * 2 + n * 0.7, y) for i in range(-16, 17) if -10 < 64 + i * n * 2 < 138]
    strokes(pen, arcs, 0.9, dark(stone, 0.84))
    cloths = [vary(rng, c) for c in (rgb("#d9453e"), rgb("#2f8f7f"), rgb("#3a72b8"), rgb("#e0963a"), rgb("#8a55b8"))]
    order = rng.permutation(5)
    _stall(pen, rng, -8 + float(rng.uniform(-3, 3)), 101, float(rng.uniform(42, 48)), cloths[order[0]], setting)
    _stall(pen, rng, 90 + float(rng.uniform(-3, 3)), 101, float(rng.uniform(42, 48)), cloths[order[1]], setting)
    _stall(pen, rng, 48 + float(rng.uniform(-3, 3)), 96, 32, cloths[order[2]], setting)
    top = float(rng.uniform(9, 13))
    for y0, sag, colors in ((top, 9, order), (top + 14, 7, order[::-1])):  # bunting
        at = lambda x: y0 + sag * (1 - ((x - 64) / 68) ** 2)  # noqa: E731
        pen.curve([(x, at(x)) for x in range(-4, 136, 17)], 0.7, rgb("#6a5648"))
        for i, x in enumerate(range(2, 128, 13)):
            pen.polygon(((x, at(x)), (x + 8, at(x + 8)), (x + 4, at(x + 4) + 8)), cloths[colors[i % 5]])
    if setting.night:
        for x in (14, 64, 112):
            glow(pen, x, 62, 14, rgb("#ffe9a0"), 0.8)
            pen.ellipse(x, 60, 2.6, 3.2, rgb("#fff0b8"))
            lights.append(Light(x, 64, 32))
    basket = rgb("#c4935a")
    for x in (11, 114):
        bx = x + float(rng.uniform(-4, 4))
        fruit = FRUIT[int(rng.integers(6))]
        shadow_under(pen, bx, 113, 9, 1.6)
        dots(pen, [(bx + d, 104.5 - h, 2.6, 2.6) for d, h in ((-5, 0), (0, 0.5), (5, 0), (-2.5, 2.6), (2.5, 2.6))], fruit)
        pen.polygon(((bx - 8.5, 104), (bx + 8.5, 104), (bx + 6.5, 113), (bx - 6.5, 113)), basket)
        strokes(pen, [(bx - 7.6, y, bx + 7.6, y) for y in (107, 110)], 0.8, dark(basket, 0.72))
    return Ground(lights=tuple(lights[:6]))


PLACE = Place("market", ("at a market", "at the market", "in a market", "on the market square"), paint, graded=("darkness", "snow"))
