"""The sky of a setting: its colours, sun or moon, stars, clouds and rainbow."""

from __future__ import annotations

import math

import cairo

from ..chance import apart
from ..pen import WHITE, Color, Pen, mix, rgb
from ..stage import Light, Rng, Setting
from .land import dots, glow

GREY_TOP, GREY_BOTTOM = rgb("#8a97ab"), rgb("#d3d9df")
RAINBOW = tuple(rgb(c) for c in ("#e8504a", "#f2913b", "#f7d44a", "#5fb85c", "#4a90d9", "#7d5fc0"))
#: How much grey a weather mixes into the sky.
OVERCAST = {"rainy": 0.85, "snowing": 0.55, "foggy": 0.8, "cloudy": 0.6, "windy": 0.15}


def overcast(setting: Setting) -> float:
    return OVERCAST.get(setting.weather, 0.0)


def dull(color: Color, setting: Setting) -> Color:
    """A far colour under clouds: greyer and paler."""
    return mix(color, (0.68, 0.72, 0.77), overcast(setting) * 0.45)


def cloud(pen: Pen, x: float, y: float, s: float, color: Color, alpha: float = 1.0) -> None:
    """A heap of round puffs on a flat foot, its lower side in shade."""
    shade = mix(color, rgb("#8fa3c4"), 0.35)
    puffs = ((-9, 0.5, 5), (-2.5, -3.5, 7), (5.5, -1, 6), (11, 1.5, 4))
    pen.box(x - 14 * s, y + 1.5 * s, 29 * s, 5 * s, shade, 2.5 * s, line=False, alpha=alpha)
    dots(pen, [(x + dx * s, y + dy * s, r * 1.1 * s, r * s) for dx, dy, r in puffs], shade, alpha)
    dots(pen, [(x + (dx - 0.8) * s, y + (dy - 1.1) * s, r * 1.0 * s, r * 0.86 * s) for dx, dy, r in puffs], color, alpha)


def sky(pen: Pen, rng: Rng, setting: Setting, horizon: float, top: Color, bottom: Color, clouds: int = 3, sun: bool = True) -> list[Light]:
    """Fills the page down to the horizon. → the lights in it."""
    rng = apart(rng)
    grey = overcast(setting)
    top, bottom = mix(top, GREY_TOP, grey), mix(bottom, GREY_BOTTOM, grey)
    night = setting.night
    if night:
        top, bottom = mix(top, rgb("#38508c"), 0.75), mix(bottom, rgb("#7f93c2"), 0.7)
    if pen.shadow > 0:
        _paper_sky(pen, rng, horizon, top, bottom)
    else:
        pen.gradient(-2, horizon + 2, top, bottom)
    lights: list[Light] = []
    x, y, r = float(rng.uniform(13, 38)), float(rng.uniform(15, 25)), float(rng.uniform(8.5, 11))
    if night:
        spots = apart(rng).uniform((2, 2, 0.35), (126, horizon * 0.8, 0.9), (34, 3))
        if grey < 0.5:
            dots(pen, [(a, b, q, q) for a, b, q in spots], rgb("#fff6d0"))
        glow(pen, x, y, r * 2.6, rgb("#fff3c0"), 0.55)
        pen.ellipse(x, y, r, r, rgb("#fff4c9"), line=False)
        dots(pen, [(x - r * 0.3, y - r * 0.2, r * 0.2, r * 0.2), (x + r * 0.35, y + r * 0.25, r * 0.26, r * 0.24), (x - r * 0.1, y + r * 0.5, r * 0.15, r * 0.14)], rgb("#e6d9a6"))
        lights.append(Light(x, y, 42, (0.85, 0.9, 1.0)))
    elif sun and grey < 0.5:
        glow(pen, x, y, r * 3.6, rgb("#fff2b0"), 0.75)
        pen.ellipse(x, y, r, r, rgb("#ffd24d"))
        dots(pen, ((x - r * 0.15, y - r * 0.15, r * 0.7, r * 0.7),), rgb("#ffe27c"))
    if setting.weather == "rainbow":
        arch = apart(rng)
        _rainbow(pen, float(arch.uniform(50, 78)), horizon + 6, min(horizon - float(arch.uniform(3, 8)), 76.0))
    count = clouds + (4 if grey >= 0.5 else 0)
    tint = mix(WHITE, rgb("#a9b4c4"), grey * 0.8)
    if night:
        tint = mix(tint, rgb("#8fa4d6"), 0.45)
    for i in range(count):
        cx = (i + 0.5 + float(rng.uniform(-0.4, 0.4))) * 128 / count
        cloud(pen, cx, float(rng.uniform(9, horizon * 0.5)), float(rng.uniform(0.7, 1.25)) * (1.25 if grey >= 0.5 else 1.0), tint)
    return lights


def _paper_sky(pen: Pen, rng: Rng, horizon: float, top: Color, bottom: Color) -> None:
    """Sheets of paper, one before the other, instead of a gradient."""
    pen.box(-4, -4, 136, horizon + 8, top, line=False)
    phase = float(rng.uniform(0, 6.28))
    for k in (1, 2, 3):
        y = horizon * (0.06 + 0.25 * k)
        pen.ground(lambda x: y + 3.0 * math.sin(x / 15 + phase + 1.9 * k), mix(top, bottom, k / 3), line=False)


def _rainbow(pen: Pen, x: float, y: float, r: float) -> None:
    c = pen.ctx
    c.save()
    c.rectangle(-4, -4, 136, y + 4)
    c.clip()
    c.set_line_cap(cairo.LINE_CAP_BUTT)
    for i, color in enumerate(RAINBOW):
        c.new_path()
        c.arc(x, y, r - 2.6 * i, math.pi, 2 * math.pi)
        c.set_line_width(2.9)
        c.set_source_rgba(*color, 0.85)
        c.stroke()
    c.restore()
