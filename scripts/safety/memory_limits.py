#!/usr/bin/env python3
"""Runs commands with ever less memory, and checks that none of them crashes, hangs or loses a run.

Each command is started with address space limited (`ulimit -v`) to every step of a range, and where the system lets one, in
a control group of version 1 with a limit of its own. It must succeed, or end with a sentence and the exit code 71, 64 or 65;
a refused `train --overwrite` must leave the old run as it was. Below what the program itself takes to start, the loader
ends it with 127 before any of our code runs; the least limit at which it starts is printed.

Linux alone; needs a build of the program: `--program .build/release/dcgan`.
"""

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALLOWED = {0, 64, 65, 71}
TIMEOUT = 120
GROUP = Path("/sys/fs/cgroup/memory/dcgan-memory-limits")


def digest(directory):
    """What a directory holds, in a line."""
    total = hashlib.sha256()
    for path in sorted(p for p in directory.rglob("*") if p.is_file() and p.name != ".lock"):
        total.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


class Sweep:
    def __init__(self, program, work):
        self.program, self.work = program, work
        self.failures, self.counts = [], {}
        self.least_start = None
        self.model = work / "model"
        self.expect("train", "--data", ROOT / "data/tiny", "--limit", 256, "--max-steps", 2, "--out", self.model, "--quiet")
        pictures = work / "pictures"
        pictures.mkdir()
        self.picture = pictures / "a.png"
        self.expect("sample", "--checkpoint", self.model, "--count", 1, "--out", self.picture, "--padding", 0)
        shutil.copy(self.picture, pictures / "b.png")
        self.pictures = pictures

    def expect(self, *words):
        """Runs without a limit what must succeed."""
        subprocess.run([self.program, *map(str, words)], check=True, cwd=self.work, capture_output=True)

    def commands(self):
        """A name, the words, and a directory that a refusal must not change."""
        data, old = ROOT / "data/tiny", self.work / "old"
        few = ["--data", data, "--limit", 256, "--max-steps", 2, "--quiet"]
        yield "train", ["train", *few, "--out", old, "--overwrite"], old
        yield "train, small", ["train", *few, "--out", old, "--overwrite", "--architecture", "gan", "--batch-size", 8], old
        yield "train, 64 threads", ["train", *few, "--out", old, "--overwrite", "--threads", 64], old
        yield "train, resumed", ["train", "--resume", old, "--max-steps", 4, "--quiet"], None
        yield "sample", ["sample", "--checkpoint", self.model, "--count", 100, "--out", self.work / "s.png"], None
        yield "sample, many", ["sample", "--checkpoint", self.model, "--count", 10000, "--out", self.work / "m.png"], None
        yield "project", ["project", "--checkpoint", self.model, "--image", self.picture, "--steps", 2, "--restarts", 1,
                          "--candidates", 64, "--out", self.work / "p.png"], None
        yield "inspect", ["inspect", self.model], None
        yield "inspect, data", ["inspect", data], None
        yield "import", ["import", self.pictures, "--out", self.work / "imported"], None
        yield "bench", ["bench", "--steps", 1], None
        yield "compare", ["compare", "--architectures", "gan,dcgan28", *few, "--out", self.work / "compared",
                          "--overwrite"], None

    def run(self, name, words, kept, place, prepare):
        if kept is not None:
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(self.model, kept)
            before = digest(kept)
        shutil.rmtree(self.work / "imported", ignore_errors=True)
        if "resumed" in name:
            shutil.rmtree(self.work / "old", ignore_errors=True)
            shutil.copytree(self.model, self.work / "old")
        try:
            result = subprocess.run(
                [self.program, *map(str, words)], cwd=self.work, capture_output=True, timeout=TIMEOUT, preexec_fn=prepare)
        except subprocess.TimeoutExpired:
            self.failures.append(f"{name} at {place}: no end within {TIMEOUT} s")
            return
        status, text = result.returncode, result.stderr.decode(errors="replace").strip()
        self.counts.setdefault(name, {}).setdefault(status, []).append(place)
        if status == 127 and "error while loading shared libraries" in text:
            return
        if status not in ALLOWED:
            self.failures.append(f"{name} at {place}: exit code {status}: {text[:300]}")
        elif status != 0 and not text.splitlines()[-1].startswith(("Error: ", "See ", "Usage", "Run ")):
            self.failures.append(f"{name} at {place}: no sentence: {text[:300]}")
        elif status != 0 and kept is not None and digest(kept) != before:
            self.failures.append(f"{name} at {place}: refused with {status}, and the old run is not as it was")

    def report(self, name):
        statuses = sorted(self.counts.get(name, {}).items())
        parts = [f"{len(places)} times {status} ({places[0]} to {places[-1]})" for status, places in statuses]
        print(f"{name}: " + ", ".join(parts), flush=True)


def limiting_address_space(kilobytes):
    return lambda: resource.setrlimit(resource.RLIMIT_AS, (kilobytes * 1024, kilobytes * 1024))


def can_make_group():
    try:
        GROUP.mkdir(exist_ok=True)
        (GROUP / "memory.limit_in_bytes").write_text(str(1 << 30))
        return True
    except OSError:
        return False


def limiting_group(megabytes):
    (GROUP / "memory.limit_in_bytes").write_text(str(megabytes << 20))
    return lambda: (GROUP / "cgroup.procs").write_text(str(os.getpid()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(ROOT / ".build/release/dcgan"))
    parser.add_argument("--from", dest="first", type=int, default=60_000, help="least limit of address space in KB")
    parser.add_argument("--to", dest="last", type=int, default=2_000_000, help="greatest limit in KB")
    parser.add_argument("--step", type=int, default=20_000, help="KB from a limit to the next, growing above 500 MB")
    parser.add_argument("--only", help="run the commands whose names begin so")
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())

    with tempfile.TemporaryDirectory() as directory:
        sweep = Sweep(program, Path(directory))
        limits = []
        limit = arguments.first
        while limit <= arguments.last:
            limits.append(limit)
            limit += arguments.step * max(1, limit // 250_000)
        starts = [k for k in range(40_000, 120_000, 2_000) if subprocess.run(
            [program, "--version"], capture_output=True, preexec_fn=limiting_address_space(k)).returncode == 0]
        print(f"The program starts with {starts[0] / 1000:.0f} MB of address space or more." if starts else "No start.")
        commands = [c for c in sweep.commands() if not arguments.only or c[0].startswith(arguments.only)]
        for name, words, kept in commands:
            for limit in limits:
                sweep.run(name, words, kept, f"{limit} KB", limiting_address_space(limit))
            sweep.report(name)
        if can_make_group():
            for name, words, kept in commands:
                for megabytes in [20, 50, 100, 200, 300, 500]:
                    sweep.run("in a group: " + name, words, kept, f"{megabytes} MB", limiting_group(megabytes))
                sweep.report("in a group: " + name)
            GROUP.rmdir()
        else:
            print("No control group of version 1 can be made here; their limits are not tried.")
        for failure in sweep.failures:
            print("FAILED: " + failure, file=sys.stderr)
        return 1 if sweep.failures else 0


if __name__ == "__main__":
    sys.exit(main())
