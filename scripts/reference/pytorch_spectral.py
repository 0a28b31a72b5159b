"""Layers with spectral normalisation (Miyato et al., 2018) as dcgan has them: one power iteration when the optimiser has
changed the weights, and none between, where PyTorch's own make one in every forward pass.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

import random_numbers
from random_numbers import Purpose


class Spectral:
    """What a layer with a parameter `weight` (outputs, ...) needs to divide it by its largest singular value."""

    weight: nn.Parameter
    weight_u: Tensor
    weight_v: Tensor

    def begin(self, layer: int) -> None:
        """Draw the vectors, and iterate 15 times."""
        shape = self.weight.shape
        inputs, taps = shape[1], shape[2:].numel()
        # They are drawn in the order of dcgan's memory: taps, then inputs.
        drawn = random_numbers.normals(0, Purpose.POWER_ITERATION, layer, 0, inputs * taps)
        vector = torch.from_numpy(drawn).view(taps, inputs).T.flatten().to(self.weight.dtype)
        self.weight_v = vector / vector.norm()
        self.weight_u = torch.empty(shape[0], dtype=self.weight.dtype)
        for _ in range(15):
            self.iterate()

    @torch.no_grad()
    def iterate(self) -> None:
        matrix = self.weight.flatten(1)
        product = matrix @ self.weight_v
        self.weight_u = product / product.norm()
        product = matrix.T @ self.weight_u
        self.weight_v = product / product.norm()

    def normalized(self) -> Tensor:
        return self.weight / (self.weight_u @ self.weight.flatten(1) @ self.weight_v)


class SpectralConv(Spectral, nn.Conv2d):
    """A convolution."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, padding: int = 0) -> None:
        super().__init__(inputs, outputs, size, stride=stride, padding=padding)
        self.register_buffer("weight_u", torch.zeros(outputs))
        self.register_buffer("weight_v", torch.zeros(inputs * size * size))

    def forward(self, images: Tensor) -> Tensor:
        return functional.conv2d(images, self.normalized(), self.bias, self.stride, self.padding)


def begin(network: nn.Sequential) -> None:
    """Begin with the first weights."""
    for index, module in enumerate(network):
        if isinstance(module, Spectral):
            module.begin(index)


def iterate(network: nn.Module) -> None:
    """Go on with weights that were changed."""
    for module in network.modules():
        if isinstance(module, Spectral):
            module.iterate()
