"""Writes the small torch files beside this script, as `torch.save` of several ages does, and some that nobody should open.

    pip install torch numpy
    python packages/models/src/torch/files/make.py
"""

import os
import pickle
import sys
import types
from collections import OrderedDict
from pathlib import Path

import numpy
import torch

HERE = Path(__file__).parent
callbacks = types.ModuleType("pytorch_lightning.callbacks.model_checkpoint")
callbacks.ModelCheckpoint = type("ModelCheckpoint", (), {"__module__": callbacks.__name__})
for name in ("pytorch_lightning", "pytorch_lightning.callbacks", callbacks.__name__):
    sys.modules[name] = callbacks if name == callbacks.__name__ else types.ModuleType(name)

numbers = torch.arange(24, dtype=torch.float32)
weights = OrderedDict(
    a=numbers.reshape(2, 3, 4),
    part=numbers[4:10].reshape(2, 3),  # of the same numbers
    half=torch.tensor([1.5, -2.0], dtype=torch.float16),
    brain=torch.tensor([[0.5], [3.0]], dtype=torch.bfloat16),
    parameter=torch.nn.Parameter(torch.tensor([7.0])),
    ids=torch.arange(3),
)
checkpoint = callbacks.ModelCheckpoint()
checkpoint.best = 0.5
lightning = {
    "state_dict": weights,
    "global_step": 470000,
    "callbacks": {callbacks.ModelCheckpoint: {"best_model_score": numpy.float64(0.25), "it": checkpoint}},
    "optimizer_states": [{"state": {0: {"exp_avg": torch.ones(5)}}}],
}


class Evil:
    def __reduce__(self):
        return os.system, ("touch executed-by-a-pickle",)


torch.save(weights, HERE / "zip.ckpt")
torch.save(lightning, HERE / "lightning.ckpt")
torch.save(lightning, HERE / "legacy.ckpt", _use_new_zipfile_serialization=False)
torch.save({"state_dict": weights, "x": Evil()}, HERE / "evil.ckpt")
torch.save({"state_dict": weights, "x": Evil()}, HERE / "evil-legacy.ckpt", _use_new_zipfile_serialization=False)
torch.save({"turned": numbers.reshape(4, 6).T}, HERE / "turned.ckpt")
(HERE / "plain.pkl").write_bytes(pickle.dumps({"a": 1}, protocol=2))
