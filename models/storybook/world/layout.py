"""Where actors stand on the page, how big, and which way they face."""

from __future__ import annotations

import numpy as np

from .actor import Actor, Spot, reach, tall
from .pen import PAGE
from .stage import Ground

Rng = np.random.Generator
#: Scale of the figures when one, two or three share the page; of the lower and the upper of two above each other.
CROWD = {1: 1.12, 2: 0.9, 3: 0.66}
BELOW, ABOVE = 0.70, 0.62
#: Actors together are at most so wide, units …
ROOM = 122.0
HEIGHT = 112.0  # … and each so high


def arrange(rng: Rng, actors: list[Actor], relation: str, ground: Ground) -> list[Spot]:
    """A spot for each actor. Relations are of two: left, right, above, or beside (either side)."""
    if relation == "above" and len(actors) == 2:
        return _above(rng, actors, ground)
    order = list(range(len(actors)))
    if relation == "right" or (relation == "beside" and rng.random() < 0.5):
        order.reverse()
    scales = [scale_of(a, CROWD[len(actors)]) * float(rng.uniform(0.97, 1.03)) for a in actors]
    flips = [bool(rng.random() < 0.5) for _ in actors]
    sides = [tuple(r * s for r in (reach(a)[::-1] if f else reach(a))) for a, s, f in zip(actors, scales, flips)]
    width = sum(left + right for left, right in sides)
    if width > ROOM:
        scales = [s * ROOM / width for s in scales]
        sides = [(left * ROOM / width, right * ROOM / width) for left, right in sides]
        width = ROOM
    gap = (ground.right - ground.left - width) / (len(actors) + 1)
    spots: list[Spot | None] = [None] * len(actors)
    x = ground.left
    for i in order:
        left, right = sides[i]
        at = x + gap + left + float(rng.uniform(-0.5, 0.5)) * max(0.0, min(gap * 1.2, 26.0))
        x += gap + left + right
        spots[i] = _stand(rng, at, scales[i], flips[i], ground)
    return spots  # type: ignore[return-value]


def scale_of(actor: Actor, middle: float) -> float:
    """The scale of an actor for its size 0 … 0.5 … 1: from 0.42 of `middle` over `middle` to 1.38 of it, even in the logarithm on each side,
    and less for the wide and the tall, so that the biggest of them fill the page."""
    largest = min(1.38 * middle, HEIGHT / tall(actor), ROOM / sum(reach(actor)))
    middle = min(middle, 0.86 * largest)
    return middle * 0.42 ** (1 - 2 * actor.size) if actor.size < 0.5 else middle * (largest / middle) ** (2 * actor.size - 1)


def _stand(rng: Rng, x: float, scale: float, flip: bool, ground: Ground) -> Spot:
    nearer = 3.0 if scale > 0.9 else 0.0  # big ones stand a little lower on the page
    return Spot(x, ground.height(x) + nearer + float(rng.uniform(-3, 2)), scale, flip)


def _above(rng: Rng, actors: list[Actor], ground: Ground) -> list[Spot]:
    """The first hovers on a cloud over the second."""
    x = PAGE / 2 + float(rng.uniform(-12, 12))
    low = _stand(rng, x, min(BELOW, 52.0 / tall(actors[1])), bool(rng.random() < 0.5), ground)
    size = min(ABOVE, 46.0 / tall(actors[0]))
    return [Spot(x + float(rng.uniform(-6, 6)), low.y - 64 + float(rng.uniform(-2, 2)), size, bool(rng.random() < 0.5), cloud=True), low]
