"""Writes a checkpoint of the full size of Stable Diffusion 1.5 with seeded random weights in fp16 (2.1 GB), and into
full-size.json what diffusers' UNet predicts with it once.

    python tests/golden/single-file/full_size.py sd15.safetensors
    LOOM_FULL_SIZE=sd15.safetensors npx vitest run tests/golden/single-file
"""

import json
import sys
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from diffusers.loaders import single_file_utils as read
from make import HERE, Checkpoint, add_clip, add_unet, add_vae, some
from safetensors.torch import load_file, save_file

CHANNELS = [320, 640, 1280, 1280]


class Halves(Checkpoint):
    """Kept in fp16, and drawn only where there is no file yet: memory for everything at once is more than many have."""

    def __setitem__(self, name, value):
        super().__setitem__(name, value.half())


def write(file):
    c = Halves(150)
    add_unet(c, CHANNELS, [1, 1, 1, 0], 1, 768, False, resnets=2)
    add_vae(c, [128, 256, 512, 512], resnets=2)
    add_clip(c, "cond_stage_model.transformer.", 768, 12, wide=4, words=49408)
    save_file(c, file)
    print(len(c), "tensors", sum(v.numel() for v in c.values()), "values")


@torch.no_grad()
def predict(file):
    config = dict(in_channels=4, out_channels=4, block_out_channels=CHANNELS, layers_per_block=2, cross_attention_dim=768, attention_head_dim=8, use_linear_projection=False)
    with torch.device("meta"):
        unet = UNet2DConditionModel(**config)
    state = {name: value for name, value in load_file(file).items() if name.startswith("model.diffusion_model.")}
    state = read.convert_ldm_unet_checkpoint(state, config | dict(class_embed_type=None, addition_embed_type=None))
    unet.load_state_dict(state, assign=True)
    del state
    generator = torch.Generator().manual_seed(151)
    x, context = torch.randn(1, 4, 64, 64, generator=generator), torch.randn(1, 77, 768, generator=generator)
    predicted = unet.eval().float()(x, torch.tensor([601.0]), context).sample
    (HERE / "full-size.json").write_text(json.dumps({"seed": 151, "predicted": some(predicted)}, separators=(",", ":")) + "\n")


if not Path(sys.argv[1]).exists():
    write(sys.argv[1])
predict(sys.argv[1])
