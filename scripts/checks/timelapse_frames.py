#!/usr/bin/env python3
"""Compare the frames of `dcgan timelapse` with a run's sample grids, as Pillow reads both.

The grids of a short run on data/tiny must come back pixel by pixel, each shown as long as was asked for. Then the run is
given grids in colour, soft gradients of ten thousands of colours, and the mean error of a channel must be no greater than
that of Pillow's own median cut of the same pictures to 256 colours.

Needs Pillow and numpy.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List, Tuple

sys.path.append(str(Path(__file__).resolve().parents[1] / "reference"))
import missing_package  # noqa: E402, F401  It is asked where one of the others is missing.
import numpy
import PIL
from PIL import Image

REPOSITORY = Path(__file__).resolve().parent.parent.parent


def run(*arguments: object) -> None:
    """Run a command, whose failure ends the check."""
    subprocess.run([str(argument) for argument in arguments], check=True, stdout=subprocess.DEVNULL)


def frames_of(path: Path) -> List[Tuple[numpy.ndarray, int]]:
    """The frames of an animation, and how many milliseconds each is shown."""
    animation = Image.open(path)
    frames = []
    for number in range(animation.n_frames):
        animation.seek(number)
        frames.append((numpy.asarray(animation.convert("RGB")), animation.info["duration"]))
    return frames


def grids_of(directory: Path) -> List[numpy.ndarray]:
    """The grids of a run in the order of its epochs."""
    return [numpy.asarray(Image.open(path).convert("RGB")) for path in sorted((directory / "samples").glob("epoch-*.png"))]


def mean_error(found: numpy.ndarray, expected: numpy.ndarray) -> float:
    """How far channels are off on average."""
    return float(numpy.abs(found.astype(int) - expected.astype(int)).mean())


def gradient(number: int, height: int, width: int) -> Image.Image:
    """A soft picture in colour, another for each number."""
    y, x = numpy.mgrid[0:height, 0:width] / max(height, width)
    waves = [numpy.sin(3 * x + number), numpy.cos(4 * y - number / 2), numpy.sin(2 * (x + y) + number / 3)]
    return Image.fromarray((127.5 + 100 * numpy.stack(waves, axis=-1)).astype(numpy.uint8))


def main() -> None:
    """Make the run, and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", type=Path, default=REPOSITORY / ".build/release/dcgan")
    dcgan = parser.parse_args().dcgan.resolve()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        directory = work / "run"
        run(dcgan, "train", "--data", REPOSITORY / "data/tiny", "--architecture", "gan", "--limit", 640, "--epochs", 4,
            "--quiet", "--out", directory)
        run(dcgan, "timelapse", directory, "--fps", 10, "--hold", "3s", "--out", work / "grey.gif")
        frames, grids = frames_of(work / "grey.gif"), grids_of(directory)
        if [shown for _, shown in frames] != [100, 100, 100, 3000]:
            sys.exit(f"the frames are shown for {[shown for _, shown in frames]} ms")
        if len(frames) != len(grids) or not all(numpy.array_equal(a, b) for (a, _), b in zip(frames, grids)):
            sys.exit("a frame differs from its grid")
        print(f"{len(frames)} grey grids come back pixel by pixel")

        height, width = grids[0].shape[:2]
        for number, path in enumerate(sorted((directory / "samples").glob("epoch-*.png"))):
            gradient(number, height, width).save(path)
        run(dcgan, "timelapse", directory, "--out", work / "colour.gif")
        frames, grids = frames_of(work / "colour.gif"), grids_of(directory)
        colours = len(numpy.unique(numpy.concatenate([grid.reshape(-1, 3) for grid in grids]), axis=0))
        if len(frames) != len(grids):
            sys.exit(f"{len(frames)} frames of {len(grids)} grids")
        joined = numpy.concatenate(grids)
        cut = Image.fromarray(joined).quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).convert("RGB")
        error = mean_error(numpy.concatenate([frame for frame, _ in frames]), joined)
        bound = mean_error(numpy.asarray(cut), joined)
        print(f"{len(frames)} grids of {colours} colours are off by {error:.2f} of 255 a channel, Pillow's cut by {bound:.2f}")
        if error > bound:
            sys.exit("the colours are worse than those of Pillow's median cut")
    print(f"Pillow {PIL.__version__}")


if __name__ == "__main__":
    main()
