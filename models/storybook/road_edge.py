"""How rough a painted road is: `python road_edge.py` compares the measure with the bumpiness of drawings."""

from __future__ import annotations

import numpy as np

from train.common import FRESH_SEEDS
from train.masks import drawn_masks
from world.actor import Actor
from world.scene import Scene, draw
from world.stage import Grades


def roughness(picture: np.ndarray, covered: np.ndarray) -> float:
    """Root mean square of the road edge's height about its own straight line, in 1/128 of the page, flat style only; picture [H,W,3]
    uint8. `covered` [H,W] bool is the subject with its props, whose columns say nothing. The edge is where warm sand above turns into grey asphalt below."""
    size = picture.shape[0]
    unit = size / 128
    warm = picture[..., 0].astype(float) / 2 + picture[..., 1] / 2 - picture[..., 2]
    reach = max(2, round(4 * unit))
    sums = np.vstack([np.zeros((1, size)), warm.cumsum(0)])
    top, bottom = round(78 * unit), round(116 * unit)
    rows = np.arange(top, bottom)
    step = 2 * sums[rows] - sums[rows - reach] - sums[rows + reach]  # mean above less mean below, times reach
    open_columns = np.flatnonzero(~covered[top:bottom].any(0))
    if len(open_columns) < size // 8:
        return float("nan")
    height = rows[step[:, open_columns].argmax(0)] / unit
    line = np.polynomial.Polynomial.fit(open_columns, height, 1)
    return float(np.sqrt(np.mean((height - line(open_columns)) ** 2)))


def main() -> None:
    for bumpiness in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        scenes = [Scene(FRESH_SEEDS + i, (Actor("dog"),), "road", grades=Grades(bumpiness=bumpiness)) for i in range(40)]
        values = [roughness(draw(s)[0], drawn_masks(s)[1]) for s in scenes]
        print(f"bumpiness {bumpiness}: roughness {np.nanmean(values):.2f} ± {np.nanstd(values):.2f}")


if __name__ == "__main__":
    main()
