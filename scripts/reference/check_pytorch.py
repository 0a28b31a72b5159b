#!/usr/bin/env python3
"""Try pytorch_checkpoint.py both ways, with every preset and with averages, changed runs, schedules and returns.

For each case, a short run of dcgan; then: a checkpoint that is loaded and saved again is the same file; PyTorch's images are
those of `dcgan sample`; some steps are made in PyTorch by the run's own recipe and saved, and `sample`, `inspect` and `train
--resume` take what comes of it; the steps are the same as dcgan's own, but for rounding. Prints a row of a table each.

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

import random_numbers
from check_cases import colour_data, parse_options, run_program
from dcgan_data import TrainingData
from pytorch_checkpoint import SAMPLES, Run, load, save
from pytorch_recipe import RecipeStep

SIZES = {"dcgan32": 32, "dcgan64": 64}
"""Presets for colour pictures of these sizes; the others are for grey ones of 28 x 28 pixels."""

CASES: Dict[str, str] = {
    **{
        name: f"--architecture {name}" for name in (
            "dcgan28", "dcgan32", "dcgan64", "plain28", "spectral28", "infogan28", "gan", "mlp-conv", "dense-conv")
    },
    "recipe best": "--recipe best",
    "averages, spectral28": "--architecture spectral28 --average-half-life 300 --average-ramp-up 0.5",
    "averages, infogan28, uniform": "--architecture infogan28 --average-half-life 300 --latent uniform",
    "schedule, held out": "--schedule cosine --warm-up 4 --final-rate 0.1 --hold-out 20",
    "losses and means": "--loss relativistic --architecture plain28 --r1 10 --penalty-every 2 --augment flip --top-fakes 0.7",
    "changed: rate": "--change learning-rate=1e-4",
    "changed: batch": "--change batch-size=8 --snapshot-every 3",
    "conditional": "--conditional --average-half-life 300 --hold-out 20",
    "snapshots": "--snapshot-every 3 --average-half-life 300",
}
"""What a run is trained with; what is changed is so on the way."""

BATCH, STEPS, HERE, ROWS = 16, 7, 4, 16
"""Images of a batch, steps there, steps here, and images that are compared."""

LEVELS = 0.002
"""The part of the bytes of images that may differ, by one level: rounding decides between two."""


def own_images(dcgan: Path, checkpoint: Path, work: Path) -> numpy.ndarray:
    """Images as dcgan draws them: bytes (N, rows, columns, channels)."""
    out = work / "own.npy"
    run_program(dcgan, "sample", "--checkpoint", checkpoint, "--seed", 0, "--count", ROWS, "--threads", 1, "--out", out)
    images = numpy.load(out)
    return images.reshape(*images.shape[:3], -1)


def their_images(run: Run) -> numpy.ndarray:
    """The same by PyTorch."""
    normal = run.configuration["latent"] == "normal"
    draw = random_numbers.normals if normal else random_numbers.uniforms
    ends = () if normal else (-1.0, 1.0)
    purpose = random_numbers.Purpose.SAMPLE_LATENTS
    latents = numpy.stack([draw(0, purpose, k, 0, run.latent_size, *ends) for k in range(ROWS)])
    generator = run.image_generator()
    if run.is_conditional:
        run.set_classes(run.drawn_classes(0, SAMPLES, range(ROWS)))
    with torch.no_grad():
        images = generator(torch.from_numpy(latents)).numpy().transpose(0, 2, 3, 1)
    return numpy.rint((images + 1) * 127.5)


def differing(case: str, own: numpy.ndarray, theirs: numpy.ndarray) -> str:
    """How many bytes of two sets of images differ, which must be few and by one level."""
    difference = numpy.abs(theirs - own)
    count = int((difference > 0).sum())
    if difference.max() > 1 or count > LEVELS * own.size:
        sys.exit(f"{case}: {count} of {own.size} bytes of images differ, by up to {difference.max()}.")
    return f"{count} of {own.size}"


def distance(one: Run, other: Run) -> float:
    """How far two runs' weights are apart, as a part of what a step moves them."""
    states = [run.state() for run in (one, other)]
    names = [f"{name}.{key}" for name, network in one.networks.items() for key, _ in network.named_parameters()]
    square = sum(float(numpy.square(states[0][name] - states[1][name]).sum()) for name in names)
    return (square / sum(states[0][name].size for name in names)) ** 0.5 / one.configuration["learningRate"]


def check(dcgan: Path, case: str, words: List[str], data: Path, work: Path) -> str:
    """Check a case; a row of the table."""
    out, again = work / "run", work / "again.safetensors"
    changes = [word for option, word in zip(words, words[1:]) if option == "--change"]
    begun = [word for word in words if word != "--change" and word not in changes]
    common = ["--threads", 1, "--quiet"]
    run_program(
        dcgan, "train", "--data", data, "--base-channels", 8, "--batch-size", BATCH, "--limit", 100, "--epochs", 9,
        "--overwrite", "--out", out, "--max-steps", STEPS, *begun, *common)
    for change in changes:
        run_program(dcgan, "train", "--resume", out, "--change", change, "--max-steps", STEPS + 4, *common)
    original = out / "checkpoint.safetensors"
    run = load(out)
    save(run, again)
    if again.read_bytes() != original.read_bytes():
        sys.exit(f"{case}: a checkpoint that was loaded and saved differs.")
    drawn = differing(case, own_images(dcgan, again, work), their_images(run))

    # The same steps here and there.
    before, last = original.read_bytes(), run.step + HERE
    step, source = RecipeStep(run), TrainingData(data, run)
    for _ in range(HERE):
        step(source.batch(run), source.latents(run))
    save(run, again)
    run_program(dcgan, "train", "--resume", out, "--max-steps", last, *common)
    theirs = load(out)
    same = set(theirs.state()) == set(run.state()) and theirs.metadata.keys() == run.metadata.keys()
    told = [key for key in ("format_version", "step", "epoch", "position", "rollbacks")
            if theirs.metadata[key] != run.metadata[key]]
    if not same or told or set(load(again).snapshot) != set(theirs.snapshot):
        sys.exit(f"{case}: what was saved here has another form than what dcgan saves: {told}")
    apart = distance(run, theirs)

    # And it goes on there.
    original.write_bytes(again.read_bytes())
    if f"{run.step}" not in run_program(dcgan, "inspect", original):
        sys.exit(f"{case}: 'inspect' does not tell step {run.step}.")
    differing(case, own_images(dcgan, original, work), their_images(run))
    run_program(dcgan, "train", "--resume", out, "--max-steps", last + HERE, *common)
    if load(out).step != last + HERE:
        sys.exit(f"{case}: the run did not go on.")
    original.write_bytes(before)
    return f"| {case} | 0 | {drawn} | {apart:.0e} |"


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options = parse_options(parser, CASES)
    torch.set_num_threads(1)
    dcgan = options.dcgan
    print(f"torch {torch.__version__}, numpy {numpy.__version__}")
    print(f"| case | bytes changed by load and save | bytes of images that differ | {HERE} steps here and there, apart |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for case in options.cases:
            size = SIZES.get(case)
            data = options.data if size is None else colour_data(dcgan, work, size)
            print(check(dcgan, case, CASES[case].split(), data, work), flush=True)


if __name__ == "__main__":
    main()
