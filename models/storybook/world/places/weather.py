"""Weather that fills the air: painted over a place and its actors."""

from __future__ import annotations

import cairo

from ..pen import PAGE, WHITE, Pen, rgb
from .land import dots, strokes
from .place import Rng, Setting


def fog(pen: Pen, setting: Setting, y0: float, y1: float, thick: float = 0.75) -> None:
    """A bank of mist between two planes of a place, thickest at y1. Nothing unless it is foggy."""
    if setting.weather != "foggy":
        return
    c = pen.ctx
    g = cairo.LinearGradient(0, y0, 0, y1)
    for at, alpha in ((0, 0.15), (0.6, 0.85), (1, 1.0)):
        g.add_color_stop_rgba(at, 0.9, 0.92, 0.94, thick * alpha)
    c.set_source(g)
    c.rectangle(-4, -4, PAGE + 8, y1 + 4)
    c.fill()


def air(pen: Pen, rng: Rng, setting: Setting) -> None:
    """Rain, flakes, mist or wind before everything."""
    if setting.weather == "rainy":
        _rain(pen, rng)
    elif setting.weather == "snowy":
        _flakes(pen, rng, 0.6 + 0.4 * setting.snow)
    elif setting.weather == "foggy":
        _mist(pen, rng)
    elif setting.weather == "windy":
        _gusts(pen, rng)


def _rain(pen: Pen, rng: Rng) -> None:
    at = rng.uniform((-6, -8, 6), (140, 122, 11), (70, 3))
    strokes(pen, [(x, y, x - 0.3 * n, y + n) for x, y, n in at], 0.75, rgb("#eaf3fb"), 0.75)
    at = rng.uniform((2, 100), (126, 126), (12, 2))
    c = pen.ctx
    c.set_line_width(0.6)
    c.set_source_rgba(0.93, 0.97, 1.0, 0.8)
    for x, y in at:
        c.save()
        c.translate(x, y)
        c.scale(2.6, 0.8)
        c.new_sub_path()
        c.arc(0, 0, 1, 0, 6.2832)
        c.restore()
    c.stroke()


def _flakes(pen: Pen, rng: Rng, much: float) -> None:
    at = rng.uniform((0, 0, 0.7), (128, 126, 1.7), (int(75 * much), 3))
    dots(pen, [(x, y, r, r) for x, y, r in at], WHITE, 0.95)


def _mist(pen: Pen, rng: Rng) -> None:
    c = pen.ctx
    for y in rng.uniform((50, 80, 105), (70, 95, 122)):
        x, w = float(rng.uniform(10, 118)), float(rng.uniform(55, 85))
        c.save()
        c.translate(x, y)
        c.scale(w, 9)
        g = cairo.RadialGradient(0, 0, 0, 0, 0, 1)
        g.add_color_stop_rgba(0, 0.93, 0.95, 0.97, 0.6)
        g.add_color_stop_rgba(0.6, 0.93, 0.95, 0.97, 0.35)
        g.add_color_stop_rgba(1, 0.93, 0.95, 0.97, 0)
        c.set_source(g)
        c.arc(0, 0, 1, 0, 6.2832)
        c.fill()
        c.restore()


def _gusts(pen: Pen, rng: Rng) -> None:
    """Long curled lines and leaves in flight."""
    for y in (float(rng.uniform(12, 26)), float(rng.uniform(38, 52)), float(rng.uniform(62, 76))):
        x, n = float(rng.uniform(-6, 60)), float(rng.uniform(44, 62))
        pen.curve(((x, y + 2), (x + n * 0.4, y - 1.5), (x + n * 0.8, y + 1), (x + n, y - 3), (x + n - 3, y - 8), (x + n - 8, y - 6.5), (x + n - 6, y - 3.5)), 1.3, WHITE, alpha=0.9)
    for color in ("#e58a2e", "#c9542f", "#86ad3c", "#e2b33c"):
        for x, y, turn in rng.uniform((4, 6, 0), (124, 112, 6.28), (3, 3)):
            with pen.frame(x, y, turn):
                pen.blob(((-2.8, 0), (0, -1.4), (2.8, 0), (0, 1.4)), rgb(color))
