"""Drawing helpers on cairo. Coordinates are units of a 128-unit page, y down; the same code draws any pixel size."""

from __future__ import annotations

import math

import cairo
import numpy as np

Color = tuple[float, float, float]
PAGE = 128.0  # units across the page


def rgb(code: str) -> Color:
    """'#rrggbb' → (r, g, b) in [0,1]."""
    return tuple(int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


def mix(a: Color, b: Color, amount: float) -> Color:
    """a at amount 0, b at amount 1."""
    return tuple(x + (y - x) * amount for x, y in zip(a, b))  # type: ignore[return-value]


def dark(color: Color, keep: float) -> Color:
    return tuple(x * keep for x in color)  # type: ignore[return-value]


def vary(rng: np.random.Generator, color: Color, by: float = 0.035) -> Color:
    """The colour, a little lighter or darker and warmer or cooler."""
    light, warm = rng.normal(0, by), rng.normal(0, by * 0.6)
    return tuple(float(np.clip(c + light + d * warm, 0, 1)) for c, d in zip(color, (1, 0, -1)))  # type: ignore[return-value]


WHITE: Color = (1.0, 1.0, 1.0)
INK: Color = (0.16, 0.13, 0.16)


class Pen:
    """Fills shapes and gives them the outline and shade of a style. Light comes from the upper left."""

    def __init__(self, ctx: cairo.Context, line_width: float, line_keep: float, line_ink: float, shade: float, shadow: float = 0.0):
        self.ctx = ctx
        self.line_width = line_width  # units
        self.line_keep = line_keep  # outline = fill colour × this …
        self.line_ink = line_ink  # … mixed with ink by this
        self.shade = shade  # opacity of the shadow side
        self.shadow = shadow  # how strongly a shape throws a soft shadow on what is behind it, as cut paper does

    # -- paths -------------------------------------------------------------
    def _ellipse(self, x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> None:
        c = self.ctx
        c.save()
        c.translate(x, y)
        c.rotate(turn)
        c.scale(max(rx, 1e-3), max(ry, 1e-3))
        c.new_path()
        c.arc(0, 0, 1, 0, 2 * math.pi)
        c.close_path()
        c.restore()

    def _smooth(self, points, closed: bool) -> None:
        """A Catmull-Rom curve through the points."""
        c, n = self.ctx, len(points)
        at = (lambda i: points[i % n]) if closed else (lambda i: points[min(max(i, 0), n - 1)])
        c.new_path()
        c.move_to(*points[0])
        for i in range(n if closed else n - 1):
            (x0, y0), (x1, y1), (x2, y2), (x3, y3) = at(i - 1), at(i), at(i + 1), at(i + 2)
            c.curve_to(x1 + (x2 - x0) / 6, y1 + (y2 - y0) / 6, x2 - (x3 - x1) / 6, y2 - (y3 - y1) / 6, x2, y2)
        if closed:
            c.close_path()

    def _cast(self, width: float = 0.0) -> None:
        """The soft shadow of the current path, or of a stroke of that width along it: down and to the right on the page, whatever the frame."""
        c = self.ctx
        matrix = c.get_matrix()
        unit = max(math.sqrt(abs(matrix.xx * matrix.yy - matrix.xy * matrix.yx)), 1e-3)  # pixels
        x0, y0, x1, y1 = c.path_extents()
        if width == 0 and max(x1 - x0, y1 - y0) * unit < 18:
            return  # eyes, buttons and spots are printed on, not cut
        path = c.copy_path()
        c.save()
        c.translate(*c.device_to_user_distance(1.2, 1.6))
        c.new_path()
        c.append_path(path)
        for spread, alpha in ((5.2, 0.22), (2.6, 0.3)):
            c.set_line_width(width + spread / unit)
            c.set_source_rgba(0.13, 0.09, 0.2, alpha * self.shadow)
            c.stroke_preserve()
        c.restore()
        c.new_path()
        c.append_path(path)

    def _finish(self, color: Color, line: bool, alpha: float = 1.0, shade: float = 0.0) -> None:
        """Fills the path, shades its lower right by `shade` units from the edge, and draws its outline."""
        c = self.ctx
        if self.shadow > 0 and alpha > 0.9:
            self._cast()
        c.set_source_rgba(*color, alpha)
        c.fill_preserve()
        path = c.copy_path()
        if shade > 0 and self.shade > 0:
            self._shadow(path, color, shade)
        c.new_path()
        if line and self.line_width > 0:
            c.append_path(path)
            c.set_line_width(self.line_width)
            c.set_line_join(cairo.LINE_JOIN_ROUND)
            c.set_source_rgba(*self.outline(color), alpha)
            c.stroke()

    def _shadow(self, path, color: Color, depth: float) -> None:
        """Darkens what the path covers and its copy, moved to the light, does not. The light is of the page, not of a turned or mirrored figure."""
        c = self.ctx
        matrix = c.get_matrix()
        unit = math.sqrt(abs(matrix.xx * matrix.yy - matrix.xy * matrix.yx))  # pixels
        dx, dy = c.device_to_user_distance(-0.6 * depth * unit, -0.8 * depth * unit)
        c.save()
        c.clip()
        c.set_fill_rule(cairo.FILL_RULE_EVEN_ODD)
        c.new_path()
        c.rectangle(-1000, -1000, 2000, 2000)
        c.translate(dx, dy)
        c.append_path(path)
        c.set_source_rgba(*dark(color, 0.5), self.shade)
        c.fill()
        c.restore()

    def outline(self, color: Color) -> Color:
        return mix(dark(color, self.line_keep), INK, self.line_ink)

    # -- shapes ------------------------------------------------------------
    def ellipse(self, x, y, rx, ry, color: Color, turn=0.0, line=True, shade=False, alpha=1.0) -> None:
        self._ellipse(x, y, rx, ry, turn)
        self._finish(color, line, alpha, 0.26 * min(rx, ry) if shade else 0.0)

    def blob(self, points, color: Color, line=True, alpha=1.0, shade=0.0) -> None:
        """A closed soft curve through the points; `shade`: depth of its shadow side in units, as for all shapes below."""
        self._smooth(points, True)
        self._finish(color, line, alpha, shade)

    def polygon(self, points, color: Color, line=True, alpha=1.0, shade=0.0) -> None:
        c = self.ctx
        c.new_path()
        for p in points:
            c.line_to(*p)
        c.close_path()
        self._finish(color, line, alpha, shade)

    def box(self, x, y, w, h, color: Color, round=0.0, line=True, alpha=1.0, shade=0.0) -> None:
        """A rectangle from its upper left corner, with rounded corners."""
        c, r = self.ctx, min(round, w / 2, h / 2)
        c.new_path()
        if r <= 0:
            c.rectangle(x, y, w, h)
        else:
            for cx, cy, a in ((x + w - r, y + r, -90), (x + w - r, y + h - r, 0), (x + r, y + h - r, 90), (x + r, y + r, 180)):
                c.arc(cx, cy, r, math.radians(a), math.radians(a + 90))
            c.close_path()
        self._finish(color, line, alpha, shade)

    def tube(self, points, width: float, color: Color, line=True) -> None:
        """A limb or tail: a thick round-ended curve."""
        c = self.ctx
        c.set_line_cap(cairo.LINE_CAP_ROUND)
        c.set_line_join(cairo.LINE_JOIN_ROUND)
        for w, col in (((width + self.line_width, self.outline(color)),) if line and self.line_width else ()) + ((width, color),):
            self._smooth(points, False)
            if self.shadow > 0:
                self._cast(w)
            c.set_line_width(w)
            c.set_source_rgb(*col)
            c.stroke()

    def curve(self, points, width: float, color: Color, alpha=1.0) -> None:
        """A bare line: mouths, whiskers, steam."""
        c = self.ctx
        c.set_line_cap(cairo.LINE_CAP_ROUND)
        self._smooth(points, False)
        c.set_line_width(max(width, self.line_width * 0.7))
        c.set_source_rgba(*color, alpha)
        c.stroke()

    def lines(self, points, width: float, color: Color, alpha=1.0) -> None:
        """A bare line with corners: letters, strings, spokes."""
        c = self.ctx
        c.set_line_cap(cairo.LINE_CAP_ROUND)
        c.set_line_join(cairo.LINE_JOIN_ROUND)
        c.new_path()
        for p in points:
            c.line_to(*p)
        c.set_line_width(width)
        c.set_source_rgba(*color, alpha)
        c.stroke()

    def ring(self, x: float, y: float, r: float, width: float, color: Color) -> None:
        """A bare circle: glasses, wheels, earrings."""
        self._ellipse(x, y, r, r)
        self.ctx.set_line_width(width)
        self.ctx.set_source_rgb(*color)
        self.ctx.stroke()

    def gradient(self, y0: float, y1: float, top: Color, bottom: Color) -> None:
        """Fills the whole width between two heights."""
        g = cairo.LinearGradient(0, y0, 0, y1)
        g.add_color_stop_rgb(0, *top)
        g.add_color_stop_rgb(1, *bottom)
        self.ctx.rectangle(-2, y0, PAGE + 4, y1 - y0)
        self.ctx.set_source(g)
        self.ctx.fill()

    def ground(self, height, color: Color, line=True) -> None:
        """Fills from the curve y = height(x) down to the bottom of the page."""
        xs = range(-8, 137, 4)
        c = self.ctx
        c.new_path()
        c.move_to(-8, 140)
        for x in xs:
            c.line_to(x, height(x))
        c.line_to(136, 140)
        c.close_path()
        self._finish(color, line)

    def clip(self, points) -> None:
        """Keeps what follows inside a soft curve; between ctx.save() and ctx.restore()."""
        self._smooth(points, True)
        self.ctx.clip()

    # -- frames ------------------------------------------------------------
    def frame(self, x: float, y: float, turn: float = 0.0, sx: float = 1.0, sy: float | None = None) -> "_Frame":
        """with pen.frame(x, y, turn, scale): draws in moved, turned, scaled units."""
        return _Frame(self.ctx, x, y, turn, sx, sx if sy is None else sy)


class _Frame:
    def __init__(self, ctx, x, y, turn, sx, sy):
        self.ctx, self.args = ctx, (x, y, turn, sx, sy)

    def __enter__(self):
        x, y, turn, sx, sy = self.args
        self.ctx.save()
        self.ctx.translate(x, y)
        self.ctx.rotate(turn)
        self.ctx.scale(sx, sy)

    def __exit__(self, *_):
        self.ctx.restore()
