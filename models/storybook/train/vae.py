"""Trains the autoencoder: pictures [B,3,256,256] in [-1,1] ↔ latents [B,4,32,32].

`python -m train.vae --steps 8000` starts or resumes; `--start FOLDER` starts from an autoencoder of the same shape in the diffusers
layout, such as the first edition's. Loss: mean distance, four times the mean squared distance, and a small KL term (Kingma & Welling 2013, arXiv:1312.6114; f = 8 with 4 channels as in Rombach et al. 2021,
arXiv:2112.10752).
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch
from diffusers import AutoencoderKL

from .common import FRESH_SEEDS, STATE, TRAIN_SEEDS, cached_drawings, to_tensor
from .parallel import train

CONFIG = dict(
    in_channels=3, out_channels=3, latent_channels=4, sample_size=256, layers_per_block=1, norm_num_groups=8, act_fn="silu",
    down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, block_out_channels=[32, 64, 96, 128],
)
CHECKPOINT = STATE / "vae.pt"
VAE_DRAWINGS = 6000
KL_WEIGHT = 1e-4  # per latent value, beside a mean L1


def picture_loss(made: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Mean distance and squared distance between two batches [B,3,H,W]: clean areas stay clean, and large errors cost most."""
    error = made - wanted
    return error.abs().mean() + 4 * error.square().mean()


def psnr(vae: AutoencoderKL, pictures: np.ndarray) -> float:
    """Decibels over pictures in [-1,1] (peak to peak 2)."""
    with torch.no_grad():
        x = to_tensor(pictures).to(memory_format=torch.channels_last)
        y = torch.cat([vae.decode(vae.encode(b).latent_dist.mode()).sample.clamp(-1, 1) for b in x.split(4)])
        return float((10 * torch.log10(4 / (x - y).square().mean((1, 2, 3)))).mean())


def crops(pictures: np.ndarray, rng: np.random.Generator, batch: int, size: int) -> torch.Tensor:
    """Random crops on the 8-pixel lattice, so textures tied to latent cells stay tied; of two at a time the busier one, as skies are soon learned."""
    places = (pictures.shape[1] - size) // 8 + 1
    out = np.empty((batch, size, size, 3), np.uint8)
    for i in range(batch):
        pair = []
        for _ in range(2):
            y, x = rng.integers(0, places, 2) * 8
            pair.append(pictures[rng.integers(len(pictures)), y : y + size, x : x + size])
        out[i] = max(pair, key=lambda crop: np.abs(np.diff(crop[::2].astype(np.int16), axis=1)).sum())
    return to_tensor(out).to(memory_format=torch.channels_last)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=8000)
    args.add_argument("--rate", type=float, default=1e-3)
    args.add_argument("--floor", type=float, default=1e-5, help="learning rate at the end")
    args.add_argument("--batch", type=int, default=8, help="crops per worker batch; a step takes two")
    args.add_argument("--crop", type=int, default=64)
    args.add_argument("--start", help="folder of an autoencoder to start from")
    args = args.parse_args()
    torch.manual_seed(0)
    pictures = cached_drawings("vae", TRAIN_SEEDS, VAE_DRAWINGS)
    fresh = cached_drawings("fresh", FRESH_SEEDS, 512)[:16]
    vae, judge = AutoencoderKL(**CONFIG), AutoencoderKL(**CONFIG).eval()
    if args.start:
        vae.load_state_dict(AutoencoderKL.from_pretrained(args.start, torch_dtype=torch.float32).state_dict())

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([7, step, micro])
        x = crops(pictures, rng, args.batch, args.crop)
        noise = torch.Generator().manual_seed(int(rng.integers(2**31)))
        with torch.autocast("cpu", torch.bfloat16):
            mean, logvar = vae.quant_conv(vae.encoder(x)).float().chunk(2, 1)
            logvar = logvar.clamp(-30, 20)
            z = mean + torch.randn(mean.shape, generator=noise) * (0.5 * logvar).exp()
            y = vae.decode(z).sample.float()
        kl = 0.5 * (mean.square() + logvar.exp() - 1 - logvar).mean()
        return picture_loss(y, x) + KL_WEIGHT * kl

    def report(step: int, weights: dict) -> str:
        judge.load_state_dict(weights, strict=False)
        with torch.no_grad():
            posterior = judge.encode(to_tensor(fresh[:4])).latent_dist
        return f"psnr {psnr(judge, fresh):.2f} latent std {posterior.mean.std():.2f} sigma {posterior.std.mean():.3f}"

    def rate(step: int, part: float) -> float:
        return args.floor + (args.rate - args.floor) * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * part))

    train(vae, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, steps=args.steps, ema_decay=0.998, log_every=100, report=report)


if __name__ == "__main__":
    main()
