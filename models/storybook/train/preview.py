"""Trains the small decoder for previews of a step: latents [B,4,32,32] → pictures [B,3,128,128], half the size of the model's.

`python -m train.preview `, after `train.latents`. It has the shape of an autoencoder's decoder with three levels of few channels
(the idea of a tiny autoencoder: https://github.com/madebyollin/taesd), so whatever runs the autoencoder runs it too; there is no encoder.
It sees latents with noise of many strengths, as the guesses of early steps are far from exact.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL

from .common import FRESH_SEEDS, STATE, cached_drawings, to_tensor
from .latents import DRAWINGS, load_latents, load_vae
from .parallel import train
from .vae import picture_loss

CHECKPOINT = STATE / "preview.pt"
CONFIG = dict(
    in_channels=3, out_channels=3, latent_channels=4, sample_size=128, layers_per_block=1, norm_num_groups=8, act_fn="silu", mid_block_add_attention=False,
    down_block_types=["DownEncoderBlock2D"] * 3, up_block_types=["UpDecoderBlock2D"] * 3, block_out_channels=[16, 32, 64], use_quant_conv=False, use_post_quant_conv=False,
)
NOISE = 0.3  # the largest deviation added to latents, whose own is 1


def build_preview() -> torch.nn.Module:
    """The decoder alone; its weights are named as in a whole autoencoder."""
    vae = AutoencoderKL(**CONFIG)
    vae.encoder = torch.nn.Identity()
    return vae.to(memory_format=torch.channels_last)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=4000)
    args.add_argument("--rate", type=float, default=2e-3)
    args.add_argument("--batch", type=int, default=8)
    args = args.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(4)
    pictures = np.load(DRAWINGS, mmap_mode="r")
    latents = load_latents()[0][: len(pictures)].astype(np.float32)
    fresh = to_tensor(cached_drawings("fresh", FRESH_SEEDS, 512)[:32])
    with torch.no_grad():
        fresh_latents = torch.cat([load_vae().encode(x).latent_dist.mean for x in fresh.split(4)])
    model, judge = build_preview(), build_preview().eval()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([19, step, micro])
        rows = np.sort(rng.integers(0, len(latents), args.batch))
        strength = rng.uniform(0, NOISE, (args.batch, 1, 1, 1))
        z = torch.from_numpy((latents[rows] + strength * rng.standard_normal((args.batch, 4, 32, 32))).astype(np.float32))
        with torch.autocast("cpu", torch.bfloat16):
            made = model.decoder(z.to(memory_format=torch.channels_last))
        return picture_loss(made.float(), F.avg_pool2d(to_tensor(pictures[rows]), 2))

    def report(step: int, weights: dict) -> str:
        judge.load_state_dict(weights, strict=False)
        with torch.no_grad():
            error = (judge.decoder(fresh_latents).clamp(-1, 1) - F.avg_pool2d(fresh, 2)).square().mean((1, 2, 3))
        return f"psnr {float((10 * torch.log10(4 / error)).mean()):.2f}"

    def rate(step: int, part: float) -> float:
        return args.rate * min(1.0, (step + 1) / 60) * (0.01 + 0.99 * (0.5 + 0.5 * math.cos(math.pi * part)))

    train(model, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, steps=args.steps, ema_decay=0.995, log_every=100, report=report, save_minutes=3)


if __name__ == "__main__":
    main()
