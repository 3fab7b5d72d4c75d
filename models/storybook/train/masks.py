"""A finder of the subject in a picture, trained on drawings only: `python -m train.masks --steps 1500`.

picture [B,3,128,128] in [-1,1], half the size that is drawn → logits [B,2,128,128] for the subject, and for the subject with its props and
shadow. The edit benchmark compares pictures outside (or inside) of what it finds, since nobody knows where a painted subject stands.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from world.scene import Scene, draw

from .classifier import classifier_scene, halved
from .common import CLASSIFIER_SEEDS, FRESH_SEEDS, STATE, fork_map, to_tensor
from .parallel import train

CHECKPOINT = STATE / "masks.pt"


def drawn_masks(scene: Scene) -> np.ndarray:
    """[2,H,W] bool: the subject as it is seen; the subject, its props and its shadow."""
    plain = replace(scene, style="flat")
    picture, masks = draw(plain)
    place, _ = draw(replace(plain, actors=()))
    subject = np.max(masks, 0) > 96
    changed = np.abs(picture.astype(int) - place).max(-1) > 8
    return np.stack([subject, changed | subject])


def _part(job: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Pictures [N,128,128,3] uint8 and masks [N,2,128,128] of the scenes from a seed on that have somebody in them."""
    scenes = [scene for scene in (classifier_scene(job[0] + i) for i in range(job[1])) if scene.actors]
    return halved(np.stack([draw(s)[0] for s in scenes])), np.stack([drawn_masks(s)[:, ::2, ::2] for s in scenes])


def _block(before: int, width: int, stride: int = 1) -> nn.Sequential:
    conv = lambda a, s: [nn.Conv2d(a, width, 3, stride=s, padding=1), nn.GroupNorm(8, width), nn.SiLU()]  # noqa: E731
    return nn.Sequential(*conv(before, stride), *conv(width, 1))


class Finder(nn.Module):
    """A small U-Net; Ronneberger et al. 2015, arXiv:1505.04597."""

    def __init__(self, widths: tuple[int, ...] = (16, 32, 64, 96, 96)):
        super().__init__()
        self.down = nn.ModuleList(_block(a, b, 1 if a == 3 else 2) for a, b in zip((3, *widths), widths))
        self.up = nn.ModuleList(_block(a + b, b) for a, b in zip(widths[:0:-1], widths[-2::-1]))
        self.out = nn.Conv2d(widths[0], 2, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        kept = []
        for block in self.down:
            x = block(x)
            kept.append(x)
        for block, skip in zip(self.up, kept[-2::-1]):
            x = block(torch.cat([F.interpolate(x, scale_factor=2.0), skip], 1))
        return self.out(x)


def load_finder() -> Finder:
    finder = Finder().eval()
    finder.load_state_dict(torch.load(CHECKPOINT)["ema"])
    return finder


@torch.no_grad()
def find(finder: Finder, pictures: np.ndarray) -> np.ndarray:
    """Pictures [N,256,256,3] uint8 → [N,2,256,256] bool."""
    found = torch.cat([finder(b) for b in to_tensor(halved(pictures)).split(32)])
    return (F.interpolate(found, scale_factor=2.0, mode="bilinear") > 0).numpy()


def disturb(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    """A little blur, noise and tint: as pictures from an autoencoder have them."""
    if rng.random() < 0.6:
        side = int(x.shape[-1] * rng.uniform(0.35, 0.9))
        x = F.interpolate(F.interpolate(x, size=(side, side), mode="area"), size=x.shape[-2:], mode="bilinear")
    x = x * float(rng.uniform(0.85, 1.15)) + torch.from_numpy(rng.normal(0, 0.06, (1, 3, 1, 1))).float()
    return x + float(rng.uniform(0, 0.1)) * torch.from_numpy(rng.standard_normal(x.shape, dtype=np.float32))


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=1500)
    args.add_argument("--count", type=int, default=3000)
    args = args.parse_args()
    torch.manual_seed(4)
    parts = fork_map(_part, [(CLASSIFIER_SEEDS + i, 100) for i in range(0, args.count, 100)])
    pictures, masks = (np.concatenate(kind) for kind in zip(*parts))
    finder = Finder()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([17, step, micro])
        rows = rng.integers(0, len(pictures), 8)
        x, wanted = to_tensor(pictures[rows]), torch.from_numpy(masks[rows]).float()
        if rng.random() < 0.5:
            x, wanted = x.flip(-1), wanted.flip(-1)
        x = disturb(x, rng).to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            guess = finder(x)
        return F.binary_cross_entropy_with_logits(guess.float(), wanted)

    def rate(step: int, part: float) -> float:
        return 2e-3 * min(1.0, (step + 1) / 50) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * part)))

    train(finder, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, steps=args.steps, ema_decay=0.99, log_every=100)
    fresh, wanted = _part((FRESH_SEEDS + 200_000, 300))
    with torch.no_grad():
        found = (load_finder()(to_tensor(fresh)) > 0).numpy()
    overlap = (found & wanted).sum((2, 3)) / (found | wanted).sum((2, 3))
    print("overlap (intersection over union) on fresh drawings:", dict(zip(("subject", "with props"), overlap.mean(0).round(3).tolist())))


if __name__ == "__main__":
    main()
