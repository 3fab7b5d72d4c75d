"""Oil painting: rich colours laid in brush strokes, short where there is detail and long where there is none."""

from __future__ import annotations

from functools import cache

import cairo
import numpy as np

from .style import Image, Rng, Style
from .texture import blur, noise, saturate


@cache
def _layouts(size: int, long: float, wide: float, step: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """Ways to cover a page with strokes of long × wide of 256 pixels: where each pixel takes its colour from [size·size], and the strokes' relief [size,size]."""
    found = []
    scale = size / 256
    for seed in range(4):
        rng = np.random.default_rng([size, seed, int(long)])
        flow = noise(rng, size, 5)
        n = int(256 / step)
        spots = (np.stack(np.meshgrid(np.arange(n), np.arange(n)), -1).reshape(-1, 2) + rng.uniform(0, 1, (n * n, 2))) * step * scale
        spots = np.clip(rng.permutation(spots), 0, size - 1)
        surface = cairo.ImageSurface(cairo.FORMAT_RGB24, size, size)
        ctx = cairo.Context(surface)
        ctx.set_antialias(cairo.ANTIALIAS_NONE)
        ctx.set_line_cap(cairo.LINE_CAP_ROUND)
        for i, (x, y) in enumerate(spots):
            a = -0.7 + 0.8 * float(flow[int(y), int(x)])
            dx, dy = np.cos(a) * long * scale / 2, np.sin(a) * long * scale / 2
            ctx.set_source_rgb(0, (i >> 8) / 255, (i & 255) / 255)
            ctx.set_line_width(wide * scale)
            ctx.move_to(x - dx, y - dy)
            ctx.line_to(x + dx, y + dy)
            ctx.stroke()
        surface.flush()
        bgr = np.frombuffer(surface.get_data(), np.uint8).reshape(size, size, 4)
        owner = np.minimum(bgr[..., 1].astype(int) * 256 + bgr[..., 0], len(spots) - 1)
        source = (spots[:, 1].astype(int) * size + spots[:, 0].astype(int))[owner]
        height = rng.standard_normal(len(spots)).astype(np.float32)[owner]
        height = blur(height, 2) if size >= 128 else height
        found.append((source.ravel(), 0.03 * height + 0.03 * (height - np.roll(height, (2, 2), (0, 1)))))
    return found


def _finish(image: Image, rng: Rng) -> Image:
    size = image.shape[0]
    k = int(rng.integers(4))
    broad, relief = _layouts(size, 15.0, 6.0, 4.0)[k]
    fine, ridges = _layouts(size, 5.0, 2.6, 2.0)[k]
    flat = image.reshape(-1, 3)
    detail = np.clip(blur(np.abs(image - blur(image, 8)).sum(-1), 4) * 9.0 - 0.2, 0, 1)[..., None]
    small = 0.65 * image + 0.35 * flat[fine].reshape(image.shape)
    big = flat[broad].reshape(image.shape)
    out = big + (small - big) * detail
    out = saturate(out, 1.28)
    out = out * out * (3 - 2 * out) * 0.35 + out * 0.65
    return np.clip(out * (1 + 0.42 * relief + 0.12 * ridges)[..., None] * np.array([1.01, 0.985, 0.93], np.float32), 0, 1)


STYLE = Style("oil", ("an oil painting", "an oil painting on canvas", "a painting in oil", "an old master painting"), dict(line_width=0.5, line_keep=0.6, line_ink=0.0, shade=0.34), _finish)
