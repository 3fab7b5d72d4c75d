"""A small byte-level BPE in the manner of CLIP (Radford et al. 2021, arXiv:2103.00020; Sennrich et al. 2015, arXiv:1508.07909):
words end in `</w>`, and every byte is in the vocabulary, so any text can be encoded. `python -m train.tokenizer` writes
`vocab.json`, `merges.txt` and the two small config files into the state folder.
"""

from __future__ import annotations

import collections
import json

import numpy as np

from world.captions import FILLERS, STRANGERS, caption
from world.sampling import sample_scene

from .common import STATE

FOLDER = STATE / "tokenizer"
END, START = "<|endoftext|>", "<|startoftext|>"
LENGTH = 77  # tokens of a padded sentence
MERGES = 1400


def byte_letters() -> list[str]:
    """A printable letter for each of the 256 bytes, GPT-2's table."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    codes, extra = {}, 0
    for byte in range(256):
        if byte in kept:
            codes[byte] = byte
        else:
            codes[byte] = 256 + extra
            extra += 1
    order = kept + [b for b in range(256) if b not in kept]
    return [chr(codes[b]) for b in order]


def learn_merges(words: collections.Counter[str], count: int) -> list[tuple[str, str]]:
    """The most frequent pair becomes one symbol, again and again; ties go to the alphabet."""
    split = {w: [*w[:-1], w[-1] + "</w>"] for w in words}
    merges: list[tuple[str, str]] = []
    while len(merges) < count:
        pairs: collections.Counter[tuple[str, str]] = collections.Counter()
        for word, symbols in split.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += words[word]
        if not pairs:
            break
        best = min(pairs, key=lambda p: (-pairs[p], p))
        merges.append(best)
        for symbols in split.values():
            i = 0
            while i + 1 < len(symbols):
                if (symbols[i], symbols[i + 1]) == best:
                    symbols[i : i + 2] = [symbols[i] + symbols[i + 1]]
                i += 1
    return merges


def main() -> None:
    words: collections.Counter[str] = collections.Counter()
    for seed in range(20_000):
        said = caption(sample_scene(seed), np.random.default_rng([seed, 9]))
        words.update(w for w in said.replace(",", " ").split() if w.isalpha())
    words = collections.Counter({w: n for w, n in words.items() if n >= 15})  # strangers made of random letters stay out
    words.update({w: 15 for w in (*FILLERS, *STRANGERS)})
    merges = learn_merges(words, MERGES)
    letters = byte_letters()
    symbols = [*letters, *(c + "</w>" for c in letters), *(a + b for a, b in merges), START, END]
    assert len(set(symbols)) == len(symbols)
    FOLDER.mkdir(parents=True, exist_ok=True)
    write = lambda name, text: (FOLDER / name).write_text(text, encoding="utf-8")  # noqa: E731
    write("vocab.json", json.dumps({s: i for i, s in enumerate(symbols)}, ensure_ascii=False))
    write("merges.txt", "#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    special = lambda s: {"content": s, "lstrip": False, "normalized": True, "rstrip": False, "single_word": False}  # noqa: E731
    names = {"bos_token": special(START), "eos_token": special(END), "unk_token": special(END), "pad_token": END}
    write("special_tokens_map.json", json.dumps(names, indent=2))
    write("tokenizer_config.json", json.dumps({**names, "add_prefix_space": False, "do_lower_case": True, "errors": "replace", "model_max_length": LENGTH, "tokenizer_class": "CLIPTokenizer"}, indent=2))
    print(f"{len(symbols)} symbols, {len(merges)} merges, {len(words)} words")


def load_tokenizer():
    from transformers import CLIPTokenizer

    return CLIPTokenizer.from_pretrained(FOLDER)


if __name__ == "__main__":
    main()
