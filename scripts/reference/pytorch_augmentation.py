"""dcgan's --augment in PyTorch, with the numbers that dcgan draws: from DiffAugment (Zhao et al., 2020) translation and cutout,
and mirror images.
"""

from __future__ import annotations

from typing import List, Optional

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import torch
from torch import Tensor

import random_numbers
from random_numbers import Purpose

PASSES = ("real for the discriminator", "fake for the discriminator", "fake for the generator", "real for the generator")
"""Each is a substream."""

NUMBERS = 8
"""An image takes so many numbers from the stream, whatever is done to it."""


def augment(
    images: Tensor, names: List[str], seed: int, step: int, substream: int, first: int = 0, of: Optional[int] = None
) -> Tensor:
    """Distort a batch (N, channels, rows, columns), differentiably; or images from `first` on of a batch of so many."""
    count, _, rows, columns = images.shape
    distorted = []
    for image in range(count):
        start = (step * (of or count) + first + image) * NUMBERS

        def below(place: int, bound: int) -> int:
            return int(random_numbers.uniform(seed, Purpose.AUGMENTATION, substream, start + place) * bound)

        pixels = images[image]
        if "flip" in names and below(0, 2) == 1:
            pixels = pixels.flip(2)
        if "translation" in names:
            shifts = [int(extent * 0.125 + 0.5) for extent in (rows, columns)]
            down, right = (below(1 + axis, 2 * shift + 1) - shift for axis, shift in enumerate(shifts))
            top, left = shifts
            padded = torch.nn.functional.pad(pixels, (left, left, top, top))
            pixels = padded[:, top - down : top - down + rows, left - right : left - right + columns]
        if "cutout" in names:
            mask = torch.ones_like(pixels)
            sizes = [int(extent * 0.5 + 0.5) for extent in (rows, columns)]
            starts = [
                below(3 + axis, extent + 1 - size % 2) - size // 2
                for axis, (extent, size) in enumerate(zip((rows, columns), sizes))
            ]
            (top, left), (bottom, right) = (max(0, start) for start in starts), (a + b for a, b in zip(starts, sizes))
            mask[:, top:bottom, left:right] = 0
            pixels = pixels * mask
        distorted.append(pixels)
    return torch.stack(distorted)
