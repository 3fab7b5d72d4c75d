"""Encodes drawn scenes once: `python -m train.latents --count 24000` adds to what the state folder has.

Before the first encoding it makes each latent channel mean 0 and deviation 1 over drawings by folding the change into the 1 × 1
convolutions on both sides of the latent (`quant_conv`, `post_quant_conv`), which changes no picture. The scenes are kept beside their
latents, so that captions stay true of them while the world goes on growing.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path
from typing import BinaryIO, Callable

import numpy as np
import torch
from diffusers import AutoencoderKL

from world.sampling import sample_scene
from world.scene import Scene, draw

from .common import FRESH_SEEDS, STATE, TRAIN_SEEDS, cached_drawings, fork_map, save, to_tensor
from .vae import CHECKPOINT as RAW
from .vae import CONFIG

NORMAL = STATE / "vae-normal.pt"
DECODER = STATE / "decoder.pt"  # a sharper decoder for the same latents, see decoder.py
LATENTS = STATE / "latents.npy"
INFO = STATE / "latents.json"
SCENES = STATE / "scenes.pickle"
DRAWINGS = STATE / "latent-drawings.npy"  # of the first scenes, for decoders
DRAWINGS_KEPT = 6000
PART = 1000  # scenes drawn and encoded at a time


def normalise(vae: AutoencoderKL, pictures: np.ndarray) -> None:
    with torch.no_grad():
        z = torch.cat([vae.encode(b).latent_dist.mean for b in to_tensor(pictures).split(4)])
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
    return round(1 / json.loads(INFO.read_text())["std"], 5)


def encode(job: tuple[int, int]) -> tuple[np.ndarray, list[Scene], np.ndarray]:
    """Latents [count,4,32,32] float16 of the scenes from a seed on, the scenes, and their drawings [count,256,256,3]."""
    torch.set_num_threads(1)
    first, count = job
    vae, scenes, out = load_vae(), [sample_scene(first + i) for i in range(count)], []
    drawings = np.stack([draw(scene)[0] for scene in scenes])
    for picture in drawings:
        x = to_tensor(picture[None]).to(memory_format=torch.channels_last)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            out.append(vae.encode(x).latent_dist.mean.float().numpy().astype(np.float16))
    return np.concatenate(out), scenes, drawings


def load_latents() -> tuple[np.ndarray, list[Scene]]:
    """Latents [N,4,32,32] float16 of all encoded scenes, and the scenes."""
    if not LATENTS.exists():
        return np.zeros((0, 4, 32, 32), np.float16), []
    scenes = pickle.loads(SCENES.read_bytes())
    return np.load(LATENTS)[: len(scenes)], scenes[: len(np.load(LATENTS, mmap_mode="r"))]


def replace(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Writes a file whole or not at all."""
    with open(path.with_suffix(".tmp"), "wb") as file:
        write(file)
    path.with_suffix(".tmp").rename(path)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--count", type=int, default=24_000)
    args = args.parse_args()
    torch.set_num_threads(1)
    load_vae()
    have, scenes = load_latents()
    while len(have) < args.count:
        first = TRAIN_SEEDS + len(have)
        parts = fork_map(encode, [(first + k * PART // 4, PART // 4) for k in range(4)])
        if len(have) < DRAWINGS_KEPT:
            kept = [np.load(DRAWINGS)] if len(have) else []
            replace(DRAWINGS, lambda file: np.save(file, np.concatenate([*kept, *(drawings for *_, drawings in parts)])))
        for latents, drawn, _ in parts:
            have, scenes = np.concatenate([have, latents]), scenes + drawn
        replace(LATENTS, lambda file: np.save(file, have))
        replace(SCENES, lambda file: pickle.dump(scenes, file))
        print(len(have), flush=True)
    std = json.loads(INFO.read_text())["std"] if INFO.exists() else float(have[:4000].astype(np.float32).std())
    INFO.write_text(json.dumps({"count": len(have), "std": std}))
    print("deviation over all channels", std)


if __name__ == "__main__":
    main()
