#!/usr/bin/env python3
"""Measure `dcgan` against PyTorch and TensorFlow: the same networks, batch and training step, by turns on one machine.

Every measurement is a process of its own. A round runs, for each batch size, number of threads and framework, dcgan and
at once the framework, so that what else the machine does hits both alike; rounds repeat. The frameworks' trainers are
pytorch_dcgan.py and tensorflow_dcgan.py, which has dcgan28 and dcgan64 alone. dcgan28 trains on a directory of IDX files
with `dcgan train`; the other presets train on random images, and dcgan's side of that is `dcgan bench`. With
`--instruction-set avx2` all of them are held to AVX2. The first table on stdout has

- images/s in the steady state, after the warm-up steps, without starting and compiling: the median;
- dcgan's images/s divided by the framework's, from pairs of neighbours in time: the median, the least and the greatest;
- the greatest memory that the process held, in megabytes (10^6 bytes): the median.

The second, with PyTorch and dcgan28, is about sampling with the weights of a run: the time from starting a process to
the first grid, 64 images in one picture, with as many threads as there are processors; and that for 10,000 images in an
IDX file, with each number of threads, beside PyTorch's whole process and beside its loop alone, once it is warm.

Only the standard library of Python 3.9 or later is needed here; `--torch-python` and `--tensorflow-python` name the
interpreters that have the frameworks.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

ROOT = Path(__file__).resolve().parents[2]
PYTORCH_PROGRAM = ROOT / "scripts" / "reference" / "pytorch_dcgan.py"
TENSORFLOW_PROGRAM = ROOT / "scripts" / "reference" / "tensorflow_dcgan.py"
PYTORCH_MODES = {
    "eager": "PyTorch, eager",
    "channels_last": "PyTorch, channels_last",
    "compile": "PyTorch, torch.compile",
    "bf16": "PyTorch, bfloat16 autocast",
}
"""The modes of pytorch_dcgan.py, with the table's names for them. All but the first keep channels last."""
TENSORFLOW = "TensorFlow, tf.function"
OURS = "dcgan"
LOG_EVERY = 10
SAMPLE_STEPS = 10
"""Training steps behind the checkpoints that are sampled from."""
MANY_IMAGES = 10_000
HELD_TO = {
    "avx2": {
        "ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
    }
}
"""What holds PyTorch and the libraries under both frameworks to an instruction set. The loops of torch.compile are written
for it, too, but their compiler may use what else the processor has."""


class MeasurementError(Exception):
    """A process that failed or did not say what it measured."""


@dataclass
class Measurement:
    """What one process showed."""

    value: float
    """Images a second in the steady state, or the seconds of the whole process."""
    peak_memory: float
    """In megabytes."""


@dataclass
class Pairs:
    """Measurements of dcgan, each with the one of a framework that followed."""

    ours: List[Measurement] = field(default_factory=list)
    theirs: List[Measurement] = field(default_factory=list)


@dataclass(frozen=True)
class Setting:
    """What is the same for dcgan and the frameworks."""

    batch_size: int
    threads: int


def run(command: Sequence[str], directory: Path) -> Tuple[Measurement, str]:
    """Run a command to its end; the seconds it took, the memory it held, and what it wrote to stdout."""
    output, errors = directory / "stdout.txt", directory / "stderr.txt"
    with open(output, "w", encoding="utf-8") as stdout, open(errors, "w", encoding="utf-8") as stderr:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)
        # `wait4` and not `wait`: it returns the resources of this one process.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        tail = errors.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise MeasurementError(f"'{' '.join(command)}' ended with status {process.returncode}:\n{tail}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Measurement(seconds, usage.ru_maxrss * unit / 1e6), output.read_text(encoding="utf-8", errors="replace")


def words(arguments: Dict[str, object]) -> List[str]:
    """Options and their values as words of a command line."""
    return [str(word) for pair in arguments.items() for word in pair]


def logged_speed(metrics: Path, batch_size: int, options: argparse.Namespace) -> float:
    """Images a second between the first logged step after the warm-up and the last one."""
    try:
        lines = [json.loads(line) for line in metrics.read_text(encoding="utf-8").splitlines()]
        # Judgements and a run's end have lines too, without a time.
        timed = [line for line in lines if "seconds" in line]
        steady = [(line["step"], line["seconds"]) for line in timed if line["step"] >= options.warm_up]
    except (OSError, ValueError, KeyError) as error:
        raise MeasurementError(f"'{metrics}' has no usable metrics: {error!r}") from error
    if len(steady) < 2 or steady[-1][0] != options.steps // LOG_EVERY * LOG_EVERY:
        raise MeasurementError(f"'{metrics}' does not go on to step {options.steps}")
    (first_step, first_second), (last_step, last_second) = steady[0], steady[-1]
    return (last_step - first_step) * batch_size / (last_second - first_second)


def network(options: argparse.Namespace) -> Dict[str, object]:
    """The options that say which networks, the same for all programs."""
    return {"--architecture": options.architecture, "--base-channels": options.base_channels}


def instruction_set(options: argparse.Namespace) -> List[str]:
    """What holds dcgan to an instruction set, if anything does."""
    return ["--isa", options.instruction_set] if options.instruction_set else []


def measure_training(program: Sequence[str], setting: Setting, options: argparse.Namespace) -> Measurement:
    """Train from the start with a program that writes metrics.jsonl, in a directory that is removed again."""
    with tempfile.TemporaryDirectory(prefix="compare-frameworks-") as directory:
        out = Path(directory) / "run"
        arguments: Dict[str, object] = {
            "--out": out,
            "--max-steps": options.steps,
            "--threads": setting.threads,
            "--batch-size": setting.batch_size,
            "--log-every": LOG_EVERY,
        }
        if options.architecture == "dcgan28":
            arguments["--data"] = options.data
        process, _ = run([*program, *words(arguments)], Path(directory))
        speed = logged_speed(out / "metrics.jsonl", setting.batch_size, options)
    return Measurement(speed, process.peak_memory)


def measure_bench(setting: Setting, options: argparse.Namespace) -> Measurement:
    """Measure `dcgan bench`, which trains on random images."""
    arguments: Dict[str, object] = {
        **network(options),
        "--recipe": "paper",
        "--steps": options.steps - options.warm_up,
        "--threads": setting.threads,
        "--batch-size": setting.batch_size,
    }
    with tempfile.TemporaryDirectory(prefix="compare-frameworks-") as directory:
        _, output = run([str(options.dcgan), "bench", "--json", *words(arguments), *instruction_set(options)], Path(directory))
    try:
        report = json.loads(output)
        # The mean step, as for the frameworks: `imagesPerSecond` is that of the median step.
        return Measurement(setting.batch_size / report["meanStepSeconds"], report["peakMemoryBytes"] / 1e6)
    except (ValueError, KeyError) as error:
        raise MeasurementError(f"`dcgan bench --json` printed no usable report: {error!r}") from error


def measure_ours(setting: Setting, options: argparse.Namespace) -> Measurement:
    """Measure dcgan."""
    if options.architecture != "dcgan28":
        return measure_bench(setting, options)
    # As many epochs as steps, so that --max-steps alone ends the run.
    program = [str(options.dcgan), "train", "--quiet", "--recipe", "paper", "--epochs", str(options.steps)]
    return measure_training([*program, *words(network(options)), *instruction_set(options)], setting, options)


def frameworks(options: argparse.Namespace) -> Dict[str, List[str]]:
    """The trainers to compare with: a table's name and a command each."""
    which = words(network(options))
    trainers: Dict[str, List[str]] = {}
    if options.torch_python is not None:
        for mode in options.torch_modes:
            command = [str(options.torch_python), str(PYTORCH_PROGRAM), "train", "--mode", mode]
            trainers[PYTORCH_MODES[mode]] = command + which
    if options.tensorflow_python is not None:
        trainers[TENSORFLOW] = [str(options.tensorflow_python), str(TENSORFLOW_PROGRAM)] + which
    return trainers


def progress(number: int, what: str, ours: Measurement, theirs: Measurement, unit: str) -> None:
    """Tell on stderr what a pair of processes showed."""
    numbers = f"{OURS} {ours.value:.3g}, the framework {theirs.value:.3g} {unit}"
    print(f"round {number}, {what}: {numbers}", file=sys.stderr, flush=True)


def compare_training(options: argparse.Namespace) -> str:
    """Run all rounds of training, and return the table."""
    trainers = frameworks(options)
    settings = [Setting(batch_size, threads) for batch_size in options.batch_size for threads in options.threads]
    results = {(setting, name): Pairs() for setting in settings for name in trainers}
    for number in range(1, options.rounds + 1):
        for (setting, name), pairs in results.items():
            pairs.ours.append(measure_ours(setting, options))
            pairs.theirs.append(measure_training(trainers[name], setting, options))
            what = f"batch {setting.batch_size}, threads {setting.threads}, {name}"
            progress(number, what, pairs.ours[-1], pairs.theirs[-1], "images/s")
    rows = [
        ["program", "batch", "threads", "images/s", f"{OURS} is faster by", "peak memory, MB"],
        ["---", "---:", "---:", "---:", "---:", "---:"],
    ]
    for setting in settings:
        place = [str(setting.batch_size), str(setting.threads)]
        ours = [it for name in trainers for it in results[setting, name].ours]
        rows.append([OURS, *place, f"{median_value(ours):.0f}", "", f"{median_memory(ours):.0f}"])
        for name in trainers:
            pairs = results[setting, name]
            theirs = pairs.theirs
            ratios = [our.value / their.value for our, their in zip(pairs.ours, theirs)]
            rows.append([name, *place, f"{median_value(theirs):.0f}", spread(ratios), f"{median_memory(theirs):.0f}"])
    return table(rows)


def train_to_sample(options: argparse.Namespace, directory: Path) -> Tuple[List[str], List[str]]:
    """Train a few steps with dcgan and with PyTorch, and return the commands that sample from the checkpoints."""
    training = {**network(options), "--data": options.data, "--max-steps": SAMPLE_STEPS, "--threads": 1}
    ours, theirs = directory / "dcgan", directory / "pytorch"
    pytorch = [str(options.torch_python), str(PYTORCH_PROGRAM)]
    run([str(options.dcgan), "train", "--quiet", "--recipe", "paper", *words({**training, "--out": ours})], directory)
    run([*pytorch, "train", *words({**training, "--out": theirs})], directory)
    return (
        [str(options.dcgan), "sample", *words({"--checkpoint": ours}), *instruction_set(options)],
        [*pytorch, "sample", *words({**network(options), "--checkpoint": theirs / "checkpoint.pt"})],
    )


def sampling_rows(
    commands: Tuple[List[str], List[str]], count: int, threads: Optional[int], rounds: int, directory: Path
) -> List[List[str]]:
    """Sample with dcgan and with PyTorch by turns, with all processors if no number of threads is given; the rows."""
    what = {"--count": count, "--out": directory / ("grid.pgm" if threads is None else "images.idx")}
    if threads is not None:
        what["--threads"] = threads
    ours, theirs = ([*command, *words(what)] for command in commands)
    pairs, loops = Pairs(), Pairs()
    for number in range(1, rounds + 1):
        pairs.ours.append(run(ours, directory)[0])
        pairs.theirs.append(run(theirs, directory)[0])
        progress(number, f"sampling {count} images", pairs.ours[-1], pairs.theirs[-1], "s")
        if threads is not None:
            process, printed = run([*theirs, "--time-loop"], directory)
            loops.ours.append(pairs.ours[-1])
            loops.theirs.append(Measurement(float(printed), process.peak_memory))
    place = [str(count), "all" if threads is None else str(threads)]
    rows = [[OURS, *place, f"{median_value(pairs.ours):.3f}", "", f"{median_memory(pairs.ours):.0f}"]]
    for program, compared in (("PyTorch", pairs), ("PyTorch, its warm loop alone", loops)):
        if not compared.theirs:
            continue
        ratios = [their.value / our.value for our, their in zip(compared.ours, compared.theirs)]
        seconds, memory = median_value(compared.theirs), median_memory(compared.theirs)
        rows.append([program, *place, f"{seconds:.3f}", spread(ratios), f"{memory:.0f}"])
    return rows


def compare_sampling(options: argparse.Namespace) -> str:
    """Measure whole processes that sample, and return the table."""
    rows = [
        ["sampling", "images", "threads", "s", f"{OURS} is faster by", "peak memory, MB"],
        ["---", "---:", "---:", "---:", "---:", "---:"],
    ]
    with tempfile.TemporaryDirectory(prefix="compare-frameworks-") as name:
        commands = train_to_sample(options, Path(name))
        for count, threads in [(64, None), *((MANY_IMAGES, threads) for threads in options.threads)]:
            rows += sampling_rows(commands, count, threads, options.sample_rounds, Path(name))
    return table(rows)


def median_value(measurements: Sequence[Measurement]) -> float:
    """The median of what was measured."""
    return statistics.median(it.value for it in measurements)


def median_memory(measurements: Sequence[Measurement]) -> float:
    """The median of the greatest memory."""
    return statistics.median(it.peak_memory for it in measurements)


def spread(ratios: Sequence[float]) -> str:
    """The median of ratios, with the least and the greatest."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} - {max(ratios):.2f})"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def whole_number(low: int) -> Callable[[str], int]:
    """A parser of options that are whole numbers from `low` on."""

    def parse(text: str) -> int:
        value = int(text)
        if value < low:
            raise argparse.ArgumentTypeError(f"{value} is less than {low}")
        return value

    parse.__name__ = "whole number"
    return parse


def check_measurement(
    parser: argparse.ArgumentParser, options: argparse.Namespace, programs: Sequence[Optional[Path]]
) -> None:
    """Refuse programs that are not there, and fewer steps than give a speed."""
    for program in programs:
        if program is not None and not os.access(program, os.X_OK):
            parser.error(f"there is no program '{program}'")
    if options.steps < options.warm_up + 2 * LOG_EVERY:
        parser.error(f"--steps must be at least --warm-up and {2 * LOG_EVERY} more")


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    positive = whole_number(1)
    modes = list(PYTORCH_MODES)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build" / "release" / "dcgan", help="program (default: .build/release's)")
    add("--torch-python", type=Path, help="Python with PyTorch (default: leave PyTorch out)")
    add("--tensorflow-python", type=Path, help="Python with TensorFlow (default: leave TensorFlow out)")
    add("--torch-modes", nargs="+", choices=modes, default=modes, help="how PyTorch computes (default: all)")
    add("--architecture", default="dcgan28", metavar="PRESET", help="networks (default: dcgan28)")
    add("--base-channels", type=positive, default=64, help="their width (default: 64)")
    add("--instruction-set", choices=list(HELD_TO), help="hold all programs to it (default: what each likes best)")
    add("--data", type=Path, default=ROOT / "data" / "tiny", help="IDX files for dcgan28 (default: data/tiny)")
    add("--rounds", type=positive, default=3, help="pairs of measurements of each kind (default: 3)")
    add("--sample-rounds", type=whole_number(0), default=10, help="pairs that sample, 0 for none (default: 10)")
    add("--steps", type=positive, default=200, help="training steps of a measurement (default: 200)")
    add("--warm-up", type=whole_number(0), default=20, help="steps that do not count for images/s (default: 20)")
    add("--batch-size", type=positive, nargs="+", default=[64], help="images a batch (default: 64)")
    add("--threads", type=positive, nargs="+", default=[1, 2], help="numbers of threads (default: 1 2)")
    options = parser.parse_args()
    if options.torch_python is None and options.tensorflow_python is None:
        parser.error("there is nothing to compare with: give --torch-python, --tensorflow-python or both")
    check_measurement(parser, options, [options.dcgan, options.torch_python, options.tensorflow_python])
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    options = arguments()
    os.environ.update(HELD_TO.get(options.instruction_set, {}))
    try:
        print(compare_training(options), flush=True)
        if options.sample_rounds > 0 and options.torch_python is not None and options.architecture == "dcgan28":
            print("\n" + compare_sampling(options))
    except MeasurementError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
