"""What vehicles share: signs of speed behind one that drives to the right, and windows."""

from __future__ import annotations

from .pen import WHITE, Pen, rgb
from .stage import Rng

GLASS = rgb("#bfe6f5")


def speed(pen: Pen, rng: Rng, left: float, top: float) -> None:
    """Dust at the ground and lines in the air behind the left end of a vehicle."""
    for dx, y, r in ((-3, -3, 5.4), (-10, -4, 4.4), (-16, -2.6, 3.2)):
        pen.ellipse(left + dx + rng.uniform(-1, 1), y, r, r * 0.8, rgb("#efe6d4"))
    for k, long in enumerate((12, 17, 12)):
        y, x = top * (0.92 - 0.26 * k), left - 3
        for width, color in ((3.4, rgb("#7d8aa0")), (1.9, WHITE)):
            pen.lines(((x, y), (x - long, y)), width, color)


def window(pen: Pen, x: float, y: float, w: float, h: float, round: float = 2.0) -> None:
    """A pane with a streak of light, from its upper left corner."""
    pen.box(x, y, w, h, GLASS, round)
    pen.lines(((x + w * 0.3, y + h * 0.75), (x + w * 0.6, y + h * 0.2)), 1.6, WHITE, alpha=0.8)
