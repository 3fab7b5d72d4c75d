"""Writes what `evaluate.py` measured into the card: `python card.py` puts scores.json and few-steps.json between two marks of README.md."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
BEGIN, END = "<!-- scores.json, by card.py -->\n", "<!-- end of scores.json -->\n"
KINDS = ("subject", "activity", "place", "style", "color")


def percent(value: float) -> str:
    return f"{value:.1f} %"


def table(scores: dict, few: dict) -> str:
    kinds = [scores["painted"], few["painted"], scores["drawings, coded and decoded"], scores["drawings of the same scenes"]]
    lines = [f"| | painted | painted in {few['steps']} steps | drawings, after the autoencoder | the classifier itself, drawings of the same scenes |", "|---|---|---|---|---|"]
    lines += [f"| {name} | " + " | ".join(percent(shares[name]) for shares in kinds) + " |" for name in kinds[0] if ":" not in name]
    return "\n".join(lines)


def word_by_word(painted: dict[str, float]) -> str:
    """A line for each kind of word."""
    lines = []
    for kind in KINDS:
        shares = {name.partition(": ")[2]: share for name, share in painted.items() if name.startswith(f"{kind}: ")}
        lines.append(f"By {kind} (%): " + ", ".join(f"{word} {share:.0f}" for word, share in shares.items()) + ".")
    return "\\\n".join(lines)


def misread(rows: list[dict]) -> str:
    lines = [f"{row['picture'] + 1}. *{row['sentence']}*: " + ", ".join(f"{group} read as {said}" for group, said in row["read"].items()) for row in rows]
    return "\n".join(f"- {line}" for line in lines)


def section(scores: dict, few: dict) -> str:
    heat, far, nearest = scores["subject's heat inside its mask, %"], scores["distance to the nearest training scene, median"], scores["the nearest"]
    return f"""{scores["count"]} sentences from held-out combinations, {scores["steps"]} steps of {scores["sampler"]}, guidance {scores["guidance"]:g}, picture i from seed i. Read by a
classifier (`train/classifier.py`) that was trained on drawings only. In {few["steps"]} steps: the same with `../loras/storybook-few-steps.safetensors`, {few["sampler"]}, guidance {few["guidance"]:g}.

{table(scores, few)}

{word_by_word(scores["painted"])}

| | | beside it |
|---|---|---|
| Fréchet distance in the classifier's features | painted to drawn {scores["Fréchet distance, painted to drawn"]:.1f} | drawn to drawn {scores["Fréchet distance, drawn to drawn"]:.1f} |
| distance to the nearest training scene, median, in latents whose deviation is 1 | painted {far["painted"]:.2f} | fresh drawings {far["fresh drawings"]:.2f} |
| the nearest of all pictures | {nearest["distance"]:.2f} | |
| heat of the subject's word inside its drawn mask | {percent(heat["share"])} | by chance {percent(heat["chance"])} |
| overlap (IoU) of that mask with what a local blend takes for the word | {percent(heat["overlap with a local blend"])} | |

Of the sheet's 64 pictures, counted from the upper left row by row, these are read most unlike their sentences:

{misread(scores["most misread of the sheet"])}
"""


def main() -> None:
    card = FOLDER / "README.md"
    scores, few = (json.loads((FOLDER / name).read_text()) for name in ("scores.json", "few-steps.json"))
    before, rest = card.read_text().split(BEGIN)
    after = rest.split(END)[1]
    card.write_text(before + BEGIN + section(scores, few) + END + after)


if __name__ == "__main__":
    main()
