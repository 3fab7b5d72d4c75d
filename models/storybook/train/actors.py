"""Where the actors of the training scenes are, at the size of latents; from there the denoiser can be asked to take more care.

The shares are drawn once, at a quarter of the size, and kept in the state folder.
"""

from __future__ import annotations

import numpy as np

from world.scene import Scene, draw

from .common import STATE, fork_map

SHARES = STATE / "actor-masks.npy"
SIZE = 32
PART = 500


def _part(scenes: list[Scene]) -> np.ndarray:
    shares = np.zeros((len(scenes), SIZE, SIZE), np.uint8)
    for share, scene in zip(shares, scenes):
        masks = draw(scene, 2 * SIZE)[1]
        if masks:
            seen = np.sum(masks, 0, dtype=np.float32).clip(0, 255)
            share[:] = seen.reshape(SIZE, 2, SIZE, 2).mean((1, 3)) + 0.5
    return shares


def actor_shares(scenes: list[Scene]) -> np.ndarray:
    """How much of each place of a latent belongs to an actor: [N,32,32] uint8, 0…255."""
    if not SHARES.exists() or len(np.load(SHARES, mmap_mode="r")) != len(scenes):
        np.save(SHARES, np.concatenate(fork_map(_part, [scenes[i : i + PART] for i in range(0, len(scenes), PART)])))
    return np.load(SHARES)
