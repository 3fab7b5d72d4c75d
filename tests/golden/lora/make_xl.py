"""As make.py, for the tiny SDXL model: one file as kohya's trainer writes it, with both text encoders.

    python tests/golden/lora/make_xl.py
"""

from pathlib import Path

import torch
from diffusers import StableDiffusionXLPipeline
from make import lora, relative
from safetensors.torch import load_file, save_file

HERE = Path(__file__).parent
MODEL = HERE.parent / "models" / "tiny-sdxl"
# the start of a layer's name in diffusers, and by Stable Diffusion's authors
PLACES = {
    "down_blocks.1.attentions.0": "input_blocks_4_1",
    "down_blocks.2.attentions.1": "input_blocks_8_1",
    "mid_block.attentions.0": "middle_block_1",
    "up_blocks.0.attentions.2": "output_blocks_2_1",
    "up_blocks.1.attentions.0": "output_blocks_3_1",
}
INSIDE = ["proj_in", "transformer_blocks.1.attn1.to_q", "transformer_blocks.0.attn2.to_k", "transformer_blocks.0.ff.net.0.proj", "transformer_blocks.1.attn2.to_out.0"]
TEXT = ["encoder.layers.0.mlp.fc1", "encoder.layers.1.mlp.fc1", "encoder.layers.0.mlp.fc2"]  # diffusers 0.42 cannot hand q_proj to transformers 5


def main():
    pipe = StableDiffusionXLPipeline.from_pretrained(MODEL, torch_dtype=torch.float32)
    layers = {f"lora_unet_{original}_{inside.replace('.', '_')}": (pipe.unet, f"{place}.{inside}") for place, original in PLACES.items() for inside in INSIDE}
    for i, encoder in (1, pipe.text_encoder), (2, pipe.text_encoder_2):
        names = {name.removeprefix("text_model."): name for name, _ in encoder.named_modules()}
        layers |= {f"lora_te{i}_text_model_{name.replace('.', '_')}": (encoder, names[name]) for name in TEXT}
    tensors, changed = {}, {}
    for name, (part, path) in layers.items():
        layer = part.get_submodule(path)
        made, change = lora(layer.weight.data.double(), rank=2, alpha=1.0)
        tensors |= {f"{name}.{ending}": value.contiguous() for ending, value in made.items()}
        changed[name] = layer, layer.weight.data.double() + change
    save_file(tensors, HERE / "sdxl.safetensors")

    given = {key: value.double() if value.is_floating_point() else value for key, value in load_file(MODEL / "golden.safetensors").items()}
    ids = given["ids"][:1].long()
    ids_2 = torch.where((ids == 519).cumsum(1) > 1, pipe.tokenizer_2.pad_token_id, ids)  # each encoder has its own filling

    @torch.no_grad()
    def outputs():
        for part in (pipe.unet, pipe.text_encoder, pipe.text_encoder_2):
            part.double()
        hidden = pipe.text_encoder(ids, output_hidden_states=True).hidden_states[-2]
        told = pipe.text_encoder_2(ids_2, output_hidden_states=True)
        added = {"text_embeds": given["pooled"], "time_ids": given["numbers"]}
        predicted = pipe.unet(given["x"], given["timesteps"], given["context"], added_cond_kwargs=added).sample
        return {"predicted": predicted, "context": torch.cat([hidden, told.hidden_states[-2]], -1), "pooled": told.text_embeds}

    plain = outputs()
    pipe.load_lora_weights({key: value.float() for key, value in tensors.items()})
    theirs = outputs()
    pipe.unload_lora_weights()
    for layer, weight in changed.values():
        layer.weight.data = weight
    ours = outputs()
    for key, value in ours.items():
        print(f"{key}: differs from the plain model by {relative(value, plain[key]):.2f}; diffusers differs by {relative(theirs[key], value):.1e}")
        assert relative(theirs[key], value) < 1e-5
    save_file({f"sdxl/{key}": value.float().contiguous() for key, value in ours.items()}, HERE / "golden-xl.safetensors")


main()
