"""Makes the LoRA files beside this script, of every layout and kind, with seeded random weights, and what the tiny model of
tests/golden/models gives with them.

    pip install torch diffusers transformers safetensors peft
    python tests/golden/lora/make.py

Written with torch 2.15.0, diffusers 0.42.1, peft 0.21.2. The references put the changed weights W' into the model and run it in
float64. Formulas: `weight_adapter` of ComfyUI, which are those of LyCORIS; files that diffusers reads itself are held against it.
"""

import json
from pathlib import Path

import torch
from diffusers import StableDiffusionPipeline, UNet2DConditionModel
from peft import LoraConfig
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel

HERE = Path(__file__).parent
MODEL = HERE.parent / "models" / "tiny-sd1"
BLOCK = "down_blocks.1.attentions.0.transformer_blocks.0"
TEXT = "text_model.encoder.layers.1"
# a layer of every sort: attention over places and text, feed-forward, 1 × 1 and 3 × 3 convolutions, with a stride, of time
UNET_LAYERS = [
    *(f"{BLOCK}.{name}" for name in ("attn1.to_q", "attn1.to_out.0", "attn2.to_k", "attn2.to_v", "ff.net.0.proj", "ff.net.2")),
    *("down_blocks.1.attentions.0.proj_in", "mid_block.attentions.0.proj_out", "mid_block.attentions.0.transformer_blocks.0.attn1.to_k"),
    *("up_blocks.2.attentions.1.transformer_blocks.0.attn2.to_q", "up_blocks.1.resnets.0.conv1", "up_blocks.1.resnets.0.conv_shortcut"),
    *("down_blocks.0.downsamplers.0.conv", "mid_block.resnets.0.time_emb_proj", "time_embedding.linear_1", "conv_in"),
]
ATTENTION = [name for name in UNET_LAYERS if ".to_" in name]
TEXT_LAYERS = [f"{TEXT}.{name}" for name in ("self_attn.q_proj", "self_attn.v_proj", "self_attn.out_proj", "mlp.fc1", "mlp.fc2")]
# what Stable Diffusion's authors call the start of a name, as kohya's trainer of SDXL writes it
ORIGINAL = {
    "down_blocks.1.attentions.0": "input_blocks_3_1",
    "mid_block.attentions.0": "middle_block_1",
    "mid_block.resnets.0.time_emb_proj": "middle_block_0_emb_layers_1",
    "up_blocks.2.attentions.1": "output_blocks_5_1",
    "up_blocks.1.resnets.0.conv1": "output_blocks_2_0_in_layers_2",
    "up_blocks.1.resnets.0.conv_shortcut": "output_blocks_2_0_skip_connection",
    "down_blocks.0.downsamplers.0.conv": "input_blocks_2_0_op",
    "time_embedding.linear_1": "time_embed_0",
    "conv_in": "input_blocks_0_0",
}


def original(name):
    start = next(start for start in ORIGINAL if name.startswith(start))
    return "lora_unet_" + ORIGINAL[start] + name[len(start) :].replace(".", "_")


def kohya(name):
    return ("lora_te_" if name.startswith("text_model") else "lora_unet_") + name.replace(".", "_")


def diffusers(name):
    return ("text_encoder." if name.startswith("text_model") else "unet.") + name


def processor(name):
    """diffusers before PEFT."""
    return diffusers(name).replace(".attn1.", ".attn1.processor.").replace(".attn2.", ".attn2.processor.").removesuffix(".0")


generator = torch.Generator().manual_seed(7)


def rand(*shape, size=0.5):
    return (torch.randn(shape, generator=generator) * size).half()


def flat(weight):
    return weight.shape[0], weight[0].numel()


# Every kind: weight → what a file has for the layer, and the change of the weight at strength 1.


def lora(weight, rank=3, alpha=2.0, names=("lora_down.weight", "lora_up.weight"), flip=False):
    """`flip`: a linear layer as a 1 × 1 convolution and the other way round."""
    down, up = rand(rank, *weight.shape[1:]), rand(weight.shape[0], rank, *[1] * (weight.ndim - 2))
    change = (up.double().flatten(1) @ down.double().flatten(1)).reshape(weight.shape) * (1 if alpha is None else alpha / rank)
    if flip and weight[0].numel() == weight.shape[1]:
        down, up = [w.flatten(1) if w.ndim == 4 else w[:, :, None, None] for w in (down, up)]
    return {names[0]: down, names[1]: up, **({} if alpha is None else {"alpha": torch.tensor(alpha)})}, change


def locon_tucker(weight, rank=3, alpha=1.5):
    if weight.ndim == 2 or weight.shape[2] == 1:
        return lora(weight, rank, alpha)
    down, up, mid = rand(rank, weight.shape[1], 1, 1), rand(weight.shape[0], rank, 1, 1), rand(rank, rank, *weight.shape[2:])
    change = torch.einsum("mn...,im,nj->ij...", mid.double(), up.double().flatten(1), down.double().flatten(1)) * alpha / rank
    return {"lora_down.weight": down, "lora_up.weight": up, "lora_mid.weight": mid, "alpha": torch.tensor(alpha)}, change


def tucker(t, a, b):
    return torch.einsum("ij...,jr,ip->pr...", t.double(), b.double(), a.double())


def loha(weight, rank=2, alpha=1.0):
    to, rest = flat(weight)
    if weight.ndim == 4 and weight.shape[2] == 3:
        w = {f"hada_w{i}_{k}": rand(rank, weight.shape[0 if k == "a" else 1], size=0.8) for i in (1, 2) for k in "ab"}
        w |= {f"hada_t{i}": rand(rank, rank, 3, 3, size=0.8) for i in (1, 2)}
        change = tucker(w["hada_t1"], w["hada_w1_a"], w["hada_w1_b"]) * tucker(w["hada_t2"], w["hada_w2_a"], w["hada_w2_b"])
    else:
        w = {f"hada_w{i}_{k}": rand(*((to, rank) if k == "a" else (rank, rest)), size=0.8) for i in (1, 2) for k in "ab"}
        change = (w["hada_w1_a"].double() @ w["hada_w1_b"].double()) * (w["hada_w2_a"].double() @ w["hada_w2_b"].double())
    return w | {"alpha": torch.tensor(alpha)}, change.reshape(weight.shape) * alpha / rank


def lokr(weight, rank=2, alpha=1.0):
    """Of 2 × 2 blocks: whole matrices for small layers, split ones for others, in the Tucker form for 3 × 3 convolutions."""
    (to, from_), window = weight.shape[:2], weight.shape[2:]
    c, d = to // 2, from_ // 2
    w = {"lokr_w1": rand(2, 2)}
    w1, scale = w["lokr_w1"].double(), 1.0
    if window and window[0] == 3:
        w |= {"lokr_w2_a": rand(rank, c), "lokr_w2_b": rand(rank, d), "lokr_t2": rand(rank, rank, *window)}
        w2, scale = tucker(w["lokr_t2"], w["lokr_w2_a"], w["lokr_w2_b"]), alpha / rank
    elif d > 4:
        del w["lokr_w1"]
        w |= {"lokr_w1_a": rand(2, 1), "lokr_w1_b": rand(1, 2), "lokr_w2_a": rand(c, rank), "lokr_w2_b": rand(rank, d)}
        w1, w2, scale = w["lokr_w1_a"].double() @ w["lokr_w1_b"].double(), w["lokr_w2_a"].double() @ w["lokr_w2_b"].double(), alpha / rank
    else:
        w |= {"lokr_w2": rand(c, d)}
        w2 = w["lokr_w2"].double()
    if w2.ndim == 4:
        w1 = w1[:, :, None, None]
    change = torch.kron(w1.contiguous(), w2.contiguous()).reshape(weight.shape) * scale
    return w | {"alpha": torch.tensor(alpha)}, change


def decomposed(kind, axis):
    """DoRA around another kind; `axis`: lengths of input columns (1, as LyCORIS) or of output rows (0, as PEFT)."""

    def make(weight):
        tensors, change = kind(weight)
        changed = weight + change
        others = [i for i in range(weight.ndim) if i != axis]
        norm = changed.pow(2).sum(others, keepdim=True).sqrt()
        m = (weight.pow(2).sum(others, keepdim=True).sqrt() * (1 + 0.3 * torch.randn(norm.shape, generator=generator))).float()
        name = "dora_scale" if axis == 1 else "lora_magnitude_vector"
        return tensors | {name: m if axis == 1 else m.flatten() if m.ndim == 2 else m.transpose(0, 1).contiguous()}, changed * (m.double() / norm) - weight

    return make


def peft(weight):
    return lora(weight, 4, None, ("lora_A.weight", "lora_B.weight"), flip=True)


CASES = {
    "kohya": (lambda w: lora(w, flip=True), kohya, UNET_LAYERS, TEXT_LAYERS),
    "kohya-original": (lora, original, UNET_LAYERS, []),
    "peft": (peft, diffusers, UNET_LAYERS, TEXT_LAYERS),
    "peft-alpha": (lambda w: lora(w, 4, None, ("lora_A.weight", "lora_B.weight")), diffusers, ATTENTION, TEXT_LAYERS),
    "processor": (lambda w: lora(w, 2, None, ("down.weight", "up.weight")), processor, ATTENTION, []),
    "locon-tucker": (locon_tucker, kohya, UNET_LAYERS, []),
    "loha": (loha, kohya, UNET_LAYERS, TEXT_LAYERS),
    "lokr": (lokr, kohya, UNET_LAYERS, TEXT_LAYERS),
    "dora": (decomposed(lora, 1), kohya, UNET_LAYERS, TEXT_LAYERS),
    "dora-loha": (decomposed(loha, 1), kohya, UNET_LAYERS, []),
    "dora-rows": (decomposed(lambda w: lora(w, 4, None, ("lora_A.weight", "lora_B.weight")), 0), diffusers, [n for n in UNET_LAYERS if "time_" not in n], TEXT_LAYERS),
}
#: What diffusers writes beside: alphas, one of a layer of its own. The changes of `peft-alpha` below follow from it.
ALPHAS = {"unet.r": 4, "unet.lora_alpha": 6, "unet.alpha_pattern": {f"{BLOCK}.attn2.to_v": 1}, "text_encoder.r": 4, "text_encoder.lora_alpha": 2}

TARGETS = {"unet.target_modules": ATTENTION, "text_encoder.target_modules": [name.removeprefix("text_model.") for name in TEXT_LAYERS]}


def alpha_of(name):
    part = "text_encoder" if name in TEXT_LAYERS else "unet"
    return ALPHAS.get(f"{part}.alpha_pattern", {}).get(name, ALPHAS[f"{part}.lora_alpha"])


#: Which files, at which strengths of the UNet and the text encoder.
RUNS = {
    **{name: [(name, 1.0, 1.0)] for name in CASES},
    "negative": [("kohya", -0.7, -1.5)],
    "half-dora": [("dora", 0.5, 0.25)],
    "stacked": [("kohya", 0.8, 0.5), ("lokr", -0.4, 0.6), ("peft", 0.3, 0.0)],
}


def relative(a, b):
    return ((a.double() - b.double()).abs().max() / b.double().abs().max()).item()


def main():
    unet = UNet2DConditionModel.from_pretrained(MODEL / "unet", torch_dtype=torch.float32).double().eval()
    text = CLIPTextModel.from_pretrained(MODEL / "text_encoder", dtype=torch.float32).double().eval()
    layers = {name: unet.get_submodule(name) for name in UNET_LAYERS}
    layers |= {name: text.get_submodule(name.removeprefix("text_model.") if not hasattr(text, "text_model") else name) for name in TEXT_LAYERS}
    base = {name: layer.weight.data.clone() for name, layer in layers.items()}
    changes = {}
    for case, (kind, spell, *names) in CASES.items():
        tensors, changes[case] = {}, {}
        for name in sum(names, []):
            made, changes[case][name] = kind(base[name])
            if case == "peft-alpha":
                changes[case][name] *= alpha_of(name) / 4
            between = "_lora." if case == "processor" else "."
            tensors |= {spell(name) + between + ending: value.contiguous() for ending, value in made.items()}
        settings = {part + "." + key: value for part in ("unet", "text_encoder") for key, value in LoraConfig(target_modules=["none"]).to_dict().items()} | ALPHAS | TARGETS
        metadata = {"lora_adapter_metadata": json.dumps(settings, default=list)} if case == "peft-alpha" else None
        save_file(tensors, HERE / f"{case}.safetensors", metadata)
        if case == "kohya":
            torch.save(tensors, HERE / "kohya.pt")

    given = load_file(MODEL / "golden.safetensors")
    x, steps, context, ids = given["x"].double(), given["timesteps"].double(), given["context"].double(), given["ids"][1:]

    def outputs():
        with torch.no_grad():
            return unet(x, steps, context).sample, text(input_ids=ids).last_hidden_state

    plain, golden = outputs(), {}
    for run, stack in RUNS.items():
        for name, layer in layers.items():
            part = 2 if name in TEXT_LAYERS else 1
            layer.weight.data = base[name] + sum(entry[part] * changes[entry[0]].get(name, 0) for entry in stack)
        predicted, encoded = outputs()
        golden[f"{run}/predicted"] = predicted.float()
        print(f"{run}: differs from the plain model by {relative(predicted, plain[0]):.2f}, {relative(encoded, plain[1]):.2f}")
        if any(name in changes[case] for case, *_ in stack for name in TEXT_LAYERS):
            golden[f"{run}/context"] = encoded.float()
        if run in ("kohya", "peft", "peft-alpha", "processor", "dora-rows"):
            check(run, x, steps, context, ids, predicted, encoded)
    save_file(golden, HERE / "golden.safetensors")


def check(case, x, steps, context, ids, predicted, encoded):
    """The same file through diffusers' own reading of it."""
    pipe = StableDiffusionPipeline.from_pretrained(MODEL, torch_dtype=torch.float32, safety_checker=None)
    file = load_file(HERE / f"{case}.safetensors")
    # diffusers wants the shapes of the layers themselves
    if case == "peft-alpha":
        pipe.load_lora_weights(HERE, weight_name=f"{case}.safetensors")
    else:
        pipe.load_lora_weights(fitted(file, pipe))
    with torch.no_grad():
        errors = relative(pipe.unet.double()(x, steps, context).sample, predicted), relative(pipe.text_encoder.double()(input_ids=ids).last_hidden_state, encoded)
    print(f"  diffusers differs by {errors[0]:.1e}, {errors[1]:.1e}")
    # transformers 5.23 drops the lengths of DoRA: "UNEXPECTED … lora_magnitude_vector"
    assert max(errors[:1] if case == "dora-rows" else errors) < 1e-5


def fitted(file, pipe):
    linear = {name.replace(".", "_") for part in (pipe.unet, pipe.text_encoder) for name, layer in part.named_modules() if isinstance(layer, torch.nn.Linear)}
    point = {name.replace(".", "_") for name, layer in pipe.unet.named_modules() if isinstance(layer, torch.nn.Conv2d) and layer.kernel_size == (1, 1)}

    def fit(key, value):
        if not key.endswith(".weight") or value.ndim == 1:
            return value
        name = key.rsplit(".", 2)[0].replace(".", "_").removeprefix("lora_").removeprefix("unet_").removeprefix("te_").removeprefix("text_encoder_").removeprefix("text_model_").replace("_processor", "")
        if name in point and value.ndim == 2:
            return value[:, :, None, None]
        return value.flatten(1) if name in linear and value.ndim == 4 else value

    return {key: fit(key, value) for key, value in file.items()}


if __name__ == "__main__":
    main()
