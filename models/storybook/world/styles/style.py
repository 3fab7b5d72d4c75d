"""What a style is. It chooses the pen's line, shade and shadow, then works over the whole page, so line, texture and palette change together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

import numpy as np

Rng = np.random.Generator
Image = np.ndarray  # [H,W,3] float32 in [0,1]


def as_it_is(image: Image, rng: Rng) -> Image:
    return image


@dataclass(frozen=True)
class Style:
    name: str
    words: tuple[str, ...]  # phrases before "of a …", the first is the common one
    pen: dict  # line_width, line_keep, line_ink, shade, shadow: see Pen
    finish: Callable[[Image, Rng], Image] = as_it_is
    darkness: float = 0.0  # how dark the page is at least
