"""dcgan's presets in PyTorch, at any width: make_pytorch_golden.py replays a step with them, pytorch_dcgan.py trains them.

Modules stand at the places of dcgan's layers, so that parameters have the same names: what is no layer there, flattening
and uneven padding, is inside a module here. `w` is what --base-channels sets, the channels of the narrowest convolution.
"""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
from torch import Tensor, nn
from torch.nn import functional

from pytorch_spectral import SpectralConv

Shape = Tuple[int, int, int]
"""Channels, rows, columns."""

Networks = Tuple[nn.Sequential, nn.Sequential]
"""A generator and a discriminator."""


class Dense(nn.Linear):
    """A fully connected layer, which flattens images."""

    def forward(self, values: Tensor) -> Tensor:
        return super().forward(values.flatten(1))


class SameConv(nn.Conv2d):
    """A 3 x 3 convolution that halves the extents, rounded up, padded as TensorFlow's "same" is."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs, 3, stride=2)

    def forward(self, images: Tensor) -> Tensor:
        def pads(extent: int) -> Tuple[int, int]:
            return (0, 1) if extent % 2 == 0 else (1, 1)

        return super().forward(functional.pad(images, (*pads(images.shape[3]), *pads(images.shape[2]))))


class GridOfLatents(nn.ConvTranspose2d):
    """A transposed convolution of latent vectors, seen as images of one pixel."""

    def forward(self, latents: Tensor) -> Tensor:
        return super().forward(latents[:, :, None, None])


def halving(inputs: int, outputs: int, bias: bool = False) -> nn.Module:
    return nn.Conv2d(inputs, outputs, 4, stride=2, padding=1, bias=bias)


def doubling(inputs: int, outputs: int, bias: bool = False) -> nn.Module:
    return nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1, bias=bias)


def leaky() -> nn.Module:
    return nn.LeakyReLU(0.2)


def chain(modules: Iterable[List[nn.Module]]) -> List[nn.Module]:
    return [module for part in modules for module in part]


def dcgan(widths: List[int], latents: int, image: Shape) -> Networks:
    """The paper's networks: 4 x 4 pixels of the first width, doubled once for each other and once for the image."""
    pairs = list(zip(widths, widths[1:]))
    generator = [GridOfLatents(latents, widths[0], 4, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU()]
    generator += chain([doubling(a, b), nn.BatchNorm2d(b), nn.ReLU()] for a, b in pairs)
    generator += [doubling(widths[-1], image[0]), nn.Tanh()]
    discriminator = [halving(image[0], widths[-1]), leaky()]
    discriminator += chain([halving(b, a), nn.BatchNorm2d(a), leaky()] for a, b in reversed(pairs))
    discriminator += [nn.Conv2d(widths[0], 1, 4, bias=False)]
    return nn.Sequential(*generator), nn.Sequential(*discriminator)


def dcgan28(w: int, latents: int, image: Shape) -> Networks:
    generator = nn.Sequential(
        *[Dense(latents, 49 * 4 * w, bias=False), nn.Unflatten(1, (4 * w, 7, 7)), nn.BatchNorm2d(4 * w), nn.ReLU()],
        *[doubling(4 * w, 2 * w), nn.BatchNorm2d(2 * w), nn.ReLU()],
        *[doubling(2 * w, w), nn.BatchNorm2d(w), nn.ReLU()],
        *[nn.Conv2d(w, image[0], 3, padding=1), nn.Tanh()],
    )
    discriminator = nn.Sequential(
        *[halving(image[0], w, bias=True), leaky()],
        *[halving(w, 2 * w), nn.BatchNorm2d(2 * w), leaky()],
        *[nn.Conv2d(2 * w, 4 * w, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(4 * w), leaky()],
        nn.Conv2d(4 * w, 1, 4),
    )
    return generator, discriminator


def plain28(w: int, latents: int, image: Shape) -> Networks:
    discriminator = nn.Sequential(
        *[halving(image[0], w, bias=True), leaky()],
        *[halving(w, 2 * w, bias=True), leaky()],
        *[nn.Conv2d(2 * w, 4 * w, 3, stride=2, padding=1), leaky()],
        nn.Conv2d(4 * w, 1, 4),
    )
    return dcgan28(w, latents, image)[0], discriminator


def spectral28(w: int, latents: int, image: Shape) -> Networks:
    discriminator = nn.Sequential(
        *[SpectralConv(image[0], w, 4, stride=2, padding=1), leaky()],
        *[SpectralConv(w, 2 * w, 4, stride=2, padding=1), leaky()],
        *[SpectralConv(2 * w, 4 * w, 3, stride=2, padding=1), leaky()],
        SpectralConv(4 * w, 1, 4),
    )
    return dcgan28(w, latents, image)[0], discriminator


def dcgan32(w: int, latents: int, image: Shape) -> Networks:
    return dcgan([4 * w, 2 * w, w], latents, image)


def dcgan64(w: int, latents: int, image: Shape) -> Networks:
    return dcgan([8 * w, 4 * w, 2 * w, w], latents, image)


def infogan28(w: int, latents: int, image: Shape) -> Networks:
    generator = nn.Sequential(
        *[Dense(latents, 16 * w, bias=False), nn.BatchNorm1d(16 * w), nn.ReLU()],
        *[Dense(16 * w, 49 * 2 * w, bias=False), nn.BatchNorm1d(49 * 2 * w), nn.ReLU()],
        nn.Unflatten(1, (2 * w, 7, 7)),
        *[doubling(2 * w, w), nn.BatchNorm2d(w), nn.ReLU()],
        *[doubling(w, image[0], bias=True), nn.Tanh()],
    )
    discriminator = nn.Sequential(
        *[halving(image[0], w, bias=True), leaky()],
        *[halving(w, 2 * w), nn.BatchNorm2d(2 * w), leaky()],
        *[Dense(49 * 2 * w, 16 * w, bias=False), nn.BatchNorm1d(16 * w), leaky()],
        Dense(16 * w, 1),
    )
    return generator, discriminator


def perceptron(w: int, latents: int, image: Shape, activation: Callable[[], nn.Module]) -> nn.Sequential:
    """The fully connected generator of gan and mlp-conv."""
    widths = [latents, 4 * w, 8 * w, 16 * w]
    hidden = chain([Dense(a, b), activation()] for a, b in zip(widths, widths[1:]))
    values = image[0] * image[1] * image[2]
    return nn.Sequential(*hidden, Dense(widths[-1], values), nn.Unflatten(1, image), nn.Tanh())


def gan(w: int, latents: int, image: Shape) -> Networks:
    values = image[0] * image[1] * image[2]
    discriminator = nn.Sequential(
        *[Dense(values, 8 * w), leaky(), Dense(8 * w, 4 * w), leaky(), Dense(4 * w, 1)],
    )
    return perceptron(w, latents, image, leaky), discriminator


def mlp_conv(w: int, latents: int, image: Shape) -> Networks:
    discriminator = nn.Sequential(
        *[nn.Conv2d(image[0], w, 3, stride=2, padding=1), leaky()],
        *[nn.Conv2d(w, 2 * w, 3, stride=2, padding=1), leaky()],
        Dense(2 * w * 7 * 7, 1),
    )
    return perceptron(w, latents, image, nn.ReLU), discriminator


def dense_conv(w: int, latents: int, image: Shape) -> Networks:
    widths = [latents, 4 * w, 8 * w, 16 * w]
    convolved = [4 * w, 2 * w, 2 * w, 2 * w]
    generator = nn.Sequential(
        *chain([Dense(a, b, bias=False), nn.BatchNorm1d(b), leaky()] for a, b in zip(widths, widths[1:])),
        *[Dense(16 * w, 49 * 4 * w), nn.ReLU(), nn.BatchNorm1d(49 * 4 * w), nn.Unflatten(1, (4 * w, 7, 7))],
        *[nn.Upsample(scale_factor=2, mode="nearest"), nn.Upsample(scale_factor=2, mode="nearest")],
        *chain(
            [nn.Conv2d(a, b, 3, padding=1, bias=False), nn.BatchNorm2d(b), leaky()]
            for a, b in zip(convolved, convolved[1:])
        ),
        *[nn.Conv2d(2 * w, image[0], 7, padding=3), nn.Tanh()],
    )
    discriminator = nn.Sequential(
        *chain([SameConv(a, b), leaky()] for a, b in [(image[0], w), (w, 2 * w), (2 * w, 4 * w)]),
        Dense(4 * w * 4 * 4, 1),
    )
    return generator, discriminator


PRESETS: Dict[str, Callable[[int, int, Shape], Networks]] = {
    "dcgan28": dcgan28,
    "plain28": plain28,
    "spectral28": spectral28,
    "dcgan64": dcgan64,
    "dcgan32": dcgan32,
    "infogan28": infogan28,
    "gan": gan,
    "mlp-conv": mlp_conv,
    "dense-conv": dense_conv,
}
"""What makes each preset's networks, from base channels, latent values and one image's shape. All but dcgan32 and dcgan64
are for images of 28 x 28 pixels."""
