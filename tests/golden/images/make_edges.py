"""What OpenCV's Canny makes of pictures that the tests draw, too.

    pip install opencv-python-headless numpy
    python tests/golden/images/make_edges.py

Written with OpenCV 5.0.0. Lines are kept as the numbers of their pixels.
"""

import json
from pathlib import Path

import cv2
import numpy as np


def picture(width, height, seed):
    """RGB [h,w,3]: stripes and discs, in whole numbers so that every language draws the same."""
    image = np.zeros((height, width, 3), np.uint8)
    for y in range(height):
        for x in range(width):
            disc = 90 if (x - 20) ** 2 + (y - 17) ** 2 < 150 + 40 * seed else 0
            image[y, x] = [(x * 7 + y * seed * 3) % 160 + disc, (x * y // 5) % 200, (30 * seed + 90 * ((x // 9 + y // 7) % 2) + y) % 256]
    return image


cases = []
for seed, low, high in ((1, 100, 200), (2, 50, 400), (3, 30, 120)):
    edges = cv2.Canny(cv2.cvtColor(picture(41, 33, seed), cv2.COLOR_RGB2GRAY), low, high)
    cases.append({"seed": seed, "low": low, "high": high, "lines": np.flatnonzero(edges).tolist()})
    print(seed, len(cases[-1]["lines"]))
(Path(__file__).parent / "edges.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")
