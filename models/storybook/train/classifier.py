"""A reader of attributes, trained on drawings only, that scores generated pictures: `python -m train.classifier `.

picture [B,3,128,128] in [-1,1], half the size that is drawn → logits for each group of `readings.py`. Drawings are blurred, noised, shifted
and tinted at random while it learns, so it reads slightly wrong pictures too.
"""

from __future__ import annotations

import argparse
import math
from itertools import count

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from world.sampling import sample_scene
from world.scene import Scene, draw

from .common import CLASSIFIER_SEEDS, FRESH_SEEDS, STATE, fork_map, to_tensor
from .parallel import train
from .readings import GROUPS, NOT_ASKED, answers

CHECKPOINT = STATE / "classifier.pt"
DRAWINGS = STATE / "classifier-drawings.npy"
SIZE = 128
NAMES = list(GROUPS)
MIRRORED = [NAMES.index({"left": "right", "right": "left"}.get(name, name)) for name in NAMES]  # in a mirror left is right


def any_scene(seed: int) -> Scene:
    """Of all combinations: what the generator must not see, its judge may."""
    return sample_scene(seed, held=seed % 7 == 0)


def classifier_scene(seed: int) -> Scene:
    """Two of three scenes are chosen for what is seldom asked of a picture: a colour, who stands where."""
    wish = (None, ("color",), ("left", "above"))[seed % 3]
    for scene in (any_scene(seed + 1_000_000 * i) for i in count()):
        if wish is None or any(answers(scene)[NAMES.index(group)] != NOT_ASKED for group in wish):
            return scene


def halved(pictures: np.ndarray) -> np.ndarray:
    """[N,256,256,3] → [N,128,128,3] uint8, averages of four."""
    n, h, w, c = pictures.shape
    return (pictures.reshape(n, h // 2, 2, w // 2, 2, c).mean((2, 4)) + 0.5).astype(np.uint8)


def _draw_part(job: tuple[int, int]) -> np.ndarray:
    return np.concatenate([halved(draw(classifier_scene(job[0] + i))[0][None]) for i in range(job[1])])


def _layer(before: int, width: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(before, width, 3, stride=stride, padding=1), nn.GroupNorm(8, width), nn.SiLU())


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.layer = _layer(width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + self.layer(x)


class Reader(nn.Module):
    def __init__(self, widths: tuple[int, ...] = (64, 96, 160, 192)):
        super().__init__()
        layers = [nn.PixelUnshuffle(4), _layer(48, widths[0]), Residual(widths[0])]  # at 32 × 32
        for before, width in zip(widths, widths[1:]):
            layers += [_layer(before, width, stride=2), Residual(width)]
        self.body = nn.Sequential(*layers)  # → [B,192,4,4]
        self.mix = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(widths[-1] * 16, 256), nn.SiLU())
        self.heads = nn.ModuleDict({name: nn.Linear(256, len(values)) for name, values in GROUPS.items()})

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """→ [B,256]"""
        return self.mix(self.body(x).contiguous())

    def forward(self, x: torch.Tensor) -> list[torch.Tensor]:
        y = self.features(x)
        return [head(y) for head in self.heads.values()]


def disturb(x: torch.Tensor, rng: np.random.Generator) -> torch.Tensor:
    dy, dx = rng.integers(-6, 7, 2)
    x = F.pad(x, (6, 6, 6, 6), mode="replicate")[:, :, 6 + dy : 6 + SIZE + dy, 6 + dx : 6 + SIZE + dx]
    if rng.random() < 0.5:
        size = int(rng.integers(50, 120))
        x = F.interpolate(F.interpolate(x, size=(size, size), mode="area"), size=(SIZE, SIZE), mode="bilinear")
    x = x * float(rng.uniform(0.85, 1.15)) + torch.from_numpy(rng.normal(0, 0.06, (1, 3, 1, 1))).float()
    if rng.random() < 0.5:
        x = x + float(rng.uniform(0, 0.15)) * torch.from_numpy(rng.standard_normal((len(x), 3, SIZE, SIZE), dtype=np.float32))
    return x


def load_reader() -> Reader:
    reader = Reader().eval()
    reader.load_state_dict(torch.load(CHECKPOINT)["ema"])
    return reader


@torch.no_grad()
def read(reader: Reader, pictures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pictures [N,256,256,3] uint8 → classes [N, groups], read off a picture and its mirror image together, and features [N,256]."""
    classes, features = [], []
    for part in np.array_split(pictures, max(1, len(pictures) // 32)):
        x = to_tensor(halved(part))
        y = reader.features(x)
        heads = list(reader.heads.values())
        seen, mirrored = [head(y).softmax(-1) for head in heads], [p.softmax(-1) for p in reader(x.flip(-1))]
        features.append(y)
        classes.append(torch.stack([(p + mirrored[m]).argmax(-1) for p, m in zip(seen, MIRRORED)], 1))
    return torch.cat(classes).numpy(), torch.cat(features).numpy()


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=5000)
    args.add_argument("--count", type=int, default=48_000)
    args = args.parse_args()
    torch.manual_seed(3)
    if not DRAWINGS.exists():
        np.save(DRAWINGS, np.concatenate(fork_map(_draw_part, [(CLASSIFIER_SEEDS + i, 500) for i in range(0, args.count, 500)])))
    pictures = np.load(DRAWINGS, mmap_mode="r")
    wanted = torch.tensor([answers(classifier_scene(CLASSIFIER_SEEDS + i)) for i in range(len(pictures))])
    reader = Reader()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        rng = np.random.default_rng([13, step, micro])
        rows = np.sort(rng.integers(0, len(pictures), 32))
        x, right = to_tensor(pictures[rows]), wanted[rows]
        if rng.random() < 0.5:
            x, right = x.flip(-1), right[:, MIRRORED]
        x = disturb(x, rng).to(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            guesses = reader(x)
        asked = [(g.float(), right[:, i]) for i, g in enumerate(guesses)]
        return sum(F.cross_entropy(g, y, ignore_index=NOT_ASKED, label_smoothing=0.02, reduction="sum") for g, y in asked) / len(rows)

    def rate(step: int, part: float) -> float:
        return 2e-3 * min(1.0, (step + 1) / 100) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * part)))

    train(reader, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, steps=args.steps, ema_decay=0.995, weight_decay=0.05, log_every=100)
    fresh = [any_scene(FRESH_SEEDS + 100_000 + i) for i in range(1000)]
    wanted = np.array([answers(s) for s in fresh])
    found, _ = read(load_reader(), np.stack([draw(s)[0] for s in fresh]))
    for i, name in enumerate(GROUPS):
        asked = wanted[:, i] != NOT_ASKED
        print(f"{name}: {(found == wanted)[asked, i].mean():.3f} of {asked.sum()} right on fresh drawings")


if __name__ == "__main__":
    main()
