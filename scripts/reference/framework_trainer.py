"""What the trainers in PyTorch and in TensorFlow share: their options, the images, the loop and `metrics.jsonl`.

A trainer gives one function that makes a training step; the rest is here, so that both are measured alike.
"""

from __future__ import annotations

import argparse
import gzip
import json
import struct
import time
from pathlib import Path
from typing import Callable, Dict, Iterator, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy

LATENT_SIZE = 100
"""Values of a latent vector, but for infogan28."""
GREY, COLOUR_32, COLOUR_64 = (28, 28, 1), (32, 32, 3), (64, 64, 3)
IMAGE_SHAPES = {
    "dcgan28": GREY, "dcgan64": COLOUR_64, "dcgan32": COLOUR_32, "plain28": GREY, "spectral28": GREY, "infogan28": GREY,
    "gan": GREY, "mlp-conv": GREY, "dense-conv": GREY,
}
"""Rows, columns and channels of each architecture's images."""
BASE_CHANNELS = 64
"""Channels of the narrowest convolution, unless `--base-channels` says otherwise."""
RANDOM_IMAGES = 1024

Metrics = Callable[[], Dict[str, float]]
"""Reads a step's losses and scores; only called for the steps that are logged, for it may have to wait for them."""


def latent_size(architecture: str) -> int:
    """Values of a latent vector."""
    return 64 if architecture == "infogan28" else LATENT_SIZE


def read_training_images(directory: Path) -> numpy.ndarray:
    """The training images of a directory of IDX files, plain or gzip'd, as bytes (N, rows, columns, 1)."""
    path = directory / "train-images-idx3-ubyte"
    data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
    magic, count, rows, columns = struct.unpack_from(">4I", data)
    if magic != 0x0803 or len(data) != 16 + count * rows * columns:
        raise ValueError(f"'{path}' is not an IDX file of grey images")
    return numpy.frombuffer(data, numpy.uint8, offset=16).reshape(count, rows, columns, 1)


def random_images(shape: Tuple[int, int, int], count: int) -> numpy.ndarray:
    """Images of noise, as bytes (N, rows, columns, channels)."""
    return numpy.random.default_rng(0).integers(256, size=(count, *shape), dtype=numpy.uint8)


def shuffled_batches(images: numpy.ndarray, size: int, seed: int) -> Iterator[Tuple[int, numpy.ndarray]]:
    """Whole batches in a new random order each epoch, without end, each with the number of its epoch."""
    generator = numpy.random.default_rng(seed)
    epoch = 0
    while True:
        epoch += 1
        order = generator.permutation(len(images))
        for start in range(0, len(images) - size + 1, size):
            yield epoch, images[order[start : start + size]]


def train(options: argparse.Namespace, step: Callable[[numpy.ndarray], Metrics]) -> None:
    """Make the steps that the options ask for, and write `metrics.jsonl` as dcgan does.

    `step` trains on a batch of images as bytes (N, rows, columns, channels).
    """
    shape = IMAGE_SHAPES[options.architecture]
    images = (
        read_training_images(options.data)
        if options.data is not None
        else random_images(shape, max(RANDOM_IMAGES, options.batch_size))
    )
    if images.shape[1:] != shape:
        raise ValueError(f"the images are {images.shape[1:]}, and {options.architecture} takes {shape}")
    if len(images) < options.batch_size:
        raise ValueError(f"there are {len(images)} images, fewer than a batch of {options.batch_size}")
    batches = shuffled_batches(images, options.batch_size, options.seed)
    options.out.mkdir(parents=True)
    start = time.perf_counter()
    with open(options.out / "metrics.jsonl", "w", encoding="utf-8") as log:
        for number, (epoch, pixels) in zip(range(1, options.max_steps + 1), batches):
            metrics = step(pixels)
            if number % options.log_every == 0:
                line = {"step": number, "epoch": epoch, **metrics(), "seconds": time.perf_counter() - start}
                log.write(json.dumps(line) + "\n")
                log.flush()


def add_network_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say which networks."""
    add = parser.add_argument
    add("--architecture", choices=list(IMAGE_SHAPES), default="dcgan28", help="networks (default: dcgan28)")
    add("--base-channels", type=int, default=BASE_CHANNELS, help=f"their width (default: {BASE_CHANNELS})")


def add_training_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that `train` reads, and the number of threads."""
    add = parser.add_argument
    add_network_options(parser)
    add("--data", type=Path, help="directory of the IDX files (default: random images)")
    add("--out", type=Path, required=True, help="run directory to make")
    add("--max-steps", type=int, required=True, help="training steps")
    add("--threads", type=int, default=1, help="threads (default: 1)")
    add("--batch-size", type=int, default=64, help="images a batch (default: 64)")
    add("--log-every", type=int, default=10, help="steps from a logged line to the next (default: 10)")
    add("--seed", type=int, default=0, help="seed (default: 0)")
