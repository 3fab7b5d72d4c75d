"""Writes what diffusers' two pipelines of SDXL give hand in hand: tiny-sdxl walks half of the steps, tiny-refiner the rest.

    python tests/golden/models/make_tiny_handover.py        writes tiny-refiner/handover.safetensors

After make_tiny_xl.py, and as it.
"""

import torch
from diffusers import DDIMScheduler, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline
from safetensors.torch import save_file

from make_tiny_models import HERE

PROMPT = dict(prompt="a rat the dog", negative_prompt="dog", num_inference_steps=4, guidance_scale=5.0, output_type="latent")
PIPELINES = {"tiny-sdxl": StableDiffusionXLPipeline, "tiny-refiner": StableDiffusionXLImg2ImgPipeline}


def opened(name):
    pipe = PIPELINES[name].from_pretrained(HERE / name, torch_dtype=torch.float32)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config, set_alpha_to_one=True)
    return pipe


start = torch.randn(1, 4, 16, 24, generator=torch.manual_seed(3))
left = opened("tiny-sdxl")(latents=start, height=128, width=192, denoising_end=0.5, **PROMPT).images
refined = opened("tiny-refiner")(image=left, denoising_start=0.5, **PROMPT).images
save_file({"left": left.contiguous(), "refined": refined.contiguous()}, HERE / "tiny-refiner" / "handover.safetensors")
print([round(float(latents.abs().max()), 3) for latents in (start, left, refined)])
