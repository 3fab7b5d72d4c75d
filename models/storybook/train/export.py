"""Writes the model as a diffusers folder in half precision: `python -m train.export` → <state>/export.

The folder is written aside and then put in place with one rename, so that a reader never sees half of it.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

from .common import EXPORT, FRESH_SEEDS, STATE, cached_drawings, to_tensor
from .latents import latent_scale, load_vae
from .preview import CHECKPOINT as PREVIEW
from .preview import build_preview
from .text import CHECKPOINT as TEXT
from .text import CONFIG as TEXT_CONFIG
from .text import Labeller
from .tokenizer import FOLDER as TOKENIZER
from .unet import BETA_END, BETA_START, CHECKPOINT, STEPS, build_unet

VERSION = "0.42.1"  # of diffusers, whose folder layout this is
LARGEST = 15_000_000  # bytes of one weight file


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2) + "\n")


def write_weights(folder: Path, stem: str, state: dict[str, torch.Tensor]) -> None:
    """One safetensors file, or shards with an index when it would be too large."""
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: value.detach().to(torch.float16).contiguous().clone() for name, value in state.items()}
    shards, room = [{}], LARGEST
    for name, value in half.items():
        size = value.numel() * 2
        if size > room and shards[-1]:
            shards.append({})
            room = LARGEST
        shards[-1][name] = value
        room -= size
    if len(shards) == 1:
        save_file(half, folder / f"{stem}.safetensors", metadata={"format": "pt"})
        return
    where = {}
    for i, shard in enumerate(shards, 1):
        file = f"{stem}-{i:05}-of-{len(shards):05}.safetensors"
        save_file(shard, folder / file, metadata={"format": "pt"})
        where.update(dict.fromkeys(shard, file))
    total = sum(v.numel() * 2 for v in half.values())
    write_json(folder / f"{stem}.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": where})


def config_of(model) -> dict:
    """A diffusers model's config without the path it came from."""
    return {k: v for k, v in json.loads(model.to_json_string()).items() if not k.startswith("_name")}


def latent_to_rgb(vae, scale: float) -> dict:
    """Least squares from latents as the denoiser sees them (+ 1) to pictures at 1/8 size, in [-1,1]."""
    x = to_tensor(cached_drawings("fresh", FRESH_SEEDS, 512)[:256])
    with torch.no_grad():
        z = torch.cat([vae.encode(b).latent_dist.mean for b in x.split(4)]) * scale
    rows = z.permute(0, 2, 3, 1).reshape(-1, 4)
    rows = torch.cat([rows, torch.ones(len(rows), 1)], 1)
    colors = F.avg_pool2d(x, 8).permute(0, 2, 3, 1).reshape(-1, 3)
    answer = torch.linalg.lstsq(rows, colors).solution
    left = (rows @ answer - colors).square().mean() / colors.var()
    print(f"latent → RGB explains {1 - left:.3f} of the variance")
    rounded = [[round(float(v), 5) for v in row] for row in answer]
    return {"factors": rounded[:4], "bias": rounded[4]}


def export(folder: Path) -> None:
    vae = load_vae()
    scale = latent_scale()
    write_json(folder / "model_index.json", {
        "_class_name": "StableDiffusionPipeline", "_diffusers_version": VERSION,
        "feature_extractor": [None, None], "image_encoder": [None, None], "requires_safety_checker": False, "safety_checker": [None, None],
        "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": ["transformers", "CLIPTextModel"], "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"], "vae": ["diffusers", "AutoencoderKL"],
    })
    write_json(folder / "scheduler/scheduler_config.json", {
        "_class_name": "DDIMScheduler", "_diffusers_version": VERSION, "beta_schedule": "scaled_linear", "beta_start": BETA_START, "beta_end": BETA_END,
        "num_train_timesteps": STEPS, "prediction_type": "epsilon", "clip_sample": False, "set_alpha_to_one": False, "steps_offset": 1,
        "timestep_spacing": "leading", "skip_prk_steps": True, "trained_betas": None,
    })
    shutil.copytree(TOKENIZER, folder / "tokenizer")

    labeller = Labeller()
    labeller.load_state_dict(torch.load(TEXT)["ema"], strict=False)
    text = labeller.encoder
    ids = text.config
    write_json(folder / "text_encoder/config.json", {
        "architectures": ["CLIPTextModel"], "model_type": "clip_text_model", **TEXT_CONFIG, "vocab_size": ids.vocab_size, "bos_token_id": ids.bos_token_id,
        "eos_token_id": ids.eos_token_id, "pad_token_id": ids.pad_token_id, "layer_norm_eps": ids.layer_norm_eps, "attention_dropout": 0.0, "dropout": 0.0,
        "initializer_factor": 1.0, "initializer_range": 0.02, "torch_dtype": "float32",
    })
    state = {k if k.startswith("text_model.") else "text_model." + k: v for k, v in text.state_dict().items() if not k.endswith("position_ids")}
    write_weights(folder / "text_encoder", "model", state)

    unet = build_unet()
    if CHECKPOINT.exists():
        unet.load_state_dict(torch.load(CHECKPOINT)["ema"])
    write_json(folder / "unet/config.json", config_of(unet))
    write_weights(folder / "unet", "diffusion_pytorch_model", unet.state_dict())

    vae.register_to_config(scaling_factor=scale)
    write_json(folder / "vae/config.json", config_of(vae))
    write_weights(folder / "vae", "diffusion_pytorch_model", vae.state_dict())
    if PREVIEW.exists():
        preview = build_preview()
        preview.load_state_dict(torch.load(PREVIEW)["ema"])
        preview.register_to_config(scaling_factor=scale)
        write_json(folder / "preview/config.json", config_of(preview))
        write_weights(folder / "preview", "diffusion_pytorch_model", preview.state_dict())
    write_json(folder / "latent-rgb.json", latent_to_rgb(vae, scale))


def main() -> None:
    torch.set_num_threads(1)
    version = STATE / "exports" / time.strftime("%m%d-%H%M%S")
    export(version)
    link = STATE / "export.tmp"
    link.unlink(missing_ok=True)
    link.symlink_to(version.relative_to(STATE))
    os.replace(link, EXPORT)
    for old in sorted(version.parent.iterdir())[:-3]:
        shutil.rmtree(old)
    sizes = {str(f.relative_to(version)): f.stat().st_size for f in version.rglob("*.safetensors")}
    print(f"exported {sum(sizes.values()) / 1e6:.1f} MB of weights, largest file {max(sizes.values()) / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
