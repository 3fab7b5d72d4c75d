"""Trains the text encoder by itself, before there is a denoiser: token ids [B,77] → features [B,77,128].

Each token's feature should say what its word says about the picture and nothing else: "rat" says the subject, "bumpy" how the
road is, "an" and the padding nothing. So it learns the class of each token (cross-entropy) and to lie near its class's centre
(centre loss, Wen et al. 2016, ECCV). The padding being mute, a cross-attention map of a word shows where that word acts, and changing a
word changes only its own part. Afterwards it stays as it is. `python -m train.text --minutes 3`.
"""

from __future__ import annotations

import argparse
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from transformers import CLIPTextConfig, CLIPTextModel

from world.captions import CLASSES, pieces, text
from world.scene import sample_scene

from .common import FRESH_SEEDS, STATE
from .parallel import train
from .tokenizer import LENGTH, load_tokenizer

CHECKPOINT = STATE / "text.pt"
WIDTH = 128
CONFIG = dict(hidden_size=WIDTH, intermediate_size=384, num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=LENGTH, hidden_act="quick_gelu", projection_dim=WIDTH)
IGNORED = -100


def build_text_encoder() -> CLIPTextModel:
    tokenizer = load_tokenizer()
    return CLIPTextModel(CLIPTextConfig(vocab_size=len(tokenizer), bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.eos_token_id, **CONFIG))


class Encoding:
    """Sentences and labelled pieces to token ids."""

    def __init__(self) -> None:
        self.tokenizer = load_tokenizer()
        self.word = lru_cache(100_000)(lambda w: self.tokenizer(w, add_special_tokens=False).input_ids)

    def ids(self, sentence: str) -> list[int]:
        return self.pad([i for w in sentence.replace(",", " ,").split() for i in self.word(w)])

    def pad(self, ids: list[int]) -> list[int]:
        start, end = self.tokenizer.bos_token_id, self.tokenizer.eos_token_id
        ids = [start, *ids[: LENGTH - 2], end]
        return ids + [end] * (LENGTH - len(ids))

    def labelled(self, said: list[tuple[str, str]]) -> tuple[list[int], list[int]]:
        """→ ids [77] and a class for each token [77]."""
        ids, marks = [], []
        for words, mark in said:
            part = [i for w in words.split() for i in self.word(w)]
            ids += part
            marks += [CLASSES.index(mark)] * len(part)
        return self.pad(ids), ([0, *marks[: LENGTH - 2]] + [0] * LENGTH)[:LENGTH]


class Labeller(torch.nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = build_text_encoder()
        self.centres = torch.nn.Parameter(torch.randn(len(CLASSES), WIDTH))
        self.head = torch.nn.Linear(WIDTH, len(CLASSES))


def batch(encoding: Encoding, first_seed: int, count: int) -> tuple[torch.Tensor, torch.Tensor]:
    rows = [encoding.labelled(pieces(sample_scene(first_seed + i), np.random.default_rng([first_seed + i, 5]))) for i in range(count)]
    return torch.tensor([r[0] for r in rows]), torch.tensor([r[1] for r in rows])


def main() -> None:
    args = argparse.ArgumentParser()
    args.add_argument("--minutes", type=float, default=3)
    args.add_argument("--batch", type=int, default=32)
    args = args.parse_args()
    torch.manual_seed(1)
    model, encoding = Labeller(), Encoding()

    def loss_of(step: int, micro: int) -> torch.Tensor:
        ids, marks = batch(encoding, 500_000_000 + (step * 2 + micro) * args.batch, args.batch)
        hidden = model.encoder(input_ids=ids).last_hidden_state
        said = marks > 0
        weight = torch.where(said, 1.0, 0.15).flatten()
        ce = F.cross_entropy(model.head(hidden).flatten(0, 1), marks.flatten(), reduction="none")
        spread = (hidden - model.centres[marks]).square().mean(-1).flatten()
        return ((ce + spread) * weight).sum() / weight.sum()

    def rate(step: int, part: float) -> float:
        return 2e-3 * min(1.0, (step + 1) / 50) * (1.02 - part)

    train(model, loss_of, checkpoint=CHECKPOINT, micros=2, rate=rate, minutes=args.minutes, ema_decay=0.98, betas=(0.9, 0.98), log_every=50)
    model.load_state_dict(torch.load(CHECKPOINT)["ema"], strict=False)
    ids, marks = batch(encoding, FRESH_SEEDS, 500)
    with torch.no_grad():
        hidden = model.eval().encoder(input_ids=ids).last_hidden_state
        right = (model.head(hidden).argmax(-1) == marks)
        far = (hidden - model.centres[marks]).square().mean(-1)
        apart = torch.cdist(model.centres, model.centres).square() / WIDTH
    said = marks > 0
    print(f"classes right: words {right[said].float().mean():.4f} mute {right[~said].float().mean():.4f}; mean square to centre: words {far[said].mean():.3f} mute {far[~said].mean():.4f}; between centres {apart[apart > 0].mean():.3f}")


if __name__ == "__main__":
    main()
