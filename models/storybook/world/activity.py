"""What a subject does: a pose, and props behind and in front of it. Painted in the figure's frame, feet on (0, 0)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Callable

import numpy as np

from .figure import Pose, Subject
from .mood import Look
from .pen import Pen

Rng = np.random.Generator
Paint = Callable[[Pen, Rng, Subject, Pose], None]


def nothing(pen: Pen, rng: Rng, s: Subject, pose: Pose) -> None:
    pass


def jitter(rng: Rng, by: float) -> float:
    return float(rng.uniform(-by, by))


def looking(rng: Rng, look: Look, **changes) -> Look:
    """The look with pupils somewhere near the middle, and with the changes of an activity."""
    return replace(look, **{"gaze": jitter(rng, 0.9), **changes})


@dataclass(frozen=True)
class Activity:
    """`pose` is told the look that the emotion gives. `reach`: how far props go left and right, units; `shadow`: half its width, 0 for none."""

    name: str
    words: tuple[str, ...]  # present participles, the first is the common one
    verbs: tuple[str, ...]  # "… that reads"
    pose: Callable[[Rng, Look], Pose] = lambda rng, look: Pose(look=look)
    behind: Paint = nothing
    front: Paint = nothing
    over: Paint = nothing  # worn: painted with the figure, after it
    reach: tuple[float, float] = (26.0, 26.0)
    shadow: float = 25.0
    rise: float = 0.0  # how much higher than the figure standing its props reach, units
    hat: bool = False  # it brings a hat of its own


def sitting(rng: Rng, look: Look, hands, eyes: str = "open") -> Pose:
    """On the ground, feet to both sides."""
    return Pose(
        head=(0, -45),
        body=(0, -16),
        tilt=jitter(rng, 0.07),
        feet=((-17, -2), (17, -2)),
        hips=((-7, -7), (7, -7)),
        shoulders=((-11, -25), (11, -25)),
        hands=hands,
        tail=(10, -5, 0.15),
        look=looking(rng, look, eyes=eyes),
    )
