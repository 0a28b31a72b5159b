#!/usr/bin/env python3
"""Trains the same run in one process and shared out among several by MPI, and compares the checkpoints byte for byte.

- 1, 2 and 4 processes with batches of four shards, of 1 and 2 threads, and with another instruction set in every process;
  the networks and recipes that people train, for a few steps;
- a run that goes on with another number of processes after each of a few stops;
- a process or the launcher that is killed: no process of the job is left after ten seconds, no checkpoint is lost, and the
  run goes on to the same bytes;
- what processes are told that cannot work together: another number, other images, another version of the program, a
  launcher of another MPI;
- a full disk, where it may be mounted; SIGTERM and SIGUSR1 to the launcher and to a process.

Needs a release build with the trait (swift build -c release --traits MPI --scratch-path .build-mpi); --program names
another, and --launcher the mpirun that belongs to its MPI. --short leaves out most repetitions. Prints lines of a Markdown
table; ends with 1 if a byte differs or anything else is not as it must be.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, List, Optional, Tuple

import break_disk
from mpi_jobs import DATA, EPOCH, ROOT, RUN, STEPS, Fault, Jobs, checkpoint, run, saved_step, wait_until

PROGRAM = ROOT / ".build-mpi/release/dcgan"
LEFT_AFTER = 10.0
ENDLESS = 100_000
"""Steps of a run that does not end by itself."""
NETWORKS = [
    ["--recipe", "paper", "--architecture", "dcgan28"], ["--recipe", "best", "--architecture", "dcgan28"],
    ["--recipe", "small-data", "--architecture", "spectral28"],
]


def check_bytes(jobs: Jobs, short: bool) -> str:
    """Every number of processes and threads, and mixed instruction sets."""
    compared = 0
    for ranks in [2] if short else [1, 2, 4]:
        for threads in [1] if short else [1, 2]:
            out = jobs.directory / f"bytes-{ranks}-{threads}"
            run(jobs.command(ranks, *jobs.begin(out, threads=threads)))
            compared += jobs.same(out, f"{ranks} processes of {threads} threads")
    out = jobs.directory / "mixed"
    has512 = "avx512f" in Path("/proc/cpuinfo").read_text(encoding="utf-8")
    sets = ["avx2", "avx512" if has512 else "avx2"]
    run(jobs.mixed(*([jobs.program, *jobs.begin(out), "--isa", name] for name in sets)))
    compared += jobs.same(out, "mixed instruction sets")
    return f"| one run shared out among processes, of 1 and 2 threads, mixed instruction sets | 0 of {compared:,} bytes differ |"


def check_networks(jobs: Jobs) -> str:
    """The networks and recipes that people train."""
    compared = 0
    for number, network in enumerate(NETWORKS):
        words = ["train", "--quiet", *DATA, *network, "--batch-size", "32", "--shards", "4", "--max-steps", "4"]
        alone, shared = (jobs.directory / f"{name}-network-{number}" for name in ["alone", "shared"])
        run([jobs.program, *words, "--out", str(alone)])
        run(jobs.command(4, *words, "--threads", "1", "--out", shared))
        expected = checkpoint(alone).read_bytes()
        if checkpoint(shared).read_bytes() != expected:
            raise Fault(f"{' '.join(network)}: the checkpoint differs from that of one process.")
        compared += len(expected)
    return f"| {len(NETWORKS)} networks of full width with recipes, 4 steps by 4 processes | 0 of {compared:,} bytes differ |"


def check_resume(jobs: Jobs) -> str:
    """Another number of processes after every stop."""
    out = jobs.directory / "resumed"
    for ranks, steps in [(4, 5), (2, 11), (1, 12), (4, 23), (2, STEPS)]:
        jobs.finish(ranks, out, steps)
    return f"| a run that goes on with 4, 2, 1, 4 and 2 processes | 0 of {jobs.same(out, 'resumed'):,} bytes differ |"


def kill_once(jobs: Jobs, out: Path, seconds: float, generator: random.Random) -> Optional[float]:
    """Kill a process of a job after a while; how long the others were left, or nothing if it had not begun or had ended."""
    launcher = jobs.start(generator.choice(jobs.quick_counts), *jobs.begin(out), "--checkpoint-every", "2")
    time.sleep(seconds)
    victims = jobs.trainers(out)
    before = saved_step(out)
    # One time in six it is the launcher, which then can end nobody.
    victim = launcher.pid if generator.random() < 1 / 6 else generator.choice(victims or [0])
    killed = bool(victims) and launcher.poll() is None and jobs.kill(victim)
    if not killed:
        launcher.wait(60)
        return None
    left = wait_until(lambda: not jobs.trainers(out), "processes of the job were left", LEFT_AFTER)
    launcher.wait(60)
    if saved_step(out) < before:
        raise Fault(f"The checkpoint of step {before} is lost.")
    return left


def check_kills(jobs: Jobs, count: int, generator: random.Random) -> str:
    """A process is killed at a random moment, and the run goes on with another number of processes."""
    start = time.monotonic()
    run(jobs.command(jobs.quick_counts[-1], *jobs.begin(jobs.directory / "not-killed"), "--checkpoint-every", "2"))
    longest = time.monotonic() - start
    left: List[float] = []
    while len(left) < count:
        out = jobs.directory / "killed"
        seconds = kill_once(jobs, out, generator.uniform(0, longest), generator)
        if seconds is not None:
            left.append(seconds)
            jobs.finish(generator.choice([1, *jobs.quick_counts]), out)
            jobs.same(out, f"kill {len(left)}")
            if len(left) % 10 == 0:
                print(f"{len(left)} kills", file=sys.stderr, flush=True)
        shutil.rmtree(out, ignore_errors=True)
    return f"| a process or the launcher killed, at {count} random moments | none left after {max(left):.1f} s, the same bytes in the end |"


def other_version(jobs: Jobs) -> Path:
    """A copy of the program whose record of its commit is another."""
    version = subprocess.run([jobs.program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search("^commit (.+)$", version, re.MULTILINE)
    commit = found[1] if found else ""
    changed = ("1" if commit.startswith("0") else "0") + commit[1:]
    # A short text may stand in instructions, eight bytes at a time.
    content, head = Path(jobs.program).read_bytes(), commit[:8].encode()
    if not commit or head not in content:
        raise Fault("The program's commit is not in its file.")
    other = jobs.directory / "other-version"
    other.write_bytes(content.replace(head, changed[:8].encode()))
    other.chmod(0o755)
    if changed not in subprocess.run([other, "--version"], capture_output=True, text=True, check=True).stdout:
        raise Fault("The program's commit could not be changed.")
    return other


def other_images(jobs: Jobs) -> List[List[str]]:
    """Words for two processes, which find other images under the same path, each from a directory of its own."""
    content = gzip.decompress((ROOT / "data/tiny/train-images-idx3-ubyte.gz").read_bytes())
    processes = []
    for name, first in [("first", 0), ("second", 100)]:
        place = jobs.directory / name
        (place / "set").mkdir(parents=True)
        pixels = content[16 + first * 784 :][: 400 * 784]
        header = content[:4] + (400).to_bytes(4, "big") + content[8:16]
        (place / "set/train-images-idx3-ubyte").write_bytes(header + pixels)
        words = ["train", "--data", "set", *RUN, "--max-steps", "5", "--threads", "1", "--out", jobs.directory / "other"]
        processes.append(["-wdir", place, jobs.program, *words])
    return processes


def check_sentences(jobs: Jobs, other_launcher: Optional[str]) -> str:
    """What is said where processes cannot work together."""
    told = 0

    def expect(command: List[str], code: int, sentence: str) -> None:
        nonlocal told
        error = run(command, code)
        if sentence not in error:
            raise Fault(f"'{' '.join(command)}' did not say '{sentence}', but: {error}")
        told += 1

    def words(name: str) -> List[str]:
        return jobs.begin(jobs.directory / name, 5)

    expect(jobs.command(3, *words("three")), 64, "cannot be shared out among 3 processes")
    expect(jobs.command(2, "train", "--resume", jobs.directory / "nothing"), 66, "No such file or directory")
    expect(jobs.mixed(*other_images(jobs)), 65, "are not those of the first process")
    mixed = jobs.mixed(*([program, *words("version")] for program in [jobs.program, other_version(jobs)]))
    expect(mixed, 65, "install one on all machines")
    if other_launcher:
        command = Jobs(Path(jobs.program), other_launcher, jobs.directory).command(2, *words("launcher"))
        expect(command, 64, "it is not that of the launcher")
    return f"| processes that cannot work together | {told} sentences |"


def check_full_disk(jobs: Jobs) -> str:
    """The disk of the first process gets full; once there is room, the run goes on."""
    if not break_disk.can_mount(jobs.directory):
        return "| a full disk | not tried: this system does not permit mounting a file system |"
    disk = jobs.directory / "disk"
    disk.mkdir()
    size = len(jobs.alone())
    # Room for one checkpoint, but not for a second one beside it.
    break_disk.run("mount", "-t", "tmpfs", "-o", f"size={size * 3 // 2}", "tmpfs", disk)
    try:
        out = disk / "run"
        said = run(jobs.command(4, *jobs.begin(out), "--checkpoint-every", "3"), 74)
        sentence = f"'{checkpoint(out)}': cannot be written: No space left on device."
        if sentence not in said:
            raise Fault(f"A full disk was not told of: {said}")
        if said.count(sentence) != said.count("No space left"):
            raise Fault(f"More than the first process spoke of the full disk: {said}")
        step = saved_step(out)
        if step != 3:
            raise Fault(f"On a full disk the checkpoint of step 3 became one of step {step}.")
        break_disk.run("mount", "-o", f"remount,size={size * 5}", disk)
        jobs.finish(2, out)
        jobs.same(out, "full disk")
    finally:
        break_disk.run("umount", disk)
    return "| a full disk at the first process, and --resume once there is room | a sentence, the same bytes |"


def check_signals(jobs: Jobs, receiver: str) -> str:
    """SIGUSR1 saves, and the run goes on; SIGTERM ends it, and it goes on by --resume with another number of processes."""
    out, said = (jobs.directory / f"{name}-{receiver}" for name in ["signal", "said"])
    never = ["--checkpoint-every", ENDLESS, "--sample-every", ENDLESS]
    launcher = jobs.start(2, *jobs.begin(out, ENDLESS), *never, "--log-every", 1, said=said)

    def send(number: int) -> None:
        os.kill(launcher.pid if receiver == "launcher" else max(jobs.trainers(out)), number)

    log = out / "metrics.jsonl"
    wait_until(lambda: log.exists() and log.stat().st_size > 0, "there was no step")
    send(signal.SIGUSR1)
    wait_until(checkpoint(out).exists, f"SIGUSR1 to a {receiver} has not saved")
    # The run goes on, and may save again.
    kept = jobs.directory / f"kept-{receiver}"
    kept.mkdir()
    shutil.copy(checkpoint(out), kept)
    step = saved_step(kept)
    jobs.same(kept, f"SIGUSR1 to a {receiver}", step)
    if step >= EPOCH:
        raise Fault(f"SIGUSR1 to a {receiver} has not saved before the epoch's end.")
    if launcher.poll() is not None:
        raise Fault(f"SIGUSR1 to a {receiver} ended the job.")
    send(signal.SIGTERM)
    code = launcher.wait(60)
    wait_until(lambda: not jobs.trainers(out), f"SIGTERM to a {receiver} left processes", LEFT_AFTER)
    ended = saved_step(out)
    # MPICH's launcher, once it has been told to end, may end with 0 whatever its processes end with.
    is_told = code != 0 or (receiver == "launcher" and not jobs.is_open_mpi)
    if not is_told or ended <= step or f" at step {ended}; the checkpoint is written." not in said.read_text(encoding="utf-8"):
        raise Fault(f"After SIGTERM to a {receiver} the launcher ended with {code}, at step {ended}: {said.read_text()}")
    jobs.finish(4, out, ended + 1)
    jobs.same(out, f"SIGTERM to a {receiver}", ended + 1)
    return f"| SIGUSR1 and SIGTERM to the {receiver}, then --resume with another number | saved both times, the same bytes |"


def main() -> int:
    """Make all checks and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=PROGRAM)
    parser.add_argument("--launcher", default="mpirun")
    parser.add_argument("--other-launcher", help="the mpirun of another MPI")
    parser.add_argument("--kills", type=int, help="how many (default: 50, or 2 with --short)")
    parser.add_argument("--short", action="store_true")
    names = ["bytes", "networks", "resume", "sentences", "disk", "signals", "kills"]
    parser.add_argument("--only", nargs="+", choices=names, default=names, help="checks to make (default: all)")
    arguments = parser.parse_args()
    if not os.access(arguments.program, os.X_OK):
        sys.exit(f"Error: There is no {arguments.program}. Build it with --traits MPI first.")
    break_disk.enter_namespace()
    kills = arguments.kills if arguments.kills is not None else 2 if arguments.short else 50
    with tempfile.TemporaryDirectory(prefix="ranks-") as name:
        jobs = Jobs(arguments.program.absolute(), arguments.launcher, Path(name))
        checks: List[Tuple[str, Callable[[], str]]] = [
            ("bytes", lambda: check_bytes(jobs, arguments.short)), ("resume", lambda: check_resume(jobs)),
            ("sentences", lambda: check_sentences(jobs, arguments.other_launcher)),
            ("disk", lambda: check_full_disk(jobs)), ("signals", lambda: check_signals(jobs, "launcher")),
            ("signals", lambda: check_signals(jobs, "process")),
            ("kills", lambda: check_kills(jobs, kills, random.Random(1))),
        ]
        if not arguments.short:
            checks.insert(1, ("networks", lambda: check_networks(jobs)))
        try:
            for part, check in checks:
                if part in arguments.only:
                    print(check(), flush=True)
        except (Fault, subprocess.TimeoutExpired) as fault:
            print(f"Error: {fault}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
