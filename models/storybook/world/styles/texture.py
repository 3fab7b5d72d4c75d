"""Noise, blur and colour ramps for whole pages. What does not depend on the picture is made once and kept."""

from __future__ import annotations

from functools import cache

import numpy as np

from .style import Image, Rng

KEPT = 12  # noise sheets of one kind; with flips and turns 96


@cache
def _sheets(size: int, cells: int) -> np.ndarray:
    """[KEPT,size,size] smooth noise, about standard normal, with `cells` bumps across."""
    rng = np.random.default_rng([size, cells])
    at = np.linspace(0, cells - 1e-4, size, dtype=np.float32)
    i, f = at.astype(int), at % 1
    f = f * f * (3 - 2 * f)
    grid = rng.standard_normal((KEPT, cells + 1, cells + 1)).astype(np.float32)
    rows = grid[:, i] * (1 - f)[:, None] + grid[:, i + 1] * f[:, None]
    return (rows[..., i] * (1 - f) + rows[..., i + 1] * f) * 1.35


def noise(rng: Rng, size: int, cells: int) -> np.ndarray:
    """One of the kept sheets [size,size], flipped and turned by chance."""
    sheet = _sheets(size, cells)[int(rng.integers(KEPT))]
    way = int(rng.integers(8))
    sheet = sheet[::-1] if way & 1 else sheet
    sheet = sheet[:, ::-1] if way & 2 else sheet
    return sheet.T if way & 4 else sheet


@cache
def _enlarge(small: int, size: int) -> np.ndarray:
    """[size,small]: the matrix of linear interpolation."""
    at = np.clip((np.arange(size) + 0.5) * small / size - 0.5, 0, small - 1)
    i = np.minimum(at.astype(int), small - 2)
    matrix = np.zeros((size, small), np.float32)
    matrix[np.arange(size), i] = 1 - (at - i)
    matrix[np.arange(size), i + 1] += at - i
    return matrix


def blur(image: np.ndarray, by: int) -> np.ndarray:
    """[H,W] or [H,W,C] → means of by × by pixels, smoothly enlarged again."""
    size, flat = image.shape[0], image.ndim == 2
    image = image[..., None] if flat else image
    n, c = size // by, image.shape[2]
    small = image.reshape(n, by, n, by, c).mean((1, 3))
    up = _enlarge(n, size)
    rows = (up @ small.reshape(n, n * c)).reshape(size, n, c)
    out = np.matmul(up, rows)
    return out[..., 0] if flat else out


def brightness(image: Image) -> np.ndarray:
    return image @ np.array([0.3, 0.59, 0.11], np.float32)


def saturate(image: Image, by: float) -> Image:
    grey = brightness(image)[..., None]
    return np.clip(grey + (image - grey) * by, 0, 1)


@cache
def _ramp(stops: tuple[tuple[float, str], ...]) -> np.ndarray:
    at = np.linspace(0, 1, 512)
    colors = np.array([[int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)] for _, code in stops])
    return np.stack([np.interp(at, [s for s, _ in stops], colors[:, k]) for k in range(3)], 1).astype(np.float32)


def toned(grey: np.ndarray, stops: tuple[tuple[float, str], ...]) -> Image:
    """Greys [H,W] through a ramp of colours ((0, '#…'), …, (1, '#…'))."""
    return _ramp(stops)[np.clip(grey * 511, 0, 511).astype(int)]


@cache
def border(size: int) -> np.ndarray:
    """[size,size] how far each pixel is from the edge of the page, in units of a 128-unit page."""
    at = np.minimum(np.arange(size), np.arange(size)[::-1]).astype(np.float32) * (128 / size)
    return np.minimum(at[:, None], at)
