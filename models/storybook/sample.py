"""Paints sentences with an exported folder, in PyTorch: `python sample.py FOLDER out.png "a rat cooking in an apartment" …`.

Only training, scores and golden numbers use this; the project itself runs the same folder without Python.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, DPMSolverMultistepScheduler, LCMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

from contact_sheet import grid
from train.attention import PlainAttention
from train.branches import merge_branches
from train.common import to_pictures, to_tensor

SAMPLERS = {"ddim": DDIMScheduler, "dpm++": DPMSolverMultistepScheduler, "lcm": LCMScheduler}


class Painter:
    def __init__(self, folder: Path | str, fast: bool = False, lora: Path | None = None):
        """`fast`: bfloat16 arithmetic, for a glance while training. `lora`: a file for the denoiser."""
        folder = Path(folder)
        self.tokenizer = CLIPTokenizer.from_pretrained(folder / "tokenizer")
        self.text = CLIPTextModel.from_pretrained(folder / "text_encoder", dtype=torch.float32).eval()
        self.unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32).eval()
        self.vae = AutoencoderKL.from_pretrained(folder / "vae", torch_dtype=torch.float32).eval()
        self.folder, self.fast = folder, fast
        self.unet.to(memory_format=torch.channels_last)
        self.unet.set_attn_processor(PlainAttention())
        if lora:
            merge_branches(self.unet, "lora_unet_", lora)

    def ids(self, sentences: list[str]) -> torch.Tensor:
        """→ token ids [N,77]"""
        return self.tokenizer(sentences, padding="max_length", max_length=77, truncation=True, return_tensors="pt").input_ids

    @torch.no_grad()
    def features(self, sentences: list[str]) -> torch.Tensor:
        """→ [N,77,160]"""
        return self.text(input_ids=self.ids(sentences)).last_hidden_state

    @torch.no_grad()
    def denoise(self, sentences: list[str], seeds: list[int], steps: int = 20, guidance: float = 5.0, sampler: str = "ddim", batch: int = 10) -> torch.Tensor:
        """→ latents [N,4,32,32]. Noise of picture i: torch.randn after manual_seed(seeds[i]). A guidance of 1 is none: half the work."""
        out = []
        for i in range(0, len(sentences), batch):
            said, dice = sentences[i : i + batch], seeds[i : i + batch]
            context = self.features([""] * len(said) + said if guidance != 1 else said)
            x = torch.cat([torch.randn(1, 4, 32, 32, generator=torch.Generator().manual_seed(s)) for s in dice])
            scheduler = SAMPLERS[sampler].from_pretrained(self.folder / "scheduler")
            scheduler.set_timesteps(steps)
            torch.manual_seed(dice[0])  # some samplers add noise on the way
            for t in scheduler.timesteps:
                rows = scheduler.scale_model_input(x.repeat(len(context) // len(x), 1, 1, 1), t).to(memory_format=torch.channels_last)
                with torch.autocast("cpu", torch.bfloat16, enabled=self.fast):
                    guess = self.unet(rows, t, context).sample.float()
                if guidance != 1:
                    without, given = guess.chunk(2)
                    guess = without + guidance * (given - without)
                x = scheduler.step(guess, t, x).prev_sample
            out.append(x)
        return torch.cat(out)

    @torch.no_grad()
    def decode(self, latents: torch.Tensor) -> np.ndarray:
        """→ pictures [N,256,256,3] uint8."""
        return np.concatenate([to_pictures(self.vae.decode(z / self.vae.config.scaling_factor).sample) for z in latents.split(4)])

    @torch.no_grad()
    def encode(self, pictures: np.ndarray) -> torch.Tensor:
        """Pictures [N,256,256,3] uint8 → latents [N,4,32,32]"""
        return torch.cat([self.vae.encode(x).latent_dist.mean for x in to_tensor(pictures).split(4)]) * self.vae.config.scaling_factor

    def paint(self, sentences: list[str], seeds: list[int], **choices) -> np.ndarray:
        return self.decode(self.denoise(sentences, seeds, **choices))


if __name__ == "__main__":
    folder, target, *sentences = sys.argv[1:]
    grid(list(Painter(folder).paint(sentences, list(range(len(sentences))))), 8).save(target)
