"""What a scene needs from a place and from weather. Places and weather know nothing of the figures that stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

from .pen import Pen

Rng = np.random.Generator


@dataclass(frozen=True)
class Grades:
    """How much of something: 0 none … 1 as much as there can be. Words of degree name them (slightly, very, extremely)."""

    bumpiness: float = 0.0
    winding: float = 0.0
    darkness: float = 0.0
    snow: float = 0.0


#: The adjective of each grade.
ADJECTIVES = {"bumpiness": "bumpy", "winding": "winding", "darkness": "dark", "snow": "snowy"}


@dataclass(frozen=True)
class Ground:
    """Where figures stand: `height(x)` is the y of feet in the foreground; whole figures keep between `left` and `right`. Units of the page."""

    height: Callable[[float], float] = lambda x: 114.0
    left: float = 2.0
    right: float = 126.0


@dataclass(frozen=True)
class Place:
    """`paint` fills the page and says where the ground is, which may follow from the grades and from chance (a bumpy road)."""

    name: str
    words: tuple[str, ...]  # phrases with their preposition, the first is the common one: "in an apartment"
    paint: Callable[[Pen, Rng, Grades], Ground]
    graded: tuple[str, ...] = ("darkness",)  # names of the Grades that this place shows; light.py shows darkness anywhere
    outdoors: bool = True  # weather happens here


def nothing(pen: Pen, rng: Rng, amount: float) -> None:
    pass


@dataclass(frozen=True)
class Weather:
    """Painted twice: over the place and under the figures, then over the figures. `amount` 0…1."""

    name: str
    words: tuple[str, ...]  # phrases after all others, the first is the common one: "in the rain"
    behind: Callable[[Pen, Rng, float], None] = nothing
    front: Callable[[Pen, Rng, float], None] = nothing
