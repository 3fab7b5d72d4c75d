# Whole walks of k-diffusion's (0.1.1) and diffusers' (0.42) samplers and noise of torchsde's (0.2.6) Brownian tree, for
# packages/diffusion/src/samplers and src/brownian. The UNet is a formula, so that both sides can evaluate it: eps below.
#   pip install --no-deps --target kd k-diffusion torchsde trampoline scipy
#   PYTHONPATH=kd python tests/golden/diffusion/walks.py       writes walks.json beside itself
import importlib
import json
import math
import sys
from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock

import scipy.integrate  # noqa: F401
import torch
import torchsde  # noqa: F401
from diffusers import DDPMScheduler, LCMScheduler, PNDMScheduler, TCDScheduler, UniPCMultistepScheduler
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg

# k-diffusion imports what only its training and its other samplers need: stand-ins are enough here.
for missing in ("torchdiffeq", "torchvision", "torchvision.transforms", "PIL"):
    sys.modules.setdefault(missing, MagicMock())
package = ModuleType("k_diffusion")
package.__path__ = [str(Path(folder) / "k_diffusion") for folder in sys.path if (Path(folder) / "k_diffusion").is_dir()]
sys.modules["k_diffusion"] = package
kd = importlib.import_module("k_diffusion.sampling")

SD = {"num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
SHAPE = (1, 4, 8, 8)
STEPS = 20

roots = torch.linspace(SD["beta_start"] ** 0.5, SD["beta_end"] ** 0.5, 1000, dtype=torch.float64)
alphas = torch.cumprod(1 - roots**2, 0)
sigmas = ((1 - alphas) / alphas) ** 0.5
low, high = sigmas[0].item(), sigmas[-1].item()
karras = kd.get_sigmas_karras(STEPS, low, high)


def eps(sample, sigma):
    """A stand-in for a UNet: sample has variance 1 as a UNet's input has."""
    return torch.tanh(1.3 * sample) * 0.9 + 0.2 * math.sin(math.log(sigma))


def listed(x):
    return [float(f"{v:.8g}") for v in x.flatten().tolist()]


def noise(seed):
    torch.manual_seed(seed)
    return torch.randn(SHAPE)


def draws(*_):
    return torch.randn(SHAPE).double()


def k_diffusion(sample, seed, noise_sampler=None):
    """Down Karras levels from N(0, 1); where noise is added, drawn on from the same seed."""
    levels = karras.double()
    start = noise(seed).double() * (1 + high**2) ** 0.5

    def denoise(x, sigma, **_):
        return x - sigma * eps(x / (1 + sigma**2) ** 0.5, sigma.item())

    extra = {} if noise_sampler is None else {"noise_sampler": noise_sampler}
    return {"seed": seed, "last": listed(sample(denoise, start, levels, disable=True, **extra))}


def brownian(seed):
    tree = kd.BrownianTreeNoiseSampler(torch.zeros(SHAPE), karras[-2], karras[0], seed)
    return lambda a, b: tree(a.float(), b.float()).double()


def diffusers(scheduler, seed, steps, fresh=False):
    """Latents of training along the scheduler's own times; where noise is added, drawn on from the same seed."""
    scheduler.set_timesteps(steps)
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(SHAPE, generator=generator)
    x = x if fresh else x.double()  # in float64 diffusers would draw other noise
    extra = {"generator": generator} if fresh else {}
    for t in scheduler.timesteps.tolist():
        x = scheduler.step(eps(x, sigmas[t].item()), t, x, **extra).prev_sample
    return {"seed": seed, "times": scheduler.timesteps.tolist(), "last": listed(x)}


def uni_pc(solver):
    """The latents before the last step, which diffusers cannot make to 0 with bh1: there B is infinite times 0."""
    s = UniPCMultistepScheduler(**SD, solver_order=3, solver_type=solver, use_karras_sigmas=True, final_sigmas_type="zero")
    s.set_timesteps(STEPS)
    x = noise(40).double()
    for i, t in enumerate(s.timesteps[:-1]):
        x = s.step(eps(x, s.sigmas[i].item()), t, x).prev_sample
    return {"seed": 40, "sigmas": s.sigmas.tolist(), "beforeLast": listed(x)}


leading = {"timestep_spacing": "leading", "steps_offset": 1}
walks = {
    "heun": k_diffusion(kd.sample_heun, 20),
    "dpm_2": k_diffusion(kd.sample_dpm_2, 21),
    "dpm_2_ancestral": k_diffusion(kd.sample_dpm_2_ancestral, 22, draws),
    "lms": k_diffusion(kd.sample_lms, 23),
    "dpmpp_2s_ancestral": k_diffusion(kd.sample_dpmpp_2s_ancestral, 24, draws),
    "dpmpp_sde": k_diffusion(kd.sample_dpmpp_sde, 25, brownian(25)),
    "dpmpp_2m_sde": k_diffusion(kd.sample_dpmpp_2m_sde, 26, brownian(26)),
    "dpmpp_3m_sde": k_diffusion(kd.sample_dpmpp_3m_sde, 27, brownian(27)),
    "pndm": diffusers(PNDMScheduler(**SD, **leading, skip_prk_steps=True, set_alpha_to_one=True), 30, STEPS),
    "pndmOf2": diffusers(PNDMScheduler(**SD, **leading, skip_prk_steps=True, set_alpha_to_one=True), 31, 2),
    "ddpm": diffusers(DDPMScheduler(**SD, **leading, clip_sample=False), 32, STEPS, fresh=True),
    "lcm": diffusers(LCMScheduler(**SD, clip_sample=False), 33, 4, fresh=True),
    "tcd": diffusers(TCDScheduler(**SD, clip_sample=False), 34, 4, fresh=True),
    "uni_pc": uni_pc("bh1"),
    "uni_pc_bh2": uni_pc("bh2"),
}

PATHS = [
    # seed, shape, ends, queries
    (0, (1, 2, 3, 3), (0.0292, 14.6146), [(0.0292, 14.6146), (1.0, 2.0), (7.0, 7.5), (0.1, 14.0), (3.3, 3.3001)]),
    (2**33 + 5, (2, 4, 2, 2), (0.5, 4518.7), [(4000.0, 4518.7), (0.5, 0.75), (1.0, 3000.0)]),
]


def path(seed, shape, ends, queries):
    tree = torchsde.BrownianTree(torch.tensor(ends[0]), torch.zeros(shape), torch.tensor(ends[1]), entropy=seed)
    single = torch.tensor(queries, dtype=torch.float32)
    changes = [listed(tree(a, b)) for a, b in single]
    return {"seed": seed, "shape": shape, "ends": torch.tensor(ends).tolist(), "queries": single.tolist(), "changes": changes}


paths = [path(*p) for p in PATHS]

torch.manual_seed(50)
negative, positive = torch.randn(2, 4, 3, 5).double(), torch.randn(2, 4, 3, 5).double()
guided = rescale_noise_cfg(negative + 7.5 * (positive - negative), positive, guidance_rescale=0.7)
rescaled = {"seed": 50, "shape": [2, 4, 3, 5], "guidance": 7.5, "rescale": 0.7, "guided": listed(guided)}
Path(__file__).with_suffix(".json").write_text(json.dumps({"karras": karras.tolist(), "walks": walks, "paths": paths, "rescaled": rescaled}, separators=(",", ":")) + "\n")
