#!/usr/bin/env python3
"""Runs the program as on machines with up to 4,096 processors: how many threads it takes, its bytes and its memory.

many_processors.c, loaded before the C library, tells the program of so many processors. Each thread that can run takes
working memory of its own; what it is for a thread is printed, and must not grow with their number. Training must write
the bytes that it writes with one thread, and `--threads` above the processors must take no memory for threads that never
run. Only speed cannot be tried so: the threads share the processors that there are.

Linux alone; needs a C compiler and a build of the program: `--program .build/release/dcgan`.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COUNTS = (1, 64, 65, 128, 1024, 1025, 4096)
"""Around the words of a mask, and around the mask that the C library has."""
TRAINED = (1, 65, 128)
MOST_A_THREAD = 3e6
"""Bytes of memory for each thread that can run, of dcgan28 with batches of 64."""


class Machine:
    """A program that is told of some processors."""

    def __init__(self, program: Path, work: Path) -> None:
        self.program, self.work = program, work
        self.library = work / "many_processors.so"
        source = ROOT / "scripts/safety/many_processors.c"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", self.library, source, "-ldl"], check=True)

    def run(self, processors: int, *words: object) -> str:
        """Runs a command to its end; what it wrote to stdout."""
        environment = {**os.environ, "LD_PRELOAD": str(self.library), "PRETENDED_PROCESSORS": str(processors)}
        command = [str(word) for word in (self.program, *words)]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=600)
        if result.returncode != 0:
            sys.exit(f"Error: {' '.join(command)} ended with {result.returncode}:\n{result.stderr[-1000:]}")
        return result.stdout

    def bench(self, processors: int, *words: object) -> dict:
        """A step's measurements."""
        return json.loads(self.run(processors, "bench", "--steps", 1, "--json", *words))

    def checkpoint(self, processors: int) -> str:
        """The checksum of what a short training writes."""
        out = self.work / f"run-{processors}"
        data = ["--data", ROOT / "data/tiny", "--base-channels", 16, "--recipe", "paper"]
        self.run(processors, "train", "--quiet", "--max-steps", 5, "--out", out, *data)
        return hashlib.sha256((out / "checkpoint.safetensors").read_bytes()).hexdigest()


def main() -> int:
    """Runs the check; 0 if all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/dcgan")
    options = parser.parse_args()
    failures = []
    with tempfile.TemporaryDirectory(prefix="many-processors-") as work:
        machine = Machine(options.program, Path(work))
        one = machine.bench(1)["peakMemoryBytes"]
        for count in COUNTS:
            report = machine.bench(count)
            each = (report["peakMemoryBytes"] - one) / max(1, count - 1)
            print(f"{count:5} processors: {report['threads']:4} threads, {report['peakMemoryBytes'] / 1e6:6.0f} MB")
            if report["threads"] != count:
                failures.append(f"{count} processors gave {report['threads']} threads")
            if each > MOST_A_THREAD:
                failures.append(f"{count} processors took {each / 1e6:.1f} MB each")
        above = machine.bench(2, "--threads", 1024)["peakMemoryBytes"]
        print(f"    2 processors: --threads 1024, {above / 1e6:6.0f} MB")
        if above > one + 8 * MOST_A_THREAD:
            failures.append(f"1,024 threads on 2 processors took {(above - one) / 1e6:.0f} MB more than one")
        if len({machine.checkpoint(count) for count in TRAINED}) != 1:
            failures.append(f"training on {TRAINED} processors gave different bytes")
    for failure in failures:
        print(f"Error: {failure}.", file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
