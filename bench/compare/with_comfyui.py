"""Times ComfyUI on the CPU on the same full-size weights as with_diffusers.py beside it, its own code and its own choice of precision.

    LOOM_BENCH_CACHE=FOLDER COMFYUI=CHECKOUT python bench/compare/with_comfyui.py text,unet,vae 2 [threads] [ComfyUI's options, e.g. --bf16-unet --bf16-vae]

One thread (the default): seconds of the processor; more: of the clock.
"""

import os
import sys
import time
from pathlib import Path

PARTS = sys.argv[1].split(",") if len(sys.argv) > 1 else ["text", "unet", "vae"]
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 2
THREADS = int(sys.argv[3]) if len(sys.argv) > 3 else 1
FOLDER = Path(os.environ["LOOM_BENCH_CACHE"])
sys.path[0] = os.environ["COMFYUI"]
sys.argv = [sys.argv[0], "--cpu", *sys.argv[4:]]

import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()

import torch  # noqa: E402

import comfy.sd  # noqa: E402
import comfy.utils  # noqa: E402

torch.set_num_threads(THREADS)
torch.manual_seed(7)
LATENT = torch.randn(1, 4, 64, 64)


def load(part):
    """The part as a call without arguments, and the precision it computes in."""
    if part == "unet":
        model = comfy.sd.load_diffusion_model(str(FOLDER / "unet/diffusion_pytorch_model.safetensors")).model
        context = torch.randn(1, 77, 768)
        return lambda: model.apply_model(LATENT, torch.tensor([7.0]), c_crossattn=context), model.manual_cast_dtype or model.get_dtype()
    if part == "vae":
        vae = comfy.sd.VAE(sd=comfy.utils.load_torch_file(str(FOLDER / "vae/diffusion_pytorch_model.safetensors")))
        return lambda: vae.decode(LATENT), vae.vae_dtype
    clip = comfy.sd.load_clip([str(FOLDER / "text_encoder/model.safetensors")])
    tokens = clip.tokenize("a photograph of an astronaut riding a horse")
    return lambda: clip.encode_from_tokens(tokens), clip.cond_stage_model.dtypes


with torch.no_grad():
    for part in PARTS:
        call, precision = load(part)
        clock, times = time.process_time if THREADS == 1 else time.perf_counter, []
        for _ in range(ROUNDS + 1):  # the first warms up
            start = clock()
            call()
            times.append(clock() - start)
        print(f"{part} {precision}: best {min(times):.2f} s", flush=True)
        del call
