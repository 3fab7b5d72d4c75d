"""Choices of chance that drawing needs again and again."""

from __future__ import annotations

from typing import Sequence, TypeVar

import numpy as np

from .pen import PAGE

T = TypeVar("T")


def pick(rng: np.random.Generator, items: Sequence[T]) -> T:
    return items[int(rng.integers(len(items)))]


def spread(rng: np.random.Generator, n: int, lo: float = 0.0, hi: float = PAGE, jitter: float = 0.35) -> list[float]:
    """n numbers from lo to hi, about equally far from each other."""
    step = (hi - lo) / n
    return [lo + step * (i + 0.5 + u) for i, u in enumerate(rng.uniform(-jitter, jitter, n))]


def apart(rng: np.random.Generator) -> np.random.Generator:
    """A generator of its own for a part that a setting may leave out or fill: whatever it draws, the rest of the page stays as it is."""
    return np.random.default_rng(int(rng.integers(2**31)))
