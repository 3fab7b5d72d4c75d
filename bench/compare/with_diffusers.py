"""Times diffusers and an RRDBNet (PyTorch on the CPU) in fp32 and bf16 beside this project's graphs, on the same full-size weights.

    LOOM_BENCH_CACHE=FOLDER npx tsx bench/models/full-size.ts text,unet,vae 2     # makes the weights, prints our figures
    LOOM_BENCH_CACHE=FOLDER npx tsx bench/models/upscaler.ts 256 2                # the same of the upscaler
    LOOM_BENCH_CACHE=FOLDER python bench/compare/with_diffusers.py text,unet,vae,upscaler 2 [threads]

With one thread (the default) times are of the processor, which other work on the machine hardly disturbs; with more they
are by the clock. After the rounds of a part ours runs once (the bench above). Errors are of the whole output against
PyTorch in fp32: ‖a − b‖ ÷ ‖b‖.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import torch
from diffusers import AutoencoderKL, DDIMScheduler, UNet2DConditionModel
from rrdbnet import RRDBNet
from safetensors.torch import load_file
from transformers import CLIPTextModel

PARTS = sys.argv[1].split(",") if len(sys.argv) > 1 else ["text", "unet", "vae"]
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 2
THREADS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
FOLDER = Path(os.environ["LOOM_BENCH_CACHE"])
torch.set_num_threads(THREADS)
torch.manual_seed(7)

LATENT, CONTEXT = torch.randn(1, 4, 64, 64), torch.randn(1, 77, 768)
PICTURE = torch.rand(1, 3, 256, 256)
IDS = torch.tensor([[500 + 997 * i if i < 12 else 49407 for i in range(77)]])


def load(part, dtype):
    """The part as a call without arguments."""
    if part == "picture":  # 20 guided steps and the decoding
        unet = UNet2DConditionModel.from_pretrained(FOLDER / "unet", torch_dtype=dtype).eval().to(memory_format=torch.channels_last)
        decode, context = load("vae", dtype), CONTEXT.to(dtype).repeat(2, 1, 1)

        def paint():
            scheduler, x = DDIMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False), LATENT
            scheduler.set_timesteps(20)
            for t in scheduler.timesteps:
                without, given = unet(x.repeat(2, 1, 1, 1).to(dtype), t, context).sample.float().chunk(2)
                x = scheduler.step(without + 7.5 * (given - without), t, x).prev_sample
            return decode()

        return paint
    if part == "unet":
        unet = UNet2DConditionModel.from_pretrained(FOLDER / "unet", torch_dtype=dtype).eval().to(memory_format=torch.channels_last)
        x = LATENT.to(dtype).contiguous(memory_format=torch.channels_last)
        return lambda: unet(x, torch.tensor([601]), CONTEXT.to(dtype)).sample
    if part == "vae":
        vae = AutoencoderKL.from_pretrained(FOLDER / "vae", torch_dtype=dtype).eval().to(memory_format=torch.channels_last)
        return lambda: vae.decode(LATENT.to(dtype) / vae.config.scaling_factor).sample
    if part == "upscaler":
        net = RRDBNet().eval()
        net.load_state_dict(load_file(FOLDER / "upscaler" / "model.safetensors"))
        net = net.to(dtype, memory_format=torch.channels_last)
        return lambda: net(PICTURE.to(dtype, memory_format=torch.channels_last))
    text = CLIPTextModel.from_pretrained(FOLDER / "text_encoder", torch_dtype=dtype).eval()
    return lambda: text(IDS).last_hidden_state


@torch.no_grad()
def seconds(call):
    clock = time.process_time if THREADS == 1 else time.perf_counter
    start = clock()
    out = call()
    return clock() - start, out.float()


def ours(part):
    bench = ["upscaler.ts", "256"] if part == "upscaler" else ["full-size.ts", part]
    command = ["npx", "tsx", f"bench/models/{bench[0]}", bench[1], "1", str(THREADS)]
    print(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


print(f"torch {torch.__version__}, {THREADS} thread(s)")
for part in PARTS:
    exact = None
    for dtype in (torch.float32, torch.bfloat16):
        call = load(part, dtype)
        times = []
        for _ in range(ROUNDS + 1):  # the first warms up
            took, out = seconds(call)
            times.append(took)
        exact = out if exact is None else exact
        error = ((out - exact).norm() / exact.norm()).item()
        print(f"{part} {dtype}: best {min(times):.2f} s, error {error:.1e}", flush=True)
        del call
    if part != "picture":  # ours: loom run, as docs/performance.md has it
        ours(part)
