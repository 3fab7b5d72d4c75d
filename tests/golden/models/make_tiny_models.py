"""Makes the tiny models beside this file, with seeded random weights, and the numbers that diffusers computes from them.

    pip install torch diffusers transformers safetensors
    python tests/golden/models/make_tiny_models.py

Written with torch 2.15.0, diffusers 0.42.1, transformers 5.23.0. Weights are rounded to how they are stored and the
references computed from those in float64, so golden.safetensors is exact to float32 rounding.
"""

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

HERE = Path(__file__).parent


def randomize(module, seed, dtype):
    """Weights of a size that keeps activations near 1; norms that do something; all exactly representable in `dtype`."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in module.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if parameter.ndim > 1:
            noise *= parameter[0].numel() ** -0.5 if "embedding.weight" not in name else 0.5
        elif "norm" in name and name.endswith("weight"):
            noise = 1 + 0.2 * noise
        else:
            noise *= 0.1
        parameter.data = noise.to(dtype).double()
    return module.double().eval()


def save(module, folder, dtype, name, class_name=None, drop=(), **extra):
    folder.mkdir(parents=True)
    state = {key: value.to(dtype).contiguous() for key, value in module.state_dict().items() if "position_ids" not in key}
    save_file(state, folder / f"{name}.safetensors", metadata={"format": "pt"})
    config = json.loads(module.config.to_json_string() if class_name else module.to_json_string())
    config = {key: value for key, value in config.items() if key not in drop} | extra
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")


def clip_vocabulary():
    """The bytes as CLIP spells them, each also as the end of a word, a few merges, and the two marks."""
    keep = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = [chr(byte) for byte in keep] + [chr(256 + i) for i in range(256 - len(keep))]
    merges = [("r", "a"), ("ra", "t</w>"), ("d", "o"), ("do", "g</w>"), ("t", "h"), ("th", "e</w>")]
    entries = letters + [letter + "</w>" for letter in letters] + ["".join(pair) for pair in merges]
    return {entry: i for i, entry in enumerate([*entries, "<|startoftext|>", "<|endoftext|>"])}, merges


def write_tokenizer(folder, pad):
    vocab, merges = clip_vocabulary()
    folder.mkdir(parents=True)
    (folder / "vocab.json").write_text(json.dumps(vocab, ensure_ascii=False) + "\n")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "pad_token": pad}
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def text_config(**fields):
    marks = dict(bos_token_id=518, eos_token_id=519, pad_token_id=519)
    return CLIPTextConfig(vocab_size=len(clip_vocabulary()[0]), max_position_embeddings=77, **marks, **fields)


def sentences(pad):
    """Ids of two texts, as the tokenizer fills them up."""
    ids = torch.full((2, 77), pad)
    ids[:, 0] = 518
    ids[0, 1:5] = torch.tensor([64 + 256, 513, 515, 519])
    ids[1, 1:60] = torch.arange(59) * 7
    ids[1, 60] = 519
    return ids


def write_scheduler(folder, prediction):
    scheduler = {
        "_class_name": "DDIMScheduler",
        "beta_start": 0.00085,
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "num_train_timesteps": 1000,
        "prediction_type": prediction,
        "steps_offset": 1,
        "set_alpha_to_one": False,
        "clip_sample": False,
    }
    folder.mkdir()
    (folder / "scheduler_config.json").write_text(json.dumps(scheduler, indent=2) + "\n")


def write_golden(name, golden):
    golden = {key: value if value.dtype == torch.int32 else value.float().contiguous() for key, value in golden.items()}
    save_file(golden, HERE / name / "golden.safetensors")
    for key, value in golden.items():
        print(f"{name} {key} {list(value.shape)} max {value.abs().max().item():.3f}")


def make(name, text, unet_config, vae_config, dtypes, prediction, pad, seed):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    text = randomize(CLIPTextModel(text_config(**text)), seed, dtypes["text_encoder"])
    unet = randomize(UNet2DConditionModel(**unet_config), seed + 1, dtypes["unet"])
    vae = randomize(AutoencoderKL(**vae_config), seed + 2, dtypes["vae"])
    save(text, folder / "text_encoder", dtypes["text_encoder"], "model", "CLIPTextModel")
    save(unet, folder / "unet", dtypes["unet"], "diffusion_pytorch_model")
    save(vae, folder / "vae", dtypes["vae"], "diffusion_pytorch_model")
    write_tokenizer(folder / "tokenizer", pad)
    write_scheduler(folder / "scheduler", prediction)
    index = {
        "_class_name": "StableDiffusionPipeline",
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "scheduler": ["diffusers", "DDIMScheduler"],
    }
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n")

    generator = torch.Generator().manual_seed(seed + 3)
    noise = lambda *shape: torch.randn(shape, generator=generator).double()
    ids = sentences(clip_vocabulary()[0][pad])
    x, timesteps = noise(2, unet_config["in_channels"], 6, 5), torch.tensor([981.0, 17.5]).double()
    image, latent = noise(1, 3, 24, 32).clamp(-1, 1), noise(1, vae_config["latent_channels"], 3, 4)
    scaling = vae.config.scaling_factor
    with torch.no_grad():
        context = text(ids).last_hidden_state
        golden = {
            "ids": ids.to(torch.int32),
            "context": context,
            "x": x,
            "timesteps": timesteps,
            "predicted": unet(x, timesteps, context).sample,
            "latent": latent,
            "decoded": vae.decode(latent / scaling).sample,
            "image": image,
            "encoded": vae.encode(image).latent_dist.mean * scaling,
        }
    write_golden(name, golden)


VAE = dict(
    block_out_channels=[4, 4, 4, 4],
    down_block_types=["DownEncoderBlock2D"] * 4,
    up_block_types=["UpDecoderBlock2D"] * 4,
    layers_per_block=1,
    latent_channels=4,
    norm_num_groups=2,
)


def main():
    make(
        "tiny-sd1",
        dict(hidden_size=16, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2, hidden_act="quick_gelu"),
        dict(
            in_channels=4,
            out_channels=4,
            block_out_channels=[4, 8, 8],
            down_block_types=["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
            layers_per_block=1,
            attention_head_dim=2,
            cross_attention_dim=16,
            norm_num_groups=4,
            sample_size=8,
        ),
        VAE,
        dict(text_encoder=torch.float16, unet=torch.float16, vae=torch.float16),
        "epsilon",
        "<|endoftext|>",
        seed=1,
    )
    make(
        "tiny-sd2",
        dict(hidden_size=16, intermediate_size=32, num_hidden_layers=3, num_attention_heads=4, hidden_act="gelu"),
        dict(
            in_channels=4,
            out_channels=4,
            block_out_channels=[4, 8],
            down_block_types=["CrossAttnDownBlock2D", "DownBlock2D"],
            up_block_types=["UpBlock2D", "CrossAttnUpBlock2D"],
            layers_per_block=2,
            attention_head_dim=[1, 4],
            cross_attention_dim=16,
            norm_num_groups=2,
            use_linear_projection=True,
            transformer_layers_per_block=[1, 2],
            sample_size=8,
        ),
        dict(
            block_out_channels=[4, 4],
            down_block_types=["DownEncoderBlock2D"] * 2,
            up_block_types=["UpDecoderBlock2D"] * 2,
            layers_per_block=1,
            latent_channels=4,
            norm_num_groups=2,
            use_quant_conv=False,
            use_post_quant_conv=False,
            scaling_factor=0.5,
        ),
        dict(text_encoder=torch.bfloat16, unet=torch.bfloat16, vae=torch.float32),
        "v_prediction",
        "!",
        seed=11,
    )


if __name__ == "__main__":
    main()
