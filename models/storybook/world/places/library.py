"""A library: walls of books, a ladder, green lamps, a tall arched window."""

from __future__ import annotations

from ..chance import pick
from ..pen import Pen, dark, mix, rgb, vary
from ..stage import Ground, INDOORS, Light, Place, Rng, Setting
from .land import glow, shadow_under, strokes
from .rooms import boards, shelf_of_books


def _case(pen: Pen, rng: Rng, x: float, w: float, wood, rows: int = 5) -> None:
    """A bookcase from the ceiling to the floor."""
    pen.box(x, -3, w, 98, wood, 0.5)
    step = 90 / rows
    for k in range(rows):
        y = 3 + step * k
        pen.box(x + 2.5, y, w - 5, step - 3, dark(wood, 0.5), line=False)
        shelf_of_books(pen, rng, x + 3.2, y + step - 3, w - 6.4, step - 4.2, 0.12)
    pen.box(x - 1.5, 91, w + 3, 5, dark(wood, 0.85), 0.6)


def _arch(pen: Pen, x: float, setting: Setting, stone) -> Light:
    """A tall window with a round top and small panes."""
    night = setting.night
    c = pen.ctx
    for grow, color in ((4, stone), (0, rgb("#4a62a8") if night else rgb("#fdf0c0"))):
        c.new_path()
        c.move_to(x - 13 - grow, 80 + grow)
        c.line_to(x - 13 - grow, 24)
        c.arc(x, 24, 13 + grow, 3.1416, 6.2832)
        c.line_to(x + 13 + grow, 80 + grow)
        c.close_path()
        pen._finish(color, True)
    strokes(pen, [(x, 12, x, 79), (x - 12.5, 24, x + 12.5, 24), (x - 12.5, 42, x + 12.5, 42), (x - 12.5, 61, x + 12.5, 61)], 1.2, dark(stone, 0.8))
    if not night:
        pen.polygon(((x - 12, 14), (x + 13, 14), (x + 62, 112), (x + 6, 112)), rgb("#fff3c0"), line=False, alpha=0.2)
    return Light(x, 45, 42, (0.8, 0.88, 1.0))


def _ladder(pen: Pen, x: float) -> None:
    wood = rgb("#c79352")
    shadow_under(pen, x + 4, 99, 9, 1.5)
    strokes(pen, [(x + 1 + 3.2 * t, 98 - 78 * t * 1.02, x + 10 + 1.2 * t, 98 - 78 * t * 1.02) for t in (0.08, 0.2, 0.32, 0.44, 0.56, 0.68, 0.8, 0.92)], 1.6, dark(wood, 0.82))
    for a, b in ((x, x + 4), (x + 10.5, x + 11.5)):
        pen.tube(((a, 99), ((a + b) / 2, 59), (b, 19)), 2.0, wood)


def paint(pen: Pen, rng: Rng, setting: Setting) -> Ground:
    wood = vary(rng, pick(rng, (rgb("#8f5a34"), rgb("#7a4630"), rgb("#9a6a3c"))))
    pen.gradient(-4, 96, mix(rgb("#c9a87a"), wood, 0.2), mix(rgb("#a8845a"), wood, 0.3))
    boards(pen, 93, vary(rng, rgb("#8a5a3e")))
    middle = float(rng.uniform(44, 84))
    light = _arch(pen, middle, setting, rgb("#d9c6a0"))
    _case(pen, rng, middle - 22 - 46, 46, wood)
    if middle - 68 > 0:
        _case(pen, rng, middle - 68 - 40, 40, wood)
    _case(pen, rng, middle + 22, 46, wood)
    if middle + 68 < 128:
        _case(pen, rng, middle + 68, 40, wood)
    _ladder(pen, middle + (30 if rng.random() < 0.5 else -46))
    lights = [light]
    side = 1 if rng.random() < 0.5 else -1
    x = 64 + side * 52
    desk = dark(wood, 0.8)
    shadow_under(pen, x, 108, 20, 2.4)  # a reading desk with a green lamp
    pen.box(x - 18, 88, 36, 3.5, mix(desk, rgb("#c98f5a"), 0.4), 0.8)
    pen.box(x - 16, 91, 32, 16, desk, 0.6)
    pen.box(x - 12, 94, 24, 9, dark(desk, 0.8), 0.6)
    glow(pen, x, 82, 16, rgb("#fff0a8"), 0.6)
    strokes(pen, ((x, 88, x, 78),), 1.4, rgb("#c9a03e"))
    pen.blob(((x - 8, 80), (x - 5.5, 75.5), (x, 74), (x + 5.5, 75.5), (x + 8, 80), (x, 81)), rgb("#2f8f5e"))
    lights.append(Light(x, 82, 40))
    for k in range(int(rng.integers(2, 4))):
        pen.box(x - 15 + 0.8 * k * (-1) ** k, 85.5 - 2.6 * k, 10, 2.5, pick(rng, (rgb("#c8423d"), rgb("#2f6fa8"), rgb("#e2a336"))), 0.5)
    rug = vary(rng, pick(rng, (rgb("#8f2f3a"), rgb("#2f4f6f"), rgb("#35664a"))))
    pen.polygon(((16, 122), (30, 106), (98, 106), (112, 122)), rug)
    pen.polygon(((22, 120), (33, 108), (95, 108), (106, 120)), mix(rug, rgb("#e0b85a"), 0.6), line=False)
    pen.polygon(((25, 119), (35, 109), (93, 109), (103, 119)), mix(rug, rgb("#f0d0a0"), 0.12), line=False)
    return Ground(lights=tuple(lights))


PLACE = Place("library", ("in a library", "in the library", "among the bookshelves", "between many books"), paint, INDOORS)
