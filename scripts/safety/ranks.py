#!/usr/bin/env python3
"""Trains the same run in one process and shared out among several by MPI, and compares the checkpoints byte for byte.

- 1, 2 and 4 processes with batches of four shards, of 1 and 2 threads, and with another instruction set in every process;
- a run that goes on with another number of processes after each of a few stops;
- a process that is killed: no process of the job is left after ten seconds, and the run goes on to the same bytes;
- what processes are told that cannot work together: another number, other images, a full disk, a launcher of another MPI.

Needs a release build with the trait (swift build -c release --traits MPI --scratch-path .build-mpi); --program names
another, and --launcher the mpirun that belongs to its MPI. --short leaves out most repetitions. Prints lines of a Markdown
table; ends with 1 if a byte differs or anything else is not as it must be.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import List, Optional

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build-mpi/release/dcgan"
RUN = ["--quiet", "--seed", "1", "--recipe", "paper", "--architecture", "dcgan28", "--base-channels", "16"]
RUN += ["--batch-size", "16", "--shards", "4", "--snapshot-every", "4", "--average-half-life", "200"]
DATA = ["--data", str(ROOT / "data/tiny"), "--limit", "400"]
STEPS = 30
LEFT_AFTER = 10.0


class Fault(Exception):
    """Something is not as it must be."""


class Job:
    """How jobs are started."""

    def __init__(self, program: Path, launcher: str) -> None:
        self.program = str(program)
        self.launcher = launcher
        version = subprocess.run([launcher, "--version"], capture_output=True, text=True).stdout
        self.options = ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"] if "Open MPI" in version else []

    def command(self, ranks: int, arguments: List[str]) -> List[str]:
        return [self.launcher, *self.options, "-n", str(ranks), self.program, *arguments]

    def mixed(self, ranks: int, arguments: List[str], options: List[List[str]]) -> List[str]:
        """Processes each with options of its own."""
        command = [self.launcher, *self.options]
        for rank in range(ranks):
            command += [":"] * (rank > 0) + ["-n", "1", self.program, *arguments, *options[rank % len(options)]]
        return command


def run(command: List[str], code: int = 0, **more: object) -> str:
    result = subprocess.run(command, capture_output=True, text=True, timeout=600, **more)
    if result.returncode != code:
        raise Fault(f"'{' '.join(command)}' ended with {result.returncode}, not {code}: {result.stderr.strip()}")
    return result.stderr


def checkpoint(out: Path) -> bytes:
    return (out / "checkpoint.safetensors").read_bytes()


def same(out: Path, expected: bytes, how: str) -> int:
    found = checkpoint(out)
    if found != expected:
        raise Fault(f"{how}: the checkpoint differs from that of one process.")
    return len(found)


def check_bytes(job: Job, directory: Path, expected: bytes, short: bool) -> str:
    """Every number of processes and threads, and mixed instruction sets."""
    compared = 0
    for ranks in [2] if short else [1, 2, 4]:
        for threads in ["1"] if short else ["1", "2"]:
            out = directory / f"bytes-{ranks}-{threads}"
            options = ["train", *DATA, *RUN, "--max-steps", str(STEPS), "--threads", threads, "--out", str(out)]
            run(job.command(ranks, options))
            compared += same(out, expected, f"{ranks} processes of {threads} threads")
    out = directory / "mixed"
    options = ["train", *DATA, *RUN, "--max-steps", str(STEPS), "--threads", "1", "--out", str(out)]
    has512 = "avx512f" in Path("/proc/cpuinfo").read_text()
    sets = [["--isa", name] for name in ["avx2", "avx512" if has512 else "avx2"]]
    run(job.mixed(2, options, sets))
    compared += same(out, expected, "mixed instruction sets")
    return f"| one run shared out among processes, of 1 and 2 threads, mixed instruction sets | 0 of {compared:,} bytes differ |"


def check_resume(job: Job, directory: Path, expected: bytes) -> str:
    """Another number of processes after every stop."""
    out = directory / "resumed"
    run(job.command(4, ["train", *DATA, *RUN, "--max-steps", "5", "--threads", "1", "--out", str(out)]))
    stops = [(2, 11), (1, 12), (4, 23), (2, STEPS)]
    for ranks, steps in stops:
        run(job.command(ranks, ["train", "--quiet", "--resume", str(out), "--max-steps", str(steps), "--threads", "1"]))
    return f"| a run that goes on with 4, 2, 1, 4 and 2 processes | 0 of {same(out, expected, 'resumed'):,} bytes differ |"


def trainers(job: Job, out: Path) -> List[int]:
    """The processes that train a run."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if words[0] == job.program and str(out) in words:
            found.append(int(entry.name))
    return found


def check_kills(job: Job, directory: Path, expected: bytes, count: int, generator: random.Random) -> str:
    """A process is killed at a random moment, and the run goes on with another number of processes."""
    for number in range(count):
        out = directory / f"killed-{number}"
        options = ["train", *DATA, *RUN, "--max-steps", str(STEPS), "--threads", "1", "--checkpoint-every", "2", "--out", str(out)]
        ranks = generator.choice([2, 4])
        launcher = subprocess.Popen(
            job.command(ranks, options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(generator.uniform(0.3, 3.0))
        victims = trainers(job, out)
        if victims:
            os.kill(generator.choice(victims), signal.SIGKILL)
        deadline = time.monotonic() + LEFT_AFTER
        while victims and trainers(job, out) and time.monotonic() < deadline:
            time.sleep(0.1)
        left = trainers(job, out) if victims else []
        launcher.wait(60)
        if left:
            raise Fault(f"{len(left)} processes were left ten seconds after one was killed.")
        arguments = ["train", "--quiet", "--out", str(out), "--continue", *DATA, *RUN[1:], "--max-steps", str(STEPS)]
        run(job.command(generator.choice([1, 2, 4]), [*arguments, "--threads", "1"]))
        same(out, expected, f"kill {number}")
        shutil.rmtree(out)
    return f"| a process killed at {count} random moments | none left after 10 s, and the same bytes in the end |"


def check_sentences(job: Job, directory: Path, other: Optional[str]) -> str:
    """What is said where processes cannot work together."""
    told = 0

    def expect(command: List[str], code: int, sentence: str, **more: object) -> None:
        nonlocal told
        error = run(command, code, **more)
        if sentence not in error:
            raise Fault(f"'{' '.join(command)}' did not say '{sentence}', but: {error}")
        told += 1

    options = ["train", *DATA, *RUN, "--max-steps", "5", "--threads", "1", "--out"]
    expect(job.command(3, [*options, str(directory / "three")]), 64, "cannot be shared out among 3 processes")
    # Each process starts in a directory of its own, where the same name is another set.
    first, second = directory / "first", directory / "second"
    content = gzip.decompress((ROOT / "data/tiny/train-images-idx3-ubyte.gz").read_bytes())
    for place, start in [(first, 0), (second, 100)]:
        (place / "set").mkdir(parents=True)
        pixels = content[16 + start * 784 :][: 400 * 784]
        header = content[:4] + (400).to_bytes(4, "big") + content[8:16]
        (place / "set/train-images-idx3-ubyte").write_bytes(header + pixels)
    sharing = ["train", "--data", "set", *RUN, "--max-steps", "5", "--threads", "1", "--out", str(directory / "other")]
    command = [job.launcher, *job.options, "-wdir", str(first), "-n", "1", job.program, *sharing, ":"]
    command += ["-wdir", str(second), "-n", "1", job.program, *sharing]
    expect(command, 65, "are not those of the first process")
    expect(job.command(2, ["train", "--resume", str(directory / "nothing")]), 66, "there is no run here to resume")
    if other:
        expect([other, "-n", "2", job.program, *options, str(directory / "launcher")], 64, "it is not that of the launcher")
    return f"| processes that cannot work together | {told} sentences |"


def check_terminate(job: Job, directory: Path, expected: bytes) -> str:
    """SIGTERM to the launcher: the checkpoint is kept, and the run goes on."""
    out = directory / "terminated"
    options = ["train", *DATA, *RUN, "--max-steps", str(STEPS), "--threads", "1", "--checkpoint-every", "3", "--out", str(out)]
    launcher = subprocess.Popen(job.command(2, options), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not (out / "checkpoint.safetensors").exists() and launcher.poll() is None:
        time.sleep(0.05)
    launcher.send_signal(signal.SIGTERM)
    launcher.communicate(timeout=60)
    if launcher.returncode == 0 and checkpoint(out) == expected:
        print("The job had ended before SIGTERM came.", file=sys.stderr)
    run(job.command(4, ["train", "--quiet", "--resume", str(out), "--max-steps", str(STEPS), "--threads", "1"]))
    same(out, expected, "SIGTERM")
    return "| SIGTERM to mpirun, and --resume with another number of processes | the same bytes |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--launcher", default="mpirun")
    parser.add_argument("--other-launcher", help="the mpirun of another MPI")
    parser.add_argument("--kills", type=int, help="how many (default: 50, or 2 with --short)")
    parser.add_argument("--short", action="store_true")
    arguments = parser.parse_args()
    if not os.access(arguments.program, os.X_OK):
        sys.exit(f"Error: There is no {arguments.program}. Build it with --traits MPI first.")
    generator = random.Random(1)
    job = Job(arguments.program, arguments.launcher)
    kills = arguments.kills if arguments.kills is not None else 2 if arguments.short else 50
    with tempfile.TemporaryDirectory(prefix="ranks-") as name:
        directory = Path(name)
        alone = directory / "alone"
        try:
            run([job.program, "train", *DATA, *RUN, "--max-steps", str(STEPS), "--out", str(alone)])
            expected = checkpoint(alone)
            print(check_bytes(job, directory, expected, arguments.short), flush=True)
            print(check_resume(job, directory, expected), flush=True)
            print(check_sentences(job, directory, arguments.other_launcher), flush=True)
            print(check_terminate(job, directory, expected), flush=True)
            print(check_kills(job, directory, expected, kills, generator), flush=True)
        except (Fault, subprocess.TimeoutExpired) as fault:
            print(f"Error: {fault}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
