"""Sharpens the decoder and leaves the encoder, so latents and the denoiser stay valid: latents [B,4,32,32] → pictures [B,3,256,256].

`python -m train.decoder `, after `train.latents`. It sees whole pictures (the autoencoder learned on crops, whose group
statistics differ) and latents with a little noise, as a denoiser's are never exact.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch

from .common import FRESH_SEEDS, cached_drawings, to_tensor
from .latents import DECODER, DRAWINGS, load_latents, load_vae
from .parallel import train
from .vae import picture_loss, psnr

NOISE = 0.05  # deviation added to latents, whose own is 1


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=4000)
    args.add_argument("--rate", type=float, default=7e-4)
    args.add_argument("--batch", type=int, default=2)
    args = args.parse_args()
    torch.set_num_threads(1)
    pictures = np.load(DRAWINGS, mmap_mode="r")
    latents = load_latents()[0][: len(pictures)]
    fresh = cached_drawings("fresh", FRESH_SEEDS, 512)[:16]
    vae, judge = load_vae(), load_vae()
    vae.requires_grad_(False)
    vae.decoder.requires_grad_(True)
    vae.post_quant_conv.requires_grad_(True)
    vae.train()
    print(f"psnr before {psnr(judge, fresh):.2f}", flush=True)

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([17, step, micro])
        rows = rng.integers(0, len(latents), args.batch)
        z = torch.from_numpy(latents[rows].astype(np.float32) + NOISE * rng.standard_normal((args.batch, 4, 32, 32), dtype=np.float32))
        with torch.autocast("cpu", torch.bfloat16):
            made = vae.decode(z.to(memory_format=torch.channels_last)).sample
        return picture_loss(made.float(), to_tensor(pictures[rows]))

    def report(step: int, weights: dict) -> str:
        judge.load_state_dict(weights, strict=False)
        return f"psnr {psnr(judge, fresh):.2f}"

    def rate(step: int, part: float) -> float:
        return args.rate * min(1.0, (step + 1) / 60) * (0.01 + 0.99 * (0.5 + 0.5 * math.cos(math.pi * part)))

    train(vae, loss_of, checkpoint=DECODER, micros=2, rate=rate, steps=args.steps, ema_decay=0.995, log_every=100, report=report, save_minutes=3)


if __name__ == "__main__":
    main()
