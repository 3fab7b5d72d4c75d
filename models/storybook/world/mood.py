"""Faces: eyes, brows and mouths that several subjects share, and what an emotion does to them, by degree."""

from __future__ import annotations

from dataclasses import dataclass

from .pen import INK, WHITE, Color, Pen, dark, rgb

EMOTIONS = ("happy", "sad", "angry", "surprised")
THROAT, TONGUE, TEAR, BLUSH = rgb("#7c2432"), rgb("#f0788a"), rgb("#62b6ee"), rgb("#ef6f6a")


@dataclass(frozen=True)
class Look:
    """What a face does. `eyes`: open, closed or down; `gaze`: pupils, units to the right; without an emotion it smiles a little."""

    eyes: str = "open"
    gaze: float = 0.0
    emotion: str | None = None
    feeling: float = 0.0  # 0…1

    def of(self, emotion: str) -> float:
        """How much of this emotion."""
        return self.feeling if self.emotion == emotion else 0.0


def eyes(pen: Pen, look: Look, x: float = 8.0, y: float = -2.0, r: float = 3.1, iris: Color | None = None, brow: Color = INK) -> None:
    """Two eyes at (±x, y) and their brows."""
    joy, grief, rage, awe = (look.of(e) for e in EMOTIONS)
    for side in (-1, 1):
        cx = side * x
        if look.eyes == "closed":
            pen.curve(((cx - r, y), (cx, y + r * 0.8), (cx + r, y)), 1.5, INK)
        elif joy > 0.62:  # laughing eyes
            lift = r * (0.7 + joy * 0.7)
            pen.curve(((cx - r * 1.25, y + r * 0.5), (cx, y + r * 0.5 - lift), (cx + r * 1.25, y + r * 0.5)), 1.8, INK)
        else:
            wide, pupil = 1.0 + 0.5 * awe, 1.0 - 0.42 * awe
            down = 1.0 if look.eyes == "down" else 0.7 * grief
            pen.ellipse(cx, y, r * 1.2 * wide, r * 1.25 * wide, iris if iris is not None and not awe else WHITE, line=iris is not None or awe > 0)
            pen.ellipse(cx + look.gaze, y + down, r * 0.84 * pupil, r * 0.97 * pupil, INK, line=False)
            pen.ellipse(cx + look.gaze - r * 0.3, y + down - r * 0.38, r * 0.32 * pupil, r * 0.32 * pupil, WHITE, line=False)
        top = y - r * 1.5
        if rage:
            pen.curve(
                ((cx + side * r * 1.5, top - 0.6 - 2.4 * rage), (cx, top + r * 0.3 * rage), (cx - side * r * 1.4, top + (0.5 + 1.1 * rage) * r)),
                1.6 + 1.6 * rage,
                brow,
            )
        elif grief:
            pen.curve(
                ((cx + side * r * 1.5, top + 2.4 * grief), (cx, top - 0.6 - 1.2 * grief), (cx - side * r * 1.1, top - 0.8 - 3.4 * grief)),
                1.4 + 0.5 * grief,
                brow,
            )
        elif awe:
            lift = top - r * 0.6 * awe - 2.6 * awe
            pen.curve(((cx - r * 1.2, lift + 1), (cx, lift - 1.2), (cx + r * 1.2, lift + 1)), 1.5, brow)


def mouth(pen: Pen, look: Look, y: float = 8.0, w: float = 4.6, split: bool = True) -> None:
    """A mouth of half width w whose corners are at height y; `split`: the two arcs under a nose, else one."""
    joy, grief, rage, awe = (look.of(e) for e in EMOTIONS)
    if joy > 0.25:
        wide, deep = w * (1.0 + 0.55 * joy), 2.0 + 6.2 * joy
        pen.blob(((-wide, y), (0, y + 0.6), (wide, y), (wide * 0.72, y + deep * 0.72), (0, y + deep), (-wide * 0.72, y + deep * 0.72)), THROAT)
        pen.ellipse(0, y + deep * 0.76, wide * 0.5, deep * 0.22, TONGUE, line=False)
    elif grief:
        low = y + 2.4 + 1.4 * grief
        pen.curve(((-w * 0.95, low), (0, low - 1.4 - 3.4 * grief), (w * 0.95, low)), 1.5, INK)
    elif rage > 0.5:  # bared teeth
        wide, high = w * (0.9 + 0.5 * rage), 2.4 + 3.0 * rage
        pen.box(-wide, y, 2 * wide, high, WHITE, 1.4)
        pen.curve(((-wide, y + high / 2), (0, y + high / 2), (wide, y + high / 2)), 0.8, INK)
        for k in (-0.5, 0, 0.5):
            pen.curve(((k * wide, y), (k * wide, y + high / 2), (k * wide, y + high)), 0.8, INK)
    elif rage:
        pen.curve(((-w, y + 3.4), (-w * 0.3, y + 1.2), (w * 0.3, y + 1.2), (w, y + 3.4)), 1.6, INK)
    elif awe:
        pen.ellipse(0, y + 2.4, 1.6 + 2.2 * awe, 1.8 + 3.6 * awe, THROAT)
    elif split:
        pen.curve(((-w, y), (-w / 2, y + 2.8), (0, y + 0.2), (w / 2, y + 2.8), (w, y)), 1.3, INK)
    else:
        pen.curve(((-w, y), (0, y + 2.6), (w, y)), 1.4, INK)


def beak(pen: Pen, look: Look, y: float, w: float, h: float, color: Color) -> None:
    """A beak of half width w and height h instead of a mouth; it opens with joy, surprise and rage."""
    joy, grief, rage, awe = (look.of(e) for e in EMOTIONS)
    gape = max(joy * 0.9, awe * 1.1, rage * 0.6)
    if gape > 0.15:
        low = y + h * 0.5 + 7.0 * gape
        pen.blob(((-w * 0.72, y + 1.5), (w * 0.72, y + 1.5), (w * 0.42, low - 1), (0, low), (-w * 0.42, low - 1)), dark(color, 0.86))
        pen.blob(((-w * 0.5, y + 2), (w * 0.5, y + 2), (w * 0.28, low - 2), (0, low - 1.4), (-w * 0.28, low - 2)), THROAT, line=False)
    pen.polygon(((-w, y + 0.5), (-w * 0.5, y - 1.2), (w * 0.5, y - 1.2), (w, y + 0.5), (0, y + h * (0.62 if gape > 0.15 else 1.0))), color)
    if grief:
        for side in (-1, 1):
            pen.curve(((side * w * 0.9, y + 1), (side * (w + 1.4), y + 2 + grief), (side * (w + 2), y + 3 + 3 * grief)), 1.3, INK)


def cheeks(pen: Pen, x: float = 13.0, y: float = 5.0, color: Color = BLUSH, alpha: float = 0.5) -> None:
    for side in (-1, 1):
        pen.ellipse(side * x, y, 3.6, 2.4, color, line=False, alpha=alpha)


def whiskers(pen: Pen, y: float = 5.0, x: float = 11.0, length: float = 12.0, color: Color = INK) -> None:
    for side in (-1, 1):
        for rise in (-2.5, 1.5):
            pen.curve(((side * x, y + rise * 0.4), (side * (x + length / 2), y + rise * 0.6), (side * (x + length), y + rise * 1.3)), 0.7, color, alpha=0.75)


def mood(pen: Pen, look: Look, rx: float, ry: float) -> None:
    """What an emotion adds around a head of half axes (rx, ry): blush, tears, steam, lines of surprise."""
    joy, grief, rage, awe = (look.of(e) for e in EMOTIONS)
    if joy:
        cheeks(pen, rx * 0.66, ry * 0.34, alpha=0.35 + 0.5 * joy)
    if rage:
        pen.ellipse(0, -ry * 0.2, rx * 0.97, ry * 0.78, rgb("#e0201c"), line=False, alpha=0.10 + 0.22 * rage)
    if rage > 0.55:
        for side in (-1, 1):
            for k, r in ((0, 3.4), (1, 4.6)):
                pen.ellipse(side * (rx * 0.92 + 4 + 6.5 * k), -ry * 0.85 - 5 * k, r * rage, r * 0.85 * rage, rgb("#f4f1f1"))
    if grief:
        for side in (-1, 1):
            x, y, r = side * rx * 0.5, ry * 0.36, 1.2 + 1.9 * grief
            pen.blob(((x, y - r * 2.0), (x + r, y), (x, y + r * 1.1), (x - r, y)), TEAR)
            if grief > 0.7:
                pen.blob(((x * 1.25, y + r * 2.0), (x * 1.25 + r * 0.8, y + r * 3.6), (x * 1.25, y + r * 4.4), (x * 1.25 - r * 0.8, y + r * 3.6)), TEAR)
    if awe > 0.4:
        for x, dx in ((-0.55, -3.0), (0.0, 0.0), (0.55, 3.0)):
            top = -ry - 9 - 7 * awe + abs(x) * 6
            pen.curve(((rx * x, -ry - 7 + abs(x) * 8), (rx * x + dx * 0.5, top * 0.5 + (-ry - 7 + abs(x) * 8) * 0.5), (rx * x + dx, top)), 2.0, rgb("#f2a413"))
