"""Writes the pocket creatures as an image folder with captions: `python creatures_dataset.py ../../datasets/pocket-creatures`.

The same files each time: WebP pictures and `metadata.jsonl` (file_name, text), the layout that Hugging Face's `imagefolder` reads.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from world.creatures import describe, draw_creature, sample_creature


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder", type=Path)
    args.add_argument("--count", type=int, default=400)
    args.add_argument("--size", type=int, default=256)
    args = args.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for seed in range(args.count):
        creature, name = sample_creature(seed), f"{seed:03}.webp"
        Image.fromarray(draw_creature(creature, args.size)).save(args.folder / name, quality=88, method=6)
        lines.append(json.dumps({"file_name": name, "text": describe(creature, np.random.default_rng([seed, 13]))}))
    (args.folder / "metadata.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
