"""Lays out tiny ControlNets as ControlNet's authors do, and as diffusers does, and writes what diffusers computes from them.

    python tests/golden/single-file/make_controlnet.py

As make.py beside it. Names are those of cldm/cldm.py in lllyasviel/ControlNet; diffusers' own converter reads them.
"""

import json

import torch
from diffusers import ControlNetModel
from diffusers.loaders import single_file_utils as read
from make import HERE, Checkpoint, add_unet, some

HINT = [4, 4, 8, 8]


def listed(seed, channels, depths, mid, context, linear, label):
    """The way down of a UNet with the ControlNet's own layers, drawn in order."""
    p, whole, c = "control_model.", Checkpoint(0), Checkpoint(seed)
    add_unet(whole, channels, depths, mid, context, linear, label)
    for name, shape, scale, mean in whole.listed:
        name = name.removeprefix("model.diffusion_model.")
        if not name.startswith("out"):
            c.add(p + name, *shape, scale=scale, mean=mean)
    wide = [3, HINT[0], *(width for pair in zip(HINT, HINT[1:]) for width in pair), channels[0]]
    for i, (a, b) in enumerate(zip(wide, wide[1:])):
        c.layer(f"{p}input_hint_block.{2 * i}", b, a, 3, 3)
    skips = [channels[0]]
    for i, C in enumerate(channels):
        skips += [C, C] if i < len(channels) - 1 else [C]
    for i, C in enumerate(skips):
        c.layer(f"{p}zero_convs.{i}.0", C, C, 1, 1)
    c.layer(f"{p}middle_block_out.0", channels[-1], channels[-1], 1, 1)
    return c


@torch.no_grad()
def make(kind, seed, channels, depths, mid, context, linear, heads, label=None, layout="original"):
    c = listed(seed, channels, depths, mid, context, linear, label)
    config = dict(
        **dict(block_out_channels=channels, layers_per_block=1, cross_attention_dim=context, conditioning_embedding_out_channels=HINT),
        **dict(down_block_types=["CrossAttnDownBlock2D" if d else "DownBlock2D" for d in depths]),
        **dict(attention_head_dim=heads, use_linear_projection=linear, transformer_layers_per_block=[d or mid for d in depths]),
    )
    if label:
        config |= dict(addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=label)
    net = ControlNetModel(**config)
    state = read.convert_controlnet_checkpoint(dict(c), config)
    if label:
        for a, b in (("0", "1"), ("2", "2")):
            for end in ("weight", "bias"):
                state[f"add_embedding.linear_{b}.{end}"] = c[f"control_model.label_emb.0.{a}.{end}"]
    net.load_state_dict(state)
    tensors = c.listed
    if layout == "diffusers":  # the same draws under the names of diffusers
        names = {id(value): name for name, value in state.items()}
        tensors = [[names[id(c[name])], *rest] for name, *rest in c.listed]
    net = net.double().eval()
    generator = torch.Generator().manual_seed(seed + 1)
    noise = lambda *shape: torch.randn(shape, generator=generator).double()  # noqa: E731
    x, told, hint, pooled = noise(1, 4, 8, 6), noise(1, 7, context), noise(1, 3, 64, 48), noise(1, 1280)
    numbers = torch.tensor([[512.0, 384, 0, 16, 512, 384]]).double()
    added = dict(text_embeds=pooled, time_ids=numbers) if label else None
    down, middle = net(x, torch.tensor([401.0]).double(), told, hint, 0.75, added_cond_kwargs=added, return_dict=False)
    golden = [some(value) for value in (*down, middle)]
    document = {"seed": seed, "tensors": tensors, **({"numbers": numbers[0].tolist()} if label else {}), "context": context, "golden": golden}
    (HERE / f"controlnet-{kind}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(kind, len(c), "tensors", [max(map(abs, g["values"])) for g in golden])


if __name__ == "__main__":
    make("sd1", 200, [32, 64, 64], [1, 1, 0], 1, 24, False, 8)
    make("sd2", 210, [64, 128], [1, 0], 1, 24, True, [1, 2])
    make("sdxl", 220, [64, 128], [0, 2], 2, 24, True, [1, 2], label=1280 + 6 * 256)
    make("sd1-diffusers", 230, [32, 64, 64], [1, 1, 0], 1, 24, False, 8, layout="diffusers")
    make("sdxl-diffusers", 240, [64, 128], [0, 2], 2, 24, True, [1, 2], label=1280 + 6 * 256, layout="diffusers")
