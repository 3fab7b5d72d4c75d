# Whole Prompt-to-Prompt runs on the tiny model by diffusers, with the controllers of the published notebooks restated as an
# attention processor: what google/prompt-to-prompt gives for the same weights, sentences and noise.
#   pip install torch diffusers transformers && git clone https://github.com/google/prompt-to-prompt ../prompt-to-prompt
#   python tests/golden/attention/make.py ../prompt-to-prompt        writes runs.json beside itself
import json
import sys
import types
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import DDIMScheduler, HeunDiscreteScheduler, KDPM2DiscreteScheduler, PNDMScheduler, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

HERE = Path(__file__).parent
MODELS = HERE.parent / "models"
sys.path.insert(0, sys.argv[1])
for name in ("cv2", "IPython", "IPython.display"):  # imported there for pictures only
    sys.modules.setdefault(name, types.ModuleType(name))
sys.modules["IPython.display"].display = print
import ptp_utils  # noqa: E402
import seq_aligner  # noqa: E402

STEPS, GUIDANCE, SEED = 5, 7.5, 3
# schedulers that ask the model twice in a step, but once in the last; windows are fractions of the calls
TWICE = {"heun": HeunDiscreteScheduler, "dpm_2": KDPM2DiscreteScheduler}
SIDE = 16  # latent; blending looks at its 16x16 maps, as the published code does at a quarter of 64


class Controller:
    """One edited row e over a source row, as AttentionReplace / Refine / Reweight with LocalBlend."""

    def __init__(self, tok, case):
        source, edited = case["source"], case["edited"]
        self.kind, self.rows, self.step = case["kind"], 2, 0
        cross = {"default_": float(case["cross"]), **{w: float(v) for w, v in case.get("windows", {}).items()}}
        calls = 2 * STEPS - 1 if case.get("scheduler") in TWICE else STEPS
        self.alpha = ptp_utils.get_time_words_attention_alpha([source, edited], calls, cross, tok)[:, 0]
        self.self_until = int(calls * case["self"])
        self.self_side = case["selfSide"]
        self.mapper = seq_aligner.get_replacement_mapper([source, edited], tok)[0] if self.kind == "replace" else None
        if self.kind == "refine":
            self.mapper, self.keep = (x[0] for x in seq_aligner.get_refinement_mapper([source, edited], tok))
        self.eq = torch.ones(77)
        for word, weight in case.get("weights", {}).items():
            self.eq[ptp_utils.get_word_inds(edited, word, tok).astype(int)] = weight
        self.blend = None
        if "blend" in case:
            self.blend = torch.zeros(2, 77)
            for row, text in enumerate((source, edited)):
                for word in case["blend"]:
                    self.blend[row, ptp_utils.get_word_inds(text, word, tok).astype(int)] = 1
            self.start = int(case["start"] * calls)
            self.threshold = case["threshold"]
        self.sums, self.now = None, []

    def __call__(self, probs, is_cross, place):  # [2 rows of prompts, heads, pixels, keys]
        base, own = probs[0], probs[1]
        if is_cross:
            x = base
            if self.kind == "replace":
                x = torch.einsum("hpw,wn->hpn", base, self.mapper)
            if self.kind == "refine":
                x = base[:, :, self.mapper] * self.keep + own * (1 - self.keep)
            x = x * self.eq
            a = self.alpha[self.step].reshape(1, 1, 77)
            probs = torch.stack([base, x * a + (1 - a) * own])
            if place in ("down", "up") and probs.shape[2] == 256:
                self.now.append(probs.mean(1))
        elif self.step < self.self_until and probs.shape[2] <= self.self_side**2:
            probs = torch.stack([base, base])
        return probs

    def called(self):
        if self.blend is not None:
            maps = torch.stack(self.now).mean(0)
            self.sums = maps if self.sums is None else self.sums + maps
        self.step, self.now = self.step + 1, []

    def after(self, latents):
        if self.blend is not None and self.step > self.start:
            heat = (self.sums * self.blend[:, None]).sum(-1).reshape(2, 1, 16, 16)
            mask = F.interpolate(F.max_pool2d(heat, 3, 1, 1), size=latents.shape[2:])
            mask = (mask / mask.amax((2, 3), keepdim=True)).gt(self.threshold)
            mask = (mask[:1] | mask).float()
            latents = latents[:1] + mask * (latents - latents[:1])
        return latents


class Processor:
    def __init__(self, controller, place):
        self.controller, self.place = controller, place

    def __call__(self, attn, hidden, encoder_hidden_states=None, attention_mask=None, **_):
        context = hidden if encoder_hidden_states is None else encoder_hidden_states
        q, k, v = (t.unflatten(-1, (attn.heads, -1)).transpose(1, 2) for t in (attn.to_q(hidden), attn.to_k(context), attn.to_v(context)))
        probs = (q @ k.transpose(-1, -2) * attn.scale).softmax(-1)
        if self.controller:
            half = probs.shape[0] // 2
            probs = torch.cat([probs[:half], self.controller(probs[half:], encoder_hidden_states is not None, self.place)])
        return attn.to_out[0]((probs @ v).transpose(1, 2).flatten(2))


CASES = [
    {"kind": "replace", "source": "a cat on a bumpy road", "edited": "a dog on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16},
    {"kind": "replace", "source": "a cat on a bumpy road", "edited": "a dog on a bumpy road", "cross": 1.0, "self": 0.6, "selfSide": 8, "windows": {"dog": 0.4}},
    {"kind": "refine", "source": "a cat on a road", "edited": "a cat on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 4},
    {"kind": "refine", "source": "a cat on a road", "edited": "a cat on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16, "weights": {"bumpy": 4.0}},
    {"kind": "reweight", "source": "a cat on a bumpy road", "edited": "a cat on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16, "weights": {"bumpy": -2.0}},
    {"kind": "replace", "source": "a cat on a bumpy road", "edited": "a dog on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16, "weights": {"dog": 2.0}, "blend": ["cat", "dog"], "start": 0.2, "threshold": 0.8},
    # by the scheduler of Stable Diffusion 1, which calls once more than it has steps
    {"kind": "replace", "source": "a cat on a bumpy road", "edited": "a dog on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16, "windows": {"dog": 0.4}, "blend": ["cat", "dog"], "start": 0.2, "threshold": 0.8, "scheduler": "pndm"},
    {"kind": "refine", "source": "a cat on a road", "edited": "a cat on a bumpy road", "cross": 0.5, "self": 0.6, "selfSide": 16, "weights": {"bumpy": 4.0}, "scheduler": "pndm"},
    {"kind": "replace", "source": "a cat on a bumpy road", "edited": "a dog on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16, "windows": {"dog": 0.4}, "blend": ["cat", "dog"], "start": 0.2, "threshold": 0.8, "scheduler": "heun"},
    {"kind": "refine", "source": "a dog on a road", "edited": "a dog on a bumpy road", "cross": 0.6, "self": 0.3, "selfSide": 16, "weights": {"bumpy": 2.0}, "scheduler": "dpm_2"},
]


# SDXL attends at half and quarter of the latent; its maps to blend by are 16x16 at a latent of 32.
XL_CASES = [
    {"kind": "replace", "source": "a cat on a bumpy road", "edited": "a dog on a bumpy road", "cross": 0.8, "self": 0.4, "selfSide": 16, "blend": ["cat", "dog"], "start": 0.2, "threshold": 0.8},
    {"kind": "refine", "source": "a cat on a road", "edited": "a cat on a bumpy road", "cross": 0.8, "self": 0.6, "selfSide": 8, "weights": {"bumpy": 4.0}},
]


class Model:
    """A tiny model: what its UNet says of latents, with sentences encoded."""

    def __init__(self, name, suffixes):
        folder, self.xl = MODELS / name, len(suffixes) > 1
        load = lambda kind, part: kind.from_pretrained(folder / part, torch_dtype=torch.float32)  # noqa: E731
        self.unet = load(UNet2DConditionModel, "unet")
        kinds = [CLIPTextModel, CLIPTextModelWithProjection]
        self.texts = [(load(kind, f"text_encoder{s}"), CLIPTokenizer.from_pretrained(folder / f"tokenizer{s}")) for kind, s in zip(kinds, suffixes)]
        self.tokenizer = self.texts[0][1]

    def encode(self, sentences):
        out = [text(tok(sentences, padding="max_length", max_length=77, return_tensors="pt").input_ids, output_hidden_states=True) for text, tok in self.texts]
        if not self.xl:
            return out[0][0], None
        return torch.cat([o.hidden_states[-2] for o in out], -1), out[1].text_embeds

    def told(self, sentences, side):
        context, pooled = self.encode(sentences)
        sizes = torch.tensor([[8.0 * side, 8 * side, 0, 0, 8 * side, 8 * side]]).expand(len(sentences), -1)
        return dict(encoder_hidden_states=context, added_cond_kwargs=dict(text_embeds=pooled, time_ids=sizes) if self.xl else None)


def without_lowest(scheduler):
    """ComfyUI walks DPM2 along the levels of one step more, from the last but one to 0."""
    scheduler.set_timesteps(STEPS + 1)
    scheduler.timesteps = scheduler.timesteps[: 2 * STEPS - 1]
    for levels in (scheduler.sigmas, scheduler.sigmas_interpol):
        levels[2 * STEPS - 1 :] = 0


@torch.no_grad()
def run(case, model, side):
    controller = Controller(model.tokenizer, case)
    model.unet.set_attn_processor({n: Processor(controller, n.split("_")[0]) for n in model.unet.attn_processors})
    told = model.told(["", "", case["source"], case["edited"]], side)
    common = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
    name = case.get("scheduler")
    if name in TWICE:
        scheduler = TWICE[name](**common, timestep_spacing="leading")
    elif name == "pndm":
        scheduler = PNDMScheduler(**common, set_alpha_to_one=True, skip_prk_steps=True)
    else:
        scheduler = DDIMScheduler(**common, set_alpha_to_one=True, clip_sample=False)
    scheduler.set_timesteps(STEPS)
    if name == "dpm_2":
        without_lowest(scheduler)
    noise = torch.randn(1, 4, side, side, generator=torch.manual_seed(SEED)).expand(2, -1, -1, -1)
    x = noise * scheduler.init_noise_sigma
    for i, t in enumerate(scheduler.timesteps):
        seen = scheduler.scale_model_input(x, t)
        uncond, cond = model.unet(torch.cat([seen, seen]), t, **told).sample.chunk(2)
        controller.called()
        x = scheduler.step(uncond + GUIDANCE * (cond - uncond), t, x).prev_sample
        if name not in TWICE or scheduler.state_in_first_order or i + 1 == len(scheduler.timesteps):
            x = controller.after(x)
    return x


def main():
    out = []
    for name, suffixes, side, cases in (("tiny-sd1", [""], SIDE, CASES), ("tiny-sdxl", ["", "_2"], 2 * SIDE, XL_CASES)):
        model = Model(name, suffixes)
        for case in cases:
            latents = run(case, model, side)
            kept = {"model": name, "side": side} if name != "tiny-sd1" else {}
            out.append({**case, **kept, "latents": [float(f"{v:.7g}") for v in latents.flatten()[::7].tolist()]})
            print(name, case["kind"], [round(float((latents[1] - latents[0]).abs().max()), 4), round(float(latents.abs().max()), 3)])
    (HERE / "runs.json").write_text(json.dumps({"steps": STEPS, "guidance": GUIDANCE, "seed": SEED, "every": 7, "cases": out}, separators=(",", ":")) + "\n")


main()
