"""What two pictures have in common, after PIE-Bench (Ju et al. 2023, arXiv:2310.01506). Pictures are [H,W,3] uint8, regions [H,W] bool."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from train.classifier import Reader, halved
from train.common import to_tensor


def grow(region: np.ndarray, pixels: int) -> np.ndarray:
    return F.max_pool2d(torch.from_numpy(region).float()[None, None], 2 * pixels + 1, 1, pixels)[0, 0].numpy() > 0


def shrink(region: np.ndarray, pixels: int) -> np.ndarray:
    return ~grow(~region, pixels)


def psnr(a: np.ndarray, b: np.ndarray, region: np.ndarray) -> float:
    """dB, within a region; 60 where nothing differs."""
    error = np.mean((a[region].astype(float) - b[region]) ** 2) / 255**2
    return float(-10 * np.log10(error + 1e-6))


def ssim(a: np.ndarray, b: np.ndarray, region: np.ndarray) -> float:
    """Mean over a region of the index in 7 × 7 windows; Wang et al. 2004, eq. 13."""
    x, y = (to_tensor(picture[None])[0].double() / 2 + 0.5 for picture in (a, b))
    mean = lambda z: F.avg_pool2d(z[None], 7, 1, 3)[0]  # noqa: E731
    mx, my = mean(x), mean(y)
    vx, vy, cov = mean(x * x) - mx**2, mean(y * y) - my**2, mean(x * y) - mx * my
    index = ((2 * mx * my + 1e-4) * (2 * cov + 9e-4) / ((mx**2 + my**2 + 1e-4) * (vx + vy + 9e-4))).mean(0)
    return float(index[torch.from_numpy(region)].mean())


@torch.no_grad()
def self_similarity(reader: Reader, pictures: np.ndarray) -> torch.Tensor:
    """Cosine of every place to every other [N,places,places], in the classifier's last features of at least 16 × 16 places."""
    x = to_tensor(halved(pictures))
    for layer in reader.body:
        after = layer(x)
        if after.shape[-1] < 16:
            break
        x = after
    x = F.normalize(x.flatten(2), dim=1)
    return x.transpose(1, 2) @ x


def mean_and_interval(values: np.ndarray, draws: int = 2000) -> list[float]:
    """Mean and its 95 % interval by the percentile bootstrap; Efron 1979, doi:10.1214/aos/1176344552. NaN is left out."""
    values = np.asarray(values, float)
    values = values[~np.isnan(values)]
    if len(values) == 0:
        return [float("nan")] * 3
    rng = np.random.default_rng(0)
    means = values[rng.integers(0, len(values), (draws, len(values)))].mean(1)
    return [round(float(v), 4) for v in (values.mean(), *np.quantile(means, (0.025, 0.975)))]
