# Numbers of torch.randn on CPU, which packages/diffusion/src/noise.ts must give again.
#   python tests/golden/diffusion/noise.py        (torch 2.15) writes noise.json beside itself
import json
from pathlib import Path

import torch

SEQUENCES = [
    # seed, shapes drawn one after another from the same generator
    (0, [[1, 4, 8, 8]]),
    (0, [[2, 4, 8, 8]]),
    (42, [[1, 4, 16, 16], [1, 4, 16, 16]]),
    (1, [[16]]),
    (1, [[15]]),
    (2, [[1]] * 5),
    (3, [[17], [31], [33]]),  # the last 16 values are drawn again
    (4, [[3], [20], [3], [16], [2]]),  # the spare normal of a short draw outlives a long one
    (5, [[1, 4, 5, 7], [7], [1, 4, 3, 3]]),
    (123456789, [[1, 4, 32, 24]]),
    (2**32 - 1, [[4, 8]]),
    (2**32, [[4, 8]]),  # only the low 32 bits count
    (2**53 + 1, [[4, 8]]),
    (2**63, [[4, 8]]),
    (2**64 - 1, [[4, 8], [3]]),
    (-1, [[4, 8]]),
    (-(2**40) - 7, [[4, 8]]),
]


def draw(seed, shapes):
    torch.manual_seed(seed)
    return [torch.randn(shape).flatten().tolist() for shape in shapes]


cases = [{"seed": str(seed), "shapes": shapes, "values": draw(seed, shapes)} for seed, shapes in SEQUENCES]
# Long enough to reach the tails: checked by sums instead of every value.
torch.manual_seed(7)
long = torch.randn(4, 4, 128, 128).double()
cases_long = {
    "seed": "7",
    "shape": list(long.shape),
    "sum": long.sum().item(),
    "squares": (long**2).sum().item(),
    "min": long.min().item(),
    "max": long.max().item(),
    "every1000th": long.flatten()[::1000].tolist(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps({"sequences": cases, "long": cases_long}))
