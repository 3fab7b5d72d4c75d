"""A reader of attributes, trained on drawings only, that scores generated pictures: `python -m train.classifier --minutes 6`.

picture [B,3,128,128] in [-1,1] → logits for subject, activity, place, style and sweater colour. Drawings are blurred, noised, shifted
and tinted at random while it learns, so it reads slightly wrong pictures too.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from world.activities import ACTIVITIES
from world.places import PLACES
from world.scene import SWEATERS, Scene, draw, sample_scene
from world.styles import STYLES
from world.subjects import SUBJECTS

from .common import CLASSIFIER_SEEDS, FRESH_SEEDS, STATE, fork_map, to_tensor
from .parallel import train

CHECKPOINT = STATE / "classifier.pt"
DRAWINGS = STATE / "classifier-drawings.npy"
GROUPS: dict[str, tuple[str, ...]] = {
    "subject": tuple(SUBJECTS), "activity": tuple(ACTIVITIES), "place": tuple(PLACES), "style": tuple(STYLES), "sweater": ("none", *SWEATERS),
}


def labels(scene: Scene) -> list[int]:
    values = (scene.subject, scene.activity, scene.place, scene.style, scene.sweater or "none")
    return [names.index(value) for names, value in zip(GROUPS.values(), values)]


def classifier_scene(seed: int) -> Scene:
    """Of all combinations: what the generator must not see, its judge may."""
    return sample_scene(seed, held=seed % 7 == 0)


def _draw_part(job: tuple[int, int]) -> np.ndarray:
    return np.stack([draw(classifier_scene(job[0] + i))[0] for i in range(job[1])])


class Reader(nn.Module):
    def __init__(self, widths: tuple[int, ...] = (24, 48, 96, 128, 160)):
        super().__init__()
        layers, before = [], 3
        for i, width in enumerate(widths):
            layers += [nn.Conv2d(before, width, 5 if i == 0 else 3, stride=2, padding=2 if i == 0 else 1), nn.GroupNorm(8, width), nn.SiLU()]
            if i > 0:
                layers += [nn.Conv2d(width, width, 3, padding=1), nn.GroupNorm(8, width), nn.SiLU()]
            before = width
        self.body = nn.Sequential(*layers)  # → [B,160,4,4]
        self.mix = nn.Sequential(nn.Flatten(), nn.Linear(before * 16, 192), nn.SiLU())
        self.heads = nn.ModuleDict({name: nn.Linear(192, len(values)) for name, values in GROUPS.items()})

    def features(self, x: torch.Tensor) -> torch.Tensor:
        return self.mix(self.body(x).contiguous())

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        y = self.features(x)
        return [head(y) for head in self.heads.values()]


def disturb(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    dy, dx = rng.integers(-6, 7, 2)
    x = F.pad(x, (6, 6, 6, 6), mode="replicate")[:, :, 6 + dy : 134 + dy, 6 + dx : 134 + dx]
    if rng.random() < 0.5:
        size = int(rng.integers(40, 110))
        x = F.interpolate(F.interpolate(x, size=(size, size), mode="area"), size=(128, 128), mode="bilinear")
    x = x * float(rng.uniform(0.85, 1.15)) + torch.from_numpy(rng.normal(0, 0.06, (1, 3, 1, 1))).float()
    if rng.random() < 0.5:
        x = x + float(rng.uniform(0, 0.15)) * torch.from_numpy(rng.standard_normal((len(x), 3, 128, 128), dtype=np.float32))
    return x


def load_reader() -> Reader:
    reader = Reader().eval()
    reader.load_state_dict(torch.load(CHECKPOINT)["ema"])
    return reader


@torch.no_grad()
def read(reader: Reader, pictures: np.ndarray) -> np.ndarray:
    """Pictures [N,128,128,3] uint8 → classes [N,5], one column for each group."""
    parts = [torch.stack([logits.argmax(-1) for logits in reader(b)], 1) for b in to_tensor(pictures).split(32)]
    return torch.cat(parts).numpy()


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--minutes", type=float, default=6)
    args.add_argument("--count", type=int, default=12_000)
    args = args.parse_args()
    torch.manual_seed(3)
    if not DRAWINGS.exists():
        np.save(DRAWINGS, np.concatenate(fork_map(_draw_part, [(CLASSIFIER_SEEDS + i, 500) for i in range(0, args.count, 500)])))
    pictures = np.load(DRAWINGS, mmap_mode="r")
    answers = torch.tensor([labels(classifier_scene(CLASSIFIER_SEEDS + i)) for i in range(len(pictures))])
    reader = Reader()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([13, step, micro])
        rows = np.sort(rng.integers(0, len(pictures), 32))
        x = disturb(to_tensor(pictures[rows]), rng).to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            guesses = reader(x)
        return sum(F.cross_entropy(g.float(), answers[rows, i], label_smoothing=0.02) for i, g in enumerate(guesses))

    def rate(step: int, part: float) -> float:
        return 2e-3 * min(1.0, (step + 1) / 100) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * part)))

    train(reader, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, minutes=args.minutes, ema_decay=0.995, log_every=100)
    fresh = [classifier_scene(FRESH_SEEDS + 100_000 + i) for i in range(1000)]
    right = read(load_reader(), np.stack([draw(s)[0] for s in fresh])) == np.array([labels(s) for s in fresh])
    print("right on fresh drawings:", {name: float(v) for name, v in zip(GROUPS, right.mean(0))})


if __name__ == "__main__":
    main()
