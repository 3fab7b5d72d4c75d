"""Makes tiny-inpaint beside this file, whose UNet has 9 channels, and a whole run of diffusers' inpainting pipeline with it.

    python tests/golden/models/make_tiny_inpaint.py

As make_tiny_models.py. The pipeline is given the mean of the masked picture's latent, which it would else draw around.
"""

import torch
from diffusers import DDIMScheduler, StableDiffusionInpaintPipeline, StableDiffusionPipeline
from make_tiny_models import HERE, VAE, make, write_golden
from safetensors.torch import load_file

make(
    "tiny-inpaint",
    dict(hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, hidden_act="quick_gelu"),
    dict(
        in_channels=9,
        out_channels=4,
        block_out_channels=[4, 8],
        down_block_types=["CrossAttnDownBlock2D", "DownBlock2D"],
        up_block_types=["UpBlock2D", "CrossAttnUpBlock2D"],
        layers_per_block=1,
        attention_head_dim=2,
        cross_attention_dim=16,
        norm_num_groups=4,
        sample_size=8,
    ),
    VAE,
    dict(text_encoder=torch.float16, unet=torch.float16, vae=torch.float16),
    "epsilon",
    "<|endoftext|>",
    seed=51,
)

pipe = StableDiffusionPipeline.from_pretrained(HERE / "tiny-inpaint", safety_checker=None, feature_extractor=None, torch_dtype=torch.float32)
pipe = StableDiffusionInpaintPipeline(**pipe.components, requires_safety_checker=False)
pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config, set_alpha_to_one=True)
image = torch.rand(1, 3, 64, 96, generator=torch.manual_seed(1)) * 2 - 1
mask = torch.zeros(1, 1, 64, 96)
mask[:, :, 11:45, 20:70] = 1
walked = []


def keep(_pipe, _step, _t, tensors):
    walked.append(tensors["latents"].clone())
    return tensors


with torch.no_grad():
    around = pipe.vae.encode(image * (mask < 0.5)).latent_dist.mean * pipe.vae.config.scaling_factor
latents = torch.randn(1, 4, 8, 12, generator=torch.manual_seed(3))
size = dict(height=64, width=96, num_inference_steps=4, guidance_scale=5.0, output_type="latent")
pipe("a rat the dog", image=image, mask_image=mask, masked_image_latents=around, negative_prompt="dog", latents=latents, callback_on_step_end=keep, **size)
golden = load_file(HERE / "tiny-inpaint/golden.safetensors")
write_golden("tiny-inpaint", golden | {"picture": image, "mask": mask, "walk": torch.cat(walked)})
