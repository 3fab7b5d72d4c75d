# Whole MasaCtrl and Plug-and-Play runs on the tiny model by diffusers, with what TencentARC/MasaCtrl (masactrl.py,
# MutualSelfAttentionControl) and MichalGeyer/plug-and-play (run_pnp.py, ldm/modules) do restated as attention processors.
#   pip install torch diffusers transformers
#   python tests/golden/attention/relatives.py        writes relatives.json beside itself
import json
from pathlib import Path

import torch
from diffusers import DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTokenizer

HERE = Path(__file__).parent
MODEL = HERE.parent / "models" / "tiny-sd1"
STEPS, GUIDANCE, SEED, SIDE, EVERY = 10, 7.5, 3, 16, 7


class Mutual:
    """Rows are [negative of source and edits, source and edits]; from a step and a layer on all read their half's first row."""

    def __init__(self, start_step, start_layer):
        self.start_step, self.start_layer = start_step, start_layer

    def __call__(self, q, k, v, step, layer, _place):
        if step < self.start_step or layer < self.start_layer:
            return q, k, v
        first = lambda x: torch.cat([half[:1].expand_as(half) for half in x.chunk(2)])  # noqa: E731
        return q, first(k), first(v)


class Plug:
    """Keeps queries, keys and one feature of a run of the source, then gives them to runs of the edits, each half its own."""

    def __init__(self, attention_threshold, feature_threshold):
        self.attention_threshold, self.feature_threshold = attention_threshold, feature_threshold
        self.kept, self.saving, self.step = {}, True, 0

    def swap(self, key, x, threshold):
        if self.saving:
            self.kept[key, self.step] = x
        elif self.step <= threshold:  # run_pnp.py counts the threshold's own step, too
            return torch.cat([half.expand(x.shape[0] // 2, *x.shape[1:]) for half in self.kept[key, self.step].chunk(2)])
        return x

    def __call__(self, q, k, v, step, _layer, place):
        # output blocks 4-11 of Stable Diffusion: on the way up all but the first block with attention
        if not place.startswith("up_blocks") or place.startswith("up_blocks.1.attentions.0"):
            return q, k, v
        self.step = step
        return self.swap(f"{place} q", q, self.attention_threshold), self.swap(f"{place} k", k, self.attention_threshold), v

    def feature(self, _module, _inputs, output):
        return self.swap("feature", output, self.feature_threshold)


class Run:
    """Counts self-attention layers in running order, as the published editors do."""

    def __init__(self, unet, editor):
        self.unet, self.editor, self.layer, self.step = unet, editor, 0, 0
        unet.set_attn_processor({name: Processor(self, name) for name in unet.attn_processors})

    def rows(self, q, k, v, place):
        out = self.editor(q, k, v, self.step, self.layer, place)
        self.layer += 1
        return out

    @torch.no_grad()
    def __call__(self, context, x):
        scheduler = DDIMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=True, steps_offset=1)
        scheduler.set_timesteps(STEPS)
        for self.step, t in enumerate(scheduler.timesteps):
            self.layer = 0
            if isinstance(self.editor, Plug):
                self.editor.step = self.step
            uncond, cond = self.unet(torch.cat([x, x]), t, context).sample.chunk(2)
            x = scheduler.step(uncond + GUIDANCE * (cond - uncond), t, x).prev_sample
        return x


class Processor:
    def __init__(self, run, name):
        self.run, self.name = run, name

    def __call__(self, attn, hidden, encoder_hidden_states=None, attention_mask=None, **_):
        context = hidden if encoder_hidden_states is None else encoder_hidden_states
        q, k, v = attn.to_q(hidden), attn.to_k(context), attn.to_v(context)
        if encoder_hidden_states is None:
            q, k, v = self.run.rows(q, k, v, self.name)
        q, k, v = (t.unflatten(-1, (attn.heads, -1)).transpose(1, 2) for t in (q, k, v))
        probs = (q @ k.transpose(-1, -2) * attn.scale).softmax(-1)
        return attn.to_out[0]((probs @ v).transpose(1, 2).flatten(2))


SOURCE = "a cat on a bumpy road"
CASES = [
    {"method": "MasaControl", "source": SOURCE, "edited": ["a dog on a bumpy road"], "startStep": 0, "startLayer": 0},
    {"method": "MasaControl", "source": SOURCE, "edited": ["a cat in a house"], "startStep": 2, "startLayer": 4},
    {"method": "MasaControl", "source": SOURCE, "edited": ["a cat in a house", "a dog"], "startStep": 1, "startLayer": 5},
    {"method": "PlugAndPlay", "source": SOURCE, "edited": ["a dog on a bumpy road"], "attention": STEPS // 2, "features": int(0.8 * STEPS)},
    {"method": "PlugAndPlay", "source": SOURCE, "edited": ["a cat in a house", "a dog"], "attention": 2, "features": 4},
]


def run(case, unet, text, tok):
    def context(texts):
        ids = tok([""] * len(texts) + texts, padding="max_length", max_length=77, return_tensors="pt").input_ids
        with torch.no_grad():
            return text(ids)[0]

    noise = torch.randn(1, 4, SIDE, SIDE, generator=torch.manual_seed(SEED))
    rows = lambda texts: noise.expand(len(texts), -1, -1, -1)  # noqa: E731
    if case["method"] == "MasaControl":
        texts = [case["source"], *case["edited"]]
        return Run(unet, Mutual(case["startStep"], case["startLayer"]))(context(texts), rows(texts))
    plug = Plug(case["attention"], case["features"])
    hook = unet.up_blocks[1].resnets[1].conv2.register_forward_hook(plug.feature)  # what the block's skip is added to
    source = Run(unet, plug)(context([case["source"]]), noise)
    plug.saving = False
    edits = Run(unet, plug)(context(case["edited"]), rows(case["edited"]))
    hook.remove()
    return torch.cat([source, edits])


def main():
    unet = UNet2DConditionModel.from_pretrained(MODEL / "unet", torch_dtype=torch.float32)
    text = CLIPTextModel.from_pretrained(MODEL / "text_encoder", torch_dtype=torch.float32)
    tok = CLIPTokenizer.from_pretrained(MODEL / "tokenizer")
    out = []
    for case in CASES:
        latents = run(case, unet, text, tok)
        out.append({**case, "latents": [float(f"{v:.7g}") for v in latents.flatten()[::EVERY].tolist()]})
        print(case["method"], [round(float((row - latents[0]).abs().max()), 4) for row in latents[1:]], round(float(latents.abs().max()), 3))
    (HERE / "relatives.json").write_text(json.dumps({"steps": STEPS, "guidance": GUIDANCE, "seed": SEED, "every": EVERY, "cases": out}, separators=(",", ":")) + "\n")


main()
