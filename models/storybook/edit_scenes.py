"""Pictures to edit, for `bench/edits.ts`: `python edit_scenes.py FOLDER --count 100`.

Drawings of held-out combinations, each with the mask of its subject, its sentence, and the sentence with another subject.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from PIL import Image

from evaluate import held_out_scenes
from world.captions import plain_caption
from world.scene import draw
from world.subjects import SUBJECTS

#: Number of the first scene: others than those of the card.
FIRST = 5000


def edits(count: int):
    """Pairs of a scene and the same scene with another subject, each subject becoming each other one in turn."""
    names = list(SUBJECTS)
    for i, scene in enumerate(held_out_scenes(count, FIRST)):
        others = [name for name in names if name != scene.subject]
        yield scene, replace(scene, subject=others[i % len(others)])


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder", type=Path)
    args.add_argument("--count", type=int, default=100)
    args = args.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for i, (scene, edited) in enumerate(edits(args.count)):
        picture, mask = draw(scene)
        Image.fromarray(picture).save(args.folder / f"{i}-drawing.png")
        Image.fromarray(mask).save(args.folder / f"{i}-mask.png")
        cases.append({"source": plain_caption(scene), "edited": plain_caption(edited), "from": scene.subject, "to": edited.subject})
    (args.folder / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
