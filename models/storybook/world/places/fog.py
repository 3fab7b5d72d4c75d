"""Mist between the planes of a place."""

from __future__ import annotations

import cairo

from ..pen import PAGE, Pen
from ..stage import Setting


def fog(pen: Pen, setting: Setting, y0: float, y1: float, thick: float = 0.75) -> None:
    """A bank of mist between two planes of a place, thickest at y1. Nothing unless it is foggy."""
    if setting.weather != "foggy":
        return
    c = pen.ctx
    g = cairo.LinearGradient(0, y0, 0, y1)
    for at, alpha in ((0, 0.15), (0.6, 0.85), (1, 1.0)):
        g.add_color_stop_rgba(at, 0.9, 0.92, 0.94, min(thick * alpha * (0.55 + 0.7 * setting.amount), 0.97))
    c.set_source(g)
    c.rectangle(-4, -4, PAGE + 8, y1 + 4)
    c.fill()
