"""Walks of tiny-sd1 and tiny-sdxl whose deep features are reused, as Ma et al. 2023 (arXiv:2312.00858), §3, describe it.

    python tests/golden/models/make_deep_reuse.py

After make_tiny_models.py and make_tiny_xl.py, and as they. The pipelines are those of diffusers, and so are the layers; which
of them run is decided here: at every N-th call all, else those from the first convolution to skip `depth` and those that
take up the skips from there on. At depth d that is cache_block_id, cache_layer_id = divmod(d - 1, 3) of the published code
where a level has 3 skips.
"""

import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline
from diffusers.models.unets.unet_2d_condition import UNet2DConditionOutput
from make_tiny_models import HERE
from safetensors.torch import save_file

SETTINGS = dict(prompt="a rat the dog", negative_prompt="dog", num_inference_steps=4, guidance_scale=5.0, output_type="latent")


def down_layers(unet):
    """From each skip to the next one: [(resnet, attention)] or a downsampler."""
    for block in unet.down_blocks:
        attentions = getattr(block, "attentions", [None] * len(block.resnets))
        yield from zip(block.resnets, attentions)
        if block.downsamplers:
            yield block.downsamplers[0], None


def up_layers(unet):
    for block in unet.up_blocks:
        attentions = getattr(block, "attentions", [None] * len(block.resnets))
        last = len(block.resnets) - 1
        for j, (resnet, attention) in enumerate(zip(block.resnets, attentions)):
            yield resnet, attention, block.upsamplers[0] if block.upsamplers and j == last else None


def reusing(unet, every, depth):
    """A forward of the UNet that is whole at every so many calls."""
    kept = {}

    def forward(sample, timestep, encoder_hidden_states, added_cond_kwargs=None, return_dict=False, **_):
        whole = kept.setdefault("calls", 0) % every == 0
        kept["calls"] += 1
        time = unet.time_embedding(unet.time_proj(timestep.expand(len(sample))).to(sample.dtype))
        if unet.config.addition_embed_type == "text_time":
            time = time + unet.get_aug_embed(emb=time, encoder_hidden_states=encoder_hidden_states, added_cond_kwargs=added_cond_kwargs)
        attend = lambda attention, x: attention(x, encoder_hidden_states=encoder_hidden_states).sample if attention else x
        x = unet.conv_in(sample)
        skips = [x]
        for layer, attention in down_layers(unet):
            if not whole and len(skips) == depth:
                break
            x = layer(x, time) if hasattr(layer, "conv2") else layer(x)
            x = attend(attention, x)
            skips.append(x)
        if whole:
            x = unet.mid_block(x, time, encoder_hidden_states=encoder_hidden_states)
        else:
            x = kept["deep"]
        layers = list(up_layers(unet))
        for resnet, attention, upsampler in layers[len(layers) - len(skips) :]:
            if len(skips) == depth:
                kept["deep"] = x
            x = attend(attention, resnet(torch.cat([x, skips.pop()], 1), time))
            x = upsampler(x, skips[-1].shape[2:]) if upsampler else x
        x = unet.conv_out(unet.conv_act(unet.conv_norm_out(x)))
        return UNet2DConditionOutput(sample=x) if return_dict else (x,)

    return forward


def walk(kind, name, height, width, every, depth):
    """Latents after every step [4,4,h,w]."""
    extra = {} if kind is StableDiffusionXLPipeline else dict(safety_checker=None, feature_extractor=None)
    pipe = kind.from_pretrained(HERE / name, torch_dtype=torch.float32, **extra)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config, set_alpha_to_one=True)
    pipe.unet.forward = reusing(pipe.unet, every, depth)
    walked = []

    def keep(_pipe, _step, _t, tensors):
        walked.append(tensors["latents"].clone())
        return tensors

    latents = torch.randn(1, 4, height, width, generator=torch.manual_seed(3))
    side = pipe.vae_scale_factor
    pipe(latents=latents, height=height * side, width=width * side, callback_on_step_end=keep, **SETTINGS)
    return torch.cat(walked)


golden = {
    f"{name} {every} {depth}": walk(kind, name, height, width, every, depth)
    for kind, name, height, width, choices in [
        (StableDiffusionPipeline, "tiny-sd1", 8, 12, [(1, 1), (2, 1), (3, 3), (4, 5)]),
        (StableDiffusionXLPipeline, "tiny-sdxl", 16, 16, [(2, 1), (3, 4)]),
    ]
    for every, depth in choices
}
save_file({key: value.contiguous() for key, value in golden.items()}, HERE / "deep-reuse.safetensors")
for key, value in golden.items():
    print(key, list(value.shape), f"max {value.abs().max():.3f}")
