#!/usr/bin/env python3
"""Record training steps of every preset, recipe, loss and other means of training, and make them anew in PyTorch.

Each case is a run of a few steps with few channels; replay_steps.py compares. Prints a row of a table for each, and fails
where a difference is beyond its bound.

Needs torch and numpy.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch

from check_cases import colour_data, parse_options, run_program
from replay_steps import BOUNDS, replay, row

PRESETS = (
    "dcgan28", "dcgan32", "dcgan64", "plain28", "spectral28", "infogan28", "gan", "mlp-conv", "dense-conv",
)
SIZES = {"dcgan32": 32, "dcgan64": 64}
"""Presets for colour pictures of these sizes; the others are for data/tiny."""

SETTINGS: Dict[str, str] = {
    **{f"recipe {name}": f"--recipe {name}" for name in ("best", "fast", "small-data")},
    **{f"loss {name}": f"--loss {name}" for name in ("minimax", "hinge", "lsgan", "relativistic")},
    "label smoothing": "--label-smoothing 0.2",
    "label smoothing, lsgan": "--label-smoothing 0.1 --loss lsgan",
    "label smoothing, minimax": "--label-smoothing 0.1 --loss minimax",
    "R1": "--architecture plain28 --r1 10 --penalty-every 1",
    "R1 and R2, relativistic": "--architecture plain28 --loss relativistic --r1 100 --r2 50 --penalty-every 2",
    "R1, spectral": "--architecture spectral28 --r1 100 --penalty-every 2",
    "R1, fully connected": "--architecture gan --r1 10 --r2 10 --penalty-every 1",
    **{f"augment {name}": f"--augment {name}" for name in ("flip", "translation", "cutout")},
    "augment all, relativistic, R1":
        "--architecture plain28 --augment flip,translation,cutout --loss relativistic --r1 10 --penalty-every 1",
    "top fakes": "--top-fakes 0.6",
    "top fakes, relativistic": "--top-fakes 0.3 --loss relativistic",
    "average": "--average-half-life 200 --average-ramp-up 0.5",
    "schedule linear, warm-up": "--schedule linear --final-rate 0.1 --warm-up 3",
    "schedule cosine": "--schedule cosine --schedule-epochs 2 --final-rate 0.05",
    "uniform latents, two rates": "--latent uniform --discriminator-learning-rate 1e-3 --beta1 0.3 --beta2 0.9",
    "exact convolution": "--exact-convolution",
    "conditional": "--conditional",
    "conditional, dense-conv, average": "--conditional --architecture dense-conv --average-half-life 300",
    "conditional, plain28, relativistic, R1":
        "--conditional --architecture plain28 --loss relativistic --r1 10 --penalty-every 2",
    "conditional, spectral28": "--conditional --architecture spectral28",
    "spectral, hinge": "--architecture spectral28 --loss hinge",
}


def record(dcgan: Path, options: List[str], work: Path, steps: int) -> List[Path]:
    """Record steps at the beginning of a run, and some later that the run goes on with; the recordings."""
    run, first, later = work / "run", work / "first.safetensors", work / "later.safetensors"
    common = ["--threads", "1", "--quiet"]
    run_program(
        dcgan, "train", *options, "--batch-size", 16, "--base-channels", 8, "--limit", 100, "--epochs", 3, "--overwrite",
        "--out", run, "--max-steps", steps, "--record-steps", first, *common)
    run_program(
        dcgan, "train", "--resume", run, "--max-steps", 3 * steps, "--record-steps", later, "--recorded-steps", 2 * steps,
        *common)
    return [first, later]


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=3, help="steps at the beginning; twice as many later (default: 3)")
    cases = {preset: f"--architecture {preset}" for preset in PRESETS} | SETTINGS
    options = parse_options(parser, cases)
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, numpy {numpy.__version__}")
    print(f"| case | steps | {' | '.join(BOUNDS)} |")
    print(f"| --- | ---: |{' ---: |' * len(BOUNDS)}")
    print(f"| bound | | {' | '.join(f'{bound:.0e}' for bound in BOUNDS.values())} |")
    faults: List[str] = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for case in options.cases:
            size = SIZES.get(case)
            data = options.data if size is None else colour_data(options.dcgan, work, size)
            recordings = record(options.dcgan, ["--data", str(data), *cases[case].split()], work, options.steps)
            for recording, when in zip(recordings, ("begun", "resumed")):
                _, steps, found = replay(recording)
                print(f"| {case}, {when} | {steps} | {row(found)} |", flush=True)
                faults += [f"{case}, {when}: {fault}" for fault in found.faults()]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
