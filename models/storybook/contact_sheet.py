"""A grid of pictures: `python contact_sheet.py drawings.png` draws scenes of the world."""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image


def grid(pictures: list[np.ndarray], columns: int, gap: int = 3) -> Image.Image:
    """Pictures [H,W,3] uint8 side by side on paper white."""
    h, w = pictures[0].shape[:2]
    rows = -(-len(pictures) // columns)
    page = np.full((rows * (h + gap) + gap, columns * (w + gap) + gap, 3), 247, np.uint8)
    for i, picture in enumerate(pictures):
        y, x = gap + (i // columns) * (h + gap), gap + (i % columns) * (w + gap)
        page[y : y + h, x : x + w] = picture
    return Image.fromarray(page)


if __name__ == "__main__":
    from world.sampling import sample_scene
    from world.scene import draw

    first, columns, rows = (int(a) for a in (sys.argv[2:] + ["0", "8", "6"][len(sys.argv) - 2 :]))
    grid([draw(sample_scene(first + i))[0] for i in range(columns * rows)], columns).save(sys.argv[1], quality=88)
