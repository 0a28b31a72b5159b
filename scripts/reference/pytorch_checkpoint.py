#!/usr/bin/env python3
"""dcgan's checkpoints in PyTorch, both ways.

As a module:

    run = load("runs/mine")                  # or a checkpoint.safetensors
    images = run.generator.eval()(torch.randn(64, run.latent_size))
    ...                                      # train with run.generator_optimizer and run.discriminator_optimizer
    run.steps_made(100)                      # so many steps were made
    save(run, "checkpoint.safetensors")      # dcgan sample, inspect and train --resume read it

`load` knows every architecture, presets and files of one's own. What `save` writes is what dcgan would: a checkpoint that
is loaded and saved again is the same file, byte for byte.

As a program:

    pytorch_checkpoint.py --dcgan .build/release/dcgan      trains each preset, and tries all of that

Needs torch and numpy.
"""

from __future__ import annotations

import argparse
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Tuple, Union

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


def read_file(path: Path) -> Tuple[Dict[str, str], Dict[str, numpy.ndarray]]:
    """Read a safetensors file and check its checksum: the metadata, and the arrays by name in their order."""
    content = path.read_bytes()
    (length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    if "crc32" not in metadata:
        raise FormatError(f"'{path}' has no checksum: it was not saved by dcgan or by this module.")
    told = f'"crc32":"{metadata["crc32"]}"'.encode()
    if zlib.crc32(content.replace(told, CHECKSUM_ZEROS, 1)) != int(metadata["crc32"], 16):
        raise FormatError(f"'{path}' is damaged: its checksum is wrong.")
    arrays = {}
    for name, entry in header.items():
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        arrays[name] = numpy.frombuffer(content[start:end], TYPES[entry["dtype"]]).reshape(entry["shape"]).copy()
    return metadata, arrays


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
    path.write_bytes(content.replace(CHECKSUM_ZEROS, checksum, 1))


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


class Norm(nn.BatchNorm2d):
    """Batch normalisation of images or of rows."""

    def forward(self, values: Tensor) -> Tensor:
        return super().forward(as_grid(values)).reshape(values.shape)


def module(layer: Layer, shape: Shape) -> Tuple[nn.Module, Shape]:
    """A layer for images of a shape, and the shape of what it makes of them."""
    channels, rows, columns = shape
    kind = layer["type"]
    if kind == "linear":
        return Rows(channels * rows * columns, layer["outputs"], bias=layer["bias"]), (layer["outputs"], 1, 1)
    if kind == "reshape":
        grid = (layer["channels"], layer["height"], layer["width"])
        return nn.Unflatten(1, grid) if rows * columns == 1 else nn.Sequential(nn.Flatten(), nn.Unflatten(1, grid)), grid
    if kind in ("convolution", "transposedConvolution"):
        made = (Conv if kind == "convolution" else TransposedConv)(channels, layer)
        with torch.no_grad():
            return made, tuple(made(torch.zeros(1, *shape)).shape[1:])
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


def network(layers: List[Layer], shape: Shape) -> nn.Sequential:
    """A network for images of a shape; its parameters have dcgan's names."""
    modules = []
    for layer in layers:
        made, shape = module(layer, shape)
        modules.append(made)
    return nn.Sequential(*modules)


# A run


@dataclass
class Run:
    """A run of dcgan as far as PyTorch can have it."""

    generator: nn.Sequential
    discriminator: nn.Sequential
    generator_optimizer: torch.optim.Adam
    discriminator_optimizer: torch.optim.Adam
    architecture: Dict[str, object]
    configuration: Dict[str, object]
    metadata: Dict[str, str]
    arrays: Dict[str, numpy.ndarray]
    """All that the file holds; what is of no use here goes back as it was."""

    @property
    def latent_size(self) -> int:
        """Values of a latent vector."""
        return int(self.architecture["latentSize"])

    @property
    def step(self) -> int:
        """Training steps made."""
        return int(self.metadata["step"])

    def steps_made(self, count: int) -> None:
        """Move the run on by training steps that were made here."""
        step = self.step + count
        trained = self.configuration["dataImages"] - self.configuration.get("holdOut", 0)
        epoch, position = divmod(step, trained // self.configuration["batchSize"])
        self.metadata.update(step=str(step), epoch=str(epoch), position=str(position))
        for name in ("generator", "discriminator"):
            for key in ("beta1", "beta2"):
                bits = self.arrays[f"adam.{name}.{key}_power_bits"]
                power = bits.view("<f8")[()]
                # Running products, one factor a step, as dcgan has them.
                for _ in range(count):
                    power *= self.configuration[key]
                self.arrays[f"adam.{name}.{key}_power_bits"] = numpy.array(power, "<f8").view("<i8")


def load(path: Union[str, Path]) -> Run:
    """Read a checkpoint, or the newest one of a run's directory."""
    path = Path(path)
    metadata, arrays = read_file(path / "checkpoint.safetensors" if path.is_dir() else path)
    if metadata.get("format_version") not in ("2", "3"):
        raise FormatError(f"'{path}' has the format {metadata.get('format_version')}; 2 and 3 are known here.")
    architecture = json.loads(metadata["architecture"])
    configuration = json.loads(metadata["configuration"])
    if configuration.get("history"):
        raise FormatError(f"'{path}' was changed on the way (train --change): its positions cannot be counted here.")
    image = architecture["image"]
    networks = {
        "generator": network(architecture["generator"], (architecture["latentSize"], 1, 1)),
        "discriminator": network(architecture["discriminator"], (image["channels"], image["height"], image["width"])),
    }
    optimizers = {}
    for name, made in networks.items():
        prefix = f"{name}."
        made.load_state_dict(
            {key[len(prefix) :]: torch.from_numpy(value) for key, value in arrays.items() if key.startswith(prefix)}
        )
        rate = configuration["learningRate"]
        if name == "discriminator":
            rate = configuration.get("discriminatorLearningRate", rate)
        # Each return to an earlier step halves the rates.
        rate *= 0.5 ** int(metadata["rollbacks"])
        betas = (configuration["beta1"], configuration["beta2"])
        optimizer = torch.optim.Adam(made.parameters(), lr=rate, betas=betas, eps=configuration["epsilon"])
        step = float(arrays[f"adam.{name}.step"])
        for key, parameter in made.named_parameters():
            moments = {m: torch.from_numpy(arrays[f"adam.{name}.{key}.{m}"].copy()) for m in ("exp_avg", "exp_avg_sq")}
            optimizer.state[parameter] = {"step": torch.tensor(step), **moments}
        optimizers[name] = optimizer
    return Run(
        networks["generator"], networks["discriminator"], optimizers["generator"], optimizers["discriminator"],
        architecture, configuration, metadata, arrays,
    )


def save(run: Run, path: Union[str, Path]) -> None:
    """Write a checkpoint that dcgan reads, also to go on from."""
    arrays = {name: array for name, array in run.arrays.items() if not name.startswith("snapshot.")}
    for name, made, optimizer in (
        ("generator", run.generator, run.generator_optimizer),
        ("discriminator", run.discriminator, run.discriminator_optimizer),
    ):
        for key, value in made.state_dict().items():
            kind = TYPES["I64"] if key.endswith("num_batches_tracked") else TYPES["F32"]
            arrays[f"{name}.{key}"] = value.detach().numpy().astype(kind)
        arrays[f"adam.{name}.step"] = numpy.array(run.step, TYPES["I64"])
        for key, parameter in made.named_parameters():
            for moment in ("exp_avg", "exp_avg_sq"):
                arrays[f"adam.{name}.{key}.{moment}"] = optimizer.state[parameter][moment].numpy().astype("<f4")
    if run.step % run.configuration["snapshotEvery"] != 0:
        # The copy to return to when numbers explode: as it was, if it was of the same span of steps, else of now.
        old = {name: array for name, array in run.arrays.items() if name.startswith("snapshot.")}
        arrays.update(old or {f"snapshot.{name}": array for name, array in arrays.items()})
    write_file(Path(path), run.metadata, arrays)


# The trial


def run_program(*arguments: object) -> str:
    """Run a command, whose failure ends the trial."""
    result = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{arguments}: {result.stderr}")
    return result.stdout


def try_preset(dcgan: Path, preset: str, work: Path, options: List[str]) -> str:
    """Load, save, draw, train and hand back a preset; a row of a table."""
    import random_numbers  # The latents of an image's number.

    run_program(dcgan, "train", "--architecture", preset, "--out", work / preset, "--max-steps", 30, "--quiet", *options)
    original = work / preset / "checkpoint.safetensors"
    again = work / "again.safetensors"
    run = load(work / preset)
    save(run, again)
    if again.read_bytes() != original.read_bytes():
        sys.exit(f"{preset}: a checkpoint that was loaded and saved differs.")

    count = 16
    purpose = random_numbers.Purpose.SAMPLE_LATENTS
    latents = numpy.stack([random_numbers.normals(0, purpose, k, 0, run.latent_size) for k in range(count)])
    with torch.no_grad():
        images = run.generator.eval()(torch.from_numpy(latents)).numpy().transpose(0, 2, 3, 1)
    run_program(dcgan, "sample", "--checkpoint", again, "--seed", 0, "--count", count, "--out", work / "own.npy")
    own = numpy.load(work / "own.npy").reshape(images.shape)
    difference = numpy.abs(numpy.rint((images + 1) * 127.5) - own)

    # Some steps here, then some there.
    run.generator.train()
    steps = 5
    size = run.configuration["batchSize"]
    image = run.architecture["image"]
    for _ in range(steps):
        real = torch.rand(size, image["channels"], image["height"], image["width"]) * 2 - 1
        fakes = run.generator(torch.randn(size, run.latent_size))
        for optimizer, network_, pairs in (
            (run.discriminator_optimizer, run.discriminator, ((real, 1.0), (fakes.detach(), 0.0))),
            (run.generator_optimizer, run.discriminator, ((fakes, 1.0),)),
        ):
            optimizer.zero_grad()
            for batch, target in pairs:
                logits = network_(batch).flatten()
                functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, target)).backward()
            optimizer.step()
    run.steps_made(steps)
    save(run, original)
    told = run_program(dcgan, "inspect", original)
    if f"{run.step}" not in told:
        sys.exit(f"{preset}: 'inspect' does not tell step {run.step}.")
    run_program(dcgan, "train", "--resume", work / preset, "--max-steps", run.step + 5, "--quiet", *options[:2])
    if load(work / preset).step != run.step + 5:
        sys.exit(f"{preset}: the run did not go on.")
    return f"| {preset} | 0 | {int((difference > 0).sum())} of {own.size}, by {int(difference.max())} | {run.step + 5} |"


def main() -> None:
    """Run the trial."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", type=Path, default=Path(".build/release/dcgan"), help="the program")
    parser.add_argument("--data", type=Path, default=Path("data/tiny"), help="grey images of 28 x 28 pixels")
    options = parser.parse_args()
    print(f"torch {torch.__version__}, numpy {numpy.__version__}")
    print("| preset | bytes changed by load and save | bytes of pixels that differ | steps there, here and there |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        for preset in ("dcgan28", "infogan28", "gan", "mlp-conv", "dense-conv"):
            print(try_preset(options.dcgan.resolve(), preset, Path(name), ["--data", options.data]), flush=True)


if __name__ == "__main__":
    main()
