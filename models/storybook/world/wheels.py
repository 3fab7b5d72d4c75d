"""Wheels and bicycles, which vehicles and a rider share."""

from __future__ import annotations

import math

from .pen import Color, Pen, rgb

TYRE, STEEL, SADDLE = rgb("#3a3a44"), rgb("#c9ced6"), rgb("#4b3325")


def wheel(pen: Pen, x: float, y: float, r: float) -> None:
    """A spoked wheel around (x, y)."""
    for k in range(6):
        a = math.pi * k / 6 + 0.26
        pen.lines(((x - r * math.cos(a), y - r * math.sin(a)), (x + r * math.cos(a), y + r * math.sin(a))), 0.7, STEEL)
    pen.ring(x, y, r - 1.2, 2.8, TYRE)
    pen.ring(x, y, r - 3.0, 0.9, STEEL)
    pen.ellipse(x, y, 2.2, 2.2, STEEL)


def tyre(pen: Pen, x: float, y: float, r: float) -> None:
    """A car's wheel."""
    pen.ellipse(x, y, r, r, TYRE)
    pen.ellipse(x, y, r * 0.56, r * 0.56, STEEL, shade=True)
    pen.ellipse(x, y, r * 0.2, r * 0.2, TYRE, line=False)


def bicycle_frame(pen: Pen, paint: Color) -> None:
    """Frame, saddle, handlebar and pedals between wheels of 13 units at (±24, -13)."""
    for points in (
        ((-24, -13), (-12, -31)),
        ((-24, -13), (2, -12)),
        ((-12, -31), (2, -12)),
        ((-12, -30), (15, -33)),
        ((2, -12), (15, -33)),
        ((15, -33), (24, -13)),
    ):
        pen.tube(points, 2.8, paint)
    pen.tube(((15, -33), (14, -41), (19, -42)), 2.4, STEEL)
    pen.tube(((16, -42), (22, -40)), 3.0, SADDLE)
    pen.blob(((-18, -33), (-17, -35.5), (-8, -35), (-6, -33.5), (-11, -32)), SADDLE)
    pen.ellipse(2, -12, 3.6, 3.6, STEEL)
    pen.tube(((-1, -8), (5, -16)), 1.8, STEEL)
