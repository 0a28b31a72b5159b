#!/usr/bin/env python3
"""Trains the same runs in every way that must not matter, and compares the checkpoints byte for byte.

- 50 steps of dcgan28 on data/tiny must give the SHA-256 that is committed in same_bytes.sha256, and give it again for other
  numbers of threads, with either instruction set, and from a debug build if there is one.
- 10 steps of a tiny network must give theirs, in one go and stopped and resumed after every step; and under an emulated
  Haswell processor, where qemu-x86_64 is installed. A Nehalem, which lacks AVX2, must be told in a sentence. So must 10
  with an average of the weights, a schedule and the better fakes alone, and 10 with batches divided into four shards; all
  others are by the recipe `paper`.

A change that is meant to alter bits runs --update, and says so in its message. --short leaves out all but one repetition of
each kind. Needs the release build. Prints a line of a Markdown table; ends with 1 if any byte differs.

--program COMMAND ... trains by another program alone, e.g. one that an emulator runs, the tiny network and, without --short,
dcgan28.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / ".build/release/dcgan"
DEBUG = ROOT / ".build/debug/dcgan"
GOLDEN = Path(__file__).with_suffix(".sha256")
DATA = ["--data", str(ROOT / "data/tiny"), "--quiet", "--seed", "1", "--recipe", "paper"]
FULL = ["--architecture", "dcgan28", "--batch-size", "32", "--max-steps", "50"]
TINY = ["--architecture", "dcgan28", "--base-channels", "16", "--batch-size", "4", "--snapshot-every", "4"]
AVERAGED = [*TINY, "--average-half-life", "20", "--average-ramp-up", "0.5", "--schedule", "cosine", "--schedule-epochs", "1"]
AVERAGED += ["--epochs", "1", "--final-rate", "0.1", "--warm-up", "3", "--top-fakes", "0.5"]
SHARDS = [*TINY[:-4], "--batch-size", "16", "--snapshot-every", "4", "--shards", "4", "--augment", "translation", "--loss", "relativistic"]
TINY_STEPS = 10
SHARDS_NAME = f"dcgan28 with 16 base channels, {TINY_STEPS} steps of four shards on data/tiny"
FULL_NAME = "dcgan28, 50 steps on data/tiny"
TINY_NAME = f"dcgan28 with 16 base channels, {TINY_STEPS} steps on data/tiny"
AVERAGED_NAME = f"{TINY_NAME}, with an average, a schedule and the better fakes"
NO_PROCESSOR = 69


class Difference(Exception):
    """Some bytes are not what they must be."""


def run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise Difference(f"'{' '.join(command)}' ended with {result.returncode}: {result.stderr.strip()}")


class Checks:
    """What was compared so far."""

    def __init__(self, golden: dict[str, str], updates: bool, directory: Path) -> None:
        self.golden = golden
        self.updates = updates
        self.directory = directory
        self.runs = 0
        self.bytes = 0

    def out(self) -> Path:
        self.runs += 1
        return self.directory / f"run-{self.runs}"

    def compare(self, name: str, out: Path, how: str) -> None:
        content = (out / "checkpoint.safetensors").read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if self.updates:
            expected = self.golden.setdefault(name, found)
        else:
            expected = self.golden.get(name)
        if found != expected:
            raise Difference(f"{name}, {how}: the checkpoint's SHA-256 is {found}, not {expected}.")
        self.bytes += len(content)
        shutil.rmtree(out)

    def train(self, name: str, how: str, options: list[str], program: list[str]) -> None:
        out = self.out()
        run([*program, "train", *DATA, *options, "--out", str(out)])
        self.compare(name, out, how)

    def resume_after_every_step(self, name: str, options: list[str]) -> None:
        out = self.out()
        run([str(RELEASE), "train", *DATA, *options, "--max-steps", "1", "--out", str(out)])
        for step in range(2, TINY_STEPS + 1):
            run([str(RELEASE), "train", "--quiet", "--resume", str(out), "--max-steps", str(step)])
        self.compare(name, out, "resumed after every step")


def emulated(checks: Checks, name: str, options: list[str]) -> str:
    emulator = shutil.which("qemu-x86_64") or shutil.which("qemu-x86_64-static")
    if emulator is None:
        print("qemu-x86_64 is not installed: the emulated processors are left out.", file=sys.stderr)
        return ""
    checks.train(name, "on a Haswell", options, [emulator, "-cpu", "Haswell", str(RELEASE)])
    command = [emulator, "-cpu", "Nehalem", str(RELEASE), "train", *DATA, *options, "--out", str(checks.out())]
    refused = subprocess.run(command, capture_output=True, text=True)
    if refused.returncode != NO_PROCESSOR or "This processor lacks AVX2" not in refused.stderr:
        raise Difference(f"on a Nehalem, the program ended with {refused.returncode}: {refused.stderr.strip()}")
    return ", an emulated Haswell"


def check(checks: Checks, short: bool) -> str:
    """Trains in every way, and tells in which."""
    threads = [3] if short else [1, 2, 3, 5, 8]
    for count in threads:
        checks.train(FULL_NAME, f"{count} threads", [*FULL, "--threads", str(count)], [str(RELEASE)])
    sets = [name for name in ["avx2", "avx512"] if instruction_set_runs(name, checks)]
    for name in sets[:1] if short else sets:
        checks.train(FULL_NAME, name, [*FULL, "--isa", name], [str(RELEASE)])
    ways = f"{', '.join(map(str, threads))} threads, {' and '.join(sets[:1] if short else sets)}"
    if DEBUG.exists():
        checks.train(FULL_NAME, "debug build", FULL, [str(DEBUG)])
        ways += ", debug build"
    else:
        print("There is no debug build: it is left out.", file=sys.stderr)

    options = [*TINY, "--max-steps", str(TINY_STEPS)]
    checks.train(TINY_NAME, "in one go", options, [str(RELEASE)])
    checks.resume_after_every_step(TINY_NAME, TINY)
    for threads in ["1", "3"]:
        averaged = [*AVERAGED, "--max-steps", str(TINY_STEPS), "--threads", threads]
        checks.train(AVERAGED_NAME, f"{threads} threads", averaged, [str(RELEASE)])
    checks.resume_after_every_step(AVERAGED_NAME, AVERAGED)
    for variant in [["--threads", "1"], ["--threads", "3"], *(["--isa", name] for name in sets[:1])]:
        checks.train(SHARDS_NAME, " ".join(variant), [*SHARDS, "--max-steps", str(TINY_STEPS), *variant], [str(RELEASE)])
    checks.resume_after_every_step(SHARDS_NAME, SHARDS)
    return ways + ", resumed after every step" + emulated(checks, TINY_NAME, options)


def check_program(checks: Checks, short: bool, program: list[str]) -> str:
    """Trains by a program that is not this build's, and tells what."""
    checks.train(TINY_NAME, f"by {program[-1]}", [*TINY, "--max-steps", str(TINY_STEPS)], program)
    if short:
        return TINY_NAME
    checks.train(FULL_NAME, f"by {program[-1]}", FULL, program)
    return f"{TINY_NAME}; {FULL_NAME}"


def instruction_set_runs(name: str, checks: Checks) -> bool:
    command = [str(RELEASE), "train", *DATA, *TINY, "--max-steps", "1", "--isa", name, "--out", str(checks.out())]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode == NO_PROCESSOR:
        print(f"{result.stderr.strip()} It is left out.", file=sys.stderr)
        return False
    if result.returncode != 0:
        raise Difference(f"with {name}, the program ended with {result.returncode}: {result.stderr.strip()}")
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a few seconds instead of some minutes")
    parser.add_argument("--update", action="store_true", help="write same_bytes.sha256 anew")
    parser.add_argument("--program", nargs=argparse.REMAINDER, help="train by this command alone")
    arguments = parser.parse_args()
    if not arguments.program and not os.access(RELEASE, os.X_OK):
        sys.exit(f"Error: There is no {RELEASE}. Run 'swift build -c release' first.")
    golden = {}
    if not arguments.update:
        golden = {name: digest for digest, name in (line.split("  ") for line in GOLDEN.read_text().splitlines())}
    with tempfile.TemporaryDirectory(prefix="same-bytes-") as directory:
        checks = Checks(golden, arguments.update, Path(directory))
        try:
            if arguments.program:
                ways = check_program(checks, arguments.short, arguments.program)
            else:
                ways = check(checks, arguments.short)
        except Difference as difference:
            print(f"Error: {difference}", file=sys.stderr)
            return 1
    if arguments.update:
        GOLDEN.write_text("".join(f"{digest}  {name}\n" for name, digest in golden.items()))
    print(f"| the same training in other ways | {ways} | 0 of {checks.bytes:,} bytes differ |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
