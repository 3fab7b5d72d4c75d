"""Where a subject's word acts: the share of its cross-attention that lies inside the subject's drawn mask.

Drawings of held-out scenes are encoded and noised; the denoiser is asked once at each of a few time steps, given the true sentence. The heat of the
subject's noun is averaged over heads, over layers of 16 × 16 and 32 × 32, and over time steps. Chance is the mask's share of the page.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from train.attention import PlainAttention
from train.unet import alphas
from world.captions import plain_caption
from world.scene import Scene, draw
from world.subjects import SUBJECTS

TIMES = (150, 300, 450, 600)


class Watching(PlainAttention):
    """Keeps the heat of one word while it attends."""

    def __init__(self) -> None:
        self.word = 0
        self.heat: list[torch.Tensor] = []  # [32,32] each, of all layers that are looked at
        self.coarse: list[torch.Tensor] = []  # [16,16] each, of those of 16 × 16

    def crossed(self, shares: torch.Tensor) -> None:
        if (places := shares.shape[2]) in (16 * 16, 32 * 32):
            side = int(places**0.5)
            heat = shares[0, :, :, self.word].mean(0).view(1, 1, side, side)
            self.heat.append(F.interpolate(heat, size=(32, 32), mode="nearest")[0, 0])
            if side == 16:
                self.coarse.append(heat[0, 0])


@torch.no_grad()
def localisation(painter, scenes: list[Scene]) -> tuple[float, float, float]:
    """→ mean share of heat inside the mask, mean share of the mask, and overlap (intersection over union) of the mask with what the local blend of
    Prompt-to-Prompt would take for the subject at its usual threshold; in percent, over scenes with one kind of subject."""
    watching, kept = Watching(), alphas()
    painter.unet.set_attn_processor(watching)
    inside, chance, overlap = [], [], []
    for scene in scenes:
        if len(scene.actors) != 1:
            continue
        picture, (mask,) = draw(scene)
        sentence = plain_caption(scene)
        watching.word, watching.heat, watching.coarse = noun_token(painter, scene, sentence), [], []
        latent, context = painter.encode(picture[None]), painter.features([sentence])
        noise = torch.randn(latent.shape, generator=torch.Generator().manual_seed(scene.seed % 2**31))
        for t in TIMES:
            painter.unet(kept[t].sqrt() * latent + (1 - kept[t]).sqrt() * noise, t, context)
        heat = torch.stack([h / h.sum() for h in watching.heat]).mean(0)
        part = F.avg_pool2d(torch.from_numpy(mask).float()[None, None] / 255, 8)[0, 0]
        taken, seen = blended(watching.coarse), F.max_pool2d(part[None], 2)[0] > 0.5
        overlap.append(float((taken & seen).sum() / (taken | seen).sum()))
        inside.append(float((heat * part).sum()))
        chance.append(float(part.mean()))
    painter.unet.set_attn_processor(PlainAttention())
    return 100 * float(np.mean(inside)), 100 * float(np.mean(chance)), 100 * float(np.mean(overlap))


def blended(heat: list[torch.Tensor]) -> torch.Tensor:
    """Heat of layers [16,16] each → where a local blend lets the picture change, bool (Hertz et al. 2022, `LocalBlend` of the authors' code)."""
    grown = F.max_pool2d(torch.stack(heat).mean(0)[None], 3, stride=1, padding=1)[0]
    return grown > 0.3 * grown.max()


def noun_token(painter, scene: Scene, sentence: str) -> int:
    """Number of the last token of the subject's noun."""
    noun = SUBJECTS[scene.actors[0].subject].words[0].split()[0]
    before = sentence[: sentence.index(noun)]
    rest = sentence[len(before) :].split()[0]
    return len(painter.tokenizer(before + rest, add_special_tokens=False).input_ids)
