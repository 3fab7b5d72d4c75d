"""Scores an exported folder on combinations that training never saw: `python evaluate.py FOLDER --count 1000 --json scores.json`.

Each picture is read by the classifier of `train/classifier.py`, which has seen drawings only. Beside the shares of right readings it gives the
Fréchet distance to drawings of the same scenes, the distance to the nearest training scene, and where the subject's word acts.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from contact_sheet import grid
from sample import Painter
from scores.distance import frechet, nearest
from scores.held_out import held_out_scenes
from scores.localisation import localisation
from scores.shares import most_misread, shares
from train.classifier import load_reader, read
from train.common import fork_map
from train.latents import latent_scale, load_latents
from world.captions import plain_caption
from world.scene import Scene, draw

SHEET = 64  # pictures that are looked at one by one
CODED = 400  # drawings that go through the autoencoder


def paint_part(job: tuple[argparse.Namespace, list[Scene], int]) -> tuple[np.ndarray, torch.Tensor]:
    """Pictures and latents of some scenes; the picture of scene i is painted from seed i."""
    args, scenes, first = job
    torch.set_num_threads(1)
    painter = Painter(args.folder, args.fast, args.lora)
    latents = painter.denoise([plain_caption(s) for s in scenes], list(range(first, first + len(scenes))), args.steps, args.guidance, args.sampler)
    return painter.decode(latents), latents


def code_part(job: tuple[argparse.Namespace, np.ndarray]) -> np.ndarray:
    """Drawings as the autoencoder gives them back: what no painted picture can be sharper than."""
    args, drawings = job
    torch.set_num_threads(1)
    painter = Painter(args.folder, args.fast)
    return painter.decode(painter.encode(drawings))


def draw_part(scenes: list[Scene]) -> np.ndarray:
    return np.stack([draw(s)[0] for s in scenes])


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder")
    args.add_argument("--count", type=int, default=1000)
    args.add_argument("--first", type=int, default=0, help="number of the first scene; tuning uses others than the card's")
    args.add_argument("--steps", type=int, default=20)
    args.add_argument("--guidance", type=float, default=5.0)
    args.add_argument("--sampler", default="ddim")
    args.add_argument("--lora", type=Path, help="a LoRA file to paint with")
    args.add_argument("--fast", action="store_true", help="bfloat16 arithmetic")
    args.add_argument("--sheet", type=Path, help="picture file for the first 64, with a text file of their sentences")
    args.add_argument("--json", type=Path, help="file for the scores; without it the sheet alone is painted")
    args = args.parse_args()
    torch.set_num_threads(1)
    scenes = held_out_scenes(args.count, args.first)
    sentences = [plain_caption(s) for s in scenes]
    parts = range(0, args.count, 20)
    painted = fork_map(paint_part, [(args, scenes[i : i + 20], args.first + i) for i in parts])
    pictures, latents = np.concatenate([p for p, _ in painted]), torch.cat([z for _, z in painted])
    if args.sheet:
        grid(list(pictures[:SHEET]), 8).save(args.sheet, quality=80)
        args.sheet.with_suffix(".txt").write_text("".join(f"{i}. {sentence}\n" for i, sentence in enumerate(sentences[:SHEET], 1)))
    if args.json is None:
        return
    reader = load_reader()
    others = held_out_scenes(args.count, args.first + 1_000_000)
    drawn, drawn_too = (np.concatenate(fork_map(draw_part, [group[i : i + 20] for i in parts])) for group in (scenes, others))
    found, features = read(reader, pictures)
    read_drawings, of_drawings = read(reader, drawn)
    _, of_others = read(reader, drawn_too)
    coded, _ = read(reader, np.concatenate(fork_map(code_part, [(args, drawn[i : i + 20]) for i in range(0, min(CODED, len(drawn)), 20)])))
    known = torch.from_numpy(load_latents()[0]) * latent_scale()
    painter = Painter(args.folder, args.fast, args.lora)
    to_known, which = nearest(latents, known)
    scores = {
        "count": args.count, "steps": args.steps, "guidance": args.guidance, "sampler": args.sampler,
        "painted": shares(scenes, found), "drawings of the same scenes": shares(scenes, read_drawings),
        "drawings, coded and decoded": shares(scenes[: len(coded)], coded),
        "Fréchet distance, painted to drawn": frechet(features, of_drawings), "Fréchet distance, drawn to drawn": frechet(of_others, of_drawings),
        "distance to the nearest training scene, median": {
            "painted": float(to_known.median()), "fresh drawings": float(nearest(painter.encode(drawn[:200]), known)[0].median()),
        },
        "the nearest": {"picture": int(to_known.argmin()), "training scene": int(which[to_known.argmin()]), "distance": float(to_known.min())},
        "most misread of the sheet": most_misread(scenes[:SHEET], found[:SHEET], sentences),
        "subject's heat inside its mask, %": dict(zip(("share", "chance", "overlap with a local blend"), localisation(painter, scenes[:200]))),
    }
    text = json.dumps(scores, indent=1, ensure_ascii=False)
    print(text)
    args.json.write_text(text + "\n")


if __name__ == "__main__":
    main()
