#!/usr/bin/env python3
"""Measure one run shared out among processes of one thread, against one process of as many threads and against PyTorch.

A round trains dcgan28 with the paper's recipe and the same batch for some steps in three ways, one after the other, so that
what else the machine does hits all alike; rounds repeat:

- `dcgan train --threads 2` alone;
- `mpirun -n 2 dcgan train --threads 1 --shards 2`, each process bound to a processor as the launcher has it by default;
- `torchrun --nproc-per-node 2` with pytorch_ranks.py: DistributedDataParallel and gloo.

A row of the table has the images/s after the warm-up, the median of the rounds; what the shared run makes of them, the
median of the rounds with the least and the greatest; and the greatest memory of a process.

    scripts/comparison/compare_ranks.py --torch-python venv/bin/python --rounds 5

Only the standard library of Python 3.9 or later is needed here; `--torch-python` names an interpreter that has PyTorch.
"""

from __future__ import annotations

import argparse
import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, List

from compare_frameworks import (
    ROOT, Measurement, MeasurementError, Setting, check_measurement, measure_training, median_memory, median_value, spread,
    table, whole_number,
)

PYTORCH_PROGRAM = ROOT / "scripts" / "reference" / "pytorch_ranks.py"
ALONE, SHARED, PYTORCH = "dcgan", "dcgan, shared out", "PyTorch, DistributedDataParallel, gloo"
CLOSED_LAUNCHER = ["--allow-run-as-root"]
"""What Open MPI's mpirun wants to be told by root."""


@functools.lru_cache
def starting_words(launcher: str) -> List[str]:
    """The words that start the processes of a shared run."""
    version = subprocess.run([launcher, "--version"], capture_output=True, text=True, check=False).stdout
    return [launcher, *(CLOSED_LAUNCHER if os.geteuid() == 0 and "Open MPI" in version else [])]


def measure(options: argparse.Namespace, way: str) -> Measurement:
    """Train in one of the ways."""
    # As many epochs as steps, so that --max-steps alone ends the run.
    ours = [str(options.dcgan), "train", "--quiet", "--recipe", "paper", "--epochs", str(options.steps)]
    count = str(options.ranks)
    if way == ALONE:
        return measure_training(ours, Setting(options.batch_size, options.ranks), options)
    if way == SHARED:
        program = [*starting_words(options.launcher), "-n", count, *ours, "--shards", count]
    else:
        program = [str(options.torch_python), "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", count]
        program.append(str(PYTORCH_PROGRAM))
    return measure_training(program, Setting(options.batch_size, 1), options)


def rows(options: argparse.Namespace, found: Dict[str, List[Measurement]]) -> List[List[str]]:
    """The lines of the table."""
    lines = [["program", "processes", "threads of each", "images/s", "the shared run makes", "memory of a process, MB"]]
    lines.append(["---", "---:", "---:", "---:", "---:", "---:"])
    for way, measurements in found.items():
        ratios = [shared.value / other.value for shared, other in zip(found[SHARED], measurements)]
        place = ["1", str(options.ranks)] if way == ALONE else [str(options.ranks), "1"]
        ratio = "" if way == SHARED else spread(ratios)
        lines.append([way, *place, f"{median_value(measurements):.0f}", ratio, f"{median_memory(measurements):.0f}"])
    return lines


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    positive = whole_number(1)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build-mpi" / "release" / "dcgan", help="program (default: .build-mpi/release's)")
    add("--launcher", default="mpirun", help="starts the processes; of the program's MPI (default: mpirun)")
    add("--torch-python", type=Path, help="Python with PyTorch (default: leave PyTorch out)")
    add("--data", type=Path, default=ROOT / "data" / "tiny", help="IDX files (default: data/tiny)")
    add("--ranks", type=positive, default=2, help="processes, and threads of the one (default: 2)")
    add("--batch-size", type=positive, default=128, help="images a batch (default: 128)")
    add("--rounds", type=positive, default=3, help="measurements of each kind (default: 3)")
    add("--steps", type=positive, default=60, help="training steps of a measurement (default: 60)")
    add("--warm-up", type=whole_number(0), default=10, help="steps that do not count for images/s (default: 10)")
    options = parser.parse_args()
    options.architecture = "dcgan28"
    check_measurement(parser, options, [options.dcgan, options.torch_python])
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    options = arguments()
    ways = [ALONE, SHARED] + ([PYTORCH] if options.torch_python is not None else [])
    found: Dict[str, List[Measurement]] = {way: [] for way in ways}
    try:
        for number in range(1, options.rounds + 1):
            for way, measurements in found.items():
                measurements.append(measure(options, way))
                print(f"round {number}: {way}: {measurements[-1].value:.0f} images/s", file=sys.stderr)
    except MeasurementError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    print(table(rows(options, found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
