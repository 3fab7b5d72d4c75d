"""One call of Stable Diffusion 1.5's UNet in its full size by diffusers, in fp32, for one-call.ts beside it to be held against.

    LOOM_BENCH_CACHE=FOLDER npx tsx bench/models/full-size.ts text 1      # makes the weights
    LOOM_BENCH_CACHE=FOLDER python bench/compare/one_call.py
    LOOM_BENCH_CACHE=FOLDER npx tsx bench/compare/one-call.ts
"""

import os
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel

folder = Path(os.environ["LOOM_BENCH_CACHE"])
torch.manual_seed(3)
x, context = torch.randn(1, 4, 64, 64), torch.randn(1, 77, 768)
unet = UNet2DConditionModel.from_pretrained(folder / "unet", torch_dtype=torch.float32).eval()
with torch.no_grad():
    predicted = unet(x, torch.tensor([601]), context).sample
torch.cat([part.flatten() for part in (x, context, predicted)]).numpy().tofile(folder / "one-call.f32")
