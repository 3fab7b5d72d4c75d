"""What a place is: how it is painted under a setting, and the stage it leaves for actors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable

import numpy as np

from ..pen import PAGE, Color, Pen

Rng = np.random.Generator

WEATHERS = ("sunny", "rainy", "snowy", "foggy", "cloudy", "rainbow", "windy")


@dataclass(frozen=True)
class Setting:
    """What words can say about a place. Grades run from 0 (nothing of it) to 1 (as much as can be)."""

    weather: str = "sunny"
    dark: float = 0.0
    snow: float = 0.0  # how much of it lies
    bump: float = 0.0  # of a road
    wind: float = 0.0  # how much a road winds

    def at(self, **changes) -> "Setting":
        return replace(self, **changes)


@dataclass(frozen=True)
class Light:
    """A lamp, a window, the moon: brightens a circle of the page when it is dark."""

    x: float
    y: float
    radius: float
    color: Color = (1.0, 0.82, 0.5)


def nothing(pen: Pen) -> None:
    pass


def level(_x: float) -> float:
    return 112.0


@dataclass(frozen=True)
class Stage:
    """Where actors stand, units of the page. Feet may go `depth` units further up or down than `height`."""

    height: Callable[[float], float] = level  # y of the ground at x
    spots: tuple[float, ...] = (30.0, 64.0, 98.0)  # x of free spots, from the left
    depth: float = 4.0
    lights: tuple[Light, ...] = ()
    front: Callable[[Pen], None] = nothing  # paints what stands before the actors


@dataclass(frozen=True)
class Place:
    name: str
    words: tuple[str, ...]  # phrases with their preposition, the first is the common one
    paint: Callable[[Pen, Rng, Setting], Stage]
    weathers: tuple[str, ...] = WEATHERS  # those that can be here; indoors and out in space none but "sunny"
    grades: tuple[str, ...] = ("dark",)  # grades of the setting that show here


INDOORS = ("sunny",)


def vary(rng: Rng, color: Color, by: float = 0.035) -> Color:
    """The colour, a little lighter or darker and warmer or cooler."""
    light, warm = rng.normal(0, by), rng.normal(0, by * 0.6)
    return tuple(min(max(c + light + d * warm, 0.0), 1.0) for c, d in zip(color, (1, 0, -1)))  # type: ignore[return-value]


def pick(rng: Rng, items):
    return items[int(rng.integers(len(items)))]


def spread(rng: Rng, n: int, lo: float = 0.0, hi: float = PAGE, jitter: float = 0.35) -> list[float]:
    """n places from lo to hi, about equally far from each other."""
    step = (hi - lo) / n
    return [lo + step * (i + 0.5 + u) for i, u in enumerate(rng.uniform(-jitter, jitter, n))]
