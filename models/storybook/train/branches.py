"""Low-rank branches beside the layers of a model (Hu et al. 2021, arXiv:2106.09685, §4.1; convolutions as LoCon, Yeh et al. 2023,
arXiv:2309.14859, §3.1), and the LoRA file they become, with kohya's names.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn


class Branch(nn.Module):
    """What a layer gives, and beside it up(down(x)): rank numbers between."""

    on = True  # of all branches: without it a model is as it was

    def __init__(self, layer: nn.Module, rank: int):
        super().__init__()
        self.layer = layer
        if isinstance(layer, nn.Linear):
            self.down = nn.Linear(layer.in_features, rank, bias=False)
            self.up = nn.Linear(rank, layer.out_features, bias=False)
        else:
            self.down = nn.Conv2d(layer.in_channels, rank, 3, layer.stride, layer.padding, bias=False)
            self.up = nn.Conv2d(rank, layer.out_channels, 1, bias=False)
        nn.init.kaiming_uniform_(self.down.weight, a=math.sqrt(5))
        nn.init.zeros_(self.up.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.layer(x) + self.up(self.down(x)) if Branch.on else self.layer(x)


def add_branches(model: nn.Module, prefix: str, rank: int, conv_rank: int) -> dict[str, Branch]:
    """To the linear layers of transformer blocks and the 3 × 3 convolutions of residual blocks; by kohya's names of the layers, which begin with `prefix`.
    Nothing else of the model learns any more."""
    model.requires_grad_(False)
    branches = {}
    for name, layer in list(model.named_modules()):
        linear = isinstance(layer, nn.Linear) and ("transformer_blocks" in name or "encoder.layers" in name)
        conv = isinstance(layer, nn.Conv2d) and ".resnets." in name and layer.kernel_size == (3, 3)
        if not linear and not conv:
            continue
        parent, _, own = name.rpartition(".")
        branch = Branch(layer, rank if linear else conv_rank)
        setattr(model.get_submodule(parent), own, branch)
        branches[prefix + name.replace(".", "_")] = branch
    return branches


def tensors_of(branches: dict[str, Branch]) -> dict[str, torch.Tensor]:
    """The file's tensors, float16; alpha is the rank, so strength 1 is as trained."""
    tensors = {}
    for name, branch in branches.items():
        rank = branch.down.weight.shape[0]
        tensors[f"{name}.lora_down.weight"] = branch.down.weight.detach().half().contiguous()
        tensors[f"{name}.lora_up.weight"] = branch.up.weight.detach().half().contiguous()
        tensors[f"{name}.alpha"] = torch.tensor(float(rank), dtype=torch.float16)
    return tensors


def merge_branches(model: nn.Module, prefix: str, file: Path) -> None:
    """Adds what a LoRA file of this module adds, at strength 1, to the weights themselves."""
    tensors = load_file(file)
    for name, layer in model.named_modules():
        key = prefix + name.replace(".", "_")
        if f"{key}.alpha" not in tensors:
            continue
        up, down = (tensors[f"{key}.lora_{part}.weight"].float() for part in ("up", "down"))
        scale = float(tensors[f"{key}.alpha"]) / len(down)
        layer.weight.data += scale * (up.flatten(1) @ down.flatten(1)).view_as(layer.weight)
