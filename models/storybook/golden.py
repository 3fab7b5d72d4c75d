"""Reference numbers of an exported folder for the TypeScript tests, computed by PyTorch and diffusers in float32.

`python golden.py FOLDER ../../tests/golden/storybook.json` also writes `storybook-drawing.png` beside it. Long tensors are given as
every `stride`-th value of the flattened tensor, with mean and standard deviation of all of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import diffusers
import numpy as np
import torch
import transformers
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from PIL import Image
from transformers import CLIPTextModel, CLIPTokenizer

from world.actor import Actor
from world.scene import Scene, draw

SENTENCE = "a rat cooking in an apartment"
MOST = 2000  # values of one tensor


def numbers(x: torch.Tensor, stride: int | None = None) -> dict:
    flat = x.detach().float().flatten()
    stride = stride or -(-flat.numel() // MOST)
    if stride > 1 and stride % 2 == 0:
        stride += 1  # odd, so that it does not stay in one column
    values = [float(f"{v:.7g}") for v in flat[::stride].tolist()]
    return {"shape": list(x.shape), "stride": stride, "mean": float(f"{flat.double().mean():.7g}"), "std": float(f"{flat.double().std():.7g}"), "values": values}


@torch.no_grad()
def main(folder: Path, target: Path) -> None:
    torch.set_num_threads(1)
    tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
    text = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32).eval()
    unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32).eval()
    vae = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32).eval()
    scheduler = DDIMScheduler.from_pretrained(folder / "scheduler")

    def tokens(sentence: str) -> list[int]:
        return tokenizer(sentence, padding="max_length", max_length=77, truncation=True).input_ids

    sentences = [SENTENCE, "", "A Watercolor painting of a dog, on a very bumpy road!", "zebras  don't\tknow café 猫 123 🦊"]
    hidden = text(input_ids=torch.tensor([tokens(SENTENCE)])).last_hidden_state
    empty = text(input_ids=torch.tensor([tokens("")])).last_hidden_state

    torch.manual_seed(0)
    latents = torch.randn(1, 4, 32, 32)
    noise = unet(latents, 500, hidden).sample
    image = vae.decode(latents / vae.config.scaling_factor).sample

    picture, _ = draw(Scene(7, (Actor("rat", "cooking"),), "apartment"))
    png = target.with_name("storybook-drawing.png")
    target.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(png)
    drawing = torch.from_numpy(np.array(Image.open(png))).permute(2, 0, 1)[None].float() / 127.5 - 1
    encoded = vae.encode(drawing).latent_dist.mean

    torch.manual_seed(42)
    x = torch.randn(1, 4, 32, 32)
    scheduler.set_timesteps(5)
    walk = []
    for t in scheduler.timesteps:
        without, given = unet(torch.cat([x, x]), t, torch.cat([empty, hidden])).sample.chunk(2)
        x = scheduler.step(without + 7.5 * (given - without), t, x).prev_sample
        walk.append({"t": int(t), "latents": numbers(x)})

    target.write_text(json.dumps({
        "made_by": f"models/storybook/golden.py, torch {torch.__version__.split('+')[0]}, diffusers {diffusers.__version__}, transformers {transformers.__version__}, float32",
        "tokens": [{"text": s, "ids": tokens(s)} for s in sentences],
        "text_encoder": {"text": SENTENCE, "last_hidden_state": numbers(hidden)},
        "unet": {"text": SENTENCE, "latents": "torch.manual_seed(0); torch.randn(1, 4, 32, 32)", "t": 500, "noise": numbers(noise)},
        "vae_decode": {"latents": "those of unet, divided by scaling_factor", "scaling_factor": vae.config.scaling_factor, "image": numbers(image)},
        "vae_encode": {"picture": png.name, "range": "[-1,1]", "mean": numbers(encoded), "latents_are": "mean × scaling_factor"},
        "ddim": {"text": SENTENCE, "negative": "", "steps": 5, "guidance": 7.5, "seed": 42, "walk": walk},
    }) + "\n")
    print(f"{target} {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
