"""Somebody or something in a scene: who, what it does and wears, how big it is, how it feels; and its painting on a spot of the page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .activities import ACTIVITIES
from .colors import COLORS
from .figure import cloud, dressed, paint_figure
from .mood import Look
from .pen import Pen, vary
from .subjects import SUBJECTS

Rng = np.random.Generator


@dataclass(frozen=True)
class Actor:
    subject: str
    activity: str = "standing"
    color: str | None = None  # of its paint or fur; none: its own
    wears: str | None = None  # sweater, scarf or hat …
    cloth: str | None = None  # … and its colour
    size: float = 0.5  # 0 tiny … 1 huge
    emotion: str | None = None  # happy, sad, angry, surprised …
    feeling: float = 0.0  # … and how much: 0 hardly … 1 extremely


@dataclass(frozen=True)
class Spot:
    """Feet at (x, y); `scale` 1 is a figure of 70 units; `flip` mirrors; `cloud`: it hovers, on a cloud of its own."""

    x: float
    y: float
    scale: float
    flip: bool = False
    cloud: bool = False


def reach(actor: Actor) -> tuple[float, float]:
    """How far it and its props reach to the left and to the right of its feet, units at scale 1."""
    subject, activity = SUBJECTS[actor.subject], ACTIVITIES[actor.activity]
    return max(subject.reach, activity.reach[0]), max(subject.reach, activity.reach[1])


def tall(actor: Actor) -> float:
    """From its feet to the top of its props, units at scale 1."""
    return SUBJECTS[actor.subject].tall + ACTIVITIES[actor.activity].rise


def paint_actor(behind: Pen, body: Pen, front: Pen, rng: Rng, actor: Actor, spot: Spot) -> None:
    """Props behind it, itself, and props in front of it, each with its own pen; the mask of an actor is what `body` painted."""
    subject, activity = SUBJECTS[actor.subject], ACTIVITIES[actor.activity]
    own = None if actor.color is None else vary(rng, COLORS[actor.color], 0.02)
    cloth = None if actor.cloth is None else vary(rng, COLORS[actor.cloth], 0.02)
    prop_seed = int(rng.integers(2**31))
    sx = -spot.scale if spot.flip else spot.scale
    if spot.cloud:
        with behind.frame(spot.x, spot.y, 0.0, spot.scale):
            cloud(behind)
    elif activity.shadow:
        behind.ellipse(spot.x, spot.y, activity.shadow * spot.scale, 4.5 * spot.scale, (0.1, 0.1, 0.15), line=False, alpha=0.2)
    if subject.paint is not None:
        with body.frame(spot.x, spot.y, 0.0, sx, spot.scale):
            subject.paint(body, np.random.default_rng(prop_seed), own or subject.fur, actor.activity)
        return
    dress = dressed(subject, own)
    pose = activity.pose(rng, Look(emotion=actor.emotion, feeling=actor.feeling))
    for pen, paint in ((behind, activity.behind), (body, None), (front, activity.front)):
        with pen.frame(spot.x, spot.y, 0.0, sx, spot.scale):
            if paint is not None:
                paint(pen, np.random.default_rng(prop_seed), dress, pose)
            else:
                paint_figure(pen, dress, pose, actor.wears, cloth)
                activity.over(pen, np.random.default_rng(prop_seed), dress, pose)
