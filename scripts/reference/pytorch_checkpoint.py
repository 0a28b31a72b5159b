#!/usr/bin/env python3
"""dcgan's checkpoints in PyTorch, both ways: one file that needs torch and numpy alone.

    run = load("runs/mine")                  # or a checkpoint.safetensors
    images = run.generator.eval()(torch.randn(64, run.latent_size))
    ...                                      # train with run.generator_optimizer and run.discriminator_optimizer
    run.move_average()                       # if run.average is not None
    run.steps_made(1)
    save(run, "checkpoint.safetensors")      # dcgan sample, inspect and train --resume read it

`load` knows every architecture, presets and files of one's own, averaged weights, and runs that were changed on the way.
What `save` writes is what dcgan would: a checkpoint that is loaded and saved again is the same file, byte for byte.
check_pytorch.py tries all of it, pytorch_recipe.py has the training step of every recipe.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

Shape = Tuple[int, int, int]
"""Channels, rows, columns of an image; a row of values is an image of one pixel."""
Layer = Dict[str, object]
"""A layer as an architecture's JSON has it."""

TYPES = {"F32": numpy.dtype("<f4"), "I64": numpy.dtype("<i8")}
CHECKSUM_ZEROS = b'"crc32":"00000000"'


class FormatError(Exception):
    """A file that is no checkpoint of dcgan."""


# The file


def parse_file(path: Path, content: bytes) -> Tuple[Dict[str, str], Dict[str, numpy.ndarray]]:
    """The metadata of a safetensors file, and its arrays by name in their order, which lie in `content`."""
    try:
        (length,) = struct.unpack_from("<Q", content)
        header = json.loads(content[8 : 8 + length])
        metadata = header.pop("__metadata__", {})
        arrays = {}
        for name, entry in header.items():
            start, end = (8 + length + offset for offset in entry["data_offsets"])
            arrays[name] = numpy.frombuffer(content[start:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    except (struct.error, ValueError, LookupError, TypeError, AttributeError) as error:
        raise FormatError(f"'{path}' is no safetensors file, or a damaged one.") from error
    return metadata, arrays


def read_file(path: Path) -> Tuple[Dict[str, str], Dict[str, numpy.ndarray]]:
    """Read a safetensors file and check its checksum: the metadata, and the arrays by name in their order."""
    content = path.read_bytes()
    metadata, arrays = parse_file(path, content)
    if "crc32" not in metadata:
        raise FormatError(f"'{path}' has no checksum: it was not saved by dcgan or by this module.")
    told = f'"crc32":"{metadata["crc32"]}"'.encode()
    if zlib.crc32(content.replace(told, CHECKSUM_ZEROS, 1)) != int(metadata["crc32"], 16):
        raise FormatError(f"'{path}' is damaged: its checksum is wrong.")
    return metadata, {name: array.copy() for name, array in arrays.items()}


def write_file(path: Path, metadata: Dict[str, str], arrays: Dict[str, numpy.ndarray]) -> None:
    """Write a safetensors file as dcgan does: 64-bit integers first, by name within a type, then the checksum."""

    def type_name(array: numpy.ndarray) -> str:
        return "I64" if array.dtype == TYPES["I64"] else "F32"

    order = sorted(arrays, key=lambda name: (type_name(arrays[name]) != "I64", name))
    header: Dict[str, object] = {"__metadata__": dict(sorted({**metadata, "crc32": "0" * 8}.items()))}
    offset = 0
    for name in order:
        array = arrays[name]
        header[name] = {
            "dtype": type_name(array), "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]
        }
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    content = struct.pack("<Q", len(text)) + text + b"".join(arrays[name].tobytes() for name in order)
    checksum = f'"crc32":"{zlib.crc32(content):08x}"'.encode()
    # The file that is there stays whole until the new one is.
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.write_bytes(content.replace(CHECKSUM_ZEROS, checksum, 1))
    unfinished.replace(path)


# Networks


class Rows(nn.Linear):
    """A fully connected layer, which makes a row of each image."""

    def forward(self, values: Tensor) -> Tensor:
        return super().forward(values.flatten(1))


def as_grid(values: Tensor) -> Tensor:
    """Latent vectors as images of one pixel."""
    return values if values.dim() == 4 else values[:, :, None, None]


def sides(padding: Union[int, Dict[str, int]]) -> Tuple[int, int, int, int]:
    """Zeros to the left, to the right, above and below."""
    if isinstance(padding, int):
        return (padding,) * 4
    return (padding["left"], padding["right"], padding["top"], padding["bottom"])


class Conv(nn.Conv2d):
    """A convolution that may be padded unevenly."""

    def __init__(self, inputs: int, layer: Layer) -> None:
        super().__init__(inputs, layer["channels"], layer["kernelSize"], layer["stride"], bias=layer["bias"])
        self.sides = sides(layer["padding"])

    def forward(self, images: Tensor) -> Tensor:
        return super().forward(functional.pad(as_grid(images), self.sides))


class TransposedConv(nn.ConvTranspose2d):
    """A transposed convolution whose result may be cropped unevenly."""

    def __init__(self, inputs: int, layer: Layer) -> None:
        more = layer.get("outputPadding", 0)
        super().__init__(
            inputs, layer["channels"], layer["kernelSize"], layer["stride"], output_padding=more, bias=layer["bias"]
        )
        self.crops = tuple(-side for side in sides(layer["padding"]))

    def forward(self, images: Tensor) -> Tensor:
        return functional.pad(super().forward(as_grid(images)), self.crops)


class Spectral:
    """What a layer with a parameter `weight` (outputs, ...) needs to divide it by its largest singular value, found by one
    power iteration when the optimiser has changed the weights, and by none between: PyTorch's own layers make one in every
    forward pass.
    """

    weight: nn.Parameter
    weight_u: Tensor
    weight_v: Tensor

    @torch.no_grad()
    def iterate(self) -> None:
        """Go on with weights that were changed."""
        matrix = self.weight.flatten(1)
        product = matrix @ self.weight_v
        self.weight_u.copy_(product / product.norm())
        product = matrix.T @ self.weight_u
        self.weight_v.copy_(product / product.norm())

    def normalized(self) -> Tensor:
        """The weights that the layer computes with."""
        return self.weight / (self.weight_u @ self.weight.flatten(1) @ self.weight_v)

    def register_vectors(self) -> None:
        """Make room for the singular vectors."""
        self.register_buffer("weight_u", torch.zeros(self.weight.shape[0]))
        self.register_buffer("weight_v", torch.zeros(self.weight[0].numel()))


class SpectralConv(Spectral, Conv):
    """A convolution with spectral normalisation."""

    def __init__(self, inputs: int, layer: Layer) -> None:
        super().__init__(inputs, layer)
        self.register_vectors()

    def forward(self, images: Tensor) -> Tensor:
        return functional.conv2d(
            functional.pad(as_grid(images), self.sides), self.normalized(), self.bias, self.stride)


class SpectralRows(Spectral, Rows):
    """A fully connected layer with spectral normalisation."""

    def __init__(self, inputs: int, outputs: int, bias: bool) -> None:
        super().__init__(inputs, outputs, bias=bias)
        self.register_vectors()

    def forward(self, values: Tensor) -> Tensor:
        return functional.linear(values.flatten(1), self.normalized(), self.bias)


class MinibatchDeviation(nn.Module):
    """One more channel: how much the images of the batch differ, or a running mean of that."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("running_deviation", torch.zeros(1))

    def forward(self, values: Tensor) -> Tensor:
        images = as_grid(values)
        value = self.running_deviation[0]
        if self.training:
            value = (images.var(0, unbiased=False) + 1e-8).sqrt().mean()
            with torch.no_grad():
                self.running_deviation.lerp_(value.detach()[None], 0.1)
        return torch.cat([images, value.expand(len(images), 1, *images.shape[2:])], 1)


class Classes:
    """The class of each image of the batch at work, which the layers of a conditional run's networks look up."""

    numbers: Tensor


class ClassModulation(nn.Module):
    """A gain and a bias for each class and channel."""

    def __init__(self, batch: Classes, classes: int, channels: int) -> None:
        super().__init__()
        self.batch = batch
        self.weight = nn.Parameter(torch.ones(classes, channels))
        self.bias = nn.Parameter(torch.zeros(classes, channels))

    def forward(self, values: Tensor) -> Tensor:
        shape = (len(values), -1) + (1,) * (values.dim() - 2)
        numbers = self.batch.numbers
        return values * self.weight[numbers].view(shape) + self.bias[numbers].view(shape)


class ClassProjection(nn.Module):
    """The value of all classes plus that of the image's own."""

    def __init__(self, batch: Classes) -> None:
        super().__init__()
        self.batch = batch

    def forward(self, values: Tensor) -> Tensor:
        values = values.flatten(1)
        return values[:, :1] + values.gather(1, self.batch.numbers[:, None] + 1)


class Norm(nn.BatchNorm2d):
    """Batch normalisation of images or of rows."""

    def forward(self, values: Tensor) -> Tensor:
        return super().forward(as_grid(values)).reshape(values.shape)


CONVOLUTIONS = {"convolution": Conv, "transposedConvolution": TransposedConv, "spectralConvolution": SpectralConv}
"""By their types in an architecture."""


def module(layer: Layer, shape: Shape, classes: Classes) -> Tuple[nn.Module, Shape]:
    """A layer for images of a shape, and the shape of what it makes of them."""
    channels, rows, columns = shape
    kind = layer["type"]
    if kind in ("linear", "spectralLinear"):
        make = Rows if kind == "linear" else SpectralRows
        return make(channels * rows * columns, layer["outputs"], bias=layer["bias"]), (layer["outputs"], 1, 1)
    if kind == "reshape":
        grid = (layer["channels"], layer["height"], layer["width"])
        return nn.Unflatten(1, grid) if rows * columns == 1 else nn.Sequential(nn.Flatten(), nn.Unflatten(1, grid)), grid
    if kind in CONVOLUTIONS:
        made = CONVOLUTIONS[kind](channels, layer)
        with torch.no_grad():
            return made, tuple(made(torch.zeros(1, *shape)).shape[1:])
    if kind == "classModulation":
        return ClassModulation(classes, layer["classes"], channels), shape
    if kind == "classProjection":
        return ClassProjection(classes), (1, 1, 1)
    if kind == "minibatchDeviation":
        return MinibatchDeviation(), (channels + 1, rows, columns)
    if kind == "upsampling":
        scale = layer["scale"]
        return nn.Upsample(scale_factor=scale), (channels, rows * scale, columns * scale)
    simple = {
        "batchNorm": lambda: Norm(channels), "relu": nn.ReLU, "tanh": nn.Tanh,
        "leakyReLU": lambda: nn.LeakyReLU(layer["slope"]),
    }
    if kind not in simple:
        raise FormatError(f"A layer of the kind '{kind}' is not known here.")
    return simple[kind](), shape


def network(layers: List[Layer], shape: Shape, classes: Classes) -> nn.Sequential:
    """A network for images of a shape; its parameters have dcgan's names."""
    modules = []
    for layer in layers:
        made, shape = module(layer, shape, classes)
        modules.append(made)
    return nn.Sequential(*modules)


# A run

SAMPLES, STATISTICS = 0, 1
"""What the class of an image is drawn for."""


@dataclass
class Position:
    """Where a number of steps lies among a run's epochs."""

    epochs: int
    """Epochs finished."""
    steps: int
    """Steps made of the next one."""


@dataclass
class Run:
    """A run of dcgan."""

    generator: nn.Sequential
    discriminator: nn.Sequential
    average: Optional[nn.Sequential]
    """The generator with the averaged weights, if the run keeps such. It has no running statistics of its own before
    `estimate_statistics` finds them."""
    generator_optimizer: torch.optim.Adam
    discriminator_optimizer: torch.optim.Adam
    architecture: Dict[str, Any]
    configuration: Dict[str, Any]
    metadata: Dict[str, str]
    classes: Classes
    """Where the classes of a batch go before a conditional run's networks have it: `run.set_classes`."""
    arrays: Dict[str, numpy.ndarray]
    """All that the file holds; what is of no use here goes back as it was."""
    snapshot: Dict[str, numpy.ndarray] = field(default_factory=dict)
    """The state that dcgan goes back to when numbers explode, if it is not that of this step."""

    @property
    def networks(self) -> Dict[str, nn.Sequential]:
        """Both networks by name."""
        return {"generator": self.generator, "discriminator": self.discriminator}

    @property
    def optimizers(self) -> Dict[str, torch.optim.Adam]:
        """Both optimisers by name."""
        return {"generator": self.generator_optimizer, "discriminator": self.discriminator_optimizer}

    @property
    def latent_size(self) -> int:
        """Values of a latent vector."""
        return int(self.architecture["latentSize"])

    @property
    def seed(self) -> int:
        """The seed of every random number."""
        return int(self.configuration["seed"])

    @property
    def image_shape(self) -> Shape:
        """Channels, rows and columns of an image."""
        image = self.architecture["image"]
        return image["channels"], image["height"], image["width"]

    @property
    def is_conditional(self) -> bool:
        """Whether the networks go by the classes of images."""
        return bool(self.configuration.get("conditional", False))

    def set_classes(self, numbers: Union[Tensor, List[int]]) -> None:
        """Say of which classes the images of the next batches are."""
        device = next(self.generator.parameters()).device
        self.classes.numbers = torch.as_tensor(numbers).long().to(device)

    @property
    def step(self) -> int:
        """Training steps made."""
        return int(self.metadata["step"])

    # Epochs

    @property
    def batches_per_epoch(self) -> int:
        """Batches of an epoch; the last, incomplete one is dropped."""
        learnt = self.configuration["dataImages"] - self.configuration.get("holdOut", 0)
        return learnt // self.configuration["batchSize"]

    def position(self, step: int) -> Position:
        """Where a number of steps lies, no fewer than before the last change with which an epoch began anew."""
        first, epochs = self._origin
        more, steps = divmod(step - first, self.batches_per_epoch)
        return Position(epochs + more, steps)

    @property
    def _origin(self) -> Tuple[int, int]:
        """The steps and epochs before the last change of what an epoch's batches depend on."""
        for change in reversed(self.configuration.get("history", [])):
            if {"dataChecksum", "dataImages", "batchSize"} & set(change["changes"]):
                return change["step"], change["epoch"]
        return 0, 0

    def last_snapshot(self, step: int) -> int:
        """The last step until `step` whose state dcgan copies."""
        history = self.configuration.get("history", [])
        since = self.position(step).steps % self.configuration.get("snapshotEvery", 100)
        return max(history[-1]["step"] if history else 0, step - since)

    # Training

    def learning_rate_factor(self) -> float:
        """What both learning rates are multiplied by in the next step, by the schedule and by returns to earlier steps."""
        settings = self.configuration
        warm_up = settings.get("warmUp", 0)
        factor = min(1.0, (self.step + 1) / warm_up) if warm_up else 1.0
        # Each return to an earlier step halves the rates.
        factor *= 0.5 ** int(self.metadata.get("rollbacks", 0))
        shape, epochs = settings.get("schedule", "constant"), settings.get("scheduleEpochs")
        if shape == "constant" or epochs is None:
            return factor
        first, done = self._origin
        length = max(1, first + max(0, epochs - done) * self.batches_per_epoch)
        part = min(1.0, self.step / length)
        remainder = 1 - part if shape == "linear" else (1 + math.cos(math.pi * part)) / 2
        final = settings.get("finalRate", 0.0)
        return factor * (final + (1 - final) * remainder)

    def set_learning_rates(self) -> None:
        """Give both optimisers the learning rates of the next step."""
        rate = self.configuration["learningRate"]
        own = self.configuration.get("discriminatorLearningRate")
        for optimizer, base in (
            (self.generator_optimizer, rate), (self.discriminator_optimizer, rate if own is None else own)
        ):
            for group in optimizer.param_groups:
                group["lr"] = base * self.learning_rate_factor()

    @torch.no_grad()
    def move_average(self) -> None:
        """Move the averaged weights towards those of a step that was made and is not counted yet."""
        if self.average is None:
            return
        batch = self.configuration["batchSize"]
        seen = self.configuration.get("averageRampUp", 0.05) * (self.step + 1) * batch
        motion = 1 - 0.5 ** (batch / min(self.configuration["averageHalfLife"], seen))
        for mean, parameter in zip(self.average.parameters(), self.generator.parameters()):
            mean.lerp_(parameter.to(mean.dtype), motion)

    def steps_made(self, count: int = 1) -> None:
        """Move the run on by training steps that were made here."""
        for _ in range(count):
            self._count_step()
        # Of more than one step at once, the state between is not known: that of now goes for it.
        if self.last_snapshot(self.step) > self.step - count:
            self.snapshot = self.state()

    def _count_step(self) -> None:
        position = self.position(self.step + 1)
        self.metadata.update(step=str(self.step + 1), epoch=str(position.epochs), position=str(position.steps))
        for name in self.networks:
            self.arrays[f"adam.{name}.step"] = numpy.array(self.step, TYPES["I64"])
            for key in ("beta1", "beta2"):
                name_of_bits = f"adam.{name}.{key}_power_bits"
                # Running products, one factor a step, as dcgan has them.
                power = self.arrays[name_of_bits].view("<f8")[()] * self.configuration[key]
                self.arrays[name_of_bits] = numpy.array(power, "<f8").view("<i8")

    def change(self, **values: object) -> None:
        """Go on with other settings, by their keys in the configuration, as `dcgan train --change` does."""
        changes = {
            key: {"from": self.configuration.get(key), "to": value}
            for key, value in values.items() if self.configuration.get(key) != value
        }
        if not changes:
            return
        entry = {"step": self.step, "epoch": self.position(self.step).epochs, "changes": changes}
        self.configuration.update(values)
        self.configuration.setdefault("history", []).append(entry)
        position = self.position(self.step)
        self.metadata.update(
            format_version="3", configuration=json.dumps(self.configuration, separators=(",", ":"), sort_keys=True),
            epoch=str(position.epochs), position=str(position.steps),
        )
        if "learningRate" in changes:
            # A new rate is meant as it is given.
            self.metadata["rollbacks"] = "0"
        self.set_learning_rates()
        self.snapshot = self.state()

    # State

    def state(self) -> Dict[str, numpy.ndarray]:
        """All that a checkpoint holds of this step, by name."""
        arrays = dict(self.arrays)
        for name, network_ in self.networks.items():
            for key, value in network_.state_dict().items():
                kind = TYPES["I64"] if key.endswith("num_batches_tracked") else TYPES["F32"]
                arrays[f"{name}.{key}"] = as_array(value, kind)
            optimizer = self.optimizers[name]
            for key, parameter in network_.named_parameters():
                for moment in ("exp_avg", "exp_avg_sq"):
                    arrays[f"adam.{name}.{key}.{moment}"] = as_array(optimizer.state[parameter][moment])
        if self.average is not None:
            for key, parameter in self.average.named_parameters():
                arrays[f"average.generator.{key}"] = as_array(parameter)
        return arrays

    @torch.no_grad()
    def restore(self, arrays: Dict[str, numpy.ndarray]) -> None:
        """Take over a state: what `state` gives."""
        self.arrays = dict(arrays)
        for name, network_ in self.networks.items():
            prefix = f"{name}."
            network_.load_state_dict(
                {key[len(prefix) :]: torch.tensor(value) for key, value in arrays.items() if key.startswith(prefix)}
            )
            # Where Adam wants it, whatever the device.
            step = torch.tensor(float(arrays[f"adam.{name}.step"]))
            for key, parameter in network_.named_parameters():
                self.optimizers[name].state[parameter] = {"step": step.clone()} | {
                    moment: torch.tensor(arrays[f"adam.{name}.{key}.{moment}"]).to(parameter)
                    for moment in ("exp_avg", "exp_avg_sq")
                }
        if self.average is not None:
            for key, parameter in self.average.named_parameters():
                parameter.copy_(torch.tensor(arrays[f"average.generator.{key}"]))

    def to(self, *target: object) -> "Run":
        """Move all of it to a device, or to a type of numbers."""
        state = self.state()
        for network_ in (*self.networks.values(), *([] if self.average is None else [self.average])):
            network_.to(*target)
        self.restore(state)
        return self

    def drawn_classes(self, seed: int, substream: int, images: range) -> List[int]:
        """The classes of images of a seed, each as often as training images have it; random_numbers.py must lie beside
        this file.
        """
        import random_numbers

        sums = numpy.cumsum(self.configuration["dataClasses"]["counts"])
        uniform, purpose = random_numbers.uniform, random_numbers.Purpose.CLASSES
        places = [int(uniform(seed, purpose, substream, image) * sums[-1]) for image in images]
        return [int(numpy.searchsorted(sums, place, side="right")) for place in places]

    # Images

    def image_generator(self) -> nn.Sequential:
        """The generator that `dcgan sample` draws with, in the state for that: of a run that keeps averaged weights the one
        with these, and with the statistics that dcgan finds for them. random_numbers.py must lie beside this file then.
        """
        if self.average is None:
            return self.generator.eval()
        import random_numbers

        size = min(self.configuration["batchSize"], 64)
        # An estimate after each epoch takes 3 % of its work, within bounds.
        generator_cost, step_cost = costs(self)
        epoch = self.batches_per_epoch * self.configuration["batchSize"] * step_cost
        most = max(2, 1024 // size)
        count = min(most, max(2, int(min(most, 0.03 * epoch / (generator_cost * size)))))
        draw = random_numbers.normals if self.configuration["latent"] == "normal" else random_numbers.uniforms
        ends = () if draw is random_numbers.normals else (-1.0, 1.0)
        purpose, seed = random_numbers.Purpose.STATISTICS, self.seed

        def latents(batch: int) -> Tensor:
            if self.is_conditional:
                self.set_classes(self.drawn_classes(seed, STATISTICS, range(batch * size, (batch + 1) * size)))
            rows = [draw(seed, purpose, batch * size + image, 0, self.latent_size, *ends) for image in range(size)]
            return torch.from_numpy(numpy.stack(rows)).to(next(generator.parameters()))

        generator = self.average
        estimate_statistics(generator, (latents(batch) for batch in range(count)))
        return generator.eval()


def as_array(value: Tensor, kind: numpy.dtype = TYPES["F32"]) -> numpy.ndarray:
    """A copy of a tensor."""
    return value.detach().cpu().numpy().astype(kind)


@torch.no_grad()
def estimate_statistics(generator: nn.Module, batches: Iterable[Tensor]) -> None:
    """Give every batch norm the mean and variance over all values of the batches, each normalised by its own."""
    norms = [layer for layer in generator.modules() if isinstance(layer, nn.modules.batchnorm._BatchNorm)]
    sums = {norm: [0, 0.0, 0.0] for norm in norms}

    def see(norm: nn.Module, inputs: Tuple[Tensor]) -> None:
        values = as_grid(inputs[0]).double().transpose(0, 1).flatten(1)
        seen = sums[norm]
        seen[0] += values.shape[1]
        seen[1] = seen[1] + values.sum(1)
        seen[2] = seen[2] + values.square().sum(1)

    hooks = [norm.register_forward_pre_hook(see) for norm in norms]
    generator.train()
    for batch in batches:
        generator(batch)
    for hook in hooks:
        hook.remove()
    for norm, (count, total, squares) in sums.items():
        mean = total / count
        norm.running_mean.copy_(mean)
        norm.running_var.copy_((squares - count * mean.square()) / (count - 1))


def costs(run: Run) -> Tuple[int, int]:
    """Multiply-adds of the generator for an image, and of a training step for each image of its batch."""
    counts: Dict[str, List[int]] = {}
    for name, made in run.networks.items():
        counts[name] = []

        def count(layer: nn.Module, inputs: Tuple[Tensor], output: Tensor, found: List[int] = counts[name]) -> None:
            # Uneven padding is not a multiplication: a transposed convolution's crops come after it.
            pixels = as_grid(inputs[0] if isinstance(layer, nn.ConvTranspose2d) else output)[0, 0].numel()
            found.append(layer.weight.numel() * (1 if isinstance(layer, nn.Linear) else pixels))

        layers = [it for it in made if isinstance(it, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d))]
        hooks = [layer.register_forward_hook(count) for layer in layers]
        was_training = made.training
        with torch.no_grad():
            if run.is_conditional:
                run.set_classes([0])
            shape = (run.latent_size,) if name == "generator" else run.image_shape
            made.eval()(torch.zeros(1, *shape).to(next(made.parameters())))
        made.train(was_training)
        for hook in hooks:
            hook.remove()
    generator, discriminator = sum(counts["generator"]), sum(counts["discriminator"])
    return generator, 3 * generator + 8 * discriminator - counts["generator"][0] - 2 * counts["discriminator"][0]


def make(metadata: Dict[str, str], arrays: Dict[str, numpy.ndarray]) -> Run:
    """A run of what a checkpoint holds."""
    architecture = json.loads(metadata["architecture"])
    configuration = json.loads(metadata["configuration"])
    image = architecture["image"]
    classes = Classes()
    generator = network(architecture["generator"], (architecture["latentSize"], 1, 1), classes)
    shape = (image["channels"], image["height"], image["width"])
    discriminator = network(architecture["discriminator"], shape, classes)

    def twin() -> Optional[nn.Sequential]:
        keeps = configuration.get("averageHalfLife", 0)
        return network(architecture["generator"], (architecture["latentSize"], 1, 1), classes) if keeps else None

    def optimizer(made: nn.Module) -> torch.optim.Adam:
        betas = (configuration["beta1"], configuration["beta2"])
        return torch.optim.Adam(made.parameters(), lr=0.0, betas=betas, eps=configuration["epsilon"])

    run = Run(
        generator, discriminator, twin(), optimizer(generator), optimizer(discriminator), architecture, configuration,
        metadata, classes, {},
    )
    prefix = "snapshot."
    run.restore({name: array for name, array in arrays.items() if not name.startswith(prefix)})
    run.snapshot = {name[len(prefix) :]: array for name, array in arrays.items() if name.startswith(prefix)}
    run.set_learning_rates()
    return run


def load(path: Union[str, Path]) -> Run:
    """Read a checkpoint, or the newest one of a run's directory."""
    path = Path(path)
    metadata, arrays = read_file(path / "checkpoint.safetensors" if path.is_dir() else path)
    if metadata.get("format_version") not in ("2", "3"):
        raise FormatError(f"'{path}' has the format {metadata.get('format_version')}; 2 and 3 are known here.")
    return make(metadata, arrays)


def save(run: Run, path: Union[str, Path]) -> None:
    """Write a checkpoint that dcgan reads, also to go on from."""
    arrays = run.state()
    if run.last_snapshot(run.step) != run.step:
        arrays.update({f"snapshot.{name}": array for name, array in (run.snapshot or dict(arrays)).items()})
    write_file(Path(path), run.metadata, arrays)
