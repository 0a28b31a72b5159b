"""What ranks.py runs: jobs of several processes of the program, and the run that each of them must come to."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Callable, List

from kill_anywhere import Loss, step_of_checkpoint

ROOT = Path(__file__).resolve().parents[2]
RUN = ["--quiet", "--seed", "1", "--recipe", "paper", "--architecture", "dcgan28", "--base-channels", "16"]
RUN += ["--batch-size", "16", "--shards", "4", "--snapshot-every", "4", "--average-half-life", "200"]
DATA = ["--data", str(ROOT / "data/tiny")]
STEPS = 30
EPOCH = 2560 // 16
"""Steps after which a run saves by itself."""


class Fault(Exception):
    """Something is not as it must be."""


def run(command: List[str], code: int = 0, **more: object) -> str:
    """Run a command to its end, and return what it wrote to standard error."""
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **more)
    if result.returncode != code:
        raise Fault(f"'{' '.join(command)}' ended with {result.returncode}, not {code}: {result.stderr.strip()}")
    return result.stderr


def wait_until(condition: Callable[[], bool], what: str, seconds: float = 60) -> float:
    """Wait for something, and return how long that took."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise Fault(f"After {seconds:.0f} seconds {what}.")
        time.sleep(0.02)
    return time.monotonic() - start


def checkpoint(out: Path) -> Path:
    """The newest checkpoint of a run."""
    return out / "checkpoint.safetensors"


def saved_step(out: Path) -> int:
    """The step of the newest checkpoint, which must be whole; 0 before the first."""
    try:
        return step_of_checkpoint(checkpoint(out)) if checkpoint(out).exists() else 0
    except Loss as loss:
        raise Fault(str(loss)) from loss


class Jobs:
    """How jobs are started, and what one process makes of their runs."""

    def __init__(self, program: Path, launcher: str, directory: Path) -> None:
        self.program = str(program)
        self.launcher = launcher
        self.directory = directory
        version = subprocess.run([launcher, "--version"], capture_output=True, text=True, check=False).stdout
        self.is_open_mpi = "Open MPI" in version
        self.options = ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none"] if self.is_open_mpi else []

    @property
    def quick_counts(self) -> List[int]:
        """Numbers of processes for what is done often: those of MPICH do not give way to each other while they wait."""
        return [2, 4] if self.is_open_mpi or (os.cpu_count() or 1) >= 4 else [2]

    def command(self, ranks: int, *arguments: object) -> List[str]:
        """Several processes of the same words."""
        return [self.launcher, *self.options, "-n", str(ranks), self.program, *map(str, arguments)]

    def mixed(self, *processes: List[object]) -> List[str]:
        """Processes each with words of its own, the program among them."""
        command = [self.launcher, *self.options]
        for number, words in enumerate(processes):
            command += [":"] * (number > 0) + ["-n", "1", *map(str, words)]
        return command

    @staticmethod
    def begin(out: Path, steps: int = STEPS, threads: int = 1) -> List[str]:
        """The words that begin the run of most checks."""
        words = ["train", *DATA, *RUN, "--out", out, "--threads", threads, "--epochs", 10_000, "--max-steps", steps]
        return list(map(str, words))

    def finish(self, ranks: int, out: Path, steps: int = STEPS) -> None:
        """Go on with a run by so many processes, or begin it anew if it was stopped before it began."""
        begins = not (out / "config.json").exists()
        words = ["train", "--quiet", "--resume", out, "--max-steps", steps, "--threads", 1]
        run(self.command(ranks, *(self.begin(out, steps) if begins else words)))

    def alone(self, steps: int = STEPS) -> bytes:
        """The checkpoint that one process comes to."""
        out = self.directory / f"alone-{steps}"
        if not out.exists():
            run([self.program, *self.begin(out, steps, threads=2)])
        return checkpoint(out).read_bytes()

    def same(self, out: Path, how: str, steps: int = STEPS) -> int:
        """Compare a run with that of one process; the number of bytes."""
        expected = self.alone(steps)
        if checkpoint(out).read_bytes() != expected:
            raise Fault(f"{how}: the checkpoint differs from that of one process.")
        return len(expected)

    def trainers(self, out: Path) -> List[int]:
        """The processes that train a run."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue
            if words[0] == self.program and str(out) in words:
                found.append(int(entry.name))
        return found

    def start(self, ranks: int, *arguments: object, said: Path = Path(os.devnull)) -> subprocess.Popen:
        """Start a job that something will happen to, and which writes what it says to a file."""
        with said.open("w", encoding="utf-8") as file:
            return subprocess.Popen(
                self.command(ranks, *arguments), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=file,
                start_new_session=True)

    @staticmethod
    def kill(process: int) -> bool:
        """Kill a process, unless it has ended."""
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True
