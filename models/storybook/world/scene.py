"""A scene: its attributes, and the drawing made from them. The same seed always gives the same picture."""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass
from functools import cache

import cairo
import numpy as np

from .activities import ACTIVITIES
from .figure import paint_figure
from .pen import PAGE, Pen, rgb
from .places import PLACES, road_height, vary
from .styles import STYLES
from .subjects import SUBJECTS

SWEATERS = {"red": rgb("#d8403c"), "blue": rgb("#3671c9"), "yellow": rgb("#f2c230"), "green": rgb("#3f9a57"), "purple": rgb("#8a55b8")}
STYLE_SHARES = {"flat": 0.4, "watercolor": 0.22, "sketch": 0.19, "pixel": 0.19}
HELD_OUT_SHARE = 0.16


@dataclass(frozen=True)
class Scene:
    seed: int  # everything that has no word: positions, props, shades
    subject: str
    activity: str
    place: str
    style: str = "flat"
    sweater: str | None = None  # colour of a sweater, or none
    bumpiness: float = 0.0  # of a road, 0…1


def held_out(subject: str, activity: str, place: str) -> bool:
    """Whether training never sees this combination. Fixed for good: a hash of the words, not a list."""
    digest = hashlib.sha256(f"storybook/{subject}/{activity}/{place}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < HELD_OUT_SHARE


@cache
def combinations(held: bool) -> list[tuple[str, str, str]]:
    return [c for c in itertools.product(SUBJECTS, ACTIVITIES, PLACES) if held_out(*c) == held]


def sample_scene(seed: int, held: bool = False) -> Scene:
    """A random scene from the combinations that training sees, or from those it does not."""
    rng = np.random.default_rng(seed)
    choices = combinations(held)
    subject, activity, place = choices[rng.integers(len(choices))]
    style = str(rng.choice(list(STYLE_SHARES), p=list(STYLE_SHARES.values())))
    sweater = str(rng.choice(list(SWEATERS))) if rng.random() < 0.22 else None
    bumpiness = 0.0
    if place == "road" and rng.random() < 0.65:
        bumpiness = float(rng.uniform(0.15, 1.0))
    return Scene(seed, subject, activity, place, style, sweater, bumpiness)


def _surface(size: int) -> tuple[cairo.ImageSurface, cairo.Context]:
    surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, size, size)
    ctx = cairo.Context(surface)
    ctx.scale(size / PAGE, size / PAGE)
    return surface, ctx


def _pixels(surface: cairo.ImageSurface) -> np.ndarray:
    """[H,W,4] uint8, blue green red alpha, premultiplied."""
    surface.flush()
    size = surface.get_width()
    return np.frombuffer(surface.get_data(), np.uint8).reshape(size, size, 4)


def draw(scene: Scene, size: int = 128) -> tuple[np.ndarray, np.ndarray]:
    """→ picture [size,size,3] uint8 and the subject's visible mask [size,size] uint8 (0…255)."""
    style = STYLES[scene.style]
    subject, activity = SUBJECTS[scene.subject], ACTIVITIES[scene.activity]
    rng = np.random.default_rng([scene.seed, 1])
    backdrop, figure, front = _surface(size), _surface(size), _surface(size)
    pens = [Pen(ctx, **style.pen) for _, ctx in (backdrop, figure, front)]

    place_rng = np.random.default_rng([scene.seed, 2])
    PLACES[scene.place].paint(pens[0], place_rng, scene.bumpiness)

    x = 61 + float(rng.uniform(-9, 9)) - (5 if scene.activity in ("cooking", "guitar") else 0)
    scale = float(rng.uniform(0.95, 1.12)) * (1.12 if scene.activity == "sleeping" else 1.0)
    y = 114 + float(rng.uniform(-4, 3))
    if scene.place == "road":
        top = road_height(float(np.random.default_rng([scene.seed, 2]).uniform(0, 6.28)), scene.bumpiness)
        y += (top(x) - 97) * 0.8
    flip = -1.0 if rng.random() < 0.5 else 1.0
    if flip < 0:
        x = PAGE - x
    pose = activity.pose(rng)
    sweater = None if scene.sweater is None else vary(rng, SWEATERS[scene.sweater], 0.03)
    prop_seed = int(rng.integers(2**31))
    if scene.activity != "sleeping":
        pens[0].ellipse(x, y, 25 * scale, 4.5, (0.1, 0.1, 0.15), line=False, alpha=0.2)
    for pen, paint in zip(pens, (activity.behind, None, activity.front)):
        with pen.frame(x, y, 0.0, scale * flip, scale):
            if paint is None:
                paint_figure(pen, subject, pose, sweater)
                activity.over(pen, np.random.default_rng(prop_seed), subject, pose)
            else:
                paint(pen, np.random.default_rng(prop_seed), subject, pose)

    mask = (_pixels(figure[0])[..., 3].astype(np.uint16) * (255 - _pixels(front[0])[..., 3]) // 255).astype(np.uint8)
    page = backdrop[1]
    page.identity_matrix()
    for layer in (figure[0], front[0]):
        page.set_source_surface(layer, 0, 0)
        page.paint()
    image = _pixels(backdrop[0])[..., 2::-1].astype(np.float32) / 255
    image = style.finish(image, np.random.default_rng([scene.seed, 3]))
    return (image * 255 + 0.5).astype(np.uint8), mask


def draw_place(scene: Scene, size: int = 128) -> np.ndarray:
    """The same page without the figure and its props."""
    surface, ctx = _surface(size)
    style = STYLES[scene.style]
    PLACES[scene.place].paint(Pen(ctx, **style.pen), np.random.default_rng([scene.seed, 2]), scene.bumpiness)
    image = style.finish(_pixels(surface)[..., 2::-1].astype(np.float32) / 255, np.random.default_rng([scene.seed, 3]))
    return (image * 255 + 0.5).astype(np.uint8)
