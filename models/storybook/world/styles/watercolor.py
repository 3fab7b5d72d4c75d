"""Watercolor: pale washes that pool and bleed, darker at their rims, and stop before the edge of a grained paper."""

from __future__ import annotations

from functools import cache

import numpy as np

from .style import Image, Rng, Style
from .texture import blur, border, brightness, noise

PAPER = np.array([0.985, 0.97, 0.94], np.float32)


@cache
def _wobbles(size: int) -> list[np.ndarray]:
    """Where each pixel takes its colour from: [size·size] indices."""
    rng = np.random.default_rng(size)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    reach = 0.5 * size / 128
    found = []
    for _i in range(8):
        sx = np.clip(x + reach * noise(rng, size, 16) + 0.4 * reach * noise(rng, size, 40), 0, size - 1)
        sy = np.clip(y + reach * noise(rng, size, 16) + 0.4 * reach * noise(rng, size, 40), 0, size - 1)
        found.append(((sy + 0.5).astype(int) * size + (sx + 0.5).astype(int)).ravel())
    return found


def _finish(image: Image, rng: Rng) -> Image:
    size = image.shape[0]
    maps = _wobbles(size)
    wet = image.reshape(-1, 3)[maps[int(rng.integers(len(maps)))]].reshape(image.shape)
    soft = blur(wet, max(size // 64, 1))
    rim = np.clip(brightness(soft - wet), 0, 0.2)
    bleed = np.clip(0.22 + 0.4 * noise(rng, size, 7), 0.0, 0.75)[..., None]
    wet = wet + (soft - wet) * bleed
    pools = 0.8 + 0.1 * noise(rng, size, 6) + 0.05 * noise(rng, size, 18) + 0.7 * rim
    reach = np.clip((border(size) - 4.5 + 1.5 * noise(rng, size, 9)) / 2.0, 0, 1)
    depth = (1 - wet) * (pools * reach)[..., None]
    grain = 1 + 0.011 * noise(rng, size, 64)
    return np.clip((PAPER - PAPER * np.clip(depth, 0, 1)) * grain[..., None], 0, 1)


STYLE = Style("watercolor", ("a watercolor painting", "a watercolor", "a watercolour painting", "a watercolour"), dict(line_width=0.6, line_keep=0.62, line_ink=0.0, shade=0.26), _finish)
