"""What rooms are made of: walls, boards, windows, shelves, lamps, pictures. Light falls in from the upper left."""

from __future__ import annotations

import math

from ..chance import pick
from ..pen import WHITE, Color, Pen, dark, mix, rgb, vary
from ..stage import Light, Rng, Setting
from .land import dots, fill_between, glow, strokes

WOOD = rgb("#8a5836")
BOOKS = tuple(rgb(c) for c in ("#c8423d", "#2f6fa8", "#3f8f5a", "#e2a336", "#7a4fa3", "#d9d0b8", "#3a4a6b", "#c96f8e", "#5aa3a3"))


def wall(pen: Pen, foot: float, color: Color, stripes: float = 0.0) -> None:
    """A wall down to `foot`, brighter to the left; stripes of that opacity make it wallpaper."""
    pen.ctx.rectangle(-4, -4, 136, foot + 6)
    fill_between(pen, 0, foot, mix(color, WHITE, 0.18), dark(color, 0.93), line=False)
    if stripes > 0:
        strokes(pen, [(x, -4, x, foot) for x in range(4, 132, 14)], 5.0, mix(color, WHITE, 0.55), stripes)
    if pen.shadow == 0:
        glow(pen, 0, 0, 120, rgb("#fff6dc"), 0.35)


def boards(pen: Pen, top: float, color: Color) -> None:
    """A floor of boards that run away from us."""
    pen.ctx.rectangle(-4, top, 136, 140)
    fill_between(pen, top, 128, dark(color, 0.86), mix(color, WHITE, 0.08), line=False)
    lines = [(64 + d * 0.75, top, 64 + d * 2.1, 130) for d in range(-98, 99, 14)]
    for k, (y, start) in enumerate(((top + 7, 0), (top + 17, 14), (top + 29, 0))):
        for d in range(-98 + start, 99, 28):
            t = (y - top) / (130 - top)
            w = 14 * (0.75 + 1.35 * t)
            x = 64 + d * (0.75 + 1.35 * t)
            lines.append((x, y, x + w, y))
    strokes(pen, lines, 0.6, dark(color, 0.72), 0.8)


def tiles(pen: Pen, top: float, a: Color, b: Color) -> None:
    """A floor of squares in two colours that run away from us."""
    c = pen.ctx
    c.rectangle(-4, top, 136, 140)
    c.set_source_rgb(*a)
    c.fill()
    rows = (0.0, 0.14, 0.32, 0.56, 0.86, 1.25)
    for k in range(5):
        y0, y1 = top + rows[k] * 40, top + rows[k + 1] * 40
        s0, s1 = 0.75 + 1.35 * rows[k], 0.75 + 1.35 * rows[k + 1]
        for d in range(-112 + 16 * (k % 2), 113, 32):
            c.move_to(64 + d * s0, y0)
            c.line_to(64 + (d + 16) * s0, y0)
            c.line_to(64 + (d + 16) * s1, y1)
            c.line_to(64 + d * s1, y1)
            c.close_path()
    c.set_source_rgb(*b)
    c.fill()


def skirting(pen: Pen, y: float, color: Color = rgb("#fbf3e6")) -> None:
    pen.box(-4, y - 4, 136, 4, color, line=False)
    strokes(pen, ((-4, y, 132, y),), 0.8, dark(color, 0.6))


def window(pen: Pen, x: float, y: float, w: float, h: float, setting: Setting, frame: Color = rgb("#fffaf0"), view: Color = rgb("#8fc47c")) -> Light:
    """A window with four panes from its upper left corner: hills by day, a moon by night."""
    night = setting.night
    pen.box(x, y, w, h, frame, 1)
    sky, land = (rgb("#41599c"), rgb("#3d5f6f")) if night else (rgb("#a6daf2"), view)
    c = pen.ctx
    c.save()
    c.rectangle(x + 2.2, y + 2.2, w - 4.4, h - 4.4)
    c.clip()
    c.rectangle(x, y, w, h)
    fill_between(pen, y, y + h, sky, mix(sky, WHITE, 0.5), line=False) if pen.shadow == 0 else pen.box(x, y, w, h, sky, line=False)
    if night:
        pen.ellipse(x + w * 0.68, y + h * 0.28, 3.2, 3.2, rgb("#fff4c9"), line=False)
    else:
        dots(pen, ((x + w * 0.3, y + h * 0.3, 4.5, 1.8), (x + w * 0.38, y + h * 0.26, 2.6, 2.2)), WHITE)
    pen.ellipse(x + w * 0.25, y + h * 1.0, w * 0.5, h * 0.3, land, line=False)
    pen.ellipse(x + w * 0.85, y + h * 1.05, w * 0.5, h * 0.36, dark(land, 0.85), line=False)
    if not night:
        pen.polygon(((x, y + h * 0.35), (x + w * 0.4, y), (x + w * 0.62, y), (x, y + h * 0.62)), WHITE, line=False, alpha=0.3)
    c.restore()
    strokes(pen, ((x + w / 2, y + 2, x + w / 2, y + h - 2), (x + 2, y + h * 0.45, x + w - 2, y + h * 0.45)), 2.0, frame)
    pen.box(x - 2, y + h - 0.5, w + 4, 3, frame, 0.8)
    return Light(x + w / 2, y + h / 2, 34, (0.75, 0.85, 1.0))


def curtains(pen: Pen, x: float, y: float, w: float, h: float, color: Color) -> None:
    """Two curtains that hang beside a window, on a rail."""
    for side in (0, 1):
        x0, f = (x - 5, 1) if side == 0 else (x + w + 5, -1)
        pen.polygon(((x0, y), (x0 + 11 * f, y), (x0 + 9 * f, y + h * 0.3), (x0 + 5 * f, y + h * 0.58), (x0 + 8 * f, y + h), (x0, y + h)), color)
        strokes(pen, ((x0 + 3 * f, y + 2, x0 + 2 * f, y + h - 1), (x0 + 6.5 * f, y + 2, x0 + 4.5 * f, y + h * 0.55)), 0.8, dark(color, 0.72))
        strokes(pen, ((x0, y + h * 0.58, x0 + 5.5 * f, y + h * 0.58),), 1.8, mix(color, rgb("#f7e08a"), 0.7))
    pen.box(x - 9, y - 2.6, w + 18, 2.6, WOOD, 1.3)


def picture(pen: Pen, rng: Rng, x: float, y: float, w: float, h: float) -> None:
    """A framed landscape."""
    pen.box(x, y, w, h, pick(rng, (rgb("#7a4c2e"), rgb("#c79a3e"), rgb("#51433c"))), 0.8)
    c = pen.ctx
    c.save()
    c.rectangle(x + 2, y + 2, w - 4, h - 4)
    c.clip()
    sky = vary(rng, pick(rng, (rgb("#f6e3a1"), rgb("#bfe0ee"), rgb("#f5c6a8"))), 0.04)
    pen.box(x, y, w, h, sky, line=False)
    pen.ellipse(x + w * 0.7, y + h * 0.35, h * 0.12, h * 0.12, rgb("#f08a4b"), line=False)
    pen.ellipse(x + w * 0.3, y + h * 1.05, w * 0.42, h * 0.5, vary(rng, rgb("#5c8f6b"), 0.08), line=False)
    pen.ellipse(x + w * 0.8, y + h * 1.1, w * 0.4, h * 0.42, vary(rng, rgb("#3f6f7a"), 0.08), line=False)
    c.restore()


def shelf_of_books(pen: Pen, rng: Rng, x: float, y: float, w: float, h: float, muted: float = 0.0) -> None:
    """Books side by side on a board at y, up to h tall."""
    at = x
    while at < x + w - 1.6:
        thick = min(float(rng.uniform(2.0, 4.4)), x + w - at)
        tall = h * float(rng.uniform(0.68, 0.96))
        color = mix(pick(rng, BOOKS), rgb("#7a5a42"), muted)
        pen.box(at, y - tall, thick, tall, color, 0.4)
        if thick > 2.8:
            strokes(pen, ((at + 0.8, y - tall * 0.8, at + thick - 0.8, y - tall * 0.8), (at + 0.8, y - tall * 0.22, at + thick - 0.8, y - tall * 0.22)), 0.6, mix(color, rgb("#ffe9a8"), 0.6))
        at += thick + (float(rng.uniform(1.5, 5)) if rng.random() < 0.1 else 0.15)


def hanging_lamp(pen: Pen, x: float, y: float, color: Color, s: float = 1.0) -> Light:
    """A lamp on a cord, its lower rim at y."""
    strokes(pen, ((x, -4, x, y - 8 * s),), 0.8, rgb("#4a3f3a"))
    glow(pen, x, y + 2, 16 * s, rgb("#fff0b0"), 0.55)
    pen.ellipse(x, y + 0.5, 3 * s, 2.4 * s, rgb("#fff6cf"), line=False)
    pen.blob(((x - 9 * s, y), (x - 6 * s, y - 6 * s), (x - 1.5 * s, y - 9 * s), (x + 1.5 * s, y - 9 * s), (x + 6 * s, y - 6 * s), (x + 9 * s, y)), color)
    return Light(x, y + 6, 46)


def pot_plant(pen: Pen, rng: Rng, x: float, y: float, s: float = 1.0) -> None:
    """A plant in a pot that stands on y."""
    leaf = vary(rng, rgb("#3f8f52"), 0.04)
    for k in range(7):
        a = -math.pi / 2 + (k - 3) * 0.42
        r = (15 + (k % 2) * 5) * s
        tx, ty = x + math.cos(a) * r * 0.8, y - 9 * s + math.sin(a) * r
        nx, ny = -math.sin(a) * 2.6 * s, math.cos(a) * 2.6 * s
        mx, my = x + math.cos(a) * r * 0.45, y - 9 * s + math.sin(a) * r * 0.55
        pen.blob(((x, y - 8 * s), (mx + nx, my + ny), (tx, ty), (mx - nx, my - ny)), leaf if k % 2 else mix(leaf, rgb("#b7d96a"), 0.3))
    pot = vary(rng, pick(rng, (rgb("#c9683f"), rgb("#4f7f9a"), rgb("#e9dcc4"))))
    pen.polygon(((x - 6 * s, y - 9 * s), (x + 6 * s, y - 9 * s), (x + 4.4 * s, y), (x - 4.4 * s, y)), pot)
    pen.box(x - 6.8 * s, y - 11 * s, 13.6 * s, 3 * s, mix(pot, WHITE, 0.15), 0.6)
