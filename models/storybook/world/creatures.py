"""Pocket creatures: small beings drawn in chalk on a board, for finetuning. No scene of the world has their shapes or this style."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cairo
import numpy as np

from .colors import COLORS
from .mood import Look, eyes, mouth
from .pen import INK, PAGE, WHITE, Color, Pen, dark, mix, rgb, vary
from .styles.texture import noise

Rng = np.random.Generator

BOARD = np.array([0.16, 0.25, 0.24], np.float32)
SHAPES = ("round", "drop-shaped", "star-shaped", "mushroom-shaped", "cactus-shaped", "ghost-shaped", "cloud-shaped", "pear-shaped")
TOPPINGS = ("two horns", "a leaf", "antennae", "a flower", "a crown", "long ears", "a propeller")
PATTERNS = ("spots", "stripes", "a heart on its belly", "no pattern")
EYES = ("one eye", "two eyes", "three eyes")
MOODS = ("happy", "sad", "angry", "surprised", "calm")
SHADES = tuple(c for c in COLORS if c not in ("black", "white"))


@dataclass(frozen=True)
class Creature:
    seed: int
    shape: str
    color: str
    eyes: str
    topping: str
    pattern: str
    mood: str


def sample_creature(seed: int) -> Creature:
    """Shapes in turn, the rest at random."""
    rng = np.random.default_rng([seed, 11])
    shape, color, topping = SHAPES[seed % len(SHAPES)], str(rng.choice(SHADES)), str(rng.choice(TOPPINGS))
    patterns = PATTERNS if shape != "mushroom-shaped" else ("no pattern",)
    return Creature(seed, shape, color, str(rng.choice(EYES)), topping, str(rng.choice(patterns)), str(rng.choice(MOODS)))


class ChalkPen(Pen):
    """Its outlines are lighter than what they surround: chalk on a dark board."""

    def outline(self, color: Color) -> Color:
        return mix(color, WHITE, 0.72)


def _outline_of(shape: str) -> list[tuple[float, float]]:
    """Points around a body that stands on (0, 0), about 60 units wide and 62 high."""
    if shape == "drop-shaped":
        return [(0, -74), (9, -56), (24, -38), (29, -18), (18, -3), (0, 0), (-18, -3), (-29, -18), (-24, -38), (-9, -56)]
    if shape == "star-shaped":
        return [((36 if k % 2 == 0 else 24) * math.sin(math.pi * k / 5), -32 - (36 if k % 2 == 0 else 24) * math.cos(math.pi * k / 5)) for k in range(10)]
    if shape == "cactus-shaped":
        return [
            (-14, 0),
            (-15, -18),
            (-28, -20),
            (-34, -32),
            (-30, -42),
            (-25, -32),
            (-15, -30),
            (-15, -54),
            (0, -66),
            (15, -54),
            (15, -40),
            (25, -42),
            (30, -54),
            (35, -42),
            (29, -29),
            (15, -27),
            (14, 0),
        ]
    if shape == "ghost-shaped":
        return [(-27, 0), (-28, -34), (-20, -58), (0, -66), (20, -58), (28, -34), (27, 0), (18, -7), (9, 0), (0, -7), (-9, 0), (-18, -7)]
    if shape == "cloud-shaped":
        return [(-24, -2), (-38, -12), (-34, -28), (-25, -34), (-22, -50), (-5, -56), (6, -50), (22, -54), (31, -40), (32, -30), (40, -16), (28, -2), (0, 0)]
    if shape == "pear-shaped":
        return [(0, -66), (15, -60), (18, -44), (30, -26), (29, -9), (16, 0), (-16, 0), (-29, -9), (-30, -26), (-18, -44), (-15, -60)]
    if shape == "mushroom-shaped":
        return [(-15, 0), (-17, -20), (-12, -34), (12, -34), (17, -20), (15, 0)]
    return [(30 * math.sin(math.pi * k / 8), -31 - 31 * math.cos(math.pi * k / 8)) for k in range(16)]


def _crown_of(shape: str) -> float:
    """Height of the top of a body."""
    return {"drop-shaped": -72, "star-shaped": -66, "mushroom-shaped": -66, "cloud-shaped": -54, "round": -61}.get(shape, -65)


def _topping(pen: Pen, topping: str, color: Color) -> None:
    """Painted with (0, 0) at the top of the body."""
    leaf, gold, pink = rgb("#7cc46a"), rgb("#f4d35e"), rgb("#f4a3bd")
    if topping == "two horns":
        for side in (-1, 1):
            pen.blob(((side * 6, 6), (side * 9, -6), (side * 18, -14), (side * 18, -2), (side * 15, 10)), mix(color, WHITE, 0.55))
    elif topping == "a leaf":
        pen.curve(((0, 4), (1, -4), (4, -8)), 2.2, leaf)
        pen.blob(((3, -7), (12, -18), (25, -18), (20, -8), (10, -4)), leaf)
    elif topping == "antennae":
        for side in (-1, 1):
            pen.curve(((side * 6, 5), (side * 9, -8), (side * 16, -15)), 2.0, mix(color, WHITE, 0.5))
            pen.ellipse(side * 17, -17, 4.2, 4.2, gold)
    elif topping == "a flower":
        for k in range(5):
            a = 2 * math.pi * k / 5
            pen.ellipse(7.0 * math.sin(a), -8 - 7.0 * math.cos(a), 5.2, 5.2, pink)
        pen.ellipse(0, -8, 4.2, 4.2, gold)
    elif topping == "a crown":
        pen.polygon(((-13, 5), (-15, -12), (-7, -4), (0, -15), (7, -4), (15, -12), (13, 5)), gold)
    elif topping == "long ears":
        for side in (-1, 1):
            pen.ellipse(side * 13, -5, 6, 16, color, turn=side * 0.35)
            pen.ellipse(side * 13, -4, 2.8, 11, mix(color, WHITE, 0.5), turn=side * 0.35, line=False)
    else:
        pen.lines(((0, 4), (0, -11)), 2.2, mix(color, WHITE, 0.5))
        for side in (-1, 1):
            pen.ellipse(side * 10.5, -12, 10, 3.6, gold, turn=side * -0.12)
        pen.ellipse(0, -12, 3, 3, pink)


def _pattern(pen: Pen, creature: Creature, color: Color) -> None:
    light = mix(color, WHITE, 0.5)
    if creature.pattern == "spots":
        for x, y, r in ((-17, -14, 4.5), (15, -11, 5.4), (-6, -8, 3.6), (20, -30, 3.8), (-21, -32, 4.0), (2, -57, 4.2)):
            pen.ellipse(x, y, r, r, light, line=False)
    elif creature.pattern == "stripes":
        for y in (-58, -17, -8):
            pen.curve(((-36, y - 2), (0, y + 3), (36, y - 2)), 4.0, light)
    elif creature.pattern == "a heart on its belly":
        pen.blob(((0, -3.5), (-7.5, -11), (-6, -16.5), (0, -13), (6, -16.5), (7.5, -11)), rgb("#f4a3bd"))


def _face(pen: Pen, creature: Creature, rng: Rng) -> None:
    look = Look(gaze=float(rng.uniform(-0.8, 0.8)), emotion=None if creature.mood == "calm" else creature.mood, feeling=0.6)
    if creature.eyes == "one eye":
        pen.ellipse(0, -38, 9.4, 9.4, WHITE)
        pen.ellipse(look.gaze * 1.6, -38, 4.8, 5.4, INK, line=False)
        pen.ellipse(look.gaze * 1.6 - 1.8, -40, 1.8, 1.8, WHITE, line=False)
        slant = {"angry": 3.4, "sad": -3.4}.get(creature.mood)
        if slant is not None:
            for side in (-1, 1):
                pen.lines(((side * 10, -49 - slant * 0.6), (side * 2, -49 + slant)), 2.4, WHITE)
    else:
        with pen.frame(0, -36):
            eyes(pen, look, 9.5, 0.0, 4.4, brow=WHITE)
            if creature.eyes == "three eyes":
                pen.ellipse(0, -11.5, 5.0, 5.2, WHITE, line=False)
                pen.ellipse(look.gaze, -11.5, 3.4, 3.9, INK, line=False)
                pen.ellipse(look.gaze - 1.2, -13, 1.2, 1.2, WHITE, line=False)
    with pen.frame(0, -26):
        mouth(pen, look, 0.0, 5.0, split=False)


def _doodles(pen: Pen, rng: Rng) -> None:
    """What else is on the board: the ground, and stars and spirals in the corners."""
    white = rgb("#dfe8e2")
    pen.curve(((4, 112), (30, 113 + rng.uniform(-2, 2)), (64, 112), (98, 113 + rng.uniform(-2, 2)), (124, 112)), 1.6, white, alpha=0.75)
    for x, y in ((16, 20), (112, 22), (14, 66), (115, 70)):
        x, y, r = x + rng.uniform(-5, 5), y + rng.uniform(-6, 6), rng.uniform(4, 6.5)
        color = (rgb("#f4d35e"), rgb("#8fd0ee"), rgb("#f4a3bd"), white)[rng.integers(4)]
        kind = rng.integers(3)
        if kind == 0:
            for k in range(3):
                a = math.pi * k / 3
                pen.lines(((x - r * math.cos(a), y - r * math.sin(a)), (x + r * math.cos(a), y + r * math.sin(a))), 1.5, color)
        elif kind == 1:
            pen.curve([(x + r * t / 9 * math.cos(t * 0.8), y + r * t / 9 * math.sin(t * 0.8)) for t in range(14)], 1.5, color)
        else:
            pen.ring(x, y, r * 0.8, 1.5, color)


def _chalk(image: np.ndarray, rng: Rng) -> np.ndarray:
    """Grain of chalk over everything that is not board, in slanted strokes; smears of the sponge on the board."""
    size = image.shape[0]
    grain = noise(rng, size, size // 3)
    strokes = sum(np.roll(grain, (k, -k), (0, 1)) for k in range(6)) / 2.6
    cover = np.clip(0.86 + 0.16 * strokes, 0.45, 1.0)[..., None]
    smear = (0.018 * noise(rng, size, 5))[..., None]
    return np.clip(BOARD + smear + (image - BOARD) * cover, 0, 1)


def draw_creature(creature: Creature, size: int = 256) -> np.ndarray:
    """→ picture [size,size,3] uint8."""
    rng = np.random.default_rng([creature.seed, 12])
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, size, size)
    ctx = cairo.Context(surface)
    ctx.scale(size / PAGE, size / PAGE)
    pen = ChalkPen(ctx, line_width=1.7, line_keep=1.0, line_ink=0.0, shade=0.3)
    ctx.set_source_rgb(*(float(v) for v in BOARD))
    ctx.paint()
    _doodles(pen, rng)
    color = vary(rng, mix(COLORS[creature.color], WHITE, 0.12), 0.02)
    points = _outline_of(creature.shape)
    with pen.frame(64 + rng.uniform(-7, 7), 111, 0.0, float(rng.uniform(0.98, 1.14))):
        if creature.shape not in ("ghost-shaped", "cloud-shaped"):
            for side in (-1, 1):
                pen.ellipse(side * 11, -0.5, 7.5, 4.2, dark(color, 0.8))
        with pen.frame(0, _crown_of(creature.shape)):
            _topping(pen, creature.topping, color)
        pen.blob(points, color if creature.shape != "mushroom-shaped" else mix(color, WHITE, 0.7), shade=5.0)
        if creature.shape == "mushroom-shaped":
            pen.blob(((-36, -36), (-30, -54), (-14, -66), (14, -66), (30, -54), (36, -36), (18, -30), (-18, -30)), color, shade=5.0)
        else:
            ctx.save()
            pen.clip(points)
            _pattern(pen, creature, color)
            ctx.restore()
        with pen.frame(0, 9 if creature.shape == "mushroom-shaped" else 0):
            _face(pen, creature, rng)
    surface.flush()
    image = np.frombuffer(surface.get_data(), np.uint8).reshape(size, size, 4)[..., 2::-1].astype(np.float32) / 255
    return (_chalk(image, rng) * 255 + 0.5).astype(np.uint8)


def describe(creature: Creature, rng: Rng) -> str:
    """A sentence about it; what it leaves out is drawn all the same."""
    kind = str(rng.choice(("pocket creature", "pocket creature", "little pocket creature")))
    mood = f"{creature.mood} " if rng.random() < 0.8 else ""
    parts = [p for p in (creature.eyes, creature.topping, creature.pattern) if p != "no pattern" and rng.random() < 0.85]
    has = " with " + (", ".join(parts[:-1]) + " and " if len(parts) > 1 else "") + parts[-1] if parts else ""
    said = f"{mood}{creature.color} {creature.shape} {kind}{has}"
    said = f"{'an' if said[0] in 'aeiou' else 'a'} {said}"
    return f"a chalk drawing of {said}" if rng.random() < 0.7 else f"{said}, chalk drawing"
