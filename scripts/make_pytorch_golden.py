#!/usr/bin/env python3
"""Replay training steps of dcgan in PyTorch and write what Tests/GANTests/PyTorchStepTests.swift compares with.

The weights, latents and order of images are drawn by random_numbers.py, which draws dcgan's to the bit, and the images
are the first of data/tiny. The reference is PyTorch in float64. PyTorch's own error in float32, the greater of its two
memory layouts', is stored beside each quantity, so that the test asks of dcgan what PyTorch asks of itself.

A tensor is summarised by its norm, up to 16 evenly spaced elements, and a count sketch (Charikar, Chen &
Farach-Colton, 2002): a random byte for each element chooses one of 32 sums and a sign. The sketch is linear, and the
norm of the difference of two sketches estimates that of the tensors, so that an error anywhere is seen.

Adam's first step moves each weight by the learning rate, whichever way its gradient points. Where the gradient is so
close to zero that rounding decides its sign, the step is left out of the comparison; the elements are listed.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Dict, List

import numpy
import torch
from torch import nn

import random_numbers
from framework_trainer import LATENT_SIZE, read_training_images
from pytorch_dcgan import TrainingStep, bytes_to_images, make_discriminator28, make_generator28

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_OUT = ROOT / "Tests" / "GANTests" / "Golden" / "dcgan28.json"

SEED = 42
BATCH_SIZE = 8
IMAGE_COUNT = 20
"""Two batches an epoch and four images that are left out, so that the steps go through three orders."""
STEPS = 3
"""Rounding errors grow about tenfold with each step: Adam's first steps are as large for a tiny gradient as for any."""
SAMPLES = 4

UNDECIDED = 4
"""A gradient's sign is taken to be undecided below so many times the root mean square of float32's error."""

SKETCH_SEED = 0
SKETCH_SUMS = 32
ELEMENTS = 16

FIRST_GRADIENT = "step 1: gradient of "
FIRST_CHANGE = "step 1: change of "

Quantities = Dict[str, numpy.ndarray]


def set_initial_weights(network: nn.Module, first_substream: int) -> int:
    """Draw the weights as dcgan does, a substream a tensor, and return the next substream."""
    parameters = list(network.named_parameters())
    normalizations = {name for name, module in network.named_modules() if isinstance(module, nn.BatchNorm2d)}
    with torch.no_grad():
        for substream, (name, parameter) in enumerate(parameters, start=first_substream):
            module, _, kind = name.rpartition(".")
            if kind == "bias":
                parameter.zero_()
                continue
            mean = 1.0 if module in normalizations else 0.0
            values = random_numbers.normals(
                SEED, random_numbers.Purpose.WEIGHTS, substream, 0, parameter.numel(), mean, 0.02
            )
            parameter.copy_(torch.from_numpy(values).view(parameter.shape))
    return first_substream + len(parameters)


def training_latents(step: int) -> torch.Tensor:
    """The latents of a step, counted from 0."""
    count = BATCH_SIZE * LATENT_SIZE
    values = random_numbers.normals(SEED, random_numbers.Purpose.TRAINING_LATENTS, 0, step * count, count)
    return torch.from_numpy(values).view(BATCH_SIZE, LATENT_SIZE)


def sample_latents() -> torch.Tensor:
    """The latents of the first images that `dcgan sample` makes of the seed."""
    purpose = random_numbers.Purpose.SAMPLE_LATENTS
    rows = [random_numbers.normals(SEED, purpose, image, 0, LATENT_SIZE) for image in range(SAMPLES)]
    return torch.from_numpy(numpy.stack(rows))


def real_images(images: torch.Tensor, step: int) -> torch.Tensor:
    """The real images of a step, counted from 0."""
    epoch, batch = divmod(step, IMAGE_COUNT // BATCH_SIZE)
    order = random_numbers.shuffled(SEED, epoch, IMAGE_COUNT)
    return bytes_to_images(images[order[batch * BATCH_SIZE : (batch + 1) * BATCH_SIZE]])


def flat(tensor: torch.Tensor) -> numpy.ndarray:
    """The elements in PyTorch's order, as a copy in float64."""
    return tensor.detach().to(torch.float64).contiguous().flatten().numpy().copy()


def replay(images: torch.Tensor, dtype: torch.dtype, layout: torch.memory_format) -> Quantities:
    """Make the steps, and return everything that is compared, under the names of the test."""
    networks = {"generator": make_generator28(), "discriminator": make_discriminator28()}
    substream = 0
    for network in networks.values():
        substream = set_initial_weights(network, substream)
        network.to(dtype=dtype, memory_format=layout)
    parameters = {
        f"{network}.{name}": parameter
        for network, module in networks.items()
        for name, parameter in module.named_parameters()
    }
    initial = {name: flat(parameter) for name, parameter in parameters.items()}
    training_step = TrainingStep(networks["generator"], networks["discriminator"], fused=dtype == torch.float32)

    quantities: Quantities = {}
    for step in range(STEPS):
        real = real_images(images, step).to(dtype).contiguous(memory_format=layout)
        output = training_step(real, training_latents(step).to(dtype))
        prefix = f"step {step + 1}: "
        quantities[prefix + "metrics"] = numpy.array(list(output.metrics().values()))
        quantities[prefix + "logits of real images"] = flat(output.real_logits)
        quantities[prefix + "logits of fake images"] = flat(output.fake_logits)
        if step == 0:
            quantities[prefix + "fake images"] = flat(output.fakes)
            for name, parameter in parameters.items():
                quantities[FIRST_GRADIENT + name] = flat(parameter.grad)
        if step in (0, STEPS - 1):
            for name, parameter in parameters.items():
                quantities[f"{prefix}change of {name}"] = flat(parameter) - initial[name]

    for network, module in networks.items():
        for name, statistic in module.named_buffers():
            quantities[f"{network}.{name}"] = flat(statistic)
    networks["generator"].eval()
    with torch.no_grad():
        quantities["samples"] = flat(networks["generator"](sample_latents().to(dtype)))
    return quantities


def sketch(values: numpy.ndarray) -> List[float]:
    """The count sketch: a byte's low five bits choose the sum, the next one the sign."""
    word_count = (values.size + 7) // 8
    pairs = random_numbers.word_pair_arrays(SKETCH_SEED, random_numbers.Purpose.EVALUATION, 0, 0, word_count)
    words = random_numbers.interleaved(*pairs, 0, word_count)
    choices = words.astype("<u8").view(numpy.uint8)[: values.size]
    signs = numpy.where(choices & SKETCH_SUMS, -1.0, 1.0)
    return numpy.bincount(choices % SKETCH_SUMS, weights=signs * values, minlength=SKETCH_SUMS).tolist()


def rounded(value: float) -> float:
    """Enough digits for the comparison of float32 numbers."""
    return float(f"{value:.10g}")


def undecided(gradient: numpy.ndarray, others: List[numpy.ndarray]) -> List[int]:
    """The elements of a gradient whose sign float32 cannot tell."""
    error = max(numpy.sqrt(numpy.mean((other - gradient) ** 2)) for other in others)
    return numpy.flatnonzero(numpy.abs(gradient) < UNDECIDED * error).tolist()


@dataclass
class Quantity:
    """A tensor or a few numbers, summarised."""

    name: str
    count: int
    left_out: List[int]
    """Elements that are counted as zero."""
    norm: float
    elements: List[float]
    sketch: List[float]
    float32_error_norm: float
    float32_largest_error: float

    def __str__(self) -> str:
        error = self.float32_error_norm / self.norm if self.norm else self.float32_error_norm
        note = f", {len(self.left_out)} of {self.count} left out" if self.left_out else ""
        return f"{self.norm:12.5g} {error:9.2g}  {self.name}{note}"


def summary(name: str, reference: numpy.ndarray, others: List[numpy.ndarray], left_out: List[int]) -> Quantity:
    """Summarise the reference and the float32 errors."""
    count = reference.size
    is_left_out = numpy.isin(numpy.arange(count), left_out)
    values = numpy.where(is_left_out, 0.0, reference)
    errors = [numpy.where(is_left_out, 0.0, other - reference) for other in others]
    places = range(count) if count <= ELEMENTS else [place * count // ELEMENTS for place in range(ELEMENTS)]
    return Quantity(
        name=name,
        count=count,
        left_out=left_out,
        norm=rounded(numpy.linalg.norm(values)),
        elements=[rounded(values[place]) for place in places],
        sketch=[rounded(value) for value in sketch(values)],
        float32_error_norm=rounded(max(numpy.linalg.norm(error) for error in errors)),
        float32_largest_error=rounded(max(numpy.abs(error).max() for error in errors)),
    )


def summaries(reference: Quantities, others: List[Quantities]) -> List[Quantity]:
    """The quantities of the golden file."""
    quantities = []
    for name, values in reference.items():
        left_out: List[int] = []
        if name.startswith(FIRST_CHANGE):
            gradient = FIRST_GRADIENT + name[len(FIRST_CHANGE) :]
            left_out = undecided(reference[gradient], [other[gradient] for other in others])
        quantities.append(summary(name, values, [other[name] for other in others], left_out))
    return quantities


def main() -> None:
    """Write the golden file and print how exact PyTorch's float32 is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="file to write (default: the test's)")
    options = parser.parse_args()

    # One channel: the bytes lie in the same order whichever axis it has.
    images = torch.tensor(read_training_images(ROOT / "data" / "tiny")[:IMAGE_COUNT]).view(-1, 1, 28, 28)
    reference = replay(images, torch.float64, torch.contiguous_format)
    others = [replay(images, torch.float32, layout) for layout in (torch.contiguous_format, torch.channels_last)]
    quantities = summaries(reference, others)
    configuration = {
        "pytorch": torch.__version__,
        "seed": SEED,
        "batch_size": BATCH_SIZE,
        "image_count": IMAGE_COUNT,
        "steps": STEPS,
        "samples": SAMPLES,
    }
    head = "".join(f'"{key}": {json.dumps(value)},\n' for key, value in configuration.items())
    lines = ",\n".join(json.dumps(asdict(quantity), separators=(",", ":")) for quantity in quantities)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(f'{{\n{head}"quantities": [\n{lines}\n]\n}}\n', encoding="utf-8")

    print("Norm of the reference, and of PyTorch's float32 error relative to it:")
    for quantity in quantities:
        print(quantity)


if __name__ == "__main__":
    main()
