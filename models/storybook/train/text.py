"""Trains the text encoder by itself, before there is a denoiser: token ids [B,77] → features [B,77,160].

Each token's feature should say what its word says about the picture and nothing else: "rat" says the subject, "bumpy" how the
road is, "an" and the padding nothing. So it learns the five parts of each token's meaning (`meanings.py`; cross-entropy) and to lie near
the sum of their centres (centre loss, Wen et al. 2016, ECCV). The padding being mute, a cross-attention map of a word shows where that word acts, and changing a
word changes only its own part. Afterwards it stays as it is. `python -m train.text `.
"""

from __future__ import annotations

import argparse
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from transformers import CLIPTextConfig, CLIPTextModel

from world.captions import Piece, pieces
from world.sampling import sample_scene

from .common import FRESH_SEEDS, STATE
from .meanings import MUTE, PARTS, Meaning, meanings
from .parallel import train
from .tokenizer import LENGTH, load_tokenizer

CHECKPOINT = STATE / "text.pt"
WIDTH = 160
CONFIG = dict(hidden_size=WIDTH, intermediate_size=480, num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=LENGTH, hidden_act="quick_gelu", projection_dim=WIDTH)


def build_text_encoder() -> CLIPTextModel:
    tokenizer = load_tokenizer()
    return CLIPTextModel(CLIPTextConfig(vocab_size=len(tokenizer), bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id, **CONFIG))


class Encoding:
    """Pieces of captions to token ids."""

    def __init__(self) -> None:
        self.tokenizer = load_tokenizer()
        self.word = lru_cache(100_000)(lambda w: self.tokenizer(w, add_special_tokens=False).input_ids)

    def pad(self, ids: list[int]) -> list[int]:
        start, end = self.tokenizer.bos_token_id, self.tokenizer.eos_token_id
        ids = [start, *ids[: LENGTH - 2], end]
        return ids + [end] * (LENGTH - len(ids))

    def tokens(self, said: list[Piece]) -> list[list[int]]:
        """Token ids of each piece."""
        return [[i for w in words.split() for i in self.word(w)] for words, _ in said]

    def labelled(self, said: list[Piece]) -> tuple[list[int], list[Meaning]]:
        """→ ids [77] and a meaning for each token [77]."""
        parts = self.tokens(said)
        marks = [meaning for part, meaning in zip(parts, meanings(said)) for _ in part]
        return self.pad(sum(parts, [])), ([MUTE, *marks[: LENGTH - 2]] + [MUTE] * LENGTH)[:LENGTH]


class Labeller(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = build_text_encoder()
        self.centres = torch.nn.ParameterList(torch.randn(len(names), WIDTH) for names in PARTS.values())
        self.heads = torch.nn.ModuleList(torch.nn.Linear(WIDTH, len(names)) for names in PARTS.values())

    def centre(self, marks: torch.Tensor) -> torch.Tensor:
        """Meanings [B,77,5] → the sum of their centres [B,77,160]; silence adds nothing but in the first part."""
        total = self.centres[0][marks[..., 0]]
        for centres, mark in zip(self.centres[1:], marks[..., 1:].unbind(-1)):
            total = total + centres[mark] * (mark > 0).unsqueeze(-1)
        return total


def batch(encoding: Encoding, first_seed: int, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    rows = [encoding.labelled(pieces(sample_scene(first_seed + i), np.random.default_rng([first_seed + i, 5]))) for i in range(count)]
    return torch.tensor([r[0] for r in rows]), torch.tensor([r[1] for r in rows])


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--steps", type=int, default=600)
    args.add_argument("--batch", type=int, default=32)
    args = args.parse_args()
    torch.manual_seed(1)
    model, encoding = Labeller(), Encoding()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        ids, marks = batch(encoding, 500_000_000 + (step * 2 + micro) * args.batch, args.batch)
        hidden = model.encoder(input_ids=ids).last_hidden_state
        weight = torch.where(marks[..., 0] > 0, 1.0, 0.15).flatten()
        loss = (hidden - model.centre(marks)).square().mean(-1).flatten()
        for head, mark in zip(model.heads, marks.unbind(-1)):
            loss = loss + F.cross_entropy(head(hidden).flatten(0, 1), mark.flatten(), reduction="none")
        return (loss * weight).sum() / weight.sum()

    def rate(step: int, part: float) -> float:
        return 2e-3 * min(1.0, (step + 1) / 50) * (1.02 - part)

    train(model, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, steps=args.steps, ema_decay=0.98, betas=(0.9, 0.98), log_every=50)
    model.load_state_dict(torch.load(CHECKPOINT)["ema"], strict=False)
    ids, marks = batch(encoding, FRESH_SEEDS, 500)
    with torch.no_grad():
        hidden = model.eval().encoder(input_ids=ids).last_hidden_state
        far = (hidden - model.centre(marks)).square().mean(-1)
        said = marks[..., 0] > 0
        for (name, _), head, mark in zip(PARTS.items(), model.heads, marks.unbind(-1)):
            right = head(hidden).argmax(-1) == mark
            print(f"{name} right: {right[said].float().mean():.4f} of words, {right[mark > 0].float().mean():.4f} where it is said")
        apart = torch.cdist(model.centres[0], model.centres[0]).square() / WIDTH
    print(f"mean square to centre: words {far[said].mean():.3f} mute {far[~said].mean():.4f}; between classes {apart[apart > 0].mean():.3f}")


if __name__ == "__main__":
    main()
