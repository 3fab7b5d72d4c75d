"""Scores an exported folder on combinations that training never saw: `python evaluate.py FOLDER --count 500`.

Each picture is read by the classifier of `train/classifier.py`, which has seen drawings only.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch

from contact_sheet import grid
from sample import Painter
from train.classifier import GROUPS, labels, load_reader, read
from train.common import fork_map
from world.captions import plain_caption
from world.scene import Scene, combinations, sample_scene

#: Scenes that are scored: seeds of attributes, apart from every range in train/common.py.
SCENE_SEEDS = 3_000_000_000


def held_out_scenes(count: int, first: int = 0) -> list[Scene]:
    """The held-out combinations in turn, with styles, sweaters and roads at random."""
    choices = combinations(True)
    scenes = []
    for i in range(first, first + count):
        drawn = sample_scene(SCENE_SEEDS + i, held=True)
        subject, activity, place = choices[i % len(choices)]
        bumpiness = drawn.bumpiness if drawn.place == "road" else (0.8 if i % 2 and place == "road" else 0.0)
        scenes.append(Scene(drawn.seed, subject, activity, place, drawn.style, drawn.sweater, bumpiness if place == "road" else 0.0))
    return scenes


def score(scenes: list[Scene], pictures: np.ndarray) -> dict[str, float]:
    """Shares of right readings. An activity counts where the sentence names one."""
    wanted = np.array([labels(s) for s in scenes])
    right = read(load_reader(), pictures) == wanted
    names = list(GROUPS)
    column = {name: right[:, i] for i, name in enumerate(names)}
    named = np.array([s.activity != "standing" for s in scenes])
    out = {
        "subject": column["subject"].mean(), "place": column["place"].mean(), "subject and place": (column["subject"] & column["place"]).mean(),
        "activity": column["activity"][named].mean(), "style": column["style"].mean(), "sweater": column["sweater"].mean(),
        "all four": (column["subject"] & column["place"] & column["style"] & (column["activity"] | ~named)).mean(),
    }
    for name in ("subject", "activity", "place", "style"):
        i = names.index(name)
        for k, value in enumerate(GROUPS[name]):
            rows = wanted[:, i] == k
            if rows.any():
                out[f"{name}: {value}"] = right[rows, i].mean()
    return {k: round(float(v), 4) for k, v in out.items()}


def paint_part(job: tuple[argparse.Namespace, list[Scene], int]) -> np.ndarray:
    """Pictures of some scenes; the picture of scene i is painted from seed i."""
    args, scenes, first = job
    torch.set_num_threads(1)
    painter = Painter(args.folder, args.fast)
    return painter.paint([plain_caption(s) for s in scenes], [first + i for i in range(len(scenes))], steps=args.steps, guidance=args.guidance, sampler=args.sampler)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder")
    args.add_argument("--count", type=int, default=500)
    args.add_argument("--first", type=int, default=0, help="number of the first scene; tuning uses others than the card's")
    args.add_argument("--steps", type=int, default=20)
    args.add_argument("--guidance", type=float, default=5.0)
    args.add_argument("--sampler", default="ddim")
    args.add_argument("--fast", action="store_true")
    args.add_argument("--sheet", help="picture file for the first 64")
    args.add_argument("--json", help="file for the scores")
    args.add_argument("--brief", action="store_true")
    args = args.parse_args()
    torch.set_num_threads(1)
    scenes = held_out_scenes(args.count, args.first)
    jobs = [(args, scenes[i : i + 25], args.first + i) for i in range(0, len(scenes), 25)]
    pictures = np.concatenate(fork_map(paint_part, jobs) if args.count > 100 else [paint_part(job) for job in jobs])
    scores = score(scenes, pictures)
    print(json.dumps({k: v for k, v in scores.items() if not args.brief or ":" not in k}, indent=None if args.brief else 1))
    if args.sheet:
        grid(list(pictures[:64]), 8).save(args.sheet, quality=88)
    if args.json:
        with open(args.json, "w") as file:
            json.dump({"count": args.count, "steps": args.steps, "guidance": args.guidance, "sampler": args.sampler, "scores": scores}, file, indent=1)


if __name__ == "__main__":
    main()
