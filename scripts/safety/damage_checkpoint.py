#!/usr/bin/env python3
"""Damages the checkpoint of a real network, and checks that no damage goes unnoticed.

A run of dcgan28 on data/tiny has two checkpoints. In the newest, single bits are flipped (in the length of the header, in
the header, in the data) or the file is cut; each time `dcgan inspect` must refuse it with a sentence that names the older one.
With some of the damages `dcgan train --resume` must fall back to the older one and come to the bytes of a run without damage.
The tests do the same with every byte and every length of a network of some KB.

Needs .build/release/dcgan. Prints a line of a Markdown table; ends with 1 if damage goes unnoticed or anything is lost.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dcgan"
LAST_STEP = 6


class Loss(Exception):
    """Damage went unnoticed, or something was lost."""


def dcgan(*arguments: object) -> subprocess.CompletedProcess:
    """Runs the program to its end."""
    command = [str(argument) for argument in (PROGRAM, *arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def train(*arguments: object) -> str:
    """Trains, which must succeed, and returns what was said."""
    result = dcgan("train", "--checkpoint-every", 2, "--quiet", *arguments)
    if result.returncode != 0:
        raise Loss(f"the training ended with {result.returncode}: {result.stderr}")
    return result.stderr


def expect_refused(run: Path, damage: str) -> None:
    """The newest checkpoint must be refused, and the older one named."""
    result = dcgan("inspect", run)
    older = run / "checkpoint-00000002.safetensors"
    if result.returncode != 65 or result.stdout or f"'{older}' of step 2, is sound" not in result.stderr:
        raise Loss(f"with {damage}, inspect ended with {result.returncode}: {result.stderr}")


def flip(path: Path, place: int, bit: int) -> None:
    """Flips one bit; doing so again mends it."""
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 1 << bit]))


def expect_recovery(source: Path, run: Path, whole: bytes, damage) -> None:
    """A resumed run must say that it falls back, and come to the same bytes."""
    shutil.copytree(source, run)
    newest = run / "checkpoint.safetensors"
    damage(newest)
    said = train("--resume", run, "--max-steps", LAST_STEP)
    if f"Warning: '{newest}'" not in said or "Going back to the checkpoint before" not in said:
        raise Loss(f"the fall-back is not told: {said}")
    if newest.read_bytes() != whole:
        raise Loss("the checkpoint is not that of a run without damage")
    shutil.rmtree(run)


def try_all(count: int, source: random.Random, work: Path) -> str:
    """Does it all, and returns the line of the table."""
    start = ("--data", ROOT / "data/tiny", "--limit", 32, "--batch-size", 16, "--epochs", 1000)
    run, whole = work / "run", work / "whole"
    train(*start, "--out", run, "--max-steps", 4)
    train(*start, "--out", whole, "--max-steps", LAST_STEP)
    expected = (whole / "checkpoint.safetensors").read_bytes()
    newest = run / "checkpoint.safetensors"
    sound = newest.read_bytes()

    data = 8 + int.from_bytes(sound[:8], "little")
    places = [*range(8), *(source.randrange(8, data) for _ in range(count))]
    places += [source.randrange(data, len(sound)) for _ in range(count)] + [len(sound) - 1]
    for place in places:
        bit = source.randrange(8)
        flip(newest, place, bit)
        expect_refused(run, f"bit {bit} of byte {place} flipped")
        flip(newest, place, bit)
    if newest.read_bytes() != sound or dcgan("inspect", run).returncode != 0:
        raise Loss("the mended checkpoint is refused")

    places_of_recovery = [0, 8, data - 1, data, source.randrange(data, len(sound))]
    for place in places_of_recovery:
        expect_recovery(run, work / "copy", expected, lambda path, place=place: flip(path, place, source.randrange(8)))
    lengths = [0, 1, 7, 8, 9, data - 1, data, *(source.randrange(len(sound)) for _ in range(count)), len(sound) - 1]
    for length in sorted(lengths, reverse=True):
        with newest.open("r+b") as file:
            file.truncate(length)
        expect_refused(run, f"{length} bytes left")
    newest.write_bytes(sound)
    for length in (0, data, len(sound) - 1):
        expect_recovery(run, work / "copy", expected, lambda path, length=length: path.write_bytes(sound[:length]))
    return (
        f"| damaged checkpoint of dcgan28 | {len(places)} flipped bits, {len(lengths)} lengths; {len(places_of_recovery) + 3} "
        f"runs resumed | 0 unnoticed; {len(expected):,} bytes as without damage |"
    )


def main() -> int:
    """Reads the options and reports."""
    parser = argparse.ArgumentParser(description="Damages a checkpoint and checks that it is noticed.")
    parser.add_argument("--count", type=int, default=200, help="random places of each kind (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the places")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="damage-checkpoint-") as work:
        try:
            print(try_all(options.count, random.Random(options.seed), Path(work)))
        except Loss as loss:
            print(f"damage_checkpoint.py: {loss}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
