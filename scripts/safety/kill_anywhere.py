#!/usr/bin/env python3
"""Kills trainings with SIGKILL, again and again, and checks that nothing is lost.

The release build trains on data/tiny, an epoch of two steps and one save after the other, and is killed

- at random moments, uniformly between its start and three saves later, and
- before, after and (for writes) within every single call that changes a file of the run, from the start of a resumed run
  to the end of its first save: kill_at_call.c, loaded before the C library, counts the calls.

Each kill is followed by --resume. In between, this script reads every checkpoint on its own: it must be whole, and that of
the last finished epoch must be there. In the end the run must have the same files as one that was never stopped, byte for
byte, but for the times in metrics.jsonl.

Needs Linux, a C compiler and .build/release/dcgan. Prints a line of a Markdown table; ends with 1 if anything is lost.
"""

import argparse
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dcgan"
STEPS_PER_EPOCH = 2
BATCH_SIZE = 16


class Loss(Exception):
    """Something was lost, or is not what it should be."""


def step_of_checkpoint(path: Path) -> int:
    """The step that a checkpoint says; raises Loss unless its structure and checksum are right."""
    data = path.read_bytes()
    try:
        (length,) = struct.unpack("<Q", data[:8])
        header = data[8 : 8 + length]
        content = json.loads(header)
        metadata = content.pop("__metadata__")
        ends = sorted(tuple(tensor["data_offsets"]) for tensor in content.values())
        tiles = all(end == begin for (_, end), (begin, _) in zip(ends, ends[1:]))
        if not tiles or ends[0][0] != 0 or ends[-1][1] != len(data) - 8 - length:
            raise ValueError("its tensors do not fill it")
        digits = metadata["crc32"]
        blank = header.replace(f'"crc32":"{digits}"'.encode(), b'"crc32":"00000000"', 1)
        if zlib.crc32(data[8 + length :], zlib.crc32(data[:8] + blank)) != int(digits, 16):
            raise ValueError("its checksum is wrong")
        return int(metadata["step"])
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise Loss(f"the checkpoint {path.name} is damaged: {error}") from error


def logged_steps(run: Path) -> list[int]:
    """The steps of the whole lines of the log."""
    try:
        lines = (run / "metrics.jsonl").read_text().split("\n")[:-1]
    except FileNotFoundError:
        return []
    return [json.loads(line)["step"] for line in lines]


class Torture:
    """A run that is killed, and what is known of it."""

    def __init__(self, work: Path, threads: int) -> None:
        self.run = work / "run"
        self.library = work / "kill_at_call.so"
        self.threads = threads
        self.saved_step = 0
        compiler = shutil.which("cc") or shutil.which("clang") or shutil.which("gcc")
        if not compiler:
            sys.exit("There is no C compiler: 'cc', 'clang' or 'gcc' is needed.")
        source = ROOT / "scripts/safety/kill_at_call.c"
        subprocess.run([compiler, "-O1", "-fPIC", "-shared", source, "-o", self.library, "-ldl"], check=True)

    def arguments(self, run: Path) -> list:
        """The command that starts the run, or goes on with it if it has begun."""
        common = ["--threads", self.threads, "--log-every", 1, "--quiet"]
        if (run / "config.json").exists():
            return [PROGRAM, "train", "--resume", run, *common]
        images = STEPS_PER_EPOCH * BATCH_SIZE
        return [
            *(PROGRAM, "train", "--data", ROOT / "data/tiny", "--limit", images, "--batch-size", BATCH_SIZE),
            *("--epochs", 10_000, "--out", run, *common),
        ]

    def start(self, more: tuple = (), run: Path | None = None, **environment: object) -> subprocess.Popen:
        """Starts or resumes the run; `environment` says at which call it is to be killed, if at any."""
        variables = {name: str(value) for name, value in environment.items()}
        if variables:
            variables |= {"LD_PRELOAD": str(self.library), "KILL_DIRECTORY": str(self.run)}
        command = [str(argument) for argument in [*self.arguments(run or self.run), *more]]
        return subprocess.Popen(command, env=os.environ | variables, stderr=subprocess.PIPE, text=True)

    def finish(self, more: tuple, run: Path | None = None) -> None:
        """Runs to the end, which must be a good one."""
        process = self.start(more, run)
        error = process.communicate()[1]
        if process.returncode != 0 or error:
            raise Loss(f"the run ended with {process.returncode}: {error}")

    def check(self) -> None:
        """Raises Loss unless every checkpoint is whole, and none that was finished is missing."""
        older = sorted(self.run.glob("checkpoint-*.safetensors"))
        for path in older:
            if int(path.stem.split("-")[1]) != step_of_checkpoint(path):
                raise Loss(f"{path.name} is of another step")
        newest = self.run / "checkpoint.safetensors"
        step = step_of_checkpoint(newest) if newest.exists() else 0
        last = max(logged_steps(self.run), default=0)
        # The line of a step is written before its checkpoint; once there is a later line, the checkpoint must be there.
        finished = (last - 1) // STEPS_PER_EPOCH * STEPS_PER_EPOCH
        if step < max(self.saved_step, finished):
            raise Loss(f"the newest checkpoint is of step {step}, after one of step {max(self.saved_step, finished)}")
        self.saved_step = step

    def calls_until_saved(self) -> list[str]:
        """What a resumed run calls until its first save is done."""
        log = self.run.parent / "calls"
        last = self.saved_step + STEPS_PER_EPOCH
        process = self.start(("--max-steps", last), KILL_LOG=log, KILL_CALL=0)
        if process.wait() != 0:
            raise Loss(f"the run ended with {process.returncode}: {process.stderr.read()}")
        self.check()
        return [line.split()[0] for line in log.read_text().splitlines()]

    def kill_at(self, call: int, moment: str) -> None:
        """Resumes the run and lets it be killed at a call."""
        process = self.start(KILL_CALL=call, KILL_MOMENT=moment)
        error = process.communicate()[1]
        if process.returncode != -signal.SIGKILL or error:
            raise Loss(f"the run ended with {process.returncode} before call {call}: {error}")

    def kill_after(self, seconds: float) -> None:
        """Resumes the run and kills it after a while."""
        process = self.start()
        time.sleep(seconds)
        process.kill()
        # A run that came far may have been told how it does.
        lines = process.communicate()[1].splitlines()
        error = "\n".join(line for line in lines if not line.startswith("Health at step "))
        if process.returncode != -signal.SIGKILL or error:
            raise Loss(f"the run ended with {process.returncode} before it was killed: {error}")


def compare(run: Path, whole: Path) -> int:
    """Raises Loss unless two runs have the same files; returns the number of bytes that were compared."""
    names = [sorted(str(path.relative_to(root)) for path in root.rglob("*")) for root in (run, whole)]
    if names[0] != names[1]:
        raise Loss(f"the files are {names[0]}, and those of the uninterrupted run {names[1]}")
    count = 0
    for name in names[0]:
        if (run / name).is_dir():
            continue
        contents = [(root / name).read_bytes() for root in (run, whole)]
        if name == "metrics.jsonl":
            lines = [[json.loads(line) for line in content.splitlines()] for content in contents]
            for line in lines[0] + lines[1]:
                del line["seconds"], line["imagesPerSecond"]
            contents = [json.dumps(part).encode() for part in lines]
        if contents[0] != contents[1]:
            raise Loss(f"{name} is not that of the uninterrupted run")
        count += len(contents[0])
    return count


def torture(options: argparse.Namespace, work: Path) -> str:
    """Does it all, and returns the line of the table."""
    torture = Torture(work, options.threads)
    torture.finish(("--max-steps", STEPS_PER_EPOCH))
    torture.check()
    calls = torture.calls_until_saved()
    start = time.monotonic()
    torture.finish(("--max-steps", torture.saved_step + 3 * STEPS_PER_EPOCH))
    longest = time.monotonic() - start
    torture.check()

    points = [
        (number, moment)
        for number, name in enumerate(calls, 1)
        for moment in (("before", "within", "after") if name == "write" else ("before", "after"))
    ]
    source = random.Random(options.seed)
    if options.faults is not None:
        points = [points[index * len(points) // options.faults] for index in range(options.faults)]
    kills = [("call", point) for point in points] + [("moment", None)] * options.random
    source.shuffle(kills)
    for kind, point in kills:
        if kind == "call":
            torture.kill_at(*point)
        else:
            torture.kill_after(source.uniform(0, longest))
        torture.check()
    last = torture.saved_step + STEPS_PER_EPOCH + 1
    torture.finish(("--max-steps", last))
    torture.finish(("--max-steps", last), run=work / "whole")
    count = compare(torture.run, work / "whole")
    return (
        f"| kill -9, each followed by `--resume` | {options.random} at random moments, {len(points)} before, within and after "
        f"each of the {len(calls)} calls that lead to a save | 0 checkpoints, 0 of {last // STEPS_PER_EPOCH} epochs; "
        f"{count:,} bytes as in an uninterrupted run |"
    )


def main() -> int:
    """Reads the options and reports."""
    parser = argparse.ArgumentParser(description="Kills trainings anywhere and checks that nothing is lost.")
    parser.add_argument("--random", type=int, default=200, help="kills at random moments (default: 200)")
    parser.add_argument("--faults", type=int, help="kills at calls, spread evenly (default: one at every point)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments and the order")
    parser.add_argument("--threads", type=int, default=2, help="of the trainings")
    options = parser.parse_args()
    if not sys.platform.startswith("linux"):
        print("Skipped: kill_at_call.c is written for Linux.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory(prefix="kill-anywhere-") as work:
        try:
            print(torture(options, Path(work)))
        except Loss as loss:
            print(f"kill_anywhere.py: {loss}.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
