"""Scores what `bench/edits.ts` painted: `python score_edits.py FOLDER`, in the manner of PIE-Bench (Ju et al. 2023, arXiv:2310.01506).

Background PSNR (dB) and SSIM are taken outside the subject's drawn mask, grown by 6 pixels: for real pictures between the drawing and the edit, for
generated ones between the source and the edit. An edit succeeds when the classifier reads the new subject, and keeps when it reads the old place and activity.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from edit_scenes import edits
from train.classifier import load_reader, read
from train.readings import GROUPS, answers

GROW = 6


def load(path: Path) -> np.ndarray:
    return np.array(Image.open(path).convert("RGB"))


def background(mask: np.ndarray) -> torch.Tensor:
    grown = F.max_pool2d(torch.from_numpy(mask > 32).float()[None, None], 2 * GROW + 1, 1, GROW)
    return 1 - grown[0, 0]


def psnr(a: torch.Tensor, b: torch.Tensor, where: torch.Tensor) -> float:
    error = ((a - b).square().mean(0) * where).sum() / where.sum()
    return float(-10 * torch.log10(error + 1e-12))


def ssim(a: torch.Tensor, b: torch.Tensor, where: torch.Tensor) -> float:
    """Mean over the background of the index in 7 × 7 windows; Wang et al. 2004, eq. 13."""
    mean = lambda x: F.avg_pool2d(x[None], 7, 1, 3)[0]  # noqa: E731
    ma, mb = mean(a), mean(b)
    va, vb, cov = mean(a * a) - ma**2, mean(b * b) - mb**2, mean(a * b) - ma * mb
    index = ((2 * ma * mb + 1e-4) * (2 * cov + 9e-4) / ((ma**2 + mb**2 + 1e-4) * (va + vb + 9e-4))).mean(0)
    return float((index * where).sum() / where.sum())


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder", type=Path)
    folder = args.parse_args().folder
    methods = json.loads((folder / "methods.json").read_text())
    count = sum((folder / f"{i}-{methods[-1]}.png").exists() for i in range(len(json.loads((folder / "cases.json").read_text()))))
    print(f"{count} scenes\n")
    pairs = list(edits(count))
    wanted = np.array([answers(edited) for _, edited in pairs])
    names = list(GROUPS)
    reader = load_reader()
    unit = lambda x: torch.from_numpy(x).permute(2, 0, 1).float() / 255  # noqa: E731
    print("| method | background PSNR ↑ | background SSIM ×10² ↑ | new subject ↑ | place kept ↑ | activity kept ↑ |")
    print("| --- | --- | --- | --- | --- | --- |")
    for method in methods:
        pictures = np.stack([load(folder / f"{i}-{method}.png") for i in range(count)])
        right = read(reader, pictures)[0] == wanted
        scores = []
        for i in range(count):
            where = background(np.array(Image.open(folder / f"{i}-mask.png")))
            origin = load(folder / (f"{i}-generated-source.png" if method.startswith("generated") else f"{i}-drawing.png"))
            a, b = unit(origin), unit(pictures[i])
            scores.append((psnr(a, b, where), ssim(a, b, where)))
        p, s = np.mean(scores, 0)
        share = {name: 100 * right[:, names.index(name)].mean() for name in ("subject", "place", "activity")}
        print(f"| {method} | {p:.2f} | {100 * s:.1f} | {share['subject']:.0f} % | {share['place']:.0f} % | {share['activity']:.0f} % |")


if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
