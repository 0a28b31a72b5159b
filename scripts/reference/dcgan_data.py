"""The images and latents of dcgan's training steps, in the order of a run: what PyTorch needs to go on with one."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from pathlib import Path
from typing import Optional

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor

import random_numbers
from pytorch_checkpoint import FormatError, Run
from pytorch_recipe import Part
from random_numbers import Purpose

LABELS = "train-labels-idx1-ubyte"
NAMES = ("train-images-idx3-ubyte", "train-images-idx4-ubyte")
"""Files of grey images and of such in colour, plain or with the ending .gz."""


def read_idx(path: Path) -> numpy.ndarray:
    """The images of an IDX file, or of a directory with one of the usual names: bytes (N, rows, columns, channels)."""
    if path.is_dir():
        found = [path / (name + ending) for name in NAMES for ending in ("", ".gz") if (path / (name + ending)).exists()]
        if not found:
            raise FormatError(f"'{path}' has no {' or '.join(NAMES)}: make a data set of other files by dcgan import.")
        path = found[0]
    content = path.read_bytes()
    content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    dimensions = content[3] if content[:3] == b"\0\0\x08" else 0
    if dimensions not in (3, 4):
        raise FormatError(f"'{path}' is no IDX file of images: make a data set of it by dcgan import.")
    shape = struct.unpack_from(f">{dimensions}I", content, 4)
    pixels = numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * dimensions)
    return pixels.reshape(*shape[:3], -1)


def read_labels(directory: Path) -> numpy.ndarray:
    """The labels beside the images of a directory, a byte each."""
    for path in (directory / LABELS, directory / f"{LABELS}.gz"):
        if path.exists():
            content = path.read_bytes()
            content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            return numpy.frombuffer(content, numpy.uint8, offset=8)
    raise FormatError(f"'{directory}' has no {LABELS}, and the run is conditional.")


def recorded_path(run: Path) -> Path:
    """Where the images of a run's directory lie."""
    path = Path(json.loads((run / "config.json").read_text())["data"])
    return path if path.is_absolute() or path.exists() else run / path


class TrainingData:
    """What a run learns from."""

    def __init__(self, path: Path, run: Run) -> None:
        """Read the images, which must be those of the run."""
        settings = run.configuration
        images = read_idx(path)[: settings["dataImages"]]
        if zlib.crc32(images.tobytes()) != settings["dataChecksum"]:
            raise FormatError(f"'{path}' has other images than the run was trained with.")
        self.labels = None
        if run.is_conditional:
            labels = read_labels(path)[: settings["dataImages"]]
            if zlib.crc32(labels.tobytes()) != settings["dataClasses"]["checksum"]:
                raise FormatError(f"'{path}' has other labels than the run was trained with.")
            self.labels = labels.astype(numpy.int64)
        kept_apart = settings.get("holdOut", 0)
        if kept_apart:
            order = random_numbers.shuffled(0, 0, len(images), Purpose.HOLD_OUT)
            places = sorted(order[kept_apart:])
            images = images[places]
            self.labels = None if self.labels is None else self.labels[places]
        self.images = torch.from_numpy(images.transpose(0, 3, 1, 2).copy())
        self.epoch: Optional[int] = None
        self.order = [0]

    def batch(self, run: Run, part: Optional[Part] = None) -> Tensor:
        """The real images of the next step (N, channels, rows, columns) from -1 to 1, or a part of them. A conditional run is
        told their classes, which are those of the fakes beside them.
        """
        position = run.position(run.step)
        if self.epoch != position.epochs:
            self.epoch = position.epochs
            self.order = random_numbers.shuffled(run.seed, self.epoch, len(self.images))
        size = run.configuration["batchSize"]
        part = part or Part(0, size)
        first = position.steps * size + part.first
        places = self.order[first : first + part.count]
        if self.labels is not None:
            run.set_classes(torch.from_numpy(self.labels[places]))
        return self.images[places].float().div_(127.5).sub_(1)

    def latents(self, run: Run, part: Optional[Part] = None) -> Tensor:
        """The latent vectors of the next step (N, size), or a part of them."""
        size, batch = run.latent_size, run.configuration["batchSize"]
        part = part or Part(0, batch)
        start = (run.step * batch + part.first) * size
        normal = run.configuration["latent"] == "normal"
        draw = random_numbers.normals if normal else random_numbers.uniforms
        ends = () if normal else (-1.0, 1.0)
        drawn = draw(run.seed, Purpose.TRAINING_LATENTS, 0, start, part.count * size, *ends)
        return torch.from_numpy(drawn).view(part.count, size)
