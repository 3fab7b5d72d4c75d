"""UNet calls of tiny models whose places are merged before self-attention, as Bolya & Hoffman 2023 (arXiv:2303.17604), §3, describe it.

    python tests/golden/models/make_token_merging.py

After make_tiny_models.py, make_tiny_xl.py and ../lora/make.py, and as they; in float64. The layers are those of diffusers; only the transformer blocks of
the highest resolution with attention go another way. As in the published code the metric is what goes into the first norm,
merging is into a mean, and of the three sub-layers only self-attention has fewer places; unlike there, the place that is merged
into is the top left one of every window (its option no_rand), and that of SDXL is at half the latent's resolution.
"""

import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention import BasicTransformerBlock
from make_tiny_models import HERE
from safetensors.torch import load_file, save_file


def corners(height, width):
    """Top left places of the whole windows of 2 × 2; and all other places."""
    grid = torch.zeros(height, width, dtype=torch.bool)
    grid[: height // 2 * 2 : 2, : width // 2 * 2 : 2] = True
    flat = grid.flatten()
    return flat.nonzero().flatten(), (~flat).nonzero().flatten()


def matching(x, height, width, ratio):
    """For a row x [n,C]: which places are merged, in pairs (place, corner), the most alike first."""
    into, source = corners(height, width)
    unit = x / x.norm(dim=-1, keepdim=True)
    best, at = (unit[source] @ unit[into].T).max(dim=-1)
    order = best.argsort(descending=True, stable=True)[: int(ratio * len(x))]
    return [(int(source[i]), int(into[at[i]])) for i in order]


def merging_attention(block, x, height, width, ratio):
    """x + self-attention of the means of merged places, given back to all that were merged; x [B,n,C]."""
    normal = block.norm1(x)
    rows = []
    for row in range(len(x)):
        to = dict(matching(x[row], height, width, ratio))
        left = [place for place in range(height * width) if place not in to]
        groups = [[place, *[other for other, corner in to.items() if corner == place]] for place in left]
        fewer = torch.stack([normal[row, group].mean(0) for group in groups])
        y = block.attn1(fewer[None])[0]
        at = {place: i for i, group in enumerate(groups) for place in group}
        rows.append(x[row] + y[[at[place] for place in range(height * width)]])
    return torch.stack(rows)


def merging(unet, height, width, ratio):
    """Lets the transformer blocks for height × width places merge."""

    def forward(block, x, encoder_hidden_states=None, **_):
        if x.shape[1] == height * width:
            x = merging_attention(block, x, height, width, ratio)
        else:
            x = x + block.attn1(block.norm1(x))
        x = x + block.attn2(block.norm2(x), encoder_hidden_states=encoder_hidden_states)
        return x + block.ff(block.norm3(x))

    for block in unet.modules():
        if isinstance(block, BasicTransformerBlock):
            block.forward = forward.__get__(block)


def add_lora(unet, path):
    """W + up·down·alpha/rank, in kohya's names."""
    tensors = load_file(path)
    for name, module in unet.named_modules():
        key = "lora_unet_" + name.replace(".", "_")
        if f"{key}.lora_up.weight" in tensors:
            up, down, alpha = [tensors[f"{key}.{part}"].double() for part in ("lora_up.weight", "lora_down.weight", "alpha")]
            change = (up.flatten(1) @ down.flatten(1)) * alpha / len(down)
            module.weight.data += change.reshape(module.weight.shape)


def predicted(name, scale, height, width, ratio, lora=False):
    """[2,4,height,width]"""
    unet = UNet2DConditionModel.from_pretrained(HERE / name / "unet", torch_dtype=torch.float64)
    if lora:
        add_lora(unet, HERE.parent / "lora" / "kohya.safetensors")
    merging(unet, -(-height // scale), -(-width // scale), ratio)
    draw = lambda seed, *shape: torch.randn(*shape, generator=torch.manual_seed(seed)).double()
    x = draw(1, 2, 4, height, width)
    context = draw(2, 2, 77, unet.config.cross_attention_dim)
    added = None
    if unet.config.addition_embed_type == "text_time":
        pooled = unet.config.projection_class_embeddings_input_dim - 6 * unet.config.addition_time_embed_dim
        added = dict(text_embeds=draw(3, 2, pooled), time_ids=torch.tensor([[64.0, 64, 0, 0, 64, 64]] * 2, dtype=torch.float64))
    with torch.no_grad():
        return unet(x, torch.tensor([601, 301]), context, added_cond_kwargs=added).sample


golden = {
    f"{name} {height} {width} {ratio}": predicted(name, scale, height, width, ratio)
    for name, scale, height, width, ratios in [
        ("tiny-sd1", 1, 8, 12, [0, 0.25, 0.5, 0.75]),
        ("tiny-sd1", 1, 7, 9, [0.5, 0.75]),
        ("tiny-sd2", 1, 8, 8, [0.5]),
        ("tiny-sdxl", 2, 16, 24, [0.5]),
    ]
    for ratio in ratios
}
golden["tiny-sd1 8 12 0.5 lora"] = predicted("tiny-sd1", 1, 8, 12, 0.5, lora=True)
save_file({key: value.float().contiguous() for key, value in golden.items()}, HERE / "token-merging.safetensors")
for key, value in golden.items():
    print(key, list(value.shape), f"max {value.abs().max():.3f}")
