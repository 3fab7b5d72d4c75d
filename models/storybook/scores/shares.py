"""Shares of right readings, over all pictures of a kind and word by word."""

from __future__ import annotations

import numpy as np

from train.readings import GROUPS, NOT_ASKED, SIDES, answers
from world.scene import Scene


def shares(scenes: list[Scene], found: np.ndarray) -> dict[str, float]:
    """Classes [N, groups] that were read → percentages. An activity counts where the sentence names one; a relation is right when both are."""
    wanted = np.array([answers(s) for s in scenes])
    right, asked = found == wanted, wanted != NOT_ASKED
    column = {name: i for i, name in enumerate(GROUPS)}
    asked[:, column["activity"]] &= wanted[:, column["activity"]] != GROUPS["activity"].index("standing")
    out: dict[str, float] = {}
    for name in ("subject", "activity", "place", "style", "color", "count"):
        i = column[name]
        out[name] = _percent(right[asked[:, i], i])
    worn = np.array([any(a.cloth for a in s.actors) for s in scenes])
    for name, rows in (("color, of clothes", worn), ("color, of a vehicle or an animal", ~worn)):
        rows = rows & asked[:, column["color"]]
        out[name] = _percent(right[rows, column["color"]])
    many = np.array([s.count > 1 for s in scenes])
    out["count, where two or three are named"] = _percent(right[many, column["count"]])
    sides = [[column[side] for side in pair] for pair in SIDES.values()]
    pairs = np.stack([right[:, p].all(1) & asked[:, p].all(1) for p in sides]).any(0)
    out["relation"] = _percent(pairs[asked[:, column["left"]] | asked[:, column["above"]]])
    both = [column["subject"], column["place"], column["style"]]
    out["subject, place and style"] = _percent(right[:, both].all(1)[asked[:, both].all(1)])
    for name in ("subject", "activity", "place", "style", "color"):
        i = column[name]
        for k, value in enumerate(GROUPS[name]):
            rows = asked[:, i] & (wanted[:, i] == k)
            if rows.any():
                out[f"{name}: {value}"] = _percent(right[rows, i])
    return out


def most_misread(scenes: list[Scene], found: np.ndarray, sentences: list[str], count: int = 10) -> list[dict]:
    """The pictures in which most is read otherwise than asked, at most `count`: number, sentence, and by group what was read."""
    wanted = np.array([answers(s) for s in scenes])
    wrong = (found != wanted) & (wanted != NOT_ASKED)
    worst = [i for i in np.argsort(-wrong.sum(1), kind="stable")[:count] if wrong[i].any()]
    names = list(GROUPS)
    return [
        {"picture": int(i), "sentence": sentences[i], "read": {names[k]: GROUPS[names[k]][found[i, k]] for k in np.flatnonzero(wrong[i])}}
        for i in worst
    ]


def _percent(right: np.ndarray) -> float:
    return round(100 * float(right.mean()), 1) if len(right) else float("nan")
