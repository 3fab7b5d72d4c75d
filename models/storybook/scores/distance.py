"""How far painted pictures are from drawn ones as a whole, and whether they copy."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F


def frechet(a: np.ndarray, b: np.ndarray) -> float:
    """Fréchet distance of two sets of features [N,D], each taken as a normal distribution. Heusel et al. 2017, arXiv:1706.08500, eq. 6"""
    covariance_a, covariance_b = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
    values, vectors = np.linalg.eigh(covariance_a)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    shared = np.sqrt(np.linalg.eigvalsh(root @ covariance_b @ root).clip(0)).sum()  # trace of the root of the product
    return float(np.square(a.mean(0) - b.mean(0)).sum() + np.trace(covariance_a + covariance_b) - 2 * shared)


def nearest(latents: torch.Tensor, known: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Latents [N,4,32,32] → root mean square distance to the nearest of `known` [M,4,32,32], at a quarter of the size, and its number."""
    small = lambda x: F.avg_pool2d(x.float(), 4).flatten(1)  # noqa: E731
    a, b = small(latents), small(known)
    found = torch.cdist(a, b).min(1)
    return found.values / a.shape[1] ** 0.5, found.indices
