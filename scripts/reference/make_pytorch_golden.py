#!/usr/bin/env python3
"""Replay training steps of dcgan in PyTorch and write what Tests/GANTests/PyTorch/PyTorchStepTests.swift compares with: three
steps of the default networks, and one of every other preset with a sixteenth or an eighth of its channels.

The weights, latents and order of images are drawn by random_numbers.py, which draws dcgan's to the bit, and the images
are the first of data/tiny, or its first bytes cut to another size. The reference is PyTorch in float64. PyTorch's own error in float32, the greatest of its two
memory layouts and of each batch in the opposite order, is stored beside each quantity, so that the test asks of dcgan what PyTorch asks of itself.

A tensor is summarised by its norm, up to 16 evenly spaced elements, and a count sketch (Charikar, Chen &
Farach-Colton, 2002): a random byte for each element chooses one of 32 sums and a sign. The sketch is linear, and the
norm of the difference of two sketches estimates that of the tensors, so that an error anywhere is seen.

Adam's first step moves each weight by the learning rate, whichever way its gradient points. Where the gradient is so
close to zero that rounding decides its sign, the step is left out of the comparison; the elements are listed. Where they
are more than one in fifty, as in the quiet first steps of networks without batch normalisation, the whole tensor's change
is not compared; its gradient is.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import nn

import pytorch_augmentation
import pytorch_conditional
import pytorch_spectral
import random_numbers
from framework_trainer import read_training_images
from pytorch_dcgan import TrainingStep, bytes_to_images
from pytorch_losses import make_loss
from pytorch_presets import PRESETS

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_OUT = ROOT / "Tests" / "GANTests" / "Golden"

SEED = 42
BATCH_SIZE = 8
IMAGE_COUNT = 20
"""Two batches an epoch and four images that are left out, so that the steps go through three orders."""
SAMPLES = 4


@dataclass
class Case:
    """What is replayed."""

    preset: str
    base_channels: int = 4
    steps: int = 1
    """Rounding errors grow about tenfold with each: Adam's first steps are as large for a tiny gradient as for any."""
    loss: str = "non-saturating"
    latent_size: int = 100
    image: Tuple[int, int, int] = (28, 28, 1)
    """Rows, columns, channels."""
    settings: Dict[str, Any] = field(default_factory=dict)
    """Other settings than the defaults, by their names in a checkpoint's configuration."""
    classes: int = 0
    """Of a conditional run; 0 in others."""


PENALTIES = {"r1": 4000.0, "r2": 2000.0, "penaltyEvery": 2}
"""So large that they matter beside the loss, where the first weights make the discriminator's gradient tiny."""

CASES = {
    "dcgan28": Case("dcgan28", base_channels=64, steps=3),
    "dcgan64": Case("dcgan64", image=(64, 64, 3)),
    "plain28": Case("plain28"),
    "spectral28": Case("spectral28", steps=2),
    "plain28-augmented": Case(
        "plain28", loss="relativistic", settings={"augment": "translation,cutout,flip", "r1": 4000.0}
    ),
    "plain28-penalties": Case("plain28", loss="relativistic", settings=PENALTIES),
    "dcgan32": Case("dcgan32", image=(32, 32, 3)),
    "infogan28": Case("infogan28", latent_size=64),
    "gan": Case("gan", base_channels=8),
    "gan-minimax": Case("gan", base_channels=8, loss="minimax"),
    "gan-hinge": Case("gan", base_channels=8, loss="hinge"),
    "gan-lsgan": Case("gan", base_channels=8, loss="lsgan", settings={"labelSmoothing": 0.1}),
    "gan-smooth": Case("gan", base_channels=8, settings={"labelSmoothing": 0.1}),
    "dcgan32-relativistic": Case("dcgan32", image=(32, 32, 3), loss="relativistic"),
    "mlp-conv": Case("mlp-conv", base_channels=8),
    "dense-conv": Case("dense-conv"),
    "dcgan28-conditional": Case("dcgan28", steps=2, classes=10),
    "dense-conv-conditional": Case("dense-conv", classes=10),
    "mlp-conv-conditional": Case("mlp-conv", base_channels=8, classes=10),
    "plain28-conditional": Case("plain28", loss="relativistic", settings=PENALTIES, classes=10),
    "spectral28-conditional": Case("spectral28", steps=2, classes=10),
}
"""By the golden file's name."""

LARGEST_LEFT_OUT = 0.02

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
    gains = (nn.BatchNorm1d, nn.BatchNorm2d, pytorch_conditional.ClassModulation)
    normalizations = {name for name, module in network.named_modules() if isinstance(module, gains)}
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


def training_latents(step: int, size: int) -> torch.Tensor:
    """The latents of a step, counted from 0."""
    count = BATCH_SIZE * size
    values = random_numbers.normals(SEED, random_numbers.Purpose.TRAINING_LATENTS, 0, step * count, count)
    return torch.from_numpy(values).view(BATCH_SIZE, size)


def sample_latents(size: int) -> torch.Tensor:
    """The latents of the first images that `dcgan sample` makes of the seed."""
    purpose = random_numbers.Purpose.SAMPLE_LATENTS
    rows = [random_numbers.normals(SEED, purpose, image, 0, size) for image in range(SAMPLES)]
    return torch.from_numpy(numpy.stack(rows))


def batch_numbers(step: int) -> List[int]:
    """The numbers of the real images of a step, counted from 0."""
    epoch, batch = divmod(step, IMAGE_COUNT // BATCH_SIZE)
    order = random_numbers.shuffled(SEED, epoch, IMAGE_COUNT)
    return order[batch * BATCH_SIZE : (batch + 1) * BATCH_SIZE]


def real_images(images: torch.Tensor, step: int) -> torch.Tensor:
    """The real images of a step, counted from 0."""
    return bytes_to_images(images[batch_numbers(step)])


def augmented(case: Case, images: torch.Tensor, step: int, substream: int) -> torch.Tensor:
    """Images as the discriminator sees them."""
    names = case.settings.get("augment", "none").split(",")
    return pytorch_augmentation.augment(images, names, SEED, step, substream)


def flat(tensor: torch.Tensor) -> numpy.ndarray:
    """The elements in PyTorch's order, as a copy in float64."""
    return tensor.detach().to(torch.float64).contiguous().flatten().numpy().copy()


def flat_images(images: torch.Tensor) -> numpy.ndarray:
    """The values of images by rows, columns, channels, as dcgan has them."""
    return flat(images.permute(0, 2, 3, 1))


def replay(
    case: Case, images: torch.Tensor, dtype: torch.dtype, layout: torch.memory_format, reverses: bool = False
) -> Quantities:
    """Make the steps, and return everything that is compared, under the names of the test.

    A batch in the opposite order gives the same but for rounding.
    """

    def ordered(batch: torch.Tensor) -> torch.Tensor:
        return batch.flip(0) if reverses else batch

    rows, columns, channels = case.image
    generator, discriminator = PRESETS[case.preset](case.base_channels, case.latent_size, (channels, rows, columns))
    classes, labels = pytorch_conditional.Classes(), pytorch_conditional.read_labels(ROOT / "data" / "tiny")[:IMAGE_COUNT]
    if case.classes:
        generator, discriminator = pytorch_conditional.conditional((generator, discriminator), case.classes, classes)
    networks = {"generator": generator, "discriminator": discriminator}
    substream = 0
    for network in networks.values():
        substream = set_initial_weights(network, substream)
        network.to(dtype=dtype, memory_format=layout)
    pytorch_spectral.begin(discriminator)
    parameters = {
        f"{network}.{name}": parameter
        for network, module in networks.items()
        for name, parameter in module.named_parameters()
    }
    initial = {name: flat(parameter) for name, parameter in parameters.items()}
    training_step = TrainingStep(
        generator,
        discriminator,
        fused=dtype == torch.float32,
        loss=make_loss(case.loss, case.settings.get("labelSmoothing", 0.0)),
        r1=case.settings.get("r1", 0.0),
        r2=case.settings.get("r2", 0.0),
        penalty_every=case.settings.get("penaltyEvery", 16),
        augment=lambda images, step, substream: ordered(augmented(case, ordered(images), step, substream)),
    )

    quantities: Quantities = {}
    for step in range(case.steps):
        classes.numbers = ordered(torch.from_numpy(labels[batch_numbers(step)]))
        real = ordered(real_images(images, step)).to(dtype).contiguous(memory_format=layout)
        output = training_step(real, ordered(training_latents(step, case.latent_size)).to(dtype))
        prefix = f"step {step + 1}: "
        quantities[prefix + "metrics"] = numpy.array(list(output.metrics().values()))
        quantities[prefix + "logits of real images"] = flat(ordered(output.real_logits))
        quantities[prefix + "logits of fake images"] = flat(ordered(output.fake_logits))
        if step == 0:
            quantities[prefix + "fake images"] = flat_images(ordered(output.fakes))
            for name, parameter in parameters.items():
                quantities[FIRST_GRADIENT + name] = flat(parameter.grad)
        if step in (0, case.steps - 1):
            for name, parameter in parameters.items():
                quantities[f"{prefix}change of {name}"] = flat(parameter) - initial[name]

    for network, module in networks.items():
        for name, statistic in module.named_buffers():
            quantities[f"{network}.{name}"] = flat(statistic)
    generator.eval()
    counts = numpy.bincount(labels, minlength=case.classes)
    classes.numbers = pytorch_conditional.drawn_classes(SEED, pytorch_conditional.SAMPLES, counts, range(SAMPLES))
    with torch.no_grad():
        quantities["samples"] = flat_images(generator(sample_latents(case.latent_size).to(dtype)))
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
        if name.startswith((FIRST_GRADIENT, FIRST_CHANGE)) and not reference[
            FIRST_GRADIENT + name.partition(" of ")[2]
        ].any():
            # A loss of differences has none for the last bias, and rounding decides which way Adam moves it.
            continue
        if name.startswith(FIRST_CHANGE):
            gradient = FIRST_GRADIENT + name[len(FIRST_CHANGE) :]
            left_out = undecided(reference[gradient], [other[gradient] for other in others])
            if len(left_out) > LARGEST_LEFT_OUT * values.size:
                continue
        quantities.append(summary(name, values, [other[name] for other in others], left_out))
    return quantities


def tiny_images(image: Tuple[int, int, int]) -> torch.Tensor:
    """The pixels of the first training images of data/tiny as images of rows, columns and channels (N, C, H, W)."""
    rows, columns, channels = image
    pixels = read_training_images(ROOT / "data" / "tiny").reshape(-1)[: IMAGE_COUNT * rows * columns * channels]
    return torch.tensor(pixels).view(IMAGE_COUNT, rows, columns, channels).permute(0, 3, 1, 2)


def write_file(path: Path, case: Dict[str, Any], quantities: List[Quantity]) -> None:
    """Write a golden file, a line for each member of what it was made of and each quantity, and print the latter."""
    configuration = {
        "pytorch": torch.__version__,
        "seed": SEED,
        "batch_size": BATCH_SIZE,
        "image_count": IMAGE_COUNT,
        "samples": SAMPLES,
        **case,
    }
    head = "".join(f'"{key}": {json.dumps(value)},\n' for key, value in configuration.items())
    lines = ",\n".join(json.dumps(asdict(quantity), separators=(",", ":")) for quantity in quantities)
    path.write_text(f'{{\n{head}"quantities": [\n{lines}\n]\n}}\n', encoding="utf-8")

    print(f"{path.name}: norm of the reference, and of PyTorch's float32 error relative to it:")
    for quantity in quantities:
        print(quantity)


def write(case: Case, path: Path) -> None:
    """Write the golden file of a case."""
    images = tiny_images(case.image)
    reference = replay(case, images, torch.float64, torch.contiguous_format)
    others = [replay(case, images, torch.float32, layout) for layout in (torch.contiguous_format, torch.channels_last)]
    others.append(replay(case, images, torch.float32, torch.contiguous_format, reverses=True))
    optional = ("settings", "classes")
    members = {name: value for name, value in asdict(case).items() if value or name not in optional}
    write_file(path, members, summaries(reference, others))


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="directory to write to (default: the test's)")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)} (default: all)")
    options = parser.parse_args()
    if unknown := set(options.cases) - set(CASES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    options.out.mkdir(parents=True, exist_ok=True)
    for name in options.cases or CASES:
        write(CASES[name], options.out / f"{name}.json")


if __name__ == "__main__":
    main()
