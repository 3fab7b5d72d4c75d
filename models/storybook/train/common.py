"""What the training scripts share: where state lies, drawing many scenes, checkpoints."""

from __future__ import annotations

import os
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import torch

from world.sampling import sample_scene
from world.scene import draw

#: Checkpoints, caches and exports; never in the repository. Set STORYBOOK_STATE to choose the folder.
STATE = Path(os.environ.get("STORYBOOK_STATE", Path.home() / ".cache" / "storybook"))
EXPORT = STATE / "export"

#: Seeds of scenes. Ranges do not overlap, so a drawing used for a score was never trained on.
TRAIN_SEEDS = 0  # and up
FRESH_SEEDS = 1_000_000_000  # drawings for measuring
CLASSIFIER_SEEDS = 2_000_000_000


def _draw_seed(job: tuple[int, bool]) -> np.ndarray:
    seed, held = job
    return draw(sample_scene(seed, held))[0]


def draw_many(first_seed: int, count: int, held: bool = False, workers: int = 2) -> np.ndarray:
    """Pictures [count,256,256,3] uint8 of scenes first_seed, first_seed + 1, …"""
    jobs = [(first_seed + i, held) for i in range(count)]
    if workers == 1:
        return np.stack([_draw_seed(job) for job in jobs])
    with Pool(workers) as pool:
        return np.stack(pool.map(_draw_seed, jobs, chunksize=64))


def fork_map(work, jobs: list, workers: int = 2) -> list:
    """[work(job) for job in jobs], spread over processes."""
    with Pool(workers) as pool:
        return pool.map(work, jobs, chunksize=1)


def cached_drawings(name: str, first_seed: int, count: int) -> np.ndarray:
    """The same as draw_many, kept in the state folder."""
    STATE.mkdir(parents=True, exist_ok=True)
    file = STATE / f"{name}-{first_seed}-{count}.npy"
    if not file.exists():
        np.save(file, draw_many(first_seed, count))
    return np.load(file, mmap_mode="r")


def to_tensor(pictures: np.ndarray) -> torch.Tensor:
    """[N,H,W,3] uint8 → [N,3,H,W] in [-1,1]."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def to_pictures(images: torch.Tensor) -> np.ndarray:
    """[N,3,H,W] in [-1,1] → [N,H,W,3] uint8."""
    return ((images.float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).contiguous().numpy()


def save(path: Path, **parts) -> None:
    """Writes a checkpoint whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(parts, path.with_suffix(".tmp"))
    os.replace(path.with_suffix(".tmp"), path)
