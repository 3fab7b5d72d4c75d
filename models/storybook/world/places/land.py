"""Ground, hills, rocks and the marks on them. Crests catch the light, feet of things lie in soft shade."""

from __future__ import annotations

import math
from typing import Callable

import cairo

from ..pen import PAGE, WHITE, Color, Pen, dark, mix, rgb
from ..stage import Rng, Setting

Height = Callable[[float], float]
SNOW = rgb("#f6fafe")
SNOW_SHADE = rgb("#c5d6ec")


def snowed(color: Color, setting: Setting, share: float = 1.0) -> Color:
    """A colour of the ground under as much snow as lies."""
    return mix(color, SNOW, min(setting.snow * 1.15, 1.0) * share)


def waves(rng: Rng, y: float, *bumps: tuple[float, float]) -> Height:
    """A curve about y, made of sines of (units high, units long) with phases of chance."""
    parts = [(a, 2 * math.pi / length, float(rng.uniform(0, 6.28))) for a, length in bumps]
    return lambda x: y + sum(a * math.sin(k * x + p) for a, k, p in parts)


def land(pen: Pen, height: Height, top: Color, bottom: Color | None = None, line: bool = True, reach: float = 40.0, step: float = 3.0) -> None:
    """Fills from the curve y = height(x) down to the foot of the page, from the colour `top` to `bottom` over `reach` units."""
    c = pen.ctx
    n = int((PAGE + 16) / step)
    ys = [height(-8 + step * i) for i in range(n + 1)]
    c.new_path()
    c.move_to(-8, 140)
    for i, y in enumerate(ys):
        c.line_to(-8 + step * i, y)
    c.line_to(136, 140)
    c.close_path()
    y0 = min(ys)
    fill_between(pen, y0, y0 + reach, top, bottom or dark(top, 0.86), line)


def fill_between(pen: Pen, y0: float, y1: float, top: Color, bottom: Color, line: bool = True) -> None:
    """Fills the current path with a gradient between two heights; in cut paper with one colour and a shadow."""
    c = pen.ctx
    if pen.shadow > 0:
        pen._cast()
        c.set_source_rgb(*mix(top, bottom, 0.3))
        c.fill()
        return
    g = cairo.LinearGradient(0, y0, 0, y1)
    g.add_color_stop_rgb(0, *top)
    g.add_color_stop_rgb(1, *bottom)
    c.set_source(g)
    if line and pen.line_width > 0:
        c.fill_preserve()
        c.set_line_width(pen.line_width)
        c.set_line_join(cairo.LINE_JOIN_ROUND)
        c.set_source_rgb(*pen.outline(mix(top, bottom, 0.5)))
        c.stroke()
    else:
        c.fill()


def glow(pen: Pen, x: float, y: float, r: float, color: Color, alpha: float, squash: float = 1.0) -> None:
    """Light or shade that fades outwards."""
    c = pen.ctx
    c.save()
    c.translate(x, y)
    c.scale(1, squash)
    g = cairo.RadialGradient(0, 0, 0, 0, 0, r)
    g.add_color_stop_rgba(0, *color, alpha)
    g.add_color_stop_rgba(0.5, *color, alpha * 0.45)
    g.add_color_stop_rgba(1, *color, 0)
    c.set_source(g)
    c.rectangle(-r, -r, 2 * r, 2 * r)
    c.fill()
    c.restore()


def strokes(pen: Pen, lines, width: float, color: Color, alpha: float = 1.0) -> None:
    """Many short lines (x0, y0, x1, y1) of one colour: blades of grass, boards, bricks."""
    c = pen.ctx
    c.new_path()
    c.set_line_cap(cairo.LINE_CAP_ROUND)
    for x0, y0, x1, y1 in lines:
        c.move_to(x0, y0)
        c.line_to(x1, y1)
    c.set_line_width(width)
    c.set_source_rgba(*color, alpha)
    c.stroke()


def dots(pen: Pen, spots, color: Color, alpha: float = 1.0) -> None:
    """Many discs (x, y, rx, ry) of one colour in one go."""
    c = pen.ctx
    c.new_path()
    for x, y, rx, ry in spots:
        c.save()
        c.translate(x, y)
        c.scale(rx, ry)
        c.new_sub_path()
        c.arc(0, 0, 1, 0, 2 * math.pi)
        c.restore()
    c.set_source_rgba(*color, alpha)
    c.fill()


def shadow_under(pen: Pen, x: float, y: float, rx: float, ry: float = 2.5, alpha: float = 0.22) -> None:
    """What a standing thing throws on the ground: a little to the right, for the light comes from the upper left."""
    pen.ellipse(x + rx * 0.25, y, rx, ry, (0.08, 0.08, 0.18), line=False, alpha=alpha)


def rock(pen: Pen, x: float, y: float, r: float, color: Color, setting: Setting, flip: float = 1.0) -> None:
    """A stone with its foot at y: a light face to the left, a dark one to the right, at times a cap of snow."""
    shadow_under(pen, x, y, r * 1.15, r * 0.22)
    f = flip
    pen.polygon(((x - r * f, y), (x - r * 0.8 * f, y - r * 0.6), (x - r * 0.25 * f, y - r * 1.05), (x + r * 0.45 * f, y - r * 0.85), (x + r * 0.95 * f, y - r * 0.35), (x + r * f, y)), color)
    pen.polygon(((x + r * 0.15, y - r * 0.55), (x + r * 0.5 * f, y - r * 0.82), (x + r * 0.93 * f, y - r * 0.33), (x + r * 0.97 * f, y), (x + r * 0.1, y)), dark(color, 0.78), line=False)
    if setting.snow > 0.15:
        h = r * (0.3 + 0.35 * setting.snow)
        pen.blob(((x - r * 0.78, y - r * 0.62), (x - r * 0.2, y - r * 1.15), (x + r * 0.5, y - r * 0.95), (x + r * 0.7, y - r * 0.6), (x, y - r * 1.02 + h)), SNOW, line=False)


def mountains(pen: Pen, rng: Rng, base: float, peaks, color: Color, cap: Color | None = WHITE, line: bool = True) -> None:
    """Peaks (x, y, half width at the base), lit from the left, with white caps."""
    for x, y, w in peaks:
        h = base - y
        ridge = float(rng.uniform(0.02, 0.2)) * w
        pen.polygon(((x - w, base), (x - w * 0.55, y + h * 0.5), (x - w * 0.3, y + h * 0.33), (x, y), (x + w * 0.35, y + h * 0.3), (x + w * 0.52, y + h * 0.55), (x + w, base)), color, line=line)
        pen.polygon(((x, y), (x + w * 0.35, y + h * 0.3), (x + w * 0.52, y + h * 0.55), (x + w, base), (x + ridge, base), (x + ridge * 1.6, y + h * 0.55), (x + ridge * 0.4, y + h * 0.28)), dark(color, 0.82), line=False)
        if cap is not None:
            pen.polygon(((x - w * 0.31, y + h * 0.34), (x, y), (x + w * 0.36, y + h * 0.31), (x + w * 0.2, y + h * 0.27), (x + w * 0.1, y + h * 0.4), (x - w * 0.02, y + h * 0.25), (x - w * 0.14, y + h * 0.42)), cap, line=False)
            pen.polygon(((x, y), (x + w * 0.36, y + h * 0.31), (x + w * 0.2, y + h * 0.27), (x + w * 0.1, y + h * 0.4), (x + ridge * 0.4, y + h * 0.2)), mix(cap, rgb("#9db4dc"), 0.5), line=False)
