"""Random scenes of the world, balanced, and the combinations that training never sees."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np

from .activities import ACTIVITIES
from .actor import Actor
from .colors import COLORS
from .mood import EMOTIONS
from .places import PLACES
from .scene import Scene
from .stage import Grades
from .styles import STYLES
from .subjects import SUBJECTS

Rng = np.random.Generator
Combination = tuple[str, str, str]  # subject, activity, place

HELD_OUT_SHARE = 0.16
FLAT_SHARE = 0.3  # the other styles share the rest evenly
GREY_STYLES = ("sketch", "sepia", "night")  # no word of a colour would be true
BRIGHT_STYLES = ("flat", "oil", "pixel", "paper")  # darkness shows well in these
KINDS = {"one": 0.55, "count": 0.15, "pair": 0.20, "place": 0.10}
RELATIONS = {"left": 0.32, "right": 0.32, "above": 0.26, "beside": 0.10}


def held_out(subject: str, activity: str, place: str) -> bool:
    """Whether training never sees this combination. Fixed for good: a hash of the words, not a list."""
    digest = hashlib.sha256(f"storybook/{subject}/{activity}/{place}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32 < HELD_OUT_SHARE


@cache
def combinations(held: bool) -> list[Combination]:
    """All combinations of a subject, what it can do, and a place: those that training sees, or those it does not."""
    return [(s.name, a, p) for s in SUBJECTS.values() for a in s.acts for p in PLACES if held_out(s.name, a, p) == held]


def sample_scene(seed: int, held: bool = False) -> Scene:
    """A random scene from the combinations that training sees, or from those it does not (of two actors, the first is held out)."""
    rng = np.random.default_rng([seed, 0])
    kind = str(rng.choice(list(KINDS), p=list(KINDS.values())))
    if kind == "place" and held:
        kind = "one"
    style = "flat" if rng.random() < FLAT_SHARE else str(rng.choice([s for s in STYLES if s != "flat"]))
    first = _combination(rng, held)
    place = first[2]
    colors = style not in GREY_STYLES
    actors: tuple[Actor, ...] = ()
    count, relation = 1, "beside"
    if kind == "one":
        actors = (_actor(rng, first, colors),)
    elif kind == "count":
        actors = (_actor(rng, first, colors, sizes=False),)
        count = int(rng.integers(2, 4))
    elif kind == "pair":
        relation = str(rng.choice(list(RELATIONS), p=list(RELATIONS.values())))
        number = 3 if relation == "beside" and rng.random() < 0.3 else 2
        cast = [first]
        while len(cast) < number:
            other = _companion(rng, place, first[1])
            if other[0] not in (c[0] for c in cast):
                cast.append(other)
        actors = tuple(_actor(rng, c, colors, sizes=relation != "above", less=0.6) for c in cast)
    return Scene(seed, actors, place, style, count, relation, *_weather(rng, place), _grades(rng, place, style, kind == "place"))


def _combination(rng: Rng, held: bool) -> Combination:
    """Even over subjects: a vehicle that only stands is drawn as often as an animal that can do everything."""
    choices = _by_subject(held)[str(rng.choice(list(SUBJECTS)))]
    return choices[rng.integers(len(choices))]


@cache
def _by_subject(held: bool) -> dict[str, list[Combination]]:
    found = {s: [c for c in combinations(held) if c[0] == s] for s in SUBJECTS}
    return {s: own or combinations(held) for s, own in found.items()}


def _companion(rng: Rng, place: str, activity: str) -> Combination:
    """Another actor in this place: it does the same, or stands, or does something else."""
    while True:
        subject = str(rng.choice(list(SUBJECTS)))
        acts = SUBJECTS[subject].acts
        wish = rng.random()
        own = activity if wish < 0.35 and activity in acts else "standing" if wish < 0.7 else str(rng.choice(acts))
        if not held_out(subject, own, place):
            return subject, own, place


def _actor(rng: Rng, chosen: Combination, colors: bool, sizes: bool = True, less: float = 1.0) -> Actor:
    """With attributes some of the time; `less` scales how often."""
    subject, activity = SUBJECTS[chosen[0]], chosen[1]
    more: dict = {}
    thing = subject.paint is not None
    if colors and subject.dyed and rng.random() < (0.7 if thing else 0.05):
        more["color"] = str(rng.choice(list(COLORS)))
    wears = [w for w in subject.wears if not (w == "hat" and ACTIVITIES[activity].hat)]
    if colors and wears and not thing and rng.random() < 0.24 * less:
        own = COLORS[more["color"]] if "color" in more else subject.fur
        seen = [c for c, color in COLORS.items() if max(abs(a - b) for a, b in zip(color, own)) > 0.25]
        more.update(wears=str(rng.choice(wears)), cloth=str(rng.choice(seen)))
    if sizes and rng.random() < 0.24 * less:
        more["size"] = float(rng.uniform(0.0, 0.4) if rng.random() < 0.5 else rng.uniform(0.62, 1.0))
    if not thing and activity != "sleeping" and rng.random() < 0.24 * less:
        more.update(emotion=str(rng.choice(EMOTIONS)), feeling=float(rng.uniform(0.15, 1.0)))
    return Actor(subject.name, activity, **more)


def _weather(rng: Rng, place: str) -> tuple[str, float]:
    others = [w for w in PLACES[place].weathers if w != "clear"]
    if others and rng.random() < 0.22:
        return str(rng.choice(others)), float(rng.uniform(0.3, 1.0))
    return "clear", 0.6


def _grades(rng: Rng, place: str, style: str, alone: bool) -> Grades:
    """A place shows its own grades often, more so when nobody stands in the way; darkness seldom."""
    found = {}
    for name in PLACES[place].graded:
        share = 0.18 if name == "darkness" else 0.6 if alone else 0.4
        if rng.random() < share and not (name == "darkness" and style == "night"):
            found[name] = float(rng.uniform(0.12, 1.0))
    return Grades(**found)
