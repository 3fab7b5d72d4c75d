"""Teaches branches to paint in four steps what the model paints in twenty: `python -m train.few_steps ../loras/storybook-few-steps.safetensors`.

Latent consistency distillation (Luo et al. 2023, arXiv:2310.04378, Algorithm 1; as a LoRA, arXiv:2311.05556): from any noisy latent the branches should
guess the picture that they guess one step further along the guided way of the model without them. Guidance is learnt with it, so the file is used with the
sampler `lcm` and guidance 1: a fifth of the calls of the UNet, each half as large.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from sample import Painter

from .branches import Branch, add_branches, tensors_of
from .common import STATE
from .latents import latent_scale, load_latents
from .parallel import train
from .unet import STEPS, Sentences, alphas

CHECKPOINT = STATE / "few-steps.pt"
FOLDER = Path(__file__).resolve().parent.parent
RANK, CONV_RANK = 24, 12
STRIDE = 20  # time steps between two guesses: 50 steps of DDIM
HUBER = 0.03  # where an error of a latent begins to count less than its square: pseudo-Huber loss, Song & Dhariwal 2023, arXiv:2310.14189


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("target", type=Path)
    args.add_argument("--steps", type=int, default=1000)
    args.add_argument("--rate", type=float, default=5e-4)
    args.add_argument("--batch", type=int, default=12)
    args.add_argument("--guidance", type=float, default=4.0)
    args = args.parse_args()
    torch.manual_seed(5)
    torch.set_num_threads(1)
    latents, scenes = load_latents()
    latents, scale, kept, sentences = torch.from_numpy(latents), latent_scale(), alphas(), Sentences(scenes)
    unet = Painter(FOLDER).unet
    branches = add_branches(unet, "lora_unet_", RANK, CONV_RANK)

    def guess(x: torch.Tensor, t: torch.Tensor, context: torch.Tensor, taught: bool) -> torch.Tensor:
        """The noise in x, with the branches or without."""
        Branch.on = taught
        with torch.autocast("cpu", torch.bfloat16):
            return unet(x.to(memory_format=torch.channels_last), t, context).sample.float()

    def shares(t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """√ᾱ and √(1 − ᾱ), [B,1,1,1]"""
        a = kept[t][:, None, None, None]
        return a.sqrt(), (1 - a).sqrt()

    def picture(x: torch.Tensor, t: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """What is left of x without the noise; at t = 0 x itself, the condition at the end of the way."""
        a, b = shares(t)
        return torch.where(t[:, None, None, None] > 0, (x - b * noise) / a, x)

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([23, step, micro])
        rows = rng.integers(0, len(latents), args.batch)
        x = latents[rows].float() * scale
        spread = (np.arange(args.batch) + rng.random(args.batch)) / args.batch
        t = torch.from_numpy((spread * (STEPS // STRIDE)).astype(np.int64) * STRIDE + STRIDE - 1)
        before = (t - STRIDE).clamp(min=0)
        a, b = shares(t)
        x = a * x + b * torch.randn(x.shape, generator=torch.Generator().manual_seed(int(rng.integers(2**62))))
        said, nothing = sentences.features(sentences.said(rows, rng, drop=0)), sentences.features([[]] * args.batch)
        with torch.no_grad():
            without, given = guess(torch.cat([x, x]), torch.cat([t, t]), torch.cat([nothing, said]), taught=False).chunk(2)
            noise = without + args.guidance * (given - without)
            a, b = shares(before)
            nearer = a * picture(x, t, noise) + b * noise
            wanted = picture(nearer, before, guess(nearer, before, said, taught=True))
        error = picture(x, t, guess(x, t, said, taught=True)) - wanted
        return ((error.square() + HUBER**2).sqrt() - HUBER).mean()

    def rate(step: int, part: float) -> float:
        return args.rate * min(1.0, (step + 1) / 30) * (0.05 + 0.95 * (0.5 + 0.5 * math.cos(math.pi * part)))

    train(unet, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, steps=args.steps, ema_decay=0.98, weight_decay=1e-3, save_minutes=3)
    unet.load_state_dict(torch.load(CHECKPOINT)["ema"], strict=False)
    args.target.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors_of(branches), args.target, {"ss_network_dim": str(RANK), "modelspec.title": "Few steps for Storybook"})


if __name__ == "__main__":
    main()
