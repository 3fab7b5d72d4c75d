"""Pictures to edit, for `bench/edits.ts`: `python edit_scenes.py FOLDER --count 100`.

Drawings of held-out combinations, each with the mask of its subject, its sentence, and the sentence with another subject.
"""

from __future__ import annotations

import argparse
import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import Iterator

from PIL import Image

from scores.held_out import held_out_scenes
from world.captions import plain_caption
from world.scene import Scene, draw
from world.subjects import SUBJECTS

#: Number of the first scene: others than those of the card.
FIRST = 5000


def edits(count: int) -> Iterator[tuple[Scene, Scene]]:
    """Pairs of a scene with one subject alone and the same scene with another that can do the same, each of those in turn."""
    alone = (s for s in held_out_scenes(10 * count, FIRST) if len(s.actors) == 1 and s.count == 1)
    for i, scene in enumerate(itertools.islice(alone, count)):
        (actor,) = scene.actors
        others = [s.name for s in SUBJECTS.values() if s.name != actor.subject and actor.activity in s.acts]
        yield scene, replace(scene, actors=(replace(actor, subject=others[i % len(others)]),))


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder", type=Path)
    args.add_argument("--count", type=int, default=100)
    args = args.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for i, (scene, edited) in enumerate(edits(args.count)):
        picture, (mask,) = draw(scene)
        Image.fromarray(picture).save(args.folder / f"{i}-drawing.png")
        Image.fromarray(mask).save(args.folder / f"{i}-mask.png")
        cases.append({"source": plain_caption(scene), "edited": plain_caption(edited), "from": scene.actors[0].subject, "to": edited.actors[0].subject})
    (args.folder / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
