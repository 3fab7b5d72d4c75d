"""Encodes drawn scenes once: `python -m train.latents --count 16000` adds to what the state folder has.

Before the first encoding it makes each latent channel mean 0 and deviation 1 over drawings by folding the change into the 1 × 1
convolutions on both sides of the latent (`quant_conv`, `post_quant_conv`), which changes no picture.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
from diffusers import AutoencoderKL

from .common import FRESH_SEEDS, STATE, TRAIN_SEEDS, cached_drawings, draw_many, fork_map, save, to_tensor
from .vae import CHECKPOINT as RAW
from .vae import CONFIG

NORMAL = STATE / "vae-normal.pt"
DECODER = STATE / "decoder.pt"  # a sharper decoder for the same latents, see decoder.py
LATENTS = STATE / "latents.npy"
PART = 2000  # scenes drawn and encoded at a time


def normalise(vae: AutoencoderKL, pictures: np.ndarray) -> None:
    with torch.no_grad():
        z = torch.cat([vae.encode(b).latent_dist.mean for b in to_tensor(pictures).split(16)])
        mean, std = z.mean((0, 2, 3)), z.std((0, 2, 3))
        q, p = vae.quant_conv, vae.post_quant_conv
        q.weight[:4] /= std[:, None, None, None]
        q.bias[:4] = (q.bias[:4] - mean) / std
        q.bias[4:] -= 2 * std.log()
        p.bias += (p.weight[:, :, 0, 0] * mean).sum(1)
        p.weight *= std[None, :, None, None]
    print("channel means", mean.tolist(), "deviations", std.tolist(), flush=True)


def load_vae() -> AutoencoderKL:
    """The autoencoder with normal latents, made from the trained one at first use."""
    vae = AutoencoderKL(**CONFIG, scaling_factor=1.0).eval()
    if not NORMAL.exists():
        vae.load_state_dict(torch.load(RAW)["ema"])
        normalise(vae, cached_drawings("fresh", FRESH_SEEDS, 512))
        save(NORMAL, model=vae.state_dict())
    vae.load_state_dict(torch.load(NORMAL)["model"])
    if DECODER.exists():
        vae.load_state_dict(torch.load(DECODER)["ema"], strict=False)
    return vae.to(memory_format=torch.channels_last)


def latent_scale() -> float:
    """What latents are multiplied by to have deviation 1; the folder's `scaling_factor`."""
    return round(1 / json.loads((STATE / "latents.json").read_text())["std"], 5)


def encode(job: tuple[int, int]) -> np.ndarray:
    """Latents [count,4,16,16] float16 of the scenes from a seed on."""
    torch.set_num_threads(1)
    first, count = job
    vae = load_vae()
    x = to_tensor(draw_many(first, count, workers=1)).to(memory_format=torch.channels_last)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        return torch.cat([vae.encode(b).latent_dist.mean.float() for b in x.split(8)]).numpy().astype(np.float16)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--count", type=int, default=16_000)
    args = args.parse_args()
    torch.set_num_threads(1)
    load_vae()
    have = np.load(LATENTS) if LATENTS.exists() else np.zeros((0, 4, 16, 16), np.float16)
    while len(have) < args.count:
        first = TRAIN_SEEDS + len(have)
        have = np.concatenate([have, *fork_map(encode, [(first + k * PART // 4, PART // 4) for k in range(4)])])
        np.save(STATE / "latents.tmp.npy", have)
        (STATE / "latents.tmp.npy").rename(LATENTS)
        print(len(have), flush=True)
    std = have[:4000].astype(np.float32).std()
    (STATE / "latents.json").write_text(json.dumps({"count": len(have), "std": float(std)}))
    print("deviation over all channels", std)


if __name__ == "__main__":
    main()
