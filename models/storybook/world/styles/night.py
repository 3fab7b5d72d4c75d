"""Night: everything in blues, with a glow around lamps and the moon."""

from __future__ import annotations

import numpy as np

from .style import Image, Rng, Style
from .texture import blur, brightness, toned

BLUES = ((0.0, "#070b26"), (0.25, "#152a5e"), (0.5, "#2f57a0"), (0.75, "#7fa9e0"), (1.0, "#e6f2ff"))


def _finish(image: Image, rng: Rng) -> Image:
    grey = np.clip(brightness(image) * 1.45, 0, 1)
    warm = np.clip((image[..., 0] - image[..., 2]) * 3.0 - 0.25, 0, 1) * np.clip(grey * 1.6 - 0.55, 0, 1)
    tint = np.clip(image * np.array([1.25, 1.3, 1.5], np.float32), 0, 1)
    out = 0.6 * toned(grey, BLUES) + 0.4 * tint
    lit = warm[..., None]
    out = out + (np.clip(image * np.array([1.7, 1.45, 1.05], np.float32), 0, 1) - out) * lit
    bright = image * np.clip(grey * 2.2 - 1.45, 0, 1)[..., None]
    halo = blur(bright, max(image.shape[0] // 16, 1))
    return np.clip(1 - (1 - out) * (1 - 0.45 * np.clip(halo, 0, 1)), 0, 1)


STYLE = Style("night", ("a night picture", "a night scene", "a moonlit picture", "a picture at night"), dict(line_width=0.7, line_keep=0.5, line_ink=0.25, shade=0.3), _finish, darkness=0.72)
