# Schedules, noise levels and whole sampling runs of diffusers (0.42) and k-diffusion (0.1.1), for packages/diffusion.
#   pip install --no-deps --target kd k-diffusion scipy
#   PYTHONPATH=kd python tests/golden/diffusion/sampling.py       writes sampling.json beside itself
# The UNet is a formula, so that both sides can evaluate it: eps(sample, sigma) below.
import importlib
import json
import math
import sys
from pathlib import Path
from types import ModuleType
from unittest.mock import MagicMock

import numpy as np
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
)
from diffusers.schedulers.scheduling_utils import AysSchedules
from scipy.stats import beta as beta_distribution

# k-diffusion imports what only its training and its other samplers need: stand-ins are enough here.
for missing in ("torchdiffeq", "torchsde", "torchvision", "torchvision.transforms", "PIL"):
    sys.modules.setdefault(missing, MagicMock())
package = ModuleType("k_diffusion")
package.__path__ = [str(Path(folder) / "k_diffusion") for folder in sys.path if (Path(folder) / "k_diffusion").is_dir()]
sys.modules["k_diffusion"] = package

kd_sampling = importlib.import_module("k_diffusion.sampling")
kd_external = importlib.import_module("k_diffusion.external")

SD = {"num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
SHAPE = (1, 4, 8, 8)
STEPS = 20


def eps(sample, sigma):
    """A stand-in for a UNet: sample has variance 1 as a UNet's input has."""
    return torch.tanh(1.3 * sample) * 0.9 + 0.2 * math.sin(math.log(sigma))


def listed(x):
    return x.flatten().tolist()


# --- training schedules ---------------------------------------------------------------------------------------------
configs = [
    SD,
    {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "linear"},
    {"num_train_timesteps": 1000, "beta_start": 0.0001, "beta_end": 0.02, "beta_schedule": "squaredcos_cap_v2"},
]
schedules = [{"config": c, "alphas_cumprod": DDIMScheduler(**c).alphas_cumprod.tolist()} for c in configs]

# Lin et al. 2023; diffusers' betas, from them ᾱ again, which is 0 at the end.
zero_terminal = DDIMScheduler(**SD, rescale_betas_zero_snr=True).alphas_cumprod.tolist()

# In float64 from the start, as k-diffusion's users and ComfyUI have it; diffusers rounds every beta to float32.
roots = torch.linspace(SD["beta_start"] ** 0.5, SD["beta_end"] ** 0.5, 1000, dtype=torch.float64)
alphas = torch.cumprod(1 - roots**2, 0)
sigmas = ((1 - alphas) / alphas) ** 0.5
discrete = kd_external.DiscreteSchedule(sigmas, quantize=False)
times = [0.0, 0.25, 1.0, 17.5, 500.0, 700.9, 998.5, 999.0]
between = [0.0292, 0.05, 0.7, 3.3, 14.0]
interpolation = {
    "times": times,
    "sigmas": discrete.t_to_sigma(torch.tensor(times, dtype=torch.float64)).tolist(),
    "levels": between,
    "timesOfLevels": discrete.sigma_to_t(torch.tensor(between, dtype=torch.float64)).tolist(),
}

# --- spacings: from k-diffusion and diffusers where they have them, else ComfyUI's rule in numbers -----------------------
low, high = sigmas[0].item(), sigmas[-1].item()


def leading(steps):
    s = DDIMScheduler(**SD, timestep_spacing="leading", steps_offset=1)
    s.set_timesteps(steps)
    return [sigmas[t].item() for t in s.timesteps.tolist()] + [0.0]


def beta(steps):
    """Lee et al. 2024 as ComfyUI has it: whole times at the quantiles, each level once."""
    times = np.rint(beta_distribution.ppf(1 - np.linspace(0, 1, steps, endpoint=False), 0.6, 0.6) * 999).astype(int)
    return [sigmas[t].item() for t in dict.fromkeys(times.tolist())] + [0.0]


def align_your_steps(times, steps):
    """Log-linear interpolation as on the project's page, the lowest trained level at the end taken for 0."""
    logs = np.log([*(sigmas[t].item() for t in times), low])
    return np.exp(np.interp(np.linspace(0, 1, steps + 1), np.linspace(0, 1, len(logs)), logs)).tolist()[:-1] + [0.0]


def kl_optimal(steps):
    return np.tan(np.linspace(math.atan(high), math.atan(low), steps)).tolist() + [0.0]


def linear_quadratic(steps, threshold=0.025):
    """Mochi's: i·threshold/half, then the parabola that goes on with that slope and reaches 1."""
    if steps == 1:
        return [high, 0.0]
    half = steps // 2
    slope, rest = threshold / half, steps - half
    bend = (1 - threshold - slope * rest) / rest**2
    walked = [i * slope + bend * max(0, i - half) ** 2 for i in range(steps)]
    return [high * (1 - w) for w in walked] + [0.0]


def spaced(steps):
    return {
        "karras": kd_sampling.get_sigmas_karras(steps, low, high).tolist(),
        "exponential": kd_sampling.get_sigmas_exponential(steps, low, high).tolist(),
        "normal": discrete.get_sigmas(steps).tolist(),
        "leading": leading(steps),
        "sgm_uniform": discrete.t_to_sigma(torch.linspace(999, 0, steps + 1, dtype=torch.float64)[:-1]).tolist() + [0.0],
        "simple": [sigmas[-1 - int(i * (1000 / steps))].item() for i in range(steps)] + [0.0],
        "ddim_uniform": sigmas[1 :: 1000 // steps].flip(0).tolist() + [0.0],
        "beta": beta(steps),
        "ays": align_your_steps(AysSchedules["StableDiffusionTimesteps"], steps),
        "ays_sdxl": align_your_steps(AysSchedules["StableDiffusionXLTimesteps"], steps),
        "kl_optimal": kl_optimal(steps),
        "linear_quadratic": linear_quadratic(steps),
    }


spacings = [{"steps": steps, "sigmas": spaced(steps)} for steps in (1, 2, 3, 7, 20, 30, 50, 333, 999)]


# --- whole runs ---------------------------------------------------------------------------------------------------------
def noise(seed):
    torch.manual_seed(seed)
    return torch.randn(SHAPE)


def ddim(set_alpha_to_one, prediction):
    s = DDIMScheduler(
        **SD,
        clip_sample=False,
        timestep_spacing="leading",
        steps_offset=1,
        set_alpha_to_one=set_alpha_to_one,
        prediction_type=prediction,
    )
    s.set_timesteps(STEPS)
    x, latents = noise(11).double(), []
    for t in s.timesteps.tolist():
        x = s.step(eps(x, sigmas[t].item()), t, x).prev_sample
        latents.append(x)
    return {"middle": listed(latents[STEPS // 2 - 1]), "last": listed(x)}  # latents of training: x0·√ᾱ + …


def walk(scheduler, x, generator=None):
    scheduler.set_timesteps(STEPS)
    dtype = torch.float64 if generator is None else torch.float32  # in float64 diffusers would draw other noise
    x, latents = x.to(dtype) * float(scheduler.init_noise_sigma), []
    for i, t in enumerate(scheduler.timesteps):
        sample = scheduler.scale_model_input(x, t)
        extra = {} if generator is None else {"generator": generator}
        x = scheduler.step(eps(sample, scheduler.sigmas[i].item()), t, x, **extra).prev_sample
        latents.append(x)
    return {"first": float(scheduler.init_noise_sigma), "sigmas": scheduler.sigmas.tolist(), "last": listed(latents[-1])}


def dpm_solver():
    s = DPMSolverMultistepScheduler(
        **SD,
        algorithm_type="dpmsolver++",
        solver_order=2,
        use_karras_sigmas=True,
        final_sigmas_type="zero",
        timestep_spacing="linspace",
    )
    s.set_timesteps(STEPS)
    x = noise(14).double()  # this scheduler keeps the latents of training: pure noise to begin with
    for i, t in enumerate(s.timesteps):
        x = s.step(eps(x, s.sigmas[i].item()), t, x).prev_sample
    return {"sigmas": s.sigmas.tolist(), "last": listed(x)}


def k_diffusion(sample, seed, **extra):
    levels = kd_sampling.get_sigmas_karras(STEPS, low, high).double()
    start = noise(seed).double() * (1 + high**2) ** 0.5

    def denoise(x, sigma, **_):
        return x - sigma * eps(x / (1 + sigma**2) ** 0.5, sigma.item())

    return {"sigmas": levels.tolist(), "last": listed(sample(denoise, start, levels, disable=True, **extra))}


def torch_noise(*_):
    return torch.randn(SHAPE)


def ancestral_diffusers():
    generator = torch.Generator().manual_seed(13)
    first = torch.randn(SHAPE, generator=generator)
    s = EulerAncestralDiscreteScheduler(**SD, timestep_spacing="leading", steps_offset=1)
    return walk(s, first, generator)


runs = {
    "ddim": ddim(True, "epsilon"),
    "ddimEndingAtFirstLevel": ddim(False, "epsilon"),
    "ddimVelocity": ddim(True, "v_prediction"),
    "euler": walk(EulerDiscreteScheduler(**SD, timestep_spacing="leading", steps_offset=1), noise(12)),
    "eulerAncestral": ancestral_diffusers(),
    "eulerAncestralKDiffusion": k_diffusion(kd_sampling.sample_euler_ancestral, 15, noise_sampler=torch_noise),
    "dpmpp2m": dpm_solver(),
    "dpmpp2mKDiffusion": k_diffusion(kd_sampling.sample_dpmpp_2m, 16),
    "eulerKDiffusion": k_diffusion(kd_sampling.sample_euler, 17),
}

out = {"schedules": schedules, "zeroTerminal": zero_terminal, "interpolation": interpolation, "spacings": spacings, "runs": runs}
Path(__file__).with_suffix(".json").write_text(json.dumps(out))
