"""Weather: what fills the air before everything, and its words. "clear" is what nothing said means."""

from __future__ import annotations

import cairo
import numpy as np

from .pen import WHITE, Pen, rgb
from .places.land import dots, strokes
from .stage import Weather

Rng = np.random.Generator


def _rain(pen: Pen, rng: Rng, amount: float) -> None:
    at = rng.uniform((-6, -8, 6), (140, 122, 11), (int(30 + 70 * amount), 3))
    strokes(pen, [(x, y, x - 0.3 * n, y + n) for x, y, n in at], 0.75, rgb("#eaf3fb"), 0.75)
    at = rng.uniform((2, 100), (126, 126), (int(6 + 10 * amount), 2))
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


def _snowfall(pen: Pen, rng: Rng, amount: float) -> None:
    at = rng.uniform((0, 0, 0.7), (128, 126, 1.7), (int(25 + 75 * amount), 3))
    dots(pen, [(x, y, r, r) for x, y, r in at], WHITE, 0.95)


def _mist(pen: Pen, rng: Rng, amount: float) -> None:
    c = pen.ctx
    for y in rng.uniform((50, 80, 105), (70, 95, 122)):
        x, w = float(rng.uniform(10, 118)), float(rng.uniform(55, 85))
        c.save()
        c.translate(x, y)
        c.scale(w, 9)
        g = cairo.RadialGradient(0, 0, 0, 0, 0, 1)
        g.add_color_stop_rgba(0, 0.93, 0.95, 0.97, 0.25 + 0.5 * amount)
        g.add_color_stop_rgba(0.6, 0.93, 0.95, 0.97, 0.15 + 0.3 * amount)
        g.add_color_stop_rgba(1, 0.93, 0.95, 0.97, 0)
        c.set_source(g)
        c.arc(0, 0, 1, 0, 6.2832)
        c.fill()
        c.restore()


def _gusts(pen: Pen, rng: Rng, amount: float) -> None:
    """Long curled lines and leaves in flight."""
    for y in (float(rng.uniform(12, 26)), float(rng.uniform(30, 44)), float(rng.uniform(98, 108))):
        x, n = float(rng.uniform(-6, 60)), float(rng.uniform(44, 62))
        pen.curve(((x, y + 2), (x + n * 0.4, y - 1.5), (x + n * 0.8, y + 1), (x + n, y - 3), (x + n - 3, y - 8), (x + n - 8, y - 6.5), (x + n - 6, y - 3.5)), 1.3, WHITE, alpha=0.9)
    for color in ("#e58a2e", "#c9542f", "#86ad3c", "#e2b33c"):
        for x, y, turn in rng.uniform((4, 6, 0), (124, 112, 6.28), (1 + int(3 * amount), 3)):
            with pen.frame(x, y, turn):
                pen.blob(((-2.8, 0), (0, -1.4), (2.8, 0), (0, 1.4)), rgb(color))


WEATHERS: dict[str, Weather] = {
    w.name: w
    for w in (
        Weather("clear", ()),
        Weather("rainy", ("in the rain", "on a rainy day", "while it rains", "in rainy weather"), _rain),
        Weather("snowing", ("in falling snow", "while it snows", "in a snowfall"), _snowfall),
        Weather("foggy", ("in the fog", "on a foggy day", "in thick mist", "in the mist"), _mist),
        Weather("cloudy", ("under a cloudy sky", "on a cloudy day", "under grey clouds")),
        Weather("rainbow", ("under a rainbow", "with a rainbow", "with a rainbow in the sky")),
        Weather("windy", ("in the wind", "on a windy day", "in a storm"), _gusts),
    )
}
