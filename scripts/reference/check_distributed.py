#!/usr/bin/env python3
"""Go on with runs of dcgan in two processes with gloo, and look whether the checkpoint is what dcgan would have come to.

Without batch normalisation the steps of two ranks are those of one, but for rounding: they are compared with dcgan's own. With
it each rank normalises its part of a batch, and the distance says how much that matters. Every run then goes on in dcgan.

Needs torch and numpy.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import torch

from check_cases import parse_options, run_program
from check_pytorch import distance
from pytorch_checkpoint import load

CASES: Dict[str, Tuple[str, str, int]] = {
    "gan": ("--architecture gan", "", 2),
    "gan, everything": (
        "--architecture gan --loss relativistic --r1 10 --r2 5 --penalty-every 2 --augment flip,cutout "
        "--average-half-life 300 --schedule linear --warm-up 3", "", 2),
    "mlp-conv, one rank": ("--architecture mlp-conv --loss hinge", "", 1),
    "dcgan28, one rank": ("--architecture dcgan28", "", 1),
    "dcgan28": ("--architecture dcgan28 --recipe best", "", 2),
    "spectral28": ("--architecture spectral28 --average-half-life 300 --top-fakes 0.5", "", 2),
    "gan, conditional": ("--conditional --architecture gan", "", 2),
    "infogan28, larger batch": ("--architecture infogan28", "--batch-size 32 --learning-rate 3e-4", 2),
}
"""Options of a run, of the script that goes on with it, and its ranks."""

SAME = 0.05
"""The most that a run may be apart from dcgan's own where only rounding differs, as a part of what a step moves a weight."""
BATCH, STEPS, HERE = 16, 5, 4


def check(dcgan: Path, case: str, data: Path, work: Path) -> str:
    """Check a case; a row of the table."""
    words, more, ranks = CASES[case]
    out, script = work / case, Path(__file__).with_name("train_distributed.py")
    common = ["--threads", 1, "--quiet"]
    run_program(
        dcgan, "train", "--data", data, "--base-channels", 8, "--batch-size", BATCH, "--limit", 100, "--epochs", 9, "--out",
        out, "--max-steps", STEPS, *words.split(), *common)
    own = work / "own.safetensors"
    own.write_bytes((out / "checkpoint.safetensors").read_bytes())
    result = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(ranks), str(script), str(out),
         "--steps", str(HERE), "--device", "cpu", *more.split()], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{case}: {result.stderr}")
    there = load(out)
    if there.step != STEPS + HERE:
        sys.exit(f"{case}: the checkpoint is of step {there.step}.")
    run_program(dcgan, "inspect", out)
    run_program(dcgan, "sample", "--checkpoint", out, "--count", 4, "--out", work / "grid.png", "--force")
    original = (out / "checkpoint.safetensors").read_bytes()
    run_program(dcgan, "train", "--resume", out, "--max-steps", STEPS + HERE + 3, *common)
    if load(out).step != STEPS + HERE + 3:
        sys.exit(f"{case}: the run did not go on.")
    if more:
        if len(load(out).configuration["history"]) != 1:
            sys.exit(f"{case}: the history does not tell of the change.")
        return f"| {case} | {ranks} | another batch |"
    (out / "checkpoint.safetensors").write_bytes(own.read_bytes())
    run_program(dcgan, "train", "--resume", out, "--max-steps", STEPS + HERE, *common)
    apart = distance(there, load(out))
    if apart > SAME and (ranks == 1 or "gan" == case.split(",")[0]):
        sys.exit(f"{case}: {apart:.3f} of a step apart from dcgan's own.")
    (out / "checkpoint.safetensors").write_bytes(original)
    return f"| {case} | {ranks} | {apart:.0e} |"


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options = parse_options(parser, CASES)
    print(f"torch {torch.__version__}, gloo")
    print(f"| case | ranks | after {HERE} steps, apart from dcgan's own, in steps |")
    print("| --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        for case in options.cases:
            print(check(options.dcgan, case, options.data, Path(name)), flush=True)


if __name__ == "__main__":
    main()
