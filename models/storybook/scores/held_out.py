"""The scenes that are scored: combinations that training never saw."""

from __future__ import annotations

from world.sampling import sample_scene
from world.scene import Scene

#: Seeds of attributes, apart from every range in train/common.py.
SCENE_SEEDS = 3_000_000_000


def held_out_scenes(count: int, first: int = 0) -> list[Scene]:
    return [sample_scene(SCENE_SEEDS + i, held=True) for i in range(first, first + count)]
