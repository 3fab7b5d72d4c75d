"""Makes tiny-taesd and tiny-preview beside this file, small decoders with seeded random weights, and what they decode.

    python tests/golden/models/make_tiny_vae.py

As make_tiny_models.py. tiny-taesd holds one autoencoder twice: as diffusers writes an AutoencoderTiny, and as the two files of
https://github.com/madebyollin/taesd, whose layers are written down here once more. tiny-preview is the `preview` of a model folder.
"""

import shutil

import torch
from diffusers import AutoencoderKL, AutoencoderTiny
from make_tiny_models import HERE, randomize, save, write_golden
from torch import nn

WIDTH, DECODER, ENCODER = 8, [2, 1, 1, 1], [1, 1, 1, 2]
PREVIEW = dict(
    block_out_channels=[4, 8, 8],
    down_block_types=["DownEncoderBlock2D"] * 3,
    up_block_types=["UpDecoderBlock2D"] * 3,
    layers_per_block=1,
    norm_num_groups=2,
    mid_block_add_attention=False,
    use_quant_conv=False,
    use_post_quant_conv=False,
    scaling_factor=0.18215,
)


class Clamp(nn.Module):
    def forward(self, x):
        return torch.tanh(x / 3) * 3


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(conv(WIDTH, WIDTH), nn.ReLU(), conv(WIDTH, WIDTH), nn.ReLU(), conv(WIDTH, WIDTH))
        self.skip = nn.Identity()
        self.fuse = nn.ReLU()

    def forward(self, x):
        return self.fuse(self.conv(x) + self.skip(x))


def conv(n_in, n_out, **kwargs):
    return nn.Conv2d(n_in, n_out, 3, padding=1, **kwargs)


def author_decoder():
    layers = [Clamp(), conv(4, WIDTH), nn.ReLU()]
    for i, blocks in enumerate(DECODER):
        layers += [nn.Upsample(scale_factor=2), conv(WIDTH, WIDTH, bias=False)] if i else []
        layers += [Block() for _ in range(blocks)]
    return nn.Sequential(*layers, conv(WIDTH, 3))


def author_encoder():
    layers = []
    for i, blocks in enumerate(ENCODER):
        layers += [conv(WIDTH, WIDTH, stride=2, bias=False) if i else conv(3, WIDTH)]
        layers += [Block() for _ in range(blocks)]
    return nn.Sequential(*layers, conv(WIDTH, 4))


def fill(module, like):
    """The weights of `like`, whose layers are the same ones in the same order."""
    values = list(like.state_dict().values())
    names = list(module.state_dict())
    assert len(names) == len(values)
    module.load_state_dict(dict(zip(names, values)))
    return module.double().eval()


def half(module):
    return {key: value.half().contiguous() for key, value in module.state_dict().items()}


@torch.no_grad()
def main():
    torch.manual_seed(5)
    latent, image = 3 * torch.randn(2, 4, 5, 6), torch.rand(1, 3, 40, 48) * 2 - 1

    folder = HERE / "tiny-taesd"
    shutil.rmtree(folder, ignore_errors=True)
    widths = dict(encoder_block_out_channels=[WIDTH] * 4, decoder_block_out_channels=[WIDTH] * 4)
    tiny = randomize(AutoencoderTiny(**widths, num_encoder_blocks=ENCODER, num_decoder_blocks=DECODER), 61, torch.float16)
    save(tiny, folder, torch.float16, "diffusion_pytorch_model")
    decoder, encoder = fill(author_decoder(), tiny.decoder), fill(author_encoder(), tiny.encoder)
    torch.save(half(decoder), folder / "taesd_decoder.pth")
    torch.save(half(encoder), folder / "taesd_encoder.pth")
    golden = {"latent": latent, "decoded": tiny.decode(latent.double()).sample, "image": image, "encoded": tiny.encode(image.double()).latents}
    assert torch.allclose(decoder(latent.double()) * 2 - 1, golden["decoded"], atol=1e-9)
    assert torch.allclose(encoder(image.double() / 2 + 0.5), golden["encoded"], atol=1e-9)
    write_golden("tiny-taesd", golden)

    folder = HERE / "tiny-preview"
    shutil.rmtree(folder, ignore_errors=True)
    preview = AutoencoderKL(**PREVIEW)
    preview.encoder = nn.Identity()
    preview = randomize(preview, 62, torch.float16)
    save(preview, folder, torch.float16, "diffusion_pytorch_model")
    write_golden("tiny-preview", {"latent": latent, "decoded": preview.decode(latent.double() / PREVIEW["scaling_factor"]).sample})


if __name__ == "__main__":
    main()
