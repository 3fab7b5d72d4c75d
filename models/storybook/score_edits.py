"""Scores what `bench/edits.ts` painted: `python score_edits.py FOLDER [methods|windows|weights] --json FILE`.

What is to stay (`edit_scenes.py`) is compared within a region: outside both pictures' subjects, outside them and their props, inside both, or the
sky. A drawing's subject is known; in painted pictures `train/masks.py` finds it. Generated edits are compared with their source, edits of real
drawings with the drawing; `to repainted` compares those with the decoded latent instead, which leaves the autoencoder's error out.
An edit succeeds when the classifier reads the new attribute (a bumpy road: when its edge is rough), and keeps when subject, activity, place and
style read as in the source, but for what was to change.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from edit_metrics import grow, mean_and_interval, psnr, self_similarity, shrink, ssim
from edit_scenes import KINDS, Edit, edits
from road_edge import roughness
from train.classifier import load_reader, read
from train.masks import drawn_masks, find, load_finder
from train.readings import GROUPS, NOT_ASKED, answers
from world.scene import draw

NAMES = list(GROUPS)
#: What says that nothing else changed.
STEADY = [NAMES.index(name) for name in ("subject", "activity", "place", "style")]
#: Roughness of a road that a sentence calls bumpy: that of drawings at bumpiness 0.3 (`python road_edge.py`).
ROUGH = 2.1
SCORES = ("psnr", "ssim", "to repainted", "structure", "success", "kept", "roughness")


def load(path: Path) -> np.ndarray:
    return np.array(Image.open(path).convert("RGB"))


def region(stays: str, source: np.ndarray, edited: np.ndarray) -> np.ndarray | None:
    """Where two pictures are to be the same [H,W], from their masks [2,H,W] of the subject, and of it with its props."""
    unit = source.shape[-1] / 128
    either = source | edited
    match stays:
        case "all but the subject":
            return ~grow(either[0], round(4 * unit))
        case "all but subject and props":
            return ~grow(either[1], round(4 * unit))
        case "the subject":
            inside = shrink(source[0] & edited[0], round(2 * unit))
            return inside if inside.sum() > 100 * unit**2 else None
        case "the sky":
            sky = ~grow(either[1], round(4 * unit))
            sky[round(78 * unit) :] = False
            return sky
        case _:
            return None


class Judge:
    def __init__(self, folder: Path):
        self.folder = folder
        self.reader, self.finder = load_reader(), load_finder()

    def run(self, name: str, stays: str, edit: Edit, run: Path) -> dict[str, dict[str, float]]:
        """Scores of every edit of one run, by method. Of a direct inversion also those of its source, which is the decoded latent, and of the
        drawing of what is asked for: what the autoencoder costs, and what the judges themselves leave open."""
        shown = {file.stem: load(file) for file in sorted(run.glob("*.png"), key=lambda file: file.stat().st_mtime_ns)}  # as painted
        source = repainted = shown.pop("source")
        real = not run.name.endswith("-generated")
        if real:
            source = load(self.folder / f"{name}-drawing.png")
        if run.name.endswith("-direct"):
            shown = {"no edit": repainted, "the edit drawn": draw(edit.edited)[0], **shown}
        pictures = np.stack([source, *shown.values()])
        readings, masks, structure = read(self.reader, pictures)[0], find(self.finder, pictures), self_similarity(self.reader, pictures)
        if real:
            readings[0], masks[0] = answers(edit.scene), drawn_masks(edit.scene)
        wanted = np.array(answers(edit.edited))
        change = (wanted != answers(edit.scene)) & (wanted != NOT_ASKED)
        others = [group for group in STEADY if not change[group]]
        scores = {}
        for k, (method, picture) in enumerate(shown.items(), 1):
            it = {"structure": float((structure[0] - structure[k]).square().mean()), "kept": float((readings[k] == readings[0])[others].all())}
            if change.any():
                it["success"] = float((readings[k] == wanted)[change].all())
            else:
                it["roughness"] = roughness(picture, masks[k][1])
                it["success"] = float(it["roughness"] > ROUGH) if np.isfinite(it["roughness"]) else np.nan
            where = region(stays, masks[0], masks[k])
            if where is not None:
                it |= {"psnr": psnr(source, picture, where), "ssim": ssim(source, picture, where)}
                if real:
                    it["to repainted"] = psnr(repainted, picture, where)
            scores[method] = it
        return scores


def summary(rows: list[dict[str, float]], plain: list[dict[str, float] | None]) -> dict:
    """Means with intervals; `gain` is psnr over the same edit without control."""
    out: dict = {"edits": len(rows)}
    for score in SCORES:
        values = np.array([row.get(score, np.nan) for row in rows])
        if not np.isnan(values).all():
            out[score] = mean_and_interval(values)
    gains = np.array([row.get("psnr", np.nan) - (other or {}).get("psnr", np.nan) for row, other in zip(rows, plain)])
    if not np.isnan(gains).all():
        out["gain"] = mean_and_interval(gains)
    return out


#: Heading, score, digits, scale.
COLUMNS = (
    ("PSNR ↑", "psnr", 1, 1.0), ("over no control", "gain", 1, 1.0), ("to repainted", "to repainted", 1, 1.0), ("SSIM ×10² ↑", "ssim", 1, 100.0),
    ("structure ×10³ ↓", "structure", 1, 1e3), ("success % ↑", "success", 0, 100.0), ("rest kept % ↑", "kept", 0, 100.0), ("roughness", "roughness", 2, 1.0),
)


def said(value: list[float] | None, digits: int, scale: float) -> str:
    """`mean ± the wider half of its interval`."""
    if value is None:
        return "–"
    mean, low, high = (scale * v for v in value)
    return f"{mean:.{digits}f} ± {max(high - mean, mean - low):.{digits}f}"


def table(kind: str, runs: dict[str, dict[str, dict]]) -> str:
    rows = [(f"{run}: {method}", scores) for run, methods in runs.items() for method, scores in methods.items()]
    columns = [column for column in COLUMNS if any(column[1] in scores for _, scores in rows)]
    lines = [f"| {kind} | edits | " + " | ".join(column[0] for column in columns) + " |", "| --- |" + " ---: |" * (1 + len(columns))]
    for name, scores in rows:
        cells = [said(scores.get(score), digits, scale) for _, score, digits, scale in columns]
        lines.append(f"| {name} | {scores['edits']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("folder", type=Path)
    args.add_argument("part", nargs="?", default="methods")
    args.add_argument("--count", type=int, default=200, help="edits of a kind, as many as there are")
    args.add_argument("--kinds", nargs="*", default=list(KINDS))
    args.add_argument("--json", type=Path)
    args = args.parse_args()
    judge = Judge(args.folder)
    out: dict = {}
    for kind in args.kinds:
        about = KINDS[kind]
        found: dict[str, list[dict]] = defaultdict(list)
        for i, edit in enumerate(edits(about, args.count)):
            name = f"{kind}-{i}"
            for run in sorted((args.folder / args.part).glob(f"{name}-*")):
                way = run.name.removeprefix(f"{name}-")
                if run.suffix != ".partial":
                    found[way].append(judge.run(name, about.stays, edit, run))
        if not found:
            continue
        out[kind] = {}
        order = ["generated", *sorted(set(found) - {"generated"})]
        for way in [way for way in order if way in found]:
            rows = found[way]
            methods = dict.fromkeys(m for row in rows for m in row)
            out[kind][way] = {m: summary([r[m] for r in rows if m in r], [r.get("no control") for r in rows if m in r]) for m in methods}
        print(table(kind, out[kind]), "\n", flush=True)
    if args.json:
        settings = json.loads((args.folder / args.part / "settings.json").read_text())
        args.json.write_text(json.dumps({**settings, "kinds": out}, indent=1) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
