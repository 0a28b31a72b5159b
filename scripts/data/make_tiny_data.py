#!/usr/bin/env python3
"""Draw a small data set of garments and write it as gzip'd IDX files.

Ten classes, numbered and named as in Fashion-MNIST, 28 x 28 grey, drawn from parametric outlines with random measures,
fabrics, light and placement. The same seed gives the same bytes on every machine and Python version (3.8 or later);
only the standard library is used.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Callable, List, Sequence, Tuple

from tiny_data.dice import Dice
from tiny_data.files import gzipped, idx, png
from tiny_data.footwear import draw_ankle_boot, draw_sandal, draw_sneaker
from tiny_data.open_fronts import draw_coat, draw_shirt
from tiny_data.others import draw_bag, draw_dress, draw_trousers
from tiny_data.raster import SIDE, Canvas, Placement
from tiny_data.tops import draw_pullover, draw_t_shirt

CLASSES: Sequence[Tuple[str, Callable[[Canvas, Dice], None]]] = (
    ("T-shirt", draw_t_shirt),
    ("trousers", draw_trousers),
    ("pullover", draw_pullover),
    ("dress", draw_dress),
    ("coat", draw_coat),
    ("sandal", draw_sandal),
    ("shirt", draw_shirt),
    ("sneaker", draw_sneaker),
    ("bag", draw_bag),
    ("ankle boot", draw_ankle_boot),
)

DEFAULT_OUT = Path(__file__).resolve().parents[2] / "data" / "tiny"

SEED_STRIDE = 1_000_000
"""Pictures of one seed draw from this many generators of their own, half for training, half for the test set."""

GREY_STEP = 4
"""Grey values are multiples of this: the eye sees no difference, and the files are half as large."""


def draw(label: int, seed: int) -> bytes:
    """One picture of a class, SIDE * SIDE grey values."""
    dice = Dice(seed)
    placement = Placement(
        width=dice.bell(0.94, 1.07),
        height=dice.bell(0.94, 1.05),
        angle=dice.bell(-0.08, 0.08),
        shift=(dice.bell(-0.8, 0.8), dice.bell(-0.6, 0.6)),
    )
    canvas = Canvas(placement)
    CLASSES[label][1](canvas, dice)
    return _developed(canvas.pixels, dice)


def _developed(pixels: Sequence[float], dice: Dice) -> bytes:
    """The picture under a lamp, with a little grain, as bytes.

    A lamp from one side, or one in front that leaves the margins darker.
    """
    across, down = dice.bell(-0.22, 0.22), dice.bell(-0.16, 0.16)
    vignette = dice.between(0.1, 0.28) if dice.chance(0.4) else 0.0
    grain = dice.between(0.0, 0.035)
    values = bytearray()
    for i, value in enumerate(pixels):
        if value <= 0:
            values.append(0)
            continue
        x, y = (i % SIDE + 0.5) * 2 / SIDE - 1, (i // SIDE + 0.5) * 2 / SIDE - 1
        light = 1 + across * x + down * y - vignette * (x * x + y * y)
        grey = value * light * (1 + grain * dice.between(-1, 1))
        values.append(min(252, max(0, int(grey / GREY_STEP + 0.5) * GREY_STEP)))
    return bytes(values)


def make_set(count: int, first_seed: int) -> Tuple[List[bytes], bytes]:
    """`count` pictures, as many of each class as of any other, shuffled, and their labels."""
    labels = [i % len(CLASSES) for i in range(count)]
    Dice(first_seed).shuffle(labels)
    # One generator a picture, so that a change to one class leaves the pictures of the others as they are.
    pictures = [draw(label, first_seed + 1 + i) for i, label in enumerate(labels)]
    return pictures, bytes(labels)


def contact_sheet(pictures: Sequence[bytes], labels: bytes, columns: int, zoom: int = 1) -> bytes:
    """A PNG with one row a class, the first `columns` pictures of each, one pixel apart."""
    cell = SIDE + 1
    width, height = columns * cell + 1, len(CLASSES) * cell + 1
    sheet = bytearray(b"\x30" * (width * height))
    for label in range(len(CLASSES)):
        chosen = [picture for picture, own in zip(pictures, labels) if own == label][:columns]
        for column, picture in enumerate(chosen):
            for row in range(SIDE):
                start = (label * cell + 1 + row) * width + column * cell + 1
                sheet[start : start + SIDE] = picture[row * SIDE : (row + 1) * SIDE]
    zoomed = b"".join(
        bytes(value for value in sheet[row * width : (row + 1) * width] for _ in range(zoom)) * zoom
        for row in range(height)
    )
    return png(width * zoom, height * zoom, zoomed)


def _whole_number(low: int, high: int) -> Callable[[str], int]:
    """A parser of options that are whole numbers from low to high."""

    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{value} is not between {low} and {high}")
        return value

    parse.__name__ = "whole number"
    return parse


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    count, shown = _whole_number(1, SEED_STRIDE // 2 - 1), _whole_number(1, 100)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help="folder to write to (default: data/tiny)")
    parser.add_argument("--seed", type=_whole_number(0, 10**9), default=1, help="seed of every choice (default: 1)")
    parser.add_argument("--train", type=count, default=2560, help="number of training pictures (default: 2560)")
    parser.add_argument("--test", type=count, default=320, help="number of test pictures (default: 320)")
    parser.add_argument("--contact-sheet", type=Path, metavar="PATH", help="also write a PNG, a row a class")
    parser.add_argument("--columns", type=shown, default=16, help="pictures a row of that PNG (default: 16)")
    parser.add_argument("--zoom", type=shown, default=1, help="side of a picture's pixel in that PNG (default: 1)")
    return parser.parse_args()


def write_data(options: argparse.Namespace) -> None:
    """Write the four files, and the contact sheet if asked for, and print the SHA-256 of the bytes inside each."""
    options.out.mkdir(parents=True, exist_ok=True)
    first_seed = options.seed * SEED_STRIDE
    for name, count, seed in (
        ("train", options.train, first_seed),
        ("t10k", options.test, first_seed + SEED_STRIDE // 2),
    ):
        pictures, labels = make_set(count, seed)
        for file_name, data in (
            (f"{name}-images-idx3-ubyte", idx((count, SIDE, SIDE), b"".join(pictures))),
            (f"{name}-labels-idx1-ubyte", idx((count,), labels)),
        ):
            packed = gzipped(data)
            (options.out / f"{file_name}.gz").write_bytes(packed)
            print(f"{hashlib.sha256(data).hexdigest()}  {file_name}  ({len(data):,} bytes, {len(packed):,} compressed)")
        if name == "train" and options.contact_sheet:
            options.contact_sheet.write_bytes(contact_sheet(pictures, labels, options.columns, options.zoom))


def main() -> int:
    """Run the command; 0 if all went well."""
    try:
        write_data(_arguments())
    except OSError as error:
        print(f"Error: Cannot write {error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
