"""What the checks of presets and recipes share: their options, the program, and images other than grey ones of 28 x 28."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from typing import Iterable

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy

COUNT = 100


def parse_options(parser: argparse.ArgumentParser, cases: Iterable[str]) -> argparse.Namespace:
    """Parse the command line of a check, with the options that all have: program, data and the cases to try."""
    parser.add_argument("--dcgan", type=Path, default=Path(".build/release/dcgan"), help="the program")
    parser.add_argument("--data", type=Path, default=Path("data/tiny"), help="grey images of 28 x 28 pixels")
    parser.add_argument("cases", nargs="*", metavar="CASE", help="cases to try (default: all)")
    options = parser.parse_args()
    if unknown := set(options.cases) - set(cases):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; there are: {'; '.join(cases)}")
    options.cases = options.cases or list(cases)
    options.dcgan = options.dcgan.resolve()
    return options


def run_program(*arguments: object) -> str:
    """Run a command, whose failure ends the check; what it wrote to stdout."""
    result = subprocess.run([str(argument) for argument in arguments], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{arguments}: {result.stderr}")
    return result.stdout


def colour_data(dcgan: Path, work: Path, size: int) -> Path:
    """A data set of crops of one picture of coloured noise, made by `dcgan import`; its directory."""
    pictures, data = work / "pictures", work / f"data-{size}"
    if data.exists():
        return data
    pictures.mkdir(exist_ok=True)
    picture = numpy.random.default_rng(0).integers(256, size=(COUNT + 64, COUNT + 64, 3), dtype=numpy.uint8)
    for number in range(COUNT):
        crop = picture[number : number + 64, number : number + 64]
        (pictures / f"{number}.ppm").write_bytes(b"P6\n64 64\n255\n" + crop.tobytes())
    run_program(dcgan, "import", pictures, "--size", size, "--out", data)
    return data
