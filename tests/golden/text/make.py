"""Writes what transformers makes of texts on the tiny checkpoints of ../single-file: every clip skip, and texts with
textual-inversion vectors among their words; and those vectors as the files that people have.

    pip install torch diffusers transformers safetensors
    python tests/golden/text/make.py

Written with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "single-file"))
from make import END, VOCABULARY, clip_of, open_clip_of, some  # noqa: E402

KINDS = {
    "sd1": [("cond_stage_model.transformer.", 64, END)],
    "sd2": [("cond_stage_model.model.", 128, 0)],
    "sdxl": [("conditioner.embedders.0.transformer.", 64, END), ("conditioner.embedders.1.model.", 128, 0)],
}
LAYERS = 3
generator = torch.Generator().manual_seed(7)
VECTORS = {64: torch.randn(3, 64, generator=generator), 128: torch.randn(3, 128, generator=generator)}


def weights(kind):
    """The checkpoint that ../single-file/<kind>.json lists."""
    listed = json.loads((HERE.parent / "single-file" / f"{kind}.json").read_text())
    draw = torch.Generator().manual_seed(listed["seed"])
    return {name: torch.randn(shape, generator=draw) * scale + mean for name, shape, scale, mean in listed["tensors"]}


def sentence(pad, *words):
    ids = torch.full((1, 77), pad)
    ids[0, : len(words) + 2] = torch.tensor([518, *words, END])
    return ids


@torch.no_grad()
def encoded(kind, state, words, skip):
    """The context, and the text as a whole of the last encoder. Stable Diffusion 1 and 2 norm whichever layer it is."""
    parts, pooled = [], None
    for prefix, width, pad in KINDS[kind]:
        model = open_clip_of(state, prefix, width, LAYERS, 32) if width == 128 else clip_of(state, prefix, width, LAYERS)
        inner = getattr(model, "text_model", model)
        table = inner.embeddings.token_embedding
        table.weight = torch.nn.Parameter(torch.cat([table.weight, VECTORS[width].double()]))
        out = model(sentence(pad, *words), output_hidden_states=True)
        hidden = out.hidden_states[-skip]
        parts.append(hidden if kind == "sdxl" else inner.final_layer_norm(hidden))
        pooled = getattr(out, "text_embeds", None)
    return {"context": some(torch.cat(parts, -1)), **({"pooled": some(pooled)} if kind == "sdxl" else {})}


def main():
    vectors = [VOCABULARY + i for i in range(3)]
    golden = {}
    for kind in KINDS:
        state = weights(kind)
        skips = {skip: encoded(kind, state, [5, 77, 300], skip) for skip in range(1, LAYERS + 1)}
        golden[kind] = {"skips": skips, "embedded": encoded(kind, state, [5, *vectors, 300], 1 if kind == "sd1" else 2)}
    (HERE / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")

    small, large = VECTORS[64], VECTORS[128]
    automatic = {"string_to_token": {"*": 265}, "string_to_param": {"*": small}, "name": "three", "step": 9, "sd_checkpoint": None}
    torch.save(automatic, HERE / "automatic.pt")
    old = {"string_to_token": {"*": torch.tensor(265)}, "string_to_param": torch.nn.ParameterDict({"*": torch.nn.Parameter(small)})}
    torch.save(old, HERE / "original.pt")
    torch.save({"<three>": small[0]}, HERE / "diffusers.bin")
    save_file({"<three>": small}, HERE / "diffusers.safetensors")
    save_file({"emb_params": small.half()}, HERE / "params.safetensors")
    save_file({"clip_l": small, "clip_g": large}, HERE / "xl.safetensors")
    save_file({"clip_l": small, "clip_g": large[:2].contiguous()}, HERE / "uneven.safetensors")


main()
