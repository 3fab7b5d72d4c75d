"""Teaches the shipped model a folder of pictures with captions as a LoRA: `python -m train.lora ../../datasets/pocket-creatures ../loras/pocket-creatures.safetensors`.

Needs no state folder: the pictures, the folder this file is in, some minutes of a CPU. Branches (`branches.py`) go to the UNet
and to the text encoder, which has to learn the new words.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file

from sample import Painter

from .branches import add_branches, tensors_of
from .common import to_tensor
from .unet import DROP_CAPTION, STEPS, alphas

FOLDER = Path(__file__).resolve().parent.parent
RANK, CONV_RANK = 16, 8


def image_folder(folder: Path) -> tuple[np.ndarray, list[str]]:
    """Pictures [N,256,256,3] uint8 and their captions, in the layout of Hugging Face's `imagefolder`."""
    lines = [json.loads(line) for line in (folder / "metadata.jsonl").read_text().splitlines()]
    pictures = np.stack([np.array(Image.open(folder / line["file_name"]).convert("RGB").resize((256, 256))) for line in lines])
    return pictures, [line["text"] for line in lines]


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("pictures", type=Path, help="folder of pictures and metadata.jsonl")
    args.add_argument("target", type=Path)
    args.add_argument("--steps", type=int, default=2000)
    args.add_argument("--rate", type=float, default=1.5e-3)
    args.add_argument("--batch", type=int, default=4)
    args = args.parse_args()
    torch.manual_seed(4)
    torch.set_num_threads(1)
    painter = Painter(FOLDER)
    pictures, captions = image_folder(args.pictures)
    latents = painter.encode(pictures)
    branches = add_branches(painter.unet, "lora_unet_", RANK, CONV_RANK) | add_branches(painter.text, "lora_te_text_model_", RANK, CONV_RANK)
    optimizer = torch.optim.AdamW([p for branch in branches.values() for p in (branch.down.weight, branch.up.weight)], args.rate, weight_decay=1e-2)
    kept, rng, losses, began = alphas(), np.random.default_rng(4), [], time.monotonic()
    for step in range(args.steps):
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / 20) * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * step / args.steps)))
        rows = rng.integers(0, len(captions), args.batch)
        ids = painter.ids(["" if rng.random() < DROP_CAPTION else captions[i] for i in rows])
        # one time step from each of B equal parts of the schedule: less noise in the loss
        t = torch.from_numpy(((np.arange(args.batch) + rng.random(args.batch)) * (STEPS / args.batch)).astype(np.int64))
        a, x = kept[t][:, None, None, None], latents[rows]
        noise = torch.randn(x.shape)
        with torch.autocast("cpu", torch.bfloat16):
            context = painter.text(input_ids=ids).last_hidden_state
            guess = painter.unet((a.sqrt() * x + (1 - a).sqrt() * noise).to(memory_format=torch.channels_last), t, context).sample
        loss = (guess.float() - noise).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 25 == 0:
            print(f"step {step + 1} loss {np.mean(losses[-25:]):.4f}, {(time.monotonic() - began) / (step + 1):.2f} s a step", flush=True)
    args.target.parent.mkdir(parents=True, exist_ok=True)
    title = args.pictures.resolve().name.replace("-", " ").capitalize()
    save_file(tensors_of(branches), args.target, {"ss_network_dim": str(RANK), "modelspec.title": f"{title} for Storybook"})


if __name__ == "__main__":
    main()
