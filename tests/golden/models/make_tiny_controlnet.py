"""Makes tiny-controlnet beside this file, for tiny-sd1, and whole runs of diffusers' pipelines with it.

    python tests/golden/models/make_tiny_controlnet.py

After make_tiny_models.py, and as it. The hint is a picture of the same size that is drawn from a seed.
"""

import shutil

import torch
from diffusers import ControlNetModel, DDIMScheduler, StableDiffusionControlNetPipeline
from make_tiny_models import HERE, randomize, save, write_golden

CONFIG = dict(
    block_out_channels=[4, 8, 8],
    down_block_types=["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
    conditioning_embedding_out_channels=[4, 4, 8, 8],
    layers_per_block=1,
    attention_head_dim=2,
    cross_attention_dim=16,
    norm_num_groups=4,
)
SETTINGS = dict(prompt="a rat the dog", negative_prompt="dog", num_inference_steps=4, guidance_scale=5.0, height=64, width=96, output_type="latent")


def walk(net, images, strengths, starts, ends):
    """Latents after every step [4,4,h,w]."""
    pipe = StableDiffusionControlNetPipeline.from_pretrained(HERE / "tiny-sd1", controlnet=net, safety_checker=None, feature_extractor=None, torch_dtype=torch.float32)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config, set_alpha_to_one=True)
    walked = []

    def keep(_pipe, _step, _t, tensors):
        walked.append(tensors["latents"].clone())
        return tensors

    latents = torch.randn(1, 4, 8, 12, generator=torch.manual_seed(3))
    windows = dict(controlnet_conditioning_scale=strengths, control_guidance_start=starts, control_guidance_end=ends)
    pipe(image=images, latents=latents, callback_on_step_end=keep, **windows, **SETTINGS)
    return torch.cat(walked)


folder = HERE / "tiny-controlnet"
shutil.rmtree(folder, ignore_errors=True)
net = randomize(ControlNetModel(**CONFIG), 41, torch.float16)
save(net, folder, torch.float16, "diffusion_pytorch_model")
net = net.float()
hints = [torch.rand(1, 3, 64, 96, generator=torch.manual_seed(seed)) for seed in (1, 2)]
golden = {"hint_1": hints[0], "hint_2": hints[1], "one": walk(net, hints[0], 0.8, 0.0, 1.0)}
golden["two"] = walk([net, net], hints, [0.8, 1.5], [0.0, 0.25], [1.0, 0.75])
write_golden("tiny-controlnet", golden)
