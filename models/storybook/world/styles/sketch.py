"""Pencil sketch: contours and slanted hatching in grey on paper."""

from __future__ import annotations

from functools import cache

import numpy as np

from .style import Image, Rng, Style
from .texture import brightness, noise

PAPER = np.array([0.975, 0.97, 0.95], np.float32)


@cache
def _hatching(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Two directions of hatching in [0,1]. Their period lies the same way in every 8 × 8 cell of 256 pixels, so an autoencoder with f = 8 can learn it."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) * (256 / size)
    return 0.5 + 0.5 * np.sin((x + y) * (2 * np.pi / 8.0)), 0.5 + 0.5 * np.sin((x - y) * (2 * np.pi / 8.0))


def _finish(image: Image, rng: Rng) -> Image:
    size = image.shape[0]
    grey = brightness(image)
    hatch, cross = _hatching(size)
    dx, dy = np.zeros_like(grey), np.zeros_like(grey)
    dx[:, 1:-1] = grey[:, 2:] - grey[:, :-2]
    dy[1:-1] = grey[2:] - grey[:-2]
    contour = np.clip(np.sqrt(dx * dx + dy * dy) * 1.5 - 0.06, 0, 0.75)
    tone = np.clip((0.93 - grey) * 0.8, 0, 1)
    press = 1 + 0.14 * noise(rng, size, 10)
    shade = (0.1 * tone + 0.62 * tone * hatch + np.clip(0.5 - grey, 0, 1) * 0.7 * cross) * press
    line = np.clip((0.24 - grey) / 0.14, 0, 1) * 0.8
    value = 1.0 - np.maximum(np.maximum(shade * 0.85, contour), line)
    return np.clip(value[..., None] * PAPER * (1 + 0.009 * noise(rng, size, 64))[..., None], 0, 1)


STYLE = Style("sketch", ("a pencil sketch", "a pencil drawing", "a sketch", "a black and white sketch"), dict(line_width=0.9, line_keep=0.12, line_ink=0.3, shade=0.3), _finish)
