"""Trains the denoiser: noisy latents [B,4,32,32], time step, text features [B,77,160] → the noise in them.

Noise schedule and target of Stable Diffusion (ε, scaled-linear β 0.00085 → 0.012, 1000 steps; Ho et al. 2020, arXiv:2006.11239;
Rombach et al. 2021), loss weights min(SNR, 5) / SNR (Hang et al. 2023, arXiv:2303.09556, §3.4), 10 % of captions left out for guidance
(Ho & Salimans 2022, arXiv:2207.12598). `python -m train.unet --steps 6000` starts or resumes.
With `--half` it sees latents [B,4,16,16], averages of four, which take a quarter of the time: there it learns what words mean and where
things stand. The same weights then go on at full size.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import UNet2DConditionModel

from world.captions import Piece, pieces
from world.scene import Scene

from .actors import actor_shares
from .attention import PlainAttention
from .common import STATE
from .grounding import Grounding, subject_words
from .latents import latent_scale, load_latents
from .parallel import train
from .text import CHECKPOINT as TEXT
from .text import WIDTH, Encoding, Labeller

CHECKPOINT = STATE / "unet.pt"
CONFIG = dict(
    sample_size=32, in_channels=4, out_channels=4, layers_per_block=1, cross_attention_dim=WIDTH, norm_num_groups=16, act_fn="silu",
    block_out_channels=[64, 128, 256, 256],
    attention_head_dim=[1, 2, 4, 4],  # diffusers' name for the number of heads
    # at 32 × 32 attention costs most, so only the way up has it there
    down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
    up_block_types=["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
)
STEPS, BETA_START, BETA_END = 1000, 0.00085, 0.012
DROP_CAPTION = 0.1
SNR_CAP = 5.0


def alphas() -> torch.Tensor:
    """Cumulative ᾱ [1000] of the scaled-linear schedule."""
    betas = torch.linspace(BETA_START**0.5, BETA_END**0.5, STEPS, dtype=torch.float64).square()
    return (1 - betas).cumprod(0).float()


def build_unet() -> UNet2DConditionModel:
    unet = UNet2DConditionModel(**CONFIG)
    unet.set_attn_processor(PlainAttention())
    return unet


class Sentences:
    """Captions of training scenes, worded anew at every visit, as features."""

    def __init__(self, scenes: list[Scene]):
        self.scenes, self.encoding, model = scenes, Encoding(), Labeller()
        model.load_state_dict(torch.load(TEXT)["ema"], strict=False)
        self.encoder = model.encoder.eval().requires_grad_(False)

    def said(self, rows: np.ndarray, rng: np.random.Generator, drop: float = DROP_CAPTION) -> list[list[Piece]]:
        """Scene numbers [B] → a caption of each; a share of `drop` says nothing."""
        return [[] if rng.random() < drop else pieces(self.scenes[i], rng) for i in rows]

    def features(self, captions: list[list[Piece]]) -> torch.Tensor:
        """→ [B,77,160]"""
        ids = [self.encoding.pad(sum(self.encoding.tokens(said), [])) for said in captions]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            return self.encoder(input_ids=torch.tensor(ids)).last_hidden_state.float()


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=6000)
    args.add_argument("--since", type=int, default=0, help="step at which this stage began; its rate rises and falls from there")
    args.add_argument("--rate", type=float, default=1e-3)
    args.add_argument("--end", type=float, default=0.05, help="part of the rate that is left at the end")
    args.add_argument("--decay-from", type=float, default=0.0, help="part of the steps after which the rate falls")
    args.add_argument("--batch", type=int, default=16)
    args.add_argument("--micros", type=int, default=4)
    args.add_argument("--ema", type=float, default=0.999)
    args.add_argument("--tilt", type=float, default=1.0, help="time steps are 1000 · u^tilt: below 1 favours noisy ones, where is decided what stands where")
    args.add_argument("--focus", type=float, default=0.0, help="how much more an error on an actor counts; needs latents of 32 × 32")
    args.add_argument("--ground", type=float, default=0.0, help="how much it counts that an actor's word acts elsewhere; needs latents of 32 × 32")
    args.add_argument("--half", action="store_true", help="the first stage, on latents [B,4,16,16]")
    args = args.parse_args()
    torch.manual_seed(2)
    torch.set_num_threads(1)
    latents, scenes = load_latents()
    latents, scale = torch.from_numpy(latents), latent_scale()
    if args.half:
        latents = torch.cat([F.avg_pool2d(part.float(), 2).half() for part in latents.split(1000)])
        scale = 1 / float(latents[:4000].float().std())
    actors = torch.from_numpy(actor_shares(scenes)) if args.focus or args.ground else None  # [N,3,32,32], 0…255
    sentences = Sentences(scenes)
    unet = build_unet()
    grounding = Grounding()
    if args.ground:
        unet.set_attn_processor(grounding)
    kept = alphas()
    snr = kept / (1 - kept)
    weights = snr.clamp(max=SNR_CAP) / snr
    weights = weights / weights.mean()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([11, step, micro])
        noise_source = torch.Generator().manual_seed(int(rng.integers(2**62)))
        rows = rng.integers(0, len(latents), args.batch)
        x = latents[rows].float() * scale
        # one time step from each of B equal parts of the schedule: less noise in the loss
        t = torch.from_numpy((STEPS * ((np.arange(args.batch) + rng.random(args.batch)) / args.batch) ** args.tilt).astype(np.int64))
        noise = torch.randn(x.shape, generator=noise_source)
        a = kept[t][:, None, None, None]
        noisy = (a.sqrt() * x + (1 - a).sqrt() * noise).to(memory_format=torch.channels_last)
        said = sentences.said(rows, rng)
        context = sentences.features(said)
        stand = None if actors is None else actors[rows].float() / 255
        if args.ground:
            grounding.listen(subject_words(said, [scenes[i] for i in rows], sentences.encoding))
        with torch.autocast("cpu", torch.bfloat16):
            guess = unet(noisy, t, context).sample
        error = (guess.float() - noise).square().mean(1)
        if stand is not None:  # less so under noise: there nobody is to be seen yet, and the error would be smallest with somebody everywhere
            more = 1 + args.focus * kept[t][:, None, None] * stand.sum(1).clamp(max=1)
            error = error * more / more.mean()
        loss = (error.mean((1, 2)) * weights[t]).mean()
        return loss + args.ground * grounding.loss(stand, kept[t].sqrt()) if args.ground else loss

    def rate(step: int, part: float) -> float:
        fall = max(0.0, (part - args.decay_from) / (1 - args.decay_from))
        return args.rate * min(1.0, (step - args.since + 1) / 200) * (args.end + (1 - args.end) * (0.5 + 0.5 * math.cos(math.pi * fall)))

    train(unet, loss_of, checkpoint=CHECKPOINT, micros=args.micros, rate=rate, steps=args.steps, since=args.since, ema_decay=args.ema, weight_decay=1e-2, save_minutes=3)


if __name__ == "__main__":
    main()
