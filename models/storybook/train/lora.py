"""Teaches the shipped model a folder of pictures with captions as a LoRA: `python -m train.lora ../../datasets/pocket-creatures ../loras/pocket-creatures.safetensors`.

Needs no state folder: the pictures, the folder this file is in, some minutes of a CPU. Low-rank branches (Hu et al. 2021, arXiv:2106.09685, §4.1)
on the linear layers of the UNet's transformer blocks and of the text encoder, which has to learn the new words, and on the 3 × 3
convolutions of the UNet's residual blocks (as LoCon, Yeh et al. 2023, arXiv:2309.14859, §3.1), written with kohya's names.
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
from torch import nn

from sample import Painter

from .common import to_tensor
from .unet import DROP_CAPTION, STEPS, alphas

FOLDER = Path(__file__).resolve().parent.parent
RANK, CONV_RANK = 8, 4


def image_folder(folder: Path) -> tuple[np.ndarray, list[str]]:
    """Pictures [N,256,256,3] uint8 and their captions, in the layout of Hugging Face's `imagefolder`."""
    lines = [json.loads(line) for line in (folder / "metadata.jsonl").read_text().splitlines()]
    pictures = np.stack([np.array(Image.open(folder / line["file_name"]).convert("RGB").resize((256, 256))) for line in lines])
    return pictures, [line["text"] for line in lines]


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


def add_branches(model: nn.Module, prefix: str) -> dict[str, Branch]:
    """By kohya's names of the layers, which begin with `prefix`."""
    model.requires_grad_(False)
    branches = {}
    for name, layer in list(model.named_modules()):
        linear = isinstance(layer, nn.Linear) and ("transformer_blocks" in name or "encoder.layers" in name)
        conv = isinstance(layer, nn.Conv2d) and ".resnets." in name and layer.kernel_size == (3, 3)
        if not linear and not conv:
            continue
        parent, _, own = name.rpartition(".")
        branch = Branch(layer, RANK if linear else CONV_RANK)
        setattr(model.get_submodule(parent), own, branch)
        branches[prefix + name.replace(".", "_")] = branch
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
    args.add_argument("pictures", type=Path, help="folder of pictures and metadata.jsonl")
    args.add_argument("target", type=Path)
    args.add_argument("--steps", type=int, default=600)
    args.add_argument("--rate", type=float, default=2e-3)
    args.add_argument("--batch", type=int, default=4)
    args = args.parse_args()
    torch.manual_seed(4)
    torch.set_num_threads(1)
    painter = Painter(FOLDER)
    pictures, captions = image_folder(args.pictures)
    latents = painter.encode(pictures)
    branches = add_branches(painter.unet, "lora_unet_") | add_branches(painter.text, "lora_te_text_model_")
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
