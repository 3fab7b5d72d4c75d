# How far diffusers in float16 is from itself in float32, on the inputs of half.test.ts: ‖a − b‖ ÷ ‖b‖.
# python tests/golden/half.py
import math
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel

models = Path(__file__).parent / "models"


def wave(*shape):
    return torch.sin(torch.arange(math.prod(shape), dtype=torch.float64) ** 2).float().reshape(shape)


def distance(half, exact):
    return f"{((half.float() - exact).norm() / exact.norm()).item():.1e}"


@torch.no_grad()
def unet_error(name):
    unet = UNet2DConditionModel.from_pretrained(models / name, subfolder="unet", torch_dtype=torch.float32).eval()
    config = unet.config
    added = {}
    if config.addition_embed_type == "text_time":
        pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        added = {"text_embeds": wave(2, pooled), "time_ids": wave(2, 6)}
    x, t, context = wave(2, config.in_channels, 8, 12), torch.tensor([981, 20]), wave(2, 77, config.cross_attention_dim)
    exact = unet(x, t, context, added_cond_kwargs=added).sample
    halves = {key: value.half() for key, value in added.items()}
    return distance(unet.half()(x.half(), t, context.half(), added_cond_kwargs=halves).sample, exact)


@torch.no_grad()
def vae_error(name):
    vae = AutoencoderKL.from_pretrained(models / name, subfolder="vae", torch_dtype=torch.float32).eval()
    latent = wave(1, 4, 8, 8) / vae.config.scaling_factor
    exact = vae.decode(latent).sample
    return distance(vae.half().decode(latent.half()).sample, exact)


for name in ["tiny-sd1", "tiny-sd2", "tiny-sdxl"]:
    print(name, "UNet", unet_error(name), "VAE decode", vae_error(name))
