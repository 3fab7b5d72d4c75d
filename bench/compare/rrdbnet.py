"""RRDBNet as in BasicSR (basicsr/archs/rrdbnet_arch.py, https://github.com/XPixelGroup/BasicSR), under its names."""

import torch
from torch import nn
from torch.nn.functional import interpolate, leaky_relu


def conv(a, b):
    return nn.Conv2d(a, b, 3, padding=1)


def bent(x):
    return leaky_relu(x, 0.2, inplace=True)


class DenseBlock(nn.Module):
    def __init__(self, features, growth):
        super().__init__()
        for i in range(5):
            setattr(self, f"conv{i + 1}", conv(features + i * growth, growth if i < 4 else features))

    def forward(self, x):
        seen = [x]
        for layer in (self.conv1, self.conv2, self.conv3, self.conv4):
            seen.append(bent(layer(torch.cat(seen, 1))))
        return self.conv5(torch.cat(seen, 1)) * 0.2 + x


class Block(nn.Module):
    def __init__(self, features, growth):
        super().__init__()
        self.rdb1, self.rdb2, self.rdb3 = (DenseBlock(features, growth) for _ in range(3))

    def forward(self, x):
        return self.rdb3(self.rdb2(self.rdb1(x))) * 0.2 + x


class RRDBNet(nn.Module):
    """image [B,3,H,W] in [0,1] → [B,3,4H,4W]"""

    def __init__(self, features=64, growth=32, blocks=23):
        super().__init__()
        self.conv_first, self.conv_last = conv(3, features), conv(features, 3)
        self.body = nn.Sequential(*(Block(features, growth) for _ in range(blocks)))
        self.conv_body, self.conv_up1, self.conv_up2, self.conv_hr = (conv(features, features) for _ in range(4))

    def forward(self, x):
        x = self.conv_first(x)
        x = x + self.conv_body(self.body(x))
        for layer in (self.conv_up1, self.conv_up2):
            x = bent(layer(interpolate(x, scale_factor=2, mode="nearest")))
        return self.conv_last(bent(self.conv_hr(x)))
