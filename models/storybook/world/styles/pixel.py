"""Pixel art: 64 × 64 blocks of a small palette."""

from __future__ import annotations

from functools import cache

import numpy as np

from .style import Image, Rng, Style
from .texture import saturate

BLOCKS = 64
PALETTE = (
    "#14121f #2a2436 #453f54 #6c6678 #97929f #c4c0c6 #f4f1ea #ffffff #3a1f24 #6b3328 #96502f #bf7840 #dda463 #f2cf95 #fbe9c6 "
    "#6b1526 #a8222f #d83a36 #f06a55 #f79a86 #fbc9bc #b8521c #e8792a #f7a63c #fbd04a #fdee8e #26401f #3c6b2c #5a9638 #88c048 #bfe070 #e3f2ae "
    "#10403c #1f7062 #2fa383 #6fd0a5 #172452 #23458f #2f74c8 #49a7ea #86cff5 #c4ebfb #37226b #5f3a9e #8f5fc4 #c295e0 #8a2a6a #cf5098 #f090bd"
).split()


@cache
def _nearest() -> np.ndarray:
    """[32·32·32,3] the palette's colour for every colour of 5 bits a channel."""
    colors = np.array([[int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)] for code in PALETTE], np.float32)
    at = (np.arange(32, dtype=np.float32) + 0.5) / 32
    every = np.stack(np.meshgrid(at, at, at, indexing="ij"), -1).reshape(-1, 1, 3)
    weight = np.array([0.55, 0.75, 0.45], np.float32)
    return colors[(((every - colors) * weight) ** 2).sum(-1).argmin(1)]


def _finish(image: Image, rng: Rng) -> Image:
    n = image.shape[0] // BLOCKS
    cells = image.reshape(BLOCKS, n, BLOCKS, n, 3)
    inner = cells[:, n // 4 : n - n // 4, :, n // 4 : n - n // 4].mean((1, 3))  # the middle of a block, for crisp lines
    bits = (saturate(inner, 1.2) * 31.999).astype(int)
    small = _nearest()[bits[..., 0] * 1024 + bits[..., 1] * 32 + bits[..., 2]]
    return small.repeat(n, 0).repeat(n, 1)


STYLE = Style("pixel", ("pixel art", "a pixel art picture", "an 8-bit pixel picture"), dict(line_width=1.3, line_keep=0.36, line_ink=0.25, shade=0.2), _finish)
