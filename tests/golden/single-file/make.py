"""Lays out tiny checkpoints as Stable Diffusion's authors do and writes what diffusers computes from them.

    pip install torch diffusers transformers
    python tests/golden/single-file/make.py

Written with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0. A checkpoint is kept as the names and shapes of its tensors:
their values are drawn one after the other from a seed, here and in the tests. Names are those of ldm/modules/diffusionmodules
(openaimodel.py, model.py) in CompVis/stable-diffusion and of open_clip's text transformer; diffusers' own converters read them.
"""

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from diffusers.loaders import single_file_utils as read
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

HERE = Path(__file__).parent
VOCABULARY, END = 520, 519


class Checkpoint(dict):
    """Tensors by name, drawn in order; `listed` tells how."""

    def __init__(self, seed):
        self.generator, self.listed = torch.Generator().manual_seed(seed), []

    def add(self, name, *shape, mean=0.0, scale=None):
        scale = scale or (float(torch.tensor(shape[1:]).prod()) ** -0.5 if len(shape) > 1 else 0.1)
        self[name] = torch.randn(shape, generator=self.generator) * scale + mean
        self.listed.append([name, list(shape), scale, mean])

    def layer(self, name, to, *rest, bias=True):
        self.add(f"{name}.weight", to, *rest)
        if bias:
            self.add(f"{name}.bias", to)

    def norm(self, name, size):
        self.add(f"{name}.weight", size, mean=1.0, scale=0.2)
        self.add(f"{name}.bias", size)


def add_unet(c, channels, depths, mid, context, linear, label=None, ins=4, resnets=1):
    p, time = "model.diffusion_model.", 4 * channels[0]

    def resnet(at, a, b):
        c.norm(f"{at}.in_layers.0", a), c.layer(f"{at}.in_layers.2", b, a, 3, 3), c.layer(f"{at}.emb_layers.1", b, time)
        c.norm(f"{at}.out_layers.0", b), c.layer(f"{at}.out_layers.3", b, b, 3, 3)
        if a != b:
            c.layer(f"{at}.skip_connection", b, a, 1, 1)

    def transformer(at, C, depth):
        proj = () if linear else (1, 1)
        c.norm(f"{at}.norm", C), c.layer(f"{at}.proj_in", C, C, *proj)
        for k in range(depth):
            t = f"{at}.transformer_blocks.{k}"
            for n, D in (("attn1", C), ("attn2", context)):
                c.layer(f"{t}.{n}.to_q", C, C, bias=False), c.layer(f"{t}.{n}.to_k", C, D, bias=False)
                c.layer(f"{t}.{n}.to_v", C, D, bias=False), c.layer(f"{t}.{n}.to_out.0", C, C)
            c.layer(f"{t}.ff.net.0.proj", 8 * C, C), c.layer(f"{t}.ff.net.2", C, 4 * C)
            c.norm(f"{t}.norm1", C), c.norm(f"{t}.norm2", C), c.norm(f"{t}.norm3", C)
        c.layer(f"{at}.proj_out", C, C, *proj)

    c.layer(f"{p}time_embed.0", time, channels[0]), c.layer(f"{p}time_embed.2", time, time)
    if label:
        c.layer(f"{p}label_emb.0.0", time, label), c.layer(f"{p}label_emb.0.2", time, time)
    c.layer(f"{p}input_blocks.0.0", channels[0], ins, 3, 3)
    n, now, skips = 1, channels[0], [channels[0]]
    for i, (C, depth) in enumerate(zip(channels, depths)):
        for _ in range(resnets):
            resnet(f"{p}input_blocks.{n}.0", now, C)
            if depth:
                transformer(f"{p}input_blocks.{n}.1", C, depth)
            n, now = n + 1, C
            skips.append(C)
        if i < len(channels) - 1:
            c.layer(f"{p}input_blocks.{n}.0.op", C, C, 3, 3)
            n += 1
            skips.append(C)
    resnet(f"{p}middle_block.0", now, now), transformer(f"{p}middle_block.1", now, mid), resnet(f"{p}middle_block.2", now, now)
    n = 0
    for i, (C, depth) in reversed(list(enumerate(zip(channels, depths)))):
        for j in range(resnets + 1):
            resnet(f"{p}output_blocks.{n}.0", now + skips.pop(), C)
            if depth:
                transformer(f"{p}output_blocks.{n}.1", C, depth)
            if i and j == resnets:
                c.layer(f"{p}output_blocks.{n}.{2 if depth else 1}.conv", C, C, 3, 3)
            n, now = n + 1, C
    c.norm(f"{p}out.0", now), c.layer(f"{p}out.2", 4, now, 3, 3)


def add_vae(c, channels, p="first_stage_model.", resnets=1):
    def resnet(at, a, b):
        c.norm(f"{at}.norm1", a), c.layer(f"{at}.conv1", b, a, 3, 3), c.norm(f"{at}.norm2", b), c.layer(f"{at}.conv2", b, b, 3, 3)
        if a != b:
            c.layer(f"{at}.nin_shortcut", b, a, 1, 1)

    def middle(at, C):
        resnet(f"{at}.block_1", C, C), c.norm(f"{at}.attn_1.norm", C)
        for name in ("q", "k", "v", "proj_out"):
            c.layer(f"{at}.attn_1.{name}", C, C, 1, 1)
        resnet(f"{at}.block_2", C, C)

    e, d, low, last = f"{p}encoder", f"{p}decoder", channels[-1], len(channels) - 1
    c.layer(f"{e}.conv_in", channels[0], 3, 3, 3)
    now = channels[0]
    for i, C in enumerate(channels):
        for j in range(resnets):
            resnet(f"{e}.down.{i}.block.{j}", now, C)
            now = C
        if i < last:
            c.layer(f"{e}.down.{i}.downsample.conv", C, C, 3, 3)
    middle(f"{e}.mid", low), c.norm(f"{e}.norm_out", low), c.layer(f"{e}.conv_out", 8, low, 3, 3)
    c.layer(f"{d}.conv_in", low, 4, 3, 3), middle(f"{d}.mid", low)
    now = low
    for i, C in reversed(list(enumerate(channels))):
        for j in range(resnets + 1):
            resnet(f"{d}.up.{i}.block.{j}", now, C)
            now = C
        if i:
            c.layer(f"{d}.up.{i}.upsample.conv", C, C, 3, 3)
    c.norm(f"{d}.norm_out", now), c.layer(f"{d}.conv_out", 3, now, 3, 3)
    c.layer(f"{p}quant_conv", 8, 8, 1, 1), c.layer(f"{p}post_quant_conv", 4, 4, 1, 1)


def add_clip(c, p, D, layers, wide=2, words=VOCABULARY):
    t = f"{p}text_model."
    c.add(f"{t}embeddings.token_embedding.weight", words, D, scale=0.5)
    c.add(f"{t}embeddings.position_embedding.weight", 77, D, scale=0.5)
    for i in range(layers):
        at = f"{t}encoder.layers.{i}"
        for name in ("k_proj", "v_proj", "q_proj", "out_proj"):
            c.layer(f"{at}.self_attn.{name}", D, D)
        c.norm(f"{at}.layer_norm1", D), c.layer(f"{at}.mlp.fc1", wide * D, D), c.layer(f"{at}.mlp.fc2", D, wide * D), c.norm(f"{at}.layer_norm2", D)
    c.norm(f"{t}final_layer_norm", D)


def add_open_clip(c, p, D, layers, P):
    c.add(f"{p}positional_embedding", 77, D, scale=0.5), c.add(f"{p}text_projection", D, P)
    c.add(f"{p}token_embedding.weight", VOCABULARY, D, scale=0.5)
    for i in range(layers):
        at = f"{p}transformer.resblocks.{i}"
        c.norm(f"{at}.ln_1", D), c.add(f"{at}.attn.in_proj_weight", 3 * D, D), c.add(f"{at}.attn.in_proj_bias", 3 * D)
        c.layer(f"{at}.attn.out_proj", D, D), c.norm(f"{at}.ln_2", D), c.layer(f"{at}.mlp.c_fc", 4 * D, D), c.layer(f"{at}.mlp.c_proj", D, 4 * D)
    c.norm(f"{p}ln_final", D)


def clip_config(D, wide, layers, act, P=None):
    marks = dict(bos_token_id=518, eos_token_id=END, pad_token_id=END, max_position_embeddings=77)
    return CLIPTextConfig(vocab_size=VOCABULARY, hidden_size=D, intermediate_size=wide, num_hidden_layers=layers, num_attention_heads=D // 64, hidden_act=act, projection_dim=P or D, **marks)


def clip_of(c, p, D, layers):
    model = CLIPTextModel(clip_config(D, 2 * D, layers, "quick_gelu"))
    state = read.convert_ldm_clip_checkpoint({k: v for k, v in c.items() if k.startswith(p)}, remove_prefix=p)
    loaded = model.load_state_dict({k.removeprefix("text_model."): v for k, v in state.items()}, strict=False)
    assert not loaded.missing_keys and not loaded.unexpected_keys, loaded
    return model.double().eval()


def open_clip_of(c, p, D, layers, P):
    model = CLIPTextModelWithProjection(clip_config(D, 4 * D, layers, "gelu", P))
    state = read.convert_open_clip_checkpoint(model, dict(c), prefix=p)
    loaded = model.load_state_dict(state, strict=False)
    assert set(loaded.missing_keys) <= {"text_projection.weight"}, loaded
    if loaded.missing_keys:
        model.text_projection.weight.data = c[f"{p}text_projection"].T.contiguous()
    return model.double().eval()


def sentence(pad):
    ids = torch.full((1, 77), pad)
    ids[0, :5] = torch.tensor([518, 5, 77, 300, END])
    return ids


def some(tensor):
    """Its shape and about 64 of its values, evenly spread."""
    flat = tensor.flatten()
    every = max(1, len(flat) // 64) | 1
    return {"shape": list(tensor.shape), "every": every, "values": [float(f"{v:.7g}") for v in flat[::every].tolist()]}


@torch.no_grad()
def make(kind, seed, channels, depths, mid, linear, heads, text, label=None, ins=4):
    c = Checkpoint(seed)
    xl, refiner = label is not None, kind == "sdxl-refiner"
    first = None if refiner else "conditioner.embedders.0.transformer." if xl else "cond_stage_model.transformer." if kind == "sd1" else None
    second = {"sd2": "cond_stage_model.model.", "sdxl": "conditioner.embedders.1.model.", "sdxl-refiner": "conditioner.embedders.0.model."}.get(kind.split("-inpainting")[0])
    if kind == "sd1-inpainting":
        first = "cond_stage_model.transformer."
    context = (64 if first else 0) + (text if second else 0)
    add_unet(c, channels, depths, mid, context, linear, label, ins)
    add_vae(c, [32, 64])
    if first:
        add_clip(c, first, 64, 3)
    if second:
        add_open_clip(c, second, text, 3, 32)

    blocks = lambda cross, plain, order: [cross if d else plain for d in order]  # noqa: E731
    config = dict(
        **dict(in_channels=ins, out_channels=4, block_out_channels=channels, layers_per_block=1, cross_attention_dim=context),
        **dict(down_block_types=blocks("CrossAttnDownBlock2D", "DownBlock2D", depths), up_block_types=blocks("CrossAttnUpBlock2D", "UpBlock2D", depths[::-1])),
        **dict(attention_head_dim=heads, use_linear_projection=linear, transformer_layers_per_block=[d or mid for d in depths]),
    )
    if xl:
        config |= dict(addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=label)
    unet = UNet2DConditionModel(**config)
    unet.load_state_dict(read.convert_ldm_unet_checkpoint(dict(c), config | dict(class_embed_type=None, addition_embed_type=config.get("addition_embed_type"))))
    vae_config = dict(block_out_channels=[32, 64], down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2, layers_per_block=1, latent_channels=4)
    vae = AutoencoderKL(**vae_config)
    vae.load_state_dict(read.convert_ldm_vae_checkpoint(dict(c), vae_config))
    unet, vae = unet.double().eval(), vae.double().eval()

    hidden, pooled = [], None
    if first:
        out = clip_of(c, first, 64, 3)(sentence(END), output_hidden_states=True)
        hidden.append(out.hidden_states[-2] if xl else out.last_hidden_state)
    if second:
        model = open_clip_of(c, second, text, 3, 32)
        out = model(sentence(0), output_hidden_states=True)
        inner = model.text_model
        hidden.append(out.hidden_states[-2] if xl else inner.final_layer_norm(out.hidden_states[-2]))
        pooled = out.text_embeds
    told = torch.cat(hidden, -1)
    generator = torch.Generator().manual_seed(seed + 1)
    x = torch.randn(1, ins, 8, 6, generator=generator).double()
    image = torch.randn(1, 3, 16, 8, generator=generator).double()
    numbers = torch.tensor([[512, 384, 0, 16, 6.0] if refiner else [512, 384, 0, 16, 512, 384]]).double()
    added = dict(text_embeds=pooled, time_ids=numbers) if xl else None
    scaling = 0.13025 if xl else 0.18215
    golden = {
        "context": some(told),
        **({"pooled": some(pooled)} if xl else {}),
        "predicted": some(unet(x, torch.tensor([401.0]).double(), told, added_cond_kwargs=added).sample),
        "decoded": some(vae.decode(x[:, :4] / scaling).sample),
        "encoded": some(vae.encode(image).latent_dist.mean * scaling),
    }
    document = {"seed": seed, "tensors": c.listed, "ids": sentence(END)[0, :5].tolist(), **({"numbers": numbers[0].tolist()} if xl else {}), "golden": golden}
    (HERE / f"{kind}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(kind, len(c), "tensors", sum(v.numel() for v in c.values()), {k: max(map(abs, v["values"])) for k, v in golden.items()})


if __name__ == "__main__":
    make("sd1", 100, [32, 64, 64], [1, 1, 0], 1, False, 8, 0)
    make("sd1-inpainting", 110, [32, 64], [1, 0], 1, False, 8, 0, ins=9)
    make("sd2", 120, [64, 128], [1, 0], 1, True, [1, 2], 128)
    make("sdxl", 130, [64, 128], [0, 2], 2, True, [1, 2], 128, label=32 + 6 * 256)
    make("sdxl-refiner", 140, [64, 128, 128], [0, 2, 0], 2, True, [1, 2, 2], 128, label=32 + 5 * 256)
