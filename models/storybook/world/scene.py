"""A scene: its attributes, and the drawing made from them. The same scene always gives the same picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cairo
import numpy as np

from .actor import Actor, paint_actor
from .layout import arrange
from .light import shine
from .pen import PAGE, Pen
from .places import PLACES
from .stage import Grades, Setting
from .styles import STYLES
from .weather import WEATHERS


@dataclass(frozen=True)
class Scene:
    seed: int  # everything that has no word: positions, props, shades
    actors: tuple[Actor, ...]  # none (the place alone), one, two or three
    place: str
    style: str = "flat"
    count: int = 1  # how many of a single actor, 1…3
    relation: str = "beside"  # of two actors: the first is left of, right of, above, or (nothing said) beside the second
    weather: str = "clear"
    amount: float = 0.6  # of the weather, 0…1
    grades: Grades = Grades()


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


def draw(scene: Scene, size: int = 256) -> tuple[np.ndarray, list[np.ndarray]]:
    """→ picture [size,size,3] uint8, and for each actor its visible mask [size,size] uint8 (0…255), all copies together."""
    style = STYLES[scene.style]
    pages: list[tuple[cairo.ImageSurface, int | None]] = []  # from back to front, with the number of the actor that a page shows

    def page(actor: int | None = None) -> Pen:
        surface, ctx = _surface(size)
        pages.append((surface, actor))
        return Pen(ctx, **style.pen)

    def rng(*part: int) -> np.random.Generator:
        return np.random.default_rng([scene.seed, *part])

    backdrop = page()
    grades = replace(scene.grades, darkness=max(scene.grades.darkness, style.darkness))
    ground = PLACES[scene.place].paint(backdrop, rng(2), Setting(grades, scene.weather, scene.amount))
    cast = [actor for actor in range(len(scene.actors)) for _ in range(scene.count if len(scene.actors) == 1 else 1)]
    spots = arrange(rng(1), [scene.actors[i] for i in cast], scene.relation, ground)
    for k, (i, spot) in enumerate(zip(cast, spots)):
        paint_actor(backdrop if k == 0 else page(), page(i), page(), rng(5, k), scene.actors[i], spot)
    ground.front(page())
    WEATHERS[scene.weather].front(page(), rng(6), scene.amount)

    canvas = cairo.Context(pages[0][0])
    masks = [np.zeros((size, size), np.float32) for _ in scene.actors]
    for surface, actor in pages[1:]:
        canvas.set_source_surface(surface, 0, 0)
        canvas.paint()
    for surface, actor in pages[1:-1]:  # weather hides nobody
        alpha = _pixels(surface)[..., 3].astype(np.float32) / 255
        masks = [mask * (1 - alpha) for mask in masks]
        if actor is not None:
            masks[actor] += alpha
    image = _pixels(pages[0][0])[..., 2::-1].astype(np.float32) / 255
    image = style.finish(shine(image, grades.darkness, ground.lights), rng(3))
    return (image * 255 + 0.5).astype(np.uint8), [(mask * 255 + 0.5).astype(np.uint8) for mask in masks]
