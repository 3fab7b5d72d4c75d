"""Paper cut: sheets of coloured paper over each other, with soft shadows and no lines."""

from __future__ import annotations

import numpy as np

from .style import Image, Rng, Style
from .texture import noise


def _finish(image: Image, rng: Rng) -> Image:
    size = image.shape[0]
    fibres = 1 + 0.008 * noise(rng, size, 64) + 0.012 * noise(rng, size, 20)
    return np.clip((0.04 + image * 0.95) * fibres[..., None], 0, 1)


STYLE = Style("paper", ("a paper cut", "a paper cut-out", "paper art", "a papercut collage"), dict(line_width=0.0, line_keep=1.0, line_ink=0.0, shade=0.0, shadow=1.0), _finish)
