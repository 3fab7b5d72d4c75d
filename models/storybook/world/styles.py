"""Four styles. Each chooses the pen's line and shade and then works over the whole page, so line, texture and palette change together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

from .pen import Pen

Rng = np.random.Generator
Image = np.ndarray  # [H,W,3] float32 in [0,1]


@dataclass(frozen=True)
class Style:
    name: str
    words: tuple[str, ...]  # phrases before "of a …", the first is the common one
    pen: dict  # line_width, line_keep, line_ink, shade: see Pen
    finish: Callable[[Image, Rng], Image]


def noise(rng: Rng, size: int, cells: int) -> np.ndarray:
    """Smooth noise [size,size], about standard normal, with `cells` bumps across."""
    grid = rng.standard_normal((cells + 1, cells + 1)).astype(np.float32)
    at = np.linspace(0, cells - 1e-4, size, dtype=np.float32)
    i, f = at.astype(int), at % 1
    f = f * f * (3 - 2 * f)
    rows = grid[i] * (1 - f)[:, None] + grid[i + 1] * f[:, None]
    return (rows[:, i] * (1 - f) + rows[:, i + 1] * f) * 1.35


def _flat(image: Image, rng: Rng) -> Image:
    return image


PAPER = np.array([0.985, 0.97, 0.94], np.float32)


def _watercolor(image: Image, rng: Rng) -> Image:
    """Wobbling edges, pools of pigment, pale washes that stop before the edge of the paper."""
    size = image.shape[0]
    scale = size / 128
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    shift = 0.55 * scale
    sx = np.clip(x + shift * noise(rng, size, 14), 0, size - 1).astype(int)
    sy = np.clip(y + shift * noise(rng, size, 14), 0, size - 1).astype(int)
    wet = image[sy, sx]
    pools = 1 + 0.13 * noise(rng, size, 8)
    depth = np.clip((1 - wet) * 0.8 * pools[..., None], 0, 1)
    edge = np.minimum(np.minimum(x, size - 1 - x), np.minimum(y, size - 1 - y)) / scale
    reach = np.clip((edge - 4.0 + 1.4 * noise(rng, size, 8)) / 2.0, 0, 1)
    return np.clip(PAPER * (1 - depth * reach[..., None]), 0, 1)


def _sketch(image: Image, rng: Rng) -> Image:
    """Graphite on paper: dark contours stay, tones become slanted hatching."""
    size = image.shape[0]
    grey = image @ np.array([0.3, 0.59, 0.11], np.float32)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32) * (128 / size)
    # a period of 4 units lies the same way in every 8 × 8 cell, so an autoencoder with f = 8 can learn it
    hatch = 0.5 + 0.5 * np.sin((x + y) * (2 * np.pi / 4.0))
    cross = 0.5 + 0.5 * np.sin((x - y) * (2 * np.pi / 4.0))
    tone = np.clip((0.86 - grey) * 0.75, 0, 1)
    shade = 0.5 * tone + 0.5 * tone * hatch + np.clip(0.42 - grey, 0, 1) * 0.7 * cross
    line = np.clip((0.2 - grey) / 0.12, 0, 1)
    value = 0.97 - np.maximum(shade * 0.9, line * 0.8)
    return np.clip(value[..., None] * np.array([1.0, 0.99, 0.965], np.float32), 0, 1)


def _pixel(image: Image, rng: Rng) -> Image:
    """32 × 32 big pixels of few, strong colours."""
    size = image.shape[0]
    n = size // 32
    small = image.reshape(32, n, 32, n, 3).mean((1, 3))
    grey = small.mean(-1, keepdims=True)
    small = np.clip(grey + (small - grey) * 1.3, 0, 1)
    small = np.round(small * 7) / 7
    return small.repeat(n, 0).repeat(n, 1)


STYLES: dict[str, Style] = {
    s.name: s
    for s in (
        Style("flat", ("a painting", "an illustration", "a picture"), dict(line_width=0.9, line_keep=0.58, line_ink=0.15, shade=0.2), _flat),
        Style("watercolor", ("a watercolor painting", "a watercolor", "a watercolour painting"), dict(line_width=0.8, line_keep=0.6, line_ink=0.0, shade=0.26), _watercolor),
        Style("sketch", ("a pencil sketch", "a pencil drawing", "a sketch"), dict(line_width=1.3, line_keep=0.12, line_ink=0.3, shade=0.3), _sketch),
        Style("pixel", ("pixel art", "a pixel art picture", "pixel art"), dict(line_width=1.5, line_keep=0.4, line_ink=0.2, shade=0.15), _pixel),
    )
}
