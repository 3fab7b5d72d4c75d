"""Trees, bushes, grass and flowers: lit from the upper left, bent by wind, capped by snow."""

from __future__ import annotations

import math

from ..chance import apart, pick
from ..pen import Color, Pen, dark, mix, rgb
from ..stage import Rng, Setting
from .land import SNOW, dots, shadow_under, strokes

BARK = rgb("#7d5637")
FLOWERS = tuple(rgb(c) for c in ("#ef5b5b", "#f7b733", "#ffffff", "#b06be0", "#f58fb8"))


def bend(setting: Setting) -> float:
    """How far wind bends what grows, radians."""
    return 0.2 if setting.weather == "windy" else 0.0


def light_side(color: Color) -> Color:
    r, g, b = color
    return (min(r * 1.12 + 0.1, 1.0), min(g * 1.12 + 0.08, 1.0), b * 0.95)


def round_tree(pen: Pen, rng: Rng, x: float, y: float, h: float, leaf: Color, setting: Setting, line: bool = True) -> None:
    """A tree of h units with a crown of leaves, its foot at (x, y)."""
    shadow_under(pen, x, y, h * 0.24, h * 0.035)
    tone = mix(leaf, SNOW, setting.snow * 0.35)
    with pen.frame(x, y, bend(setting) * 0.6, h / 100):
        pen.polygon(((-8, 1), (-4.5, -12), (-4, -58), (4, -58), (5, -12), (9, 1)), BARK, line=line)
        pen.polygon(((1, -58), (4, -58), (5, -12), (9, 1), (3, 0)), dark(BARK, 0.75), line=False)
        wobble = rng.uniform(-3, 3, 8)
        puffs = ((-19, -57, 18), (19, -56, 18), (-13, -77, 18), (14, -76, 18), (0, -62, 20), (0, -86, 14))
        crown = [(px + wobble[i], py, r, r) for i, (px, py, r) in enumerate(puffs)]
        if line and pen.line_width > 0:
            dots(pen, [(a, b, r + 1.6, r + 1.6) for a, b, r, _ in crown], pen.outline(tone))
        elif pen.shadow > 0:
            dots(pen, [(a + 1.5, b + 2.5, r + 1, r + 1) for a, b, r, _ in crown], (0.1, 0.08, 0.2), 0.3 * pen.shadow)
        dots(pen, [(a + 1.2, b + 1.4, r, r) for a, b, r, _ in crown], dark(tone, 0.8))
        dots(pen, [(a - 1, b - 1, r * 0.93, r * 0.9) for a, b, r, _ in crown], tone)
        light = light_side(tone)
        dots(pen, [(a - r * 0.42, b - r * 0.42, r * 0.38, r * 0.28) for a, b, r, _ in crown], light)
        dots(pen, [(a + r * u, b + r * v, r * 0.13, r * 0.1) for a, b, r, _ in crown for u, v in ((0.12, -0.5), (-0.6, 0.1), (0.02, -0.12), (0.35, 0.1))], light)
        if setting.snow > 0.1:
            s = setting.snow
            dots(pen, [(a - 1, b - r * (0.78 - 0.12 * s), r * (0.5 + 0.3 * s), r * (0.2 + 0.2 * s)) for a, b, r, _ in crown], SNOW)


def fir(pen: Pen, rng: Rng, x: float, y: float, h: float, leaf: Color, setting: Setting, line: bool = True) -> None:
    """A conifer of h units, its foot at (x, y)."""
    shadow_under(pen, x, y, h * 0.2, h * 0.03)
    with pen.frame(x, y, bend(setting) * 0.5, h / 100):
        pen.box(-4, -16, 8, 17, dark(BARK, 0.85), line=line)
        for top, low, w in ((-52, -9, 29), (-74, -32, 23), (-100, -56, 16)):
            teeth = [(w * (1 - k / 2.5), low + (2.5 if k % 2 == 0 else -3.5)) for k in range(6)]
            pen.polygon(((0, top), *teeth), leaf, line=line)
            pen.polygon(((0, top), *[t for t in teeth if t[0] > 0], (w * 0.12, low)), dark(leaf, 0.8), line=False)
            if setting.snow > 0.1:
                d = (low - top) * (0.25 + 0.4 * setting.snow)
                k = d / (low - top)
                pen.polygon(((0, top), (w * k, top + d), (w * k * 0.5, top + d * 0.8), (0, top + d * 1.06), (-w * k * 0.5, top + d * 0.8), (-w * k, top + d)), SNOW, line=False)


def palm(pen: Pen, rng: Rng, x: float, y: float, h: float, setting: Setting, leans: float = 1.0) -> None:
    """A palm of h units that leans left (-1) or right (1)."""
    shadow_under(pen, x, y, h * 0.2, h * 0.03)
    leaf = rgb("#35a055")
    with pen.frame(x, y, bend(setting), h / 100):
        a = 14 * leans
        pen.polygon(((-6, 1), (6, 1), (a * 0.4 + 4, -40), (a + 3, -82), (a - 3, -82), (a * 0.4 - 4, -42)), rgb("#b5834f"))
        strokes(pen, [(a * t * t - 4.5 + t, -82 * t, a * t * t + 4.5 - t, -82 * t - 3) for t in (0.12, 0.27, 0.42, 0.57, 0.72, 0.87)], 1.6, rgb("#8a5f35"))
        for k, (dx, dy) in enumerate(((-40, 18), (40, 18), (-44, -8), (44, -8), (-22, -26), (24, -26))):
            tone = leaf if k % 2 else dark(leaf, 0.85)
            pen.blob(((a, -84), (a + dx * 0.5, -88 + dy * 0.9 - 9), (a + dx, -84 + dy), (a + dx * 0.5, -80 + dy * 0.6)), tone)
        dots(pen, [(a - 4, -79, 4, 4), (a + 4, -78, 4, 4)], rgb("#7a4a2b"))


def bush(pen: Pen, x: float, y: float, w: float, leaf: Color, setting: Setting, berries: Color | None = None) -> None:
    """A low heap of leaves, 2w units wide, its foot at y."""
    shadow_under(pen, x, y, w * 1.05, w * 0.14)
    crown = ((x - w * 0.55, y - w * 0.38, w * 0.45), (x + w * 0.55, y - w * 0.36, w * 0.45), (x, y - w * 0.58, w * 0.56))
    if pen.line_width > 0:
        dots(pen, [(a, b, r + 0.8, r * 0.95 + 0.8) for a, b, r in crown], pen.outline(leaf))
    elif pen.shadow > 0:
        dots(pen, [(a + 0.8, b + 1.0, r + 0.6, r + 0.6) for a, b, r in crown], (0.1, 0.08, 0.2), 0.3 * pen.shadow)
    pen.box(x - w * 0.9, y - w * 0.4, w * 1.8, w * 0.42, dark(leaf, 0.82), w * 0.2, line=False)
    dots(pen, [(a, b, r, r * 0.95) for a, b, r in crown], dark(leaf, 0.82))
    dots(pen, [(a - r * 0.1, b - r * 0.12, r * 0.85, r * 0.76) for a, b, r in crown], leaf)
    dots(pen, [(a - r * 0.3, b - r * 0.36, r * 0.45, r * 0.34) for a, b, r in crown], light_side(leaf))
    if berries is not None:
        dots(pen, [(x + w * dx, y - w * dy, w * 0.085, w * 0.085) for dx, dy in ((-0.6, 0.4), (-0.25, 0.75), (0.1, 0.45), (0.4, 0.7), (0.62, 0.3), (-0.2, 0.25))], berries)
    if setting.snow > 0.1:
        dots(pen, [(a, b - r * 0.75, r * (0.4 + 0.4 * setting.snow), r * (0.15 + 0.25 * setting.snow)) for a, b, r in crown], SNOW)


def tufts(pen: Pen, rng: Rng, n: int, y0: float, y1: float, color: Color, setting: Setting, size: float = 3.5) -> None:
    """n tufts of grass between two heights, larger towards the foot of the page."""
    rng = apart(rng)
    if setting.snow > 0.75:
        n //= 3
    lean = 14 * bend(setting)
    lines = []
    for x, y in rng.uniform((0, y0), (128, y1), (n, 2)):
        s = size * (0.6 + 0.6 * (y - y0) / max(y1 - y0, 1))
        lines += [(x + d, y, x + d * 2.4 + lean * s * 0.2, y - s * (1.15 - abs(d) * 0.25)) for d in (-1.2, 0, 1.2)]
    strokes(pen, lines, 0.85, color)


def flowers(pen: Pen, rng: Rng, n: int, y0: float, y1: float, setting: Setting, colors: tuple[Color, ...] = FLOWERS, size: float = 1.0, keep_off: tuple[float, float] | None = None) -> None:
    """Small flowers with five petals. None where snow lies thick; `keep_off` leaves the middle between two x free."""
    rng = apart(rng)
    if setting.snow > 0.5:
        return
    for x, y in rng.uniform((2, y0), (126, y1), (n, 2)):
        if keep_off and keep_off[0] < x < keep_off[1]:
            x = keep_off[0] - x * 0.1 if x < 64 else keep_off[1] + (128 - x) * 0.1
        s = size * (0.75 + 0.5 * (y - y0) / max(y1 - y0, 1))
        strokes(pen, ((x, y, x + 0.3, y - 4.5 * s),), 0.8 * s, rgb("#3d7f35"))
        color = pick(rng, colors)
        dots(pen, [(x + 1.35 * s * math.cos(a), y - 4.5 * s + 1.35 * s * math.sin(a), 1.05 * s, 1.05 * s) for a in (0.3, 1.56, 2.8, 4.07, 5.33)], color)
        dots(pen, ((x, y - 4.5 * s, 0.9 * s, 0.9 * s),), rgb("#f9d84a") if color[2] > 0.5 or color[1] < 0.5 else rgb("#9a5a24"))


def mushroom(pen: Pen, x: float, y: float, s: float) -> None:
    pen.blob(((x - 1.6 * s, y), (x - 1.2 * s, y - 4 * s), (x + 1.2 * s, y - 4 * s), (x + 1.6 * s, y)), rgb("#fbf1dc"))
    pen.blob(((x - 4.4 * s, y - 3.6 * s), (x - 2.8 * s, y - 6.8 * s), (x, y - 7.8 * s), (x + 2.8 * s, y - 6.8 * s), (x + 4.4 * s, y - 3.6 * s), (x, y - 3.1 * s)), rgb("#d9402f"))
    dots(pen, ((x - 2 * s, y - 5.2 * s, 0.8 * s, 0.7 * s), (x + 1.5 * s, y - 6 * s, 0.8 * s, 0.7 * s), (x + 2.5 * s, y - 4.4 * s, 0.5 * s, 0.5 * s)), rgb("#ffffff"))
