"""Makes tiny-sdxl and tiny-refiner beside this file, with seeded random weights, and what diffusers computes from them.

    pip install torch diffusers transformers safetensors
    python tests/golden/models/make_tiny_xl.py

Written with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0. Parts are computed in float64, whole runs by the pipelines
of diffusers in float32.
"""

import json
import shutil

import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline, UNet2DConditionModel
from make_tiny_models import HERE, VAE, clip_vocabulary, randomize, save, sentences, text_config, write_golden, write_scheduler, write_tokenizer
from transformers import CLIPTextModel, CLIPTextModelWithProjection

VAE = VAE | dict(scaling_factor=0.13025)
FIRST = dict(hidden_size=16, intermediate_size=32, num_hidden_layers=3, num_attention_heads=2, hidden_act="quick_gelu")
SECOND = dict(hidden_size=24, intermediate_size=48, num_hidden_layers=4, num_attention_heads=3, hidden_act="gelu", projection_dim=12)
ADDED = dict(addition_embed_type="text_time", addition_time_embed_dim=8, use_linear_projection=True, norm_num_groups=4)
BASE = dict(
    block_out_channels=[4, 8, 16],
    down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
    up_block_types=["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
    layers_per_block=2,
    attention_head_dim=[1, 2, 4],
    transformer_layers_per_block=[1, 2, 3],
    cross_attention_dim=40,
    projection_class_embeddings_input_dim=12 + 6 * 8,
    sample_size=16,
    **ADDED,
)
REFINER = dict(
    block_out_channels=[4, 8, 16, 16],
    down_block_types=["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
    up_block_types=["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
    layers_per_block=1,
    attention_head_dim=[1, 2, 4, 4],
    transformer_layers_per_block=2,
    cross_attention_dim=24,
    projection_class_embeddings_input_dim=12 + 5 * 8,
    sample_size=16,
    **ADDED,
)
PROMPT, NEGATIVE, STEPS, GUIDANCE, SIDE = "a rat the dog", "dog", 4, 5.0, 16


def make(name, refiner, unet_config, seed):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    first = None if refiner else randomize(CLIPTextModel(text_config(**FIRST)), seed, torch.float16)
    second = randomize(CLIPTextModelWithProjection(text_config(**SECOND)), seed + 1, torch.float16)
    unet = randomize(UNet2DConditionModel(**unet_config), seed + 2, torch.float16)
    vae = randomize(AutoencoderKL(**VAE), seed + 3, torch.float32)
    if first:
        save(first, folder / "text_encoder", torch.float16, "model", "CLIPTextModel")
        write_tokenizer(folder / "tokenizer", "<|endoftext|>")
    save(second, folder / "text_encoder_2", torch.float16, "model", "CLIPTextModelWithProjection")
    write_tokenizer(folder / "tokenizer_2", "!")
    save(unet, folder / "unet", torch.float16, "diffusion_pytorch_model")
    save(vae, folder / "vae", torch.float32, "diffusion_pytorch_model")
    write_scheduler(folder / "scheduler", "epsilon")
    kind = ["transformers", "CLIPTextModel"], ["transformers", "CLIPTokenizer"]
    index = {
        "_class_name": "StableDiffusionXLImg2ImgPipeline" if refiner else "StableDiffusionXLPipeline",
        "force_zeros_for_empty_prompt": True,
        "requires_aesthetics_score": refiner,
        "text_encoder": [None, None] if refiner else kind[0],
        "tokenizer": [None, None] if refiner else kind[1],
        "text_encoder_2": ["transformers", "CLIPTextModelWithProjection"],
        "tokenizer_2": kind[1],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "scheduler": ["diffusers", "DDIMScheduler"],
    }
    if not refiner:
        del index["requires_aesthetics_score"]
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")

    generator = torch.Generator().manual_seed(seed + 4)
    noise = lambda *shape: torch.randn(shape, generator=generator).double()
    x, timesteps = noise(2, 4, 6, 5), torch.tensor([981.0, 17.5]).double()
    numbers = torch.tensor([[1024, 768, 0, 32, 6.0], [512, 512, 8, 0, 2.5]] if refiner else [[1024, 768, 0, 32, 1024, 1024], [512, 512, 8, 0, 640, 480]]).double()
    ids = sentences(clip_vocabulary()[0]["!" if refiner else "<|endoftext|>"])
    ids_2 = sentences(clip_vocabulary()[0]["!"])
    golden = {"ids": ids.to(torch.int32), "x": x, "timesteps": timesteps, "numbers": numbers}
    with torch.no_grad():
        hidden = [] if refiner else [first(ids, output_hidden_states=True).hidden_states[-2]]
        told = second(ids_2, output_hidden_states=True)
        context, pooled = torch.cat([*hidden, told.hidden_states[-2]], -1), told.text_embeds
        added = {"text_embeds": pooled, "time_ids": numbers}
        latent, image = noise(1, 4, 3, 4), noise(1, 3, 24, 32).clamp(-1, 1)
        golden |= {
            **{"context": context, "pooled": pooled, "predicted": unet(x, timesteps, context, added_cond_kwargs=added).sample},
            **{"latent": latent, "decoded": vae.decode(latent / VAE["scaling_factor"]).sample},
            **{"image": image, "encoded": vae.encode(image).latent_dist.mean * VAE["scaling_factor"]},
        }
    golden |= refine(folder) if refiner else paint(folder)
    write_golden(name, golden)


def paint(folder):
    """A whole run of the pipeline: latents after every step [steps,4,h,w], and the picture [1,3,H,W] in [0,1]."""
    pipe = StableDiffusionXLPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config, set_alpha_to_one=True)
    walked = []

    def keep(_pipe, _step, _t, tensors):
        walked.append(tensors["latents"].clone())
        return tensors

    size = dict(height=8 * SIDE, width=8 * SIDE + 64)
    latents = torch.randn(1, 4, SIDE, SIDE + 8, generator=torch.manual_seed(3))
    settings = dict(num_inference_steps=STEPS, guidance_scale=GUIDANCE, callback_on_step_end=keep, output_type="pt", **size)
    images = pipe(PROMPT, negative_prompt=NEGATIVE, latents=latents, **settings).images
    return {"walk": torch.cat(walked), "painted": images}


@torch.no_grad()
def refine(folder):
    """Its steps on noise, the last latent [1,4,h,w]; the pipeline itself begins with a picture."""
    pipe = StableDiffusionXLImg2ImgPipeline.from_pretrained(folder, torch_dtype=torch.float32)
    prompt, negative, pooled, negative_pooled = pipe.encode_prompt(PROMPT, negative_prompt=NEGATIVE)
    size = (8 * SIDE, 8 * SIDE)
    times = pipe._get_add_time_ids(size, (0, 0), size, 6.0, 2.5, size, (0, 0), size, torch.float32, 12)
    added = {"text_embeds": torch.cat([negative_pooled, pooled]), "time_ids": torch.cat([times[1], times[0]])}
    scheduler = DDIMScheduler.from_config(pipe.scheduler.config, set_alpha_to_one=True)
    scheduler.set_timesteps(STEPS)
    x = torch.randn(1, 4, SIDE, SIDE, generator=torch.manual_seed(3))
    for t in scheduler.timesteps:
        noise = pipe.unet(torch.cat([x, x]), t, torch.cat([negative, prompt]), added_cond_kwargs=added).sample
        x = scheduler.step(noise[:1] + GUIDANCE * (noise[1:] - noise[:1]), t, x).prev_sample
    return {"refined": x}


make("tiny-sdxl", False, BASE, 21)
make("tiny-refiner", True, REFINER, 31)
