"""Where the actors of the training scenes are, at the size of latents: there the denoiser can be asked to take more care, and their words to act.

The shares are drawn once, at a quarter of the size, and kept in the state folder.
"""

from __future__ import annotations

import numpy as np

from world.scene import Scene, draw

from .common import STATE, fork_map

SHARES = STATE / "actor-masks.npy"
SIZE = 32
ACTORS = 3  # at most in one scene
PART = 500


def _part(scenes: list[Scene]) -> np.ndarray:
    shares = np.zeros((len(scenes), ACTORS, SIZE, SIZE), np.uint8)
    for share, scene in zip(shares, scenes):
        for actor, mask in enumerate(draw(scene, 2 * SIZE)[1]):
            share[actor] = mask.reshape(SIZE, 2, SIZE, 2).mean((1, 3)) + 0.5
    return shares


def actor_shares(scenes: list[Scene]) -> np.ndarray:
    """How much of each place of a latent belongs to each actor: [N,3,32,32] uint8, 0…255, zeros where there are fewer."""
    if not SHARES.exists() or np.load(SHARES, mmap_mode="r").shape[:2] != (len(scenes), ACTORS):
        np.save(SHARES, np.concatenate(fork_map(_part, [scenes[i : i + PART] for i in range(0, len(scenes), PART)])))
    return np.load(SHARES)
