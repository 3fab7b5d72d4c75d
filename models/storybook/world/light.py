"""Light over the whole page, after everything is painted and before the style works on it."""

from __future__ import annotations

from functools import cache

import numpy as np

from .pen import PAGE
from .stage import Light

DUSK = np.array([0.27, 0.32, 0.56], np.float32)


@cache
def _pool(radius: int) -> np.ndarray:
    """[2r,2r] float32: a soft disc, 1 in the middle."""
    at = (np.arange(2 * radius, dtype=np.float32) + 0.5) / radius - 1
    far = at[:, None] ** 2 + at**2
    return np.clip(1 - far, 0, 1) ** 2


def shine(image: np.ndarray, darkness: float, lights: tuple[Light, ...] = ()) -> np.ndarray:
    """[H,W,3] float32 in [0,1] → the same page at a darkness of 0 (day) … 1 (night), with pools of light around its lamps."""
    if darkness <= 0:
        return image
    size = image.shape[0]
    level = np.empty_like(image)
    level[:] = 1 - darkness * (1 - DUSK)
    for light in lights:
        r = max(int(light.radius * size / PAGE), 1)
        x0, y0 = int(light.x * size / PAGE) - r, int(light.y * size / PAGE) - r
        a, b, c, d = max(y0, 0), min(y0 + 2 * r, size), max(x0, 0), min(x0 + 2 * r, size)
        if a < b and c < d:
            level[a:b, c:d] += _pool(r)[a - y0 : b - y0, c - x0 : d - x0, None] * (np.array(light.color, np.float32) * (0.5 * darkness))
    return np.clip(image * level, 0, 1)
