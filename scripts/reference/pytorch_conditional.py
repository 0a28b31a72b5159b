"""Conditional networks in PyTorch as dcgan makes them of any preset: a gain and a bias for each class in front of every
rectifier of the generator, and a last layer of the discriminator with one value more for each class, of which the image's
own is added to the verdict.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import List, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn

import random_numbers
from pytorch_checkpoint import Classes, ClassModulation, ClassProjection
from pytorch_spectral import SpectralConv
from random_numbers import Purpose

SAMPLES, STATISTICS = 0, 1
"""What a class is drawn for, the substream of Purpose.CLASSES."""


def conditional(
    networks: Tuple[nn.Sequential, nn.Sequential], classes: int, batch: Classes
) -> Tuple[nn.Sequential, nn.Sequential]:
    """The networks for images of classes."""
    generator, discriminator = networks
    layers: List[nn.Module] = []
    channels = 0
    for module in generator:
        if isinstance(module, (nn.ReLU, nn.LeakyReLU)):
            layers.append(ClassModulation(batch, classes, channels))
        layers.append(module)
        channels = getattr(module, "out_features", getattr(module, "out_channels", channels))
        if isinstance(module, nn.Unflatten):
            channels = module.unflattened_size[0]
    *others, last = discriminator
    return nn.Sequential(*layers), nn.Sequential(*others, widened(last, classes), ClassProjection(batch))


def widened(layer: nn.Module, outputs: int) -> nn.Module:
    """The layer with so many outputs more."""
    if isinstance(layer, nn.Linear):
        return type(layer)(layer.in_features, layer.out_features + outputs, bias=layer.bias is not None)
    assert isinstance(layer, nn.Conv2d)
    shape = (layer.in_channels, layer.out_channels + outputs, layer.kernel_size[0])
    if isinstance(layer, SpectralConv):
        return SpectralConv(*shape, stride=layer.stride[0], padding=layer.padding[0])
    return nn.Conv2d(*shape, stride=layer.stride, padding=layer.padding, bias=layer.bias is not None)


def drawn_classes(seed: int, substream: int, counts: numpy.ndarray, images: range) -> Tensor:
    """The classes of images of a seed, each as often as training images have it."""
    cumulative = numpy.cumsum(counts)
    places = [int(random_numbers.uniform(seed, Purpose.CLASSES, substream, image) * cumulative[-1]) for image in images]
    return torch.tensor([int(numpy.searchsorted(cumulative, place, side="right")) for place in places])


def read_labels(directory: Path) -> numpy.ndarray:
    """The labels of the training images of a directory of gzip'd IDX files."""
    data = gzip.decompress((directory / "train-labels-idx1-ubyte.gz").read_bytes())
    return numpy.frombuffer(data, numpy.uint8, offset=8).astype(numpy.int64)
