"""As make.py, for the kinds that only LyCORIS makes: OFT, BOFT, GLoRA, and whole differences of weights, biases and norms.

    pip install lycoris-lora
    python tests/golden/lora/make_lycoris.py

Written with lycoris-lora 4.1.3, whose own modules each change is held against.
"""

import torch
from diffusers import UNet2DConditionModel
from lycoris.modules.boft import ButterflyOFTModule
from lycoris.modules.diag_oft import DiagOFTModule
from lycoris.modules.full import FullModule
from lycoris.modules.glora import GLoRAModule
from lycoris.modules.norms import NormModule
from make import BLOCK, HERE, MODEL, TEXT_LAYERS, UNET_LAYERS, flat, kohya, rand, relative
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel

NORMS = ["down_blocks.1.resnets.0.norm2", "mid_block.attentions.0.norm", "conv_norm_out", *(f"{BLOCK}.norm{i}" for i in (1, 2, 3))]
TEXT_NORMS = ["text_model.encoder.layers.0.layer_norm1", "text_model.encoder.layers.1.layer_norm2", "text_model.final_layer_norm"]


def turns(blocks, constraint):
    """Cayley's transform of each block, in float64."""
    q = blocks.double() - blocks.double().mT
    if 0 < constraint < q.norm():
        q = q * constraint / q.norm()
    one = torch.eye(q.shape[-1], dtype=torch.float64)
    return torch.linalg.inv(one - q) @ (one + q)


# Every kind: layer → what a file has for it, the changes of its weight and bias, and what LyCORIS says the first is.


def oft(layer, constraint=0.0, rescaled=False):
    weight, to = layer.weight, layer.weight.shape[0]
    size = 4 if to >= 16 else 2  # as LyCORIS picks it, no larger than their number
    blocks = rand(to // size, size, size)
    rescale = (1 + rand(to, *[1] * (weight.ndim - 1), size=0.2)) if rescaled else None
    matrix = torch.block_diag(*turns(blocks, constraint * to).mT)
    changed = (matrix @ weight.flatten(1)).reshape(weight.shape) * (1 if rescale is None else rescale.double())
    tensors = {"oft_blocks": blocks, "alpha": torch.tensor(constraint)} | ({} if rescale is None else {"rescale": rescale})
    theirs = DiagOFTModule.make_module_from_state_dict("", layer, blocks.float(), rescale, torch.tensor(constraint)).get_merged_weight()[0] - weight
    return tensors, changed - weight, None, theirs


def boft(layer, size=2):
    weight, to = layer.weight, layer.weight.shape[0]
    factors = (to // size).bit_length()
    blocks = rand(factors, to // size, size, size)
    changed = weight.flatten(1)
    for i, matrices in enumerate(turns(blocks, 0)):
        apart = 2**i * size // 2
        order = torch.arange(to).reshape(-1, 2, apart).mT.flatten()
        turned = torch.block_diag(*matrices) @ changed[order]
        changed = torch.empty_like(turned).index_copy(0, order, turned)
    theirs = ButterflyOFTModule.make_module_from_state_dict("", layer, blocks.float(), None, torch.tensor(0.0)).get_diff_weight()[0]
    return {"oft_blocks": blocks, "alpha": torch.tensor(0.0)}, changed.reshape(weight.shape) - weight, None, theirs


def glora(layer, rank=3, alpha=2.0, older=False):
    weight, (to, rest) = layer.weight, flat(layer.weight)
    from_, ones = weight.shape[1], [1] * (weight.ndim - 2)
    a1, a2, b1, b2 = rand(from_, rank, *ones), rand(rank, from_, *ones), rand(to, rank, *ones), rand(rank, *weight.shape[1:])
    A, B = [one.double().flatten(1) @ other.double().flatten(1) for one, other in ((a1, a2), (b1, b2))]
    change = (torch.einsum("oi...,ij->oj...", weight, A) + B.reshape(weight.shape)) * alpha / rank
    factors = (a2, a1, b2, b1) if older else (a1, a2, b1, b2)
    module = GLoRAModule.make_module_from_state_dict("", layer, *(w.double() for w in (a1, a2, b1, b2)), None, torch.tensor(alpha)).double()
    tensors = dict(zip(("a1.weight", "a2.weight", "b1.weight", "b2.weight"), factors))
    return tensors | {"alpha": torch.tensor(alpha)}, change, None, module.get_diff_weight()[0]


def full(layer):
    """Norms too; layers without a bias get none, but for one."""
    norm = layer.weight.ndim == 1
    weight = rand(*layer.weight.shape, size=0.2)
    bias = None if layer.bias is None else rand(*layer.bias.shape, size=0.2)
    names = ("w_norm", "b_norm") if norm else ("diff", "diff_b")
    kind = NormModule if norm else FullModule
    module = kind.make_module_from_state_dict("", layer, weight.double(), None if bias is None else bias.double())
    merged = module.double().get_diff_weight()[0] if norm else weight.double()
    return {names[0]: weight} | ({} if bias is None else {names[1]: bias}), weight.double(), bias, merged


CASES = {
    "oft": (lambda layer: oft(layer, rescaled=True), UNET_LAYERS, TEXT_LAYERS),
    "oft-constrained": (lambda layer: oft(layer, 0.02), UNET_LAYERS, []),
    "boft": (boft, UNET_LAYERS, TEXT_LAYERS),
    "glora": (glora, UNET_LAYERS, TEXT_LAYERS),
    "glora-older": (lambda layer: glora(layer, older=True), [name for name in UNET_LAYERS if ".to_" in name or "proj" in name], []),
    "full": (full, UNET_LAYERS + NORMS, TEXT_LAYERS + TEXT_NORMS),
}
RUNS = {
    **{name: [(name, 1.0, 1.0)] for name in CASES},
    "half-boft": [("boft", 0.5, 0.25)],
    "stacked-lycoris": [("oft", 0.8, 0.5), ("glora", -0.4, 0.6), ("full", 0.3, 0.0)],
}


@torch.no_grad()
def main():
    unet = UNet2DConditionModel.from_pretrained(MODEL / "unet", torch_dtype=torch.float32).double().eval()
    text = CLIPTextModel.from_pretrained(MODEL / "text_encoder", dtype=torch.float32).double().eval()
    place = lambda name: text.get_submodule(name.removeprefix("text_model.") if not hasattr(text, "text_model") else name) if name.startswith("text_model") else unet.get_submodule(name)
    names = [*UNET_LAYERS, *NORMS, *TEXT_LAYERS, *TEXT_NORMS]
    base = {name: (place(name).weight.data.clone(), None if place(name).bias is None else place(name).bias.data.clone()) for name in names}
    changes = {}
    for case, (kind, *chosen) in CASES.items():
        tensors, changes[case] = {}, {}
        for name in sum(chosen, []):
            made, weight, bias, theirs = kind(place(name))
            assert relative(theirs.reshape(weight.shape), weight) < 2e-6, (case, name, relative(theirs.reshape(weight.shape), weight))
            changes[case][name] = weight, 0 if bias is None else bias.double()
            tensors |= {f"{kohya(name)}.{ending}": value.contiguous() for ending, value in made.items()}
        save_file(tensors, HERE / f"{case}.safetensors")

    given = load_file(MODEL / "golden.safetensors")
    x, steps, context, ids = given["x"].double(), given["timesteps"].double(), given["context"].double(), given["ids"][1:]
    outputs = lambda: (unet(x, steps, context).sample, text(input_ids=ids).last_hidden_state)
    plain, golden = outputs(), {}
    for run, stack in RUNS.items():
        for name, (weight, bias) in base.items():
            parts = [(changes[case].get(name, (0, 0)), unet_strength if place(name) in unet.modules() else text_strength) for case, unet_strength, text_strength in stack]
            place(name).weight.data = weight + sum(change[0] * strength for change, strength in parts)
            if bias is not None:
                place(name).bias.data = bias + sum(change[1] * strength for change, strength in parts)
        predicted, encoded = outputs()
        golden[f"{run}/predicted"] = predicted.float()
        print(f"{run}: differs from the plain model by {relative(predicted, plain[0]):.2f}, {relative(encoded, plain[1]):.2f}")
        if any(name.startswith("text_model") for case, *_ in stack for name in changes[case]):
            golden[f"{run}/context"] = encoded.float()
    save_file(golden, HERE / "golden-lycoris.safetensors")


main()
