"""Sepia photo: browns, darker corners, fine grain, a pale border."""

from __future__ import annotations

from functools import cache

import numpy as np

from .style import Image, Rng, Style
from .texture import brightness, noise, toned

BROWNS = ((0.0, "#24140a"), (0.3, "#6b4a2c"), (0.6, "#b58d5e"), (0.85, "#e3cca0"), (1.0, "#f7ecd2"))
BORDER = np.array([0.965, 0.93, 0.85], np.float32)


@cache
def _corners(size: int) -> tuple[np.ndarray, np.ndarray]:
    """How bright the photo is [size,size,1], and where it ends: a rounded frame 4 units inside the page."""
    at = (np.arange(size, dtype=np.float32) + 0.5) * (2 / size) - 1
    far = at[:, None] ** 2 + at**2
    inside = np.maximum(np.abs(at) - (1 - 9 / 64), 0)
    corner = np.sqrt(inside[:, None] ** 2 + inside**2)
    return (1.06 - 0.3 * np.clip(far, 0, 2) ** 1.3 * 0.8)[..., None], np.clip((5 / 64 - corner) * 128, 0, 1)[..., None]


def _finish(image: Image, rng: Rng) -> Image:
    size = image.shape[0]
    bright, frame = _corners(size)
    grey = 0.1 + 0.93 * brightness(image)
    photo = toned(grey, BROWNS) * bright * (1 + 0.012 * noise(rng, size, 80) + 0.02 * noise(rng, size, 6))[..., None]
    return np.clip(BORDER + (photo - BORDER) * frame, 0, 1)


STYLE = Style("sepia", ("a sepia photo", "an old photograph", "a sepia photograph", "a vintage photo"), dict(line_width=0.5, line_keep=0.5, line_ink=0.1, shade=0.3), _finish)
