"""Lays out tiny upscalers of the ESRGAN family and writes what spandrel, which ComfyUI reads them with, computes from them.

    pip install torch torchvision && pip install --no-deps spandrel einops
    python tests/golden/upscale/make.py

Written with torch 2.15.0, spandrel 0.4.2. An upscaler is kept as the names and shapes of its tensors; their values are drawn
one after the other from a seed, here and in the tests. Pictures are drawn from the next seed: normal values in [-1,1].
Also writes tiny-upscaler.pth, a whole file as Real-ESRGAN's training leaves it, for tests that want one on disk.
"""

import json
import sys
from pathlib import Path

import torch
from spandrel import ModelLoader

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "single-file"))
from make import Checkpoint, some  # noqa: E402

GROWTH = 32  # fixed in spandrel


def rrdb(seed, features, blocks, ups, seen=3, form="new", prefix=""):
    """An RRDBNet; form: names of BasicSR (new), of ESRGAN's authors (trunk), of their first code (numbered)."""
    c = Checkpoint(seed)
    trunk, dense, tail = {"new": ("body", "rdb", ""), "trunk": ("RRDB_trunk", "RDB", ""), "numbered": ("model.1.sub", "RDB", ".0")}[form]
    names = {
        "new": ["conv_first", "conv_body", *(f"conv_up{i + 1}" for i in range(ups)), "conv_hr", "conv_last"],
        "trunk": ["conv_first", "trunk_conv", *(f"upconv{i + 1}" for i in range(ups)), "HRconv", "conv_last"],
        "numbered": ["model.0", f"model.1.sub.{blocks}", *(f"model.{3 * i + 3}" for i in range(ups)), f"model.{3 * ups + 2}", f"model.{3 * ups + 4}"],
    }[form]
    c.layer(prefix + names[0], features, seen, 3, 3)
    for i in range(blocks):
        for j in (1, 2, 3):
            for k in range(5):
                to = GROWTH if k < 4 else features
                c.layer(f"{prefix}{trunk}.{i}.{dense}{j}.conv{k + 1}{tail}", to, features + k * GROWTH, 3, 3)
    for name in names[1:]:
        c.layer(prefix + name, 3 if name == names[-1] else features, features, 3, 3)
    return c


def compact(seed, features, layers, scale):
    c = Checkpoint(seed)
    for i in range(layers + 1):
        c.layer(f"body.{2 * i}", features, features if i else 3, 3, 3)
        c.add(f"body.{2 * i + 1}.weight", features, mean=0.25, scale=0.1)
    c.layer(f"body.{2 * layers + 2}", 3 * scale**2, features, 3, 3)
    return c


@torch.no_grad()
def reference(state, seed, size):
    found = ModelLoader().load_from_state_dict(dict(state))
    net = found.model.double().eval()
    image = torch.randn(1, 3, *size, generator=torch.Generator().manual_seed(seed)).clamp(-1, 1).double()
    return found.scale, net(image / 2 + 0.5) * 2 - 1


def make(name, c, seed, size, prefix=""):
    scale, out = reference({key.removeprefix(prefix): value for key, value in c.items()}, seed + 1, size)
    document = {"seed": seed, "size": size, "scale": scale, "golden": some(out), "tensors": c.listed}
    (HERE / f"{name}.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")
    print(name, f"x{scale}", len(c), "tensors", tuple(out.shape), float(out.abs().max()))


make("rrdb-x4", rrdb(300, 8, 2, 2), 300, [6, 9])
make("rrdb-x8", rrdb(305, 4, 1, 3), 305, [5, 4])
make("rrdb-x2", rrdb(310, 8, 2, 2, seen=12), 310, [7, 9])  # sides that are no whole squares
make("rrdb-x1", rrdb(320, 8, 1, 2, seen=48), 320, [10, 13])
make("rrdb-wrapped", rrdb(325, 4, 1, 2, prefix="params_ema."), 325, [4, 5], prefix="params_ema.")
make("trunk-x4", rrdb(330, 8, 1, 2, form="trunk"), 330, [6, 5])
make("trunk-x2", rrdb(335, 8, 1, 1, form="trunk"), 335, [6, 5])
make("numbered-x4", rrdb(340, 8, 2, 2, form="numbered"), 340, [5, 6])
make("numbered-x2", rrdb(350, 8, 1, 1, form="numbered"), 350, [5, 6])
make("numbered-x1", rrdb(360, 8, 2, 0, form="numbered"), 360, [8, 7])
make("compact-x4", compact(370, 8, 3, 4), 370, [6, 9])
make("compact-x2", compact(380, 12, 2, 2), 380, [7, 5])
make("compact-x1", compact(390, 8, 1, 1), 390, [7, 5])

tiny = compact(395, 4, 1, 4)
scale, out = reference(tiny, 396, [6, 9])
torch.save({"params": {key: value * 0 for key, value in tiny.items()}, "params_ema": dict(tiny)}, HERE / "tiny-upscaler.pth")
(HERE / "tiny-upscaler.json").write_text(json.dumps({"seed": 395, "size": [6, 9], "scale": scale, "golden": some(out)}, separators=(",", ":")) + "\n")
