"""Layers with spectral normalisation (Miyato et al., 2018) as dcgan begins with them."""

from __future__ import annotations

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import torch
from torch import Tensor, nn
from torch.nn import functional

import random_numbers
from pytorch_checkpoint import Spectral
from random_numbers import Purpose

FIRST_ITERATIONS = 15


class SpectralConv(Spectral, nn.Conv2d):
    """A convolution."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, padding: int = 0) -> None:
        super().__init__(inputs, outputs, size, stride=stride, padding=padding)
        self.register_vectors()

    def forward(self, images: Tensor) -> Tensor:
        return functional.conv2d(images, self.normalized(), self.bias, self.stride, self.padding)


def begin(network: nn.Sequential) -> None:
    """Begin with the first weights: draw the vectors, and iterate 15 times."""
    for index, module in enumerate(network):
        if not isinstance(module, Spectral):
            continue
        shape = module.weight.shape
        inputs, taps = shape[1], shape[2:].numel()
        # They are drawn in the order of dcgan's memory: taps, then inputs.
        drawn = random_numbers.normals(0, Purpose.POWER_ITERATION, index, 0, inputs * taps)
        vector = torch.from_numpy(drawn).view(taps, inputs).T.flatten().to(module.weight.dtype)
        module.weight_v.copy_(vector / vector.norm())
        for _ in range(FIRST_ITERATIONS):
            module.iterate()


def iterate(network: nn.Module) -> None:
    """Go on with weights that were changed."""
    for module in network.modules():
        if isinstance(module, Spectral):
            module.iterate()
