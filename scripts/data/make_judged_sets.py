#!/usr/bin/env python3
"""Make sets of images with one fault each from a data set, to see which figures of `dcgan evaluate` notice it.

    scripts/data/make_judged_sets.py data/fashion-mnist sets
    dcgan evaluate --data data/fashion-mnist --images sets/noise.idx --count 2000

Each set has 2,000 images of 28 x 28. They are made from test images that the judge of 2,000 images does not take, so
that no image is compared with itself. `unlabelled` is the data set once more without its labels: features of a network
with random weights are then taken. The standard library of Python 3.9 or later is all that is needed.
"""

from __future__ import annotations

import gzip
import random
import struct
import sys
from pathlib import Path
from typing import List

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "reference"))
from random_numbers import Purpose, shuffled  # noqa: E402

COUNT = 2000
SIDE = 28
NOISE = 25
"""The standard deviation of the noise, of 255 grey levels."""
MISSING_CLASS = 7
"""Sneakers, in Fashion-MNIST."""


def read(path: Path, header: int) -> bytes:
    """The bytes of an IDX file, plain or gzip'd, behind its header."""
    data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
    return data[header:]


def read_images(path: Path) -> List[bytes]:
    """The images of an IDX file."""
    data = read(path, 16)
    return [data[place : place + SIDE * SIDE] for place in range(0, len(data), SIDE * SIDE)]


def write(path: Path, images: List[bytes]) -> None:
    """Write an IDX file of images."""
    path.write_bytes(struct.pack(">4I", 0x0803, len(images), SIDE, SIDE) + b"".join(images))


def noisy(image: bytes, numbers: random.Random) -> bytes:
    """An image with normal noise."""
    return bytes(min(255, max(0, round(value + numbers.gauss(0, NOISE)))) for value in image)


def blurred(image: bytes) -> bytes:
    """An image each of whose pixels is the mean of it and its eight neighbours; the edge goes on outwards."""

    def at(row: int, column: int) -> int:
        return image[min(SIDE - 1, max(0, row)) * SIDE + min(SIDE - 1, max(0, column))]

    near = (-1, 0, 1)
    return bytes(
        round(sum(at(row + down, column + right) for down in near for right in near) / 9)
        for row in range(SIDE)
        for column in range(SIDE)
    )


def main() -> None:
    """Make the sets."""
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__.strip())
        return
    if len(sys.argv) != 3:
        raise SystemExit("Usage: make_judged_sets.py DATA OUT")
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        training = read_images(data / "train-images-idx3-ubyte")
        test = read_images(data / "t10k-images-idx3-ubyte")
        labels = read(data / "t10k-labels-idx1-ubyte", 8)
    except (OSError, EOFError) as error:
        raise SystemExit(f"Error: '{data}' is no data set that can be read: {error}") from error
    # The judge takes the first of this order.
    order = shuffled(0, 0, len(test), Purpose.JUDGEMENT)[COUNT:]
    unseen = [test[number] for number in order[:COUNT]]
    numbers = random.Random(0)
    sets = {
        "unseen": unseen,
        "noise": [noisy(image, numbers) for image in unseen],
        "blur": [blurred(image) for image in unseen],
        "class-missing": [test[number] for number in order if labels[number] != MISSING_CLASS][:COUNT],
        "half-copies": unseen[: COUNT // 2] + training[: COUNT // 2],
        "half-repeated": unseen[: COUNT // 2] + [unseen[0]] * (COUNT - COUNT // 2),
    }
    (out / "unlabelled").mkdir(parents=True)
    for name, images in sets.items():
        write(out / f"{name}.idx", images)
    for name, images in {"train": training, "t10k": test}.items():
        write(out / "unlabelled" / f"{name}-images-idx3-ubyte", images)


if __name__ == "__main__":
    main()
