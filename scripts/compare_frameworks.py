#!/usr/bin/env python3
"""Measure `dcgan train` against PyTorch: the same network, batch size and data, by turns on the same machine.

Every measurement is a process of its own that trains from the start and writes metrics.jsonl: dcgan's own command, or
pytorch_dcgan.py. A round runs each of them once for each number of threads; rounds repeat, so that what else the
machine does hits all alike. The table on stdout has

- images/s in the steady state: between the first line of metrics.jsonl after the warm-up steps and the last one;
- dcgan's images/s relative to the row's, from pairs of the same round: the median, the least and the greatest;
- the whole process: seconds from its start to its end, with loading the data, logging and checkpoints;
- the greatest memory that the process held.

Only the standard library of Python 3.9 or later is needed here; `--torch-python` names the interpreter that has
PyTorch.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple

ROOT = Path(__file__).resolve().parent.parent
PYTORCH_PROGRAM = ROOT / "scripts" / "pytorch_dcgan.py"
MODES = ("eager", "channels_last", "compile", "bf16")
OURS = "dcgan"
LOG_EVERY = 10


class MeasurementError(Exception):
    """A run that failed or wrote no usable metrics."""


@dataclass
class Measurement:
    """What one process showed."""

    images_per_second: float
    """In the steady state."""
    process_seconds: float
    peak_memory: float
    """In megabytes (10^6 bytes)."""


def steady_images_per_second(metrics: Path, options: argparse.Namespace) -> float:
    """The speed between the first logged step after the warm-up and the last one."""
    try:
        lines = [json.loads(line) for line in metrics.read_text(encoding="utf-8").splitlines()]
        steady = [(line["step"], line["seconds"]) for line in lines if line["step"] >= options.warm_up]
    except (OSError, ValueError, KeyError) as error:
        raise MeasurementError(f"'{metrics}' has no usable metrics: {error!r}") from error
    if len(steady) < 2 or steady[-1][0] != options.steps // LOG_EVERY * LOG_EVERY:
        raise MeasurementError(f"'{metrics}' does not go on to step {options.steps}")
    (first_step, first_second), (last_step, last_second) = steady[0], steady[-1]
    return (last_step - first_step) * options.batch_size / (last_second - first_second)


def run(command: Sequence[str], log: Path) -> Tuple[float, float]:
    """Run a command to its end; the seconds it took and the megabytes it held at most."""
    with open(log, "w", encoding="utf-8") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        # `wait4` and not `wait`: it returns the resources of this one process.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise MeasurementError(f"'{' '.join(command)}' ended with status {process.returncode}:\n{tail}")
    unit = 1 if sys.platform == "darwin" else 1024
    return seconds, usage.ru_maxrss * unit / 1e6


def command(subject: str, options: argparse.Namespace, threads: int, out: Path) -> List[str]:
    """The command that trains with dcgan or with PyTorch in a mode; the arguments have the same names."""
    program = (
        # As many epochs as steps, so that --max-steps alone ends the run.
        [str(options.dcgan), "train", "--quiet", "--epochs", str(options.steps)]
        if subject == OURS
        else [str(options.torch_python), str(PYTORCH_PROGRAM), "--mode", subject]
    )
    arguments = {
        "--data": options.data,
        "--out": out,
        "--max-steps": options.steps,
        "--threads": threads,
        "--batch-size": options.batch_size,
        "--log-every": LOG_EVERY,
    }
    return program + [str(word) for pair in arguments.items() for word in pair]


def measure(subject: str, options: argparse.Namespace, threads: int) -> Measurement:
    """Train once in a new process, in a directory that is removed again."""
    with tempfile.TemporaryDirectory(prefix="compare-pytorch-") as directory:
        out = Path(directory) / "run"
        seconds, memory = run(command(subject, options, threads, out), Path(directory) / "output.txt")
        speed = steady_images_per_second(out / "metrics.jsonl", options)
    return Measurement(speed, seconds, memory)


def subject_name(subject: str) -> str:
    """How the table names what is measured."""
    return OURS if subject == OURS else f"PyTorch {subject}"


def table(results: Dict[Tuple[int, str], List[Measurement]]) -> str:
    """The results as a Markdown table."""

    def spread(values: Sequence[float], digits: int) -> str:
        return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} - {max(values):.{digits}f})"

    rows = [
        "| threads | program | images/s | dcgan is faster by | whole process, s | peak memory, MB |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for (threads, subject), measurements in results.items():
        pairs = zip(results[threads, OURS], measurements)
        ratios = [ours.images_per_second / theirs.images_per_second for ours, theirs in pairs]
        cells = (
            str(threads),
            subject_name(subject),
            spread([it.images_per_second for it in measurements], 1),
            "" if subject == OURS else spread(ratios, 2),
            f"{statistics.median(it.process_seconds for it in measurements):.1f}",
            f"{statistics.median(it.peak_memory for it in measurements):.0f}",
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def compare(options: argparse.Namespace) -> str:
    """Run all rounds, with a line on stderr for each measurement, and return the table."""
    subjects = [OURS, *options.modes]
    results: Dict[Tuple[int, str], List[Measurement]] = {(t, s): [] for t in options.threads for s in subjects}
    for number in range(1, options.rounds + 1):
        for threads, subject in results:
            measurement = measure(subject, options, threads)
            results[threads, subject].append(measurement)
            print(
                f"round {number}, {threads} threads, {subject_name(subject)}: "
                f"{measurement.images_per_second:.1f} images/s, {measurement.process_seconds:.1f} s, "
                f"{measurement.peak_memory:.0f} MB",
                file=sys.stderr,
            )
    return table(results)


def whole_number(low: int) -> Callable[[str], int]:
    """A parser of options that are whole numbers from `low` on."""

    def parse(text: str) -> int:
        value = int(text)
        if value < low:
            raise argparse.ArgumentTypeError(f"{value} is less than {low}")
        return value

    parse.__name__ = "whole number"
    return parse


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    positive = whole_number(1)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build" / "release" / "dcgan", help="program (default: .build/release's)")
    add("--torch-python", type=Path, default=Path(sys.executable), help="Python with PyTorch (default: this one)")
    add("--data", type=Path, default=ROOT / "data" / "tiny", help="directory of IDX files (default: data/tiny)")
    add("--rounds", type=positive, default=3, help="measurements of each kind (default: 3)")
    add("--steps", type=positive, default=200, help="training steps of a measurement (default: 200)")
    add("--warm-up", type=whole_number(0), default=20, help="steps that do not count for images/s (default: 20)")
    add("--batch-size", type=positive, default=64, help="images a batch (default: 64)")
    add("--threads", type=positive, nargs="+", default=[1, 2], help="numbers of threads (default: 1 2)")
    add(
        "--modes",
        type=lambda text: text.split(","),
        default=["eager", "channels_last"],
        help=f"PyTorch's modes, with commas between them: {', '.join(MODES)} (default: eager,channels_last)",
    )
    options = parser.parse_args()
    for mode in options.modes:
        if mode not in MODES:
            parser.error(f"unknown mode '{mode}': the modes are {', '.join(MODES)}")
    for program in (options.dcgan, options.torch_python):
        if not os.access(program, os.X_OK):
            parser.error(f"there is no program '{program}'")
    if options.steps < options.warm_up + 2 * LOG_EVERY:
        parser.error(f"--steps must be at least --warm-up and {2 * LOG_EVERY} more")
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    try:
        print(compare(arguments()))
    except MeasurementError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
