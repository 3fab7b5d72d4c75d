"""Asks an actor's word to act where that actor stands: the token loss of TokenCompose (Wang et al. 2023, arXiv:2312.03626, §3.2).

Without it a word's heat spreads over the page: the noise can be guessed as well when the page at large knows who is there. For editing it matters where
a word acts, and of two actors each should be told by its own word.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F

from world.captions import Piece
from world.scene import Scene

from .actors import ACTORS, SIZE
from .attention import PlainAttention
from .text import Encoding
from .tokenizer import LENGTH

SIDES = (16, 32)  # of the layers that people look at


def subject_words(captions: list[list[Piece]], scenes: list[Scene], encoding: Encoding) -> torch.Tensor:
    """→ [B,3,77]: 1 where a token is of the words for an actor, in the order of the scene's actors."""
    words = torch.zeros(len(captions), ACTORS, LENGTH)
    for row, said, scene in zip(words, captions, scenes):
        subjects = [actor.subject for actor in scene.actors]
        at = 1  # after the start token
        for part, (_, mark) in zip(encoding.tokens(said), said):
            kind, _, value = mark.partition(":")
            if kind == "subject":
                row[subjects.index(value), at : at + len(part)] = 1
            at += len(part)
    return words


class Grounding(PlainAttention):
    """Keeps, while a model attends, where given words act, and says how far that is from where their actors stand."""

    def __init__(self) -> None:
        self.words = torch.zeros(0, ACTORS, LENGTH)
        self.heat: list[torch.Tensor] = []  # [B,3,places] each

    def listen(self, words: torch.Tensor) -> None:
        """For words [B,3,77], from now on."""
        self.words, self.heat = words, []

    def crossed(self, shares: torch.Tensor) -> None:
        if shares.shape[2] in (side**2 for side in SIDES):
            heat = shares.mean(1).transpose(1, 2)  # [B,77,places]
            self.heat.append(torch.bmm(self.words.to(heat.dtype), heat).float())

    def loss(self, stand: torch.Tensor, care: torch.Tensor) -> torch.Tensor:
        """Where actors stand [B,3,32,32], 0…1, and how much each row counts [B] → mean over layers and actors of (1 − share of heat where they stand)²."""
        asked = (self.words.any(-1) & (stand.sum((2, 3)) > 4)) * care[:, None]
        total = stand.new_zeros(())
        for heat in self.heat:
            inside = F.avg_pool2d(stand, SIZE // int(heat.shape[-1] ** 0.5)).flatten(2)
            share = (heat * inside).sum(-1) / (heat.sum(-1) + 1e-6)
            total = total + ((1 - share).square() * asked).sum() / (asked.sum() + 1e-6)
        return total / len(self.heat)
