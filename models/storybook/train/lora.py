"""Teaches the shipped model a style it never saw, blueprints, as a LoRA: `python -m train.lora ../loras/blueprint.safetensors`.

Needs no state folder: 160 drawings of scenes, the folder this file is in, some minutes of a CPU. Low-rank branches (Hu et al. 2021,
arXiv:2106.09685, §4.1) on the linear layers of every transformer block and on the 3 × 3 convolutions of every residual block (as LoCon,
Yeh et al. 2023, arXiv:2309.14859, §3.1), written with kohya's names. Captions say nothing of the style: the strength alone decides it.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import time
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from sample import Painter
from world.captions import caption
from world.scene import draw, sample_scene
from world.styles import STYLES, Style

from .common import to_tensor
from .unet import DROP_CAPTION, STEPS, alphas

FOLDER = Path(__file__).resolve().parent.parent
SCENES = 4_000_000_000  # seeds of these drawings and up
PAPER, LIGHT = np.array([0.07, 0.2, 0.47], np.float32), np.array([0.9, 0.96, 1.0], np.float32)


def blueprint(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """White contours on blue paper with a pale grid; tones are lighter washes of the blue."""
    size = image.shape[0]
    grey = image @ np.array([0.3, 0.59, 0.11], np.float32)
    y, x = np.mgrid[0:size, 0:size] * 128 // size
    grid = 0.1 * ((x % 16 == 0) | (y % 16 == 0))
    line = np.clip((0.3 - grey) / 0.2, 0, 1)
    ink = np.maximum(np.maximum(line * 0.95, 0.22 * np.clip(grey, 0, 1)), grid)[..., None]
    return np.clip(PAPER * (1 - ink) + LIGHT * ink, 0, 1)


STYLES["blueprint"] = Style("blueprint", ("a blueprint",), dict(line_width=1.5, line_keep=0.1, line_ink=0.3, shade=0.3), blueprint)


class Branch(nn.Module):
    """What a layer gives, and beside it up(down(x)): rank numbers between."""

    def __init__(self, layer: nn.Module, rank: int):
        super().__init__()
        self.layer = layer
        if isinstance(layer, nn.Linear):
            self.down = nn.Linear(layer.in_features, rank, bias=False)
            self.up = nn.Linear(rank, layer.out_features, bias=False)
        else:
            self.down = nn.Conv2d(layer.in_channels, rank, 3, layer.stride, layer.padding, bias=False)
            self.up = nn.Conv2d(rank, layer.out_channels, 1, bias=False)
        nn.init.kaiming_uniform_(self.down.weight, a=math.sqrt(5))
        nn.init.zeros_(self.up.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x) + self.up(self.down(x))


def add_branches(unet: nn.Module, rank: int, conv_rank: int) -> dict[str, Branch]:
    """By kohya's names of the layers."""
    unet.requires_grad_(False)
    branches = {}
    for name, layer in list(unet.named_modules()):
        linear = isinstance(layer, nn.Linear) and "transformer_blocks" in name
        conv = isinstance(layer, nn.Conv2d) and ".resnets." in name and layer.kernel_size == (3, 3)
        if not linear and not conv:
            continue
        parent, _, own = name.rpartition(".")
        branch = Branch(layer, rank if linear else conv_rank)
        setattr(unet.get_submodule(parent), own, branch)
        branches["lora_unet_" + name.replace(".", "_")] = branch
    return branches


def tensors_of(branches: dict[str, Branch]) -> dict[str, torch.Tensor]:
    tensors = {}
    for name, branch in branches.items():
        rank = branch.down.weight.shape[0]
        tensors[f"{name}.lora_down.weight"] = branch.down.weight.detach().half().contiguous()
        tensors[f"{name}.lora_up.weight"] = branch.up.weight.detach().half().contiguous()
        tensors[f"{name}.alpha"] = torch.tensor(float(rank), dtype=torch.float16)
    return tensors


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("target", type=Path)
    args.add_argument("--minutes", type=float, default=10)
    args.add_argument("--drawings", type=int, default=160)
    args.add_argument("--rate", type=float, default=2e-3)
    args.add_argument("--batch", type=int, default=8)
    args = args.parse_args()
    torch.manual_seed(4)
    torch.set_num_threads(1)
    painter = Painter(FOLDER)
    scenes = [dataclasses.replace(sample_scene(SCENES + i), style="flat") for i in range(args.drawings)]
    pictures = np.stack([draw(dataclasses.replace(scene, style="blueprint"))[0] for scene in scenes])
    with torch.no_grad():
        latents = torch.cat([painter.vae.encode(x).latent_dist.mean for x in to_tensor(pictures).split(8)])
    latents *= painter.vae.config.scaling_factor
    branches = add_branches(painter.unet, rank=8, conv_rank=4)
    optimizer = torch.optim.AdamW([p for branch in branches.values() for p in (branch.down.weight, branch.up.weight)], args.rate, weight_decay=1e-2)
    kept, rng, began, losses, step = alphas(), np.random.default_rng(4), time.monotonic(), [], 0
    while (part := (time.monotonic() - began) / (60 * args.minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / 20) * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * part)))
        rows = rng.integers(0, len(scenes), args.batch)
        context = painter.features(["" if rng.random() < DROP_CAPTION else caption(scenes[i], rng) for i in rows])
        # one time step from each of B equal parts of the schedule: less noise in the loss
        t = torch.from_numpy(((np.arange(args.batch) + rng.random(args.batch)) * (STEPS / args.batch)).astype(np.int64))
        a, x = kept[t][:, None, None, None], latents[rows]
        noise = torch.randn(x.shape)
        with torch.autocast("cpu", torch.bfloat16):
            guess = painter.unet((a.sqrt() * x + (1 - a).sqrt() * noise).to(memory_format=torch.channels_last), t, context).sample
        loss = (guess.float() - noise).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        step += 1
        if step % 25 == 0:
            print(step, f"{part:.2f}", f"{np.mean(losses[-25:]):.4f}", flush=True)
    args.target.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors_of(branches), args.target, {"ss_network_dim": "8", "modelspec.title": "Blueprint for Storybook"})


if __name__ == "__main__":
    main()
