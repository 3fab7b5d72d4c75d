"""What a scene needs from a place and from weather. Places and weather know nothing of the figures that stand in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

from .pen import Color, Pen

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


#: What "outdoors" allows; "clear" is what nothing said means.
OUTDOORS = ("clear", "rainy", "snowing", "foggy", "cloudy", "rainbow", "windy")
INDOORS = ("clear",)


@dataclass(frozen=True)
class Setting:
    """All that words can say about a place: its grades, and the weather there."""

    grades: Grades = Grades()
    weather: str = "clear"
    amount: float = 0.6  # of the weather

    @property
    def dark(self) -> float:
        return self.grades.darkness

    @property
    def night(self) -> bool:
        return self.grades.darkness > 0.45

    @property
    def snow(self) -> float:
        """How much snow lies: as graded, and some wherever it falls."""
        return max(self.grades.snow, 0.3 + 0.35 * self.amount if self.weather == "snowing" else 0.0)


@dataclass(frozen=True)
class Light:
    """A lamp, a window, the moon: brightens a circle of the page when it is dark. Units of the page."""

    x: float
    y: float
    radius: float
    color: Color = (1.0, 0.82, 0.5)


def bare(pen: Pen) -> None:
    pass


@dataclass(frozen=True)
class Ground:
    """Where figures stand: `height(x)` is the y of feet in the foreground; whole figures keep between `left` and `right`. Units of the page."""

    height: Callable[[float], float] = lambda x: 114.0
    left: float = 2.0
    right: float = 126.0
    lights: tuple[Light, ...] = ()
    front: Callable[[Pen], None] = bare  # paints what stands before the figures


@dataclass(frozen=True)
class Place:
    """`paint` fills the page and says where the ground is, which may follow from the grades and from chance (a bumpy road)."""

    name: str
    words: tuple[str, ...]  # phrases with their preposition, the first is the common one: "in an apartment"
    paint: Callable[[Pen, Rng, Setting], Ground]
    weathers: tuple[str, ...] = OUTDOORS
    graded: tuple[str, ...] = ("darkness",)  # names of the Grades that this place shows


@dataclass(frozen=True)
class Weather:
    """What fills the air, painted over everything; the sky and the colours of a place follow the weather by themselves."""

    name: str
    words: tuple[str, ...]  # phrases after all others, the first is the common one: "in the rain"
    front: Callable[[Pen, Rng, float], None] = lambda pen, rng, amount: None  # `amount` 0…1
