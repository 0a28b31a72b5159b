#!/usr/bin/env python3
"""Takes the disk from trainings in every way, and checks that nothing is lost.

The release build trains on data/tiny while its disk gets full, has room again, is read-only, is over its quota, or its run
directory is gone; while there is room for the checkpoints and none for pictures or the log; and while nobody reads what it
says. Each time the checkpoint before must stay whole, the sentence must name the file and the reason, and the run, once it
is resumed, must come to the bytes of one that had no such trouble.

The disks are real ones: file systems in memory (tmpfs), and Btrfs for the quota, mounted in a mount namespace of their own.
Where the system does not permit that, those parts are skipped, and the script says so. Needs Linux and
.build/release/dcgan. Prints a line of a Markdown table; ends with 1 if anything is lost.
"""

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dcgan"
STEPS_PER_EPOCH = 8
BATCH_SIZE = 4
EPOCHS = 5
MEGABYTE = 1 << 20
NAMESPACE = "DCGAN_MOUNT_NAMESPACE"


class Loss(Exception):
    """Something was lost, or not said."""


class Training:
    """A run, and its process."""

    def __init__(self, run: Path) -> None:
        self.run = run
        self.messages = tempfile.TemporaryFile("w+")

    def start(self, *more: object, **options: object) -> subprocess.Popen:
        """Starts the run, or goes on with it if it has begun."""
        images = STEPS_PER_EPOCH * BATCH_SIZE
        begin = ("--out", self.run, "--data", ROOT / "data/tiny", "--limit", images, "--batch-size", BATCH_SIZE)
        place = ("--resume", self.run) if (self.run / "config.json").exists() else begin
        command = (PROGRAM, "train", *place, "--epochs", EPOCHS, "--log-every", 1, "--threads", 2, "--quiet", *more)
        self.messages.truncate(0)
        options = {"stderr": self.messages, "cwd": "/"} | options
        self.process = subprocess.Popen([str(argument) for argument in command], **options)
        return self.process

    def said(self) -> str:
        """What the process has written to standard error."""
        self.messages.seek(0)
        return self.messages.read()

    def pause_when(self, condition) -> None:
        """Stops the process for a while as soon as a condition holds."""
        end = time.monotonic() + 60
        while not condition():
            if self.process.poll() is not None or time.monotonic() > end:
                raise Loss(f"the run ended with {self.process.returncode} too early: {self.said()}")
            time.sleep(0.002)
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets a process that was stopped go on."""
        self.process.send_signal(signal.SIGCONT)

    def finish(self, status: int, *sentences: str) -> str:
        """Waits for the end, which must be as foretold."""
        self.process.wait(timeout=120)
        said = self.said()
        missing = [sentence for sentence in sentences if sentence not in said]
        if self.process.returncode != status or missing:
            raise Loss(f"the run ended with {self.process.returncode}, not with {status} and {sentences}: {said}")
        return said

    def complete(self) -> None:
        """Goes on to the last epoch without any trouble."""
        self.start()
        self.finish(0)

    @property
    def checkpoint(self) -> Path:
        """The newest checkpoint."""
        return self.run / "checkpoint.safetensors"

    def has_saved(self) -> bool:
        """Whether there is a checkpoint yet."""
        return self.checkpoint.exists()

    def expect_sound(self) -> None:
        """The newest checkpoint must be one that the program reads, and no half a file may lie about."""
        inspection = subprocess.run([PROGRAM, "inspect", self.run], capture_output=True, text=True, check=False)
        if inspection.returncode != 0:
            raise Loss(f"the checkpoint before is lost: {inspection.stderr}")
        left = list(self.run.rglob(".partial-*"))
        if left:
            raise Loss(f"unfinished files are left: {left}")


class Disks:
    """The trials, and the file that each of them must come to."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.mounted: list[Path] = []
        whole = Training(work / "whole")
        whole.complete()
        self.expected = whole.checkpoint.read_bytes()
        # Room for one checkpoint, but not for a second one beside it.
        self.small = len(self.expected) * 3 // 2
        self.large = len(self.expected) * 5
        self.lines = len((whole.run / "metrics.jsonl").read_text().splitlines())

    def check(self, training: Training) -> None:
        """The run must have come to the same bytes, with a line in the log for every step."""
        if training.checkpoint.read_bytes() != self.expected:
            raise Loss("the checkpoint is not that of the run without trouble")
        lines = len((training.run / "metrics.jsonl").read_text().splitlines())
        if lines != self.lines:
            raise Loss(f"the log has {lines} lines, not {self.lines}")

    def mount(self, name: str, size: int) -> Path:
        """A new disk of `size` bytes."""
        path = self.work / name
        path.mkdir(parents=True)
        run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path)
        self.mounted.append(path)
        return path

    def unmount(self) -> None:
        """Takes all disks away again."""
        while self.mounted:
            run("umount", self.mounted.pop())

    # The trials that need no disk of their own.

    def limited_file_size(self) -> None:
        """No file may grow beyond 20 MB (RLIMIT_FSIZE), as `ulimit -f` has it, with SIGXFSZ ignored or not."""
        for ignored in (True, False):
            training = Training(self.work / f"limit-{ignored}")
            training.start("--max-steps", 7)
            training.finish(0)

            def limit(action=signal.SIG_IGN if ignored else signal.SIG_DFL) -> None:
                signal.signal(signal.SIGXFSZ, action)
                resource.setrlimit(resource.RLIMIT_FSIZE, (20 * MEGABYTE, 20 * MEGABYTE))

            training.start(preexec_fn=limit)
            training.finish(
                74, f"Warning: '{training.checkpoint}': cannot be written: File too large.", "The checkpoint of step 7",
                f"go on from step 7 with: dcgan train --resume {training.run}")
            training.expect_sound()
            training.complete()
            self.check(training)

    def vanished_directory(self) -> None:
        """The run directory is moved away, for a while and for good."""
        training = Training(self.work / "vanished")
        aside = self.work / "aside"
        training.start()
        training.pause_when(training.has_saved)
        training.run.rename(aside)
        training.go_on()
        training.pause_when(lambda: "Training goes on" in training.said())
        aside.rename(training.run)
        training.go_on()
        training.finish(0, "there is no directory", "Training goes on")
        self.check(training)

        gone = Training(self.work / "gone")
        gone.start()
        gone.pause_when(gone.has_saved)
        gone.run.rename(aside)
        gone.go_on()
        gone.finish(73, "there is no directory", "Once that is mended, go on from step")
        aside.rename(gone.run)
        gone.expect_sound()
        gone.complete()
        self.check(gone)

    def closed_pipes(self) -> None:
        """Nobody reads what the run says (SIGPIPE)."""
        training = Training(self.work / "pipe")
        reader, writer = os.pipe()
        os.close(reader)
        command = [PROGRAM, "train", "--out", training.run, "--data", ROOT / "data/tiny", "--batch-size", str(BATCH_SIZE)]
        command += ["--limit", str(STEPS_PER_EPOCH * BATCH_SIZE), "--epochs", str(EPOCHS), "--log-every", "1"]
        result = subprocess.run([*command, "--profile"], stdout=writer, stderr=writer, check=False)
        os.close(writer)
        if result.returncode != 0:
            raise Loss(f"the run ended with {result.returncode}")
        self.check(training)

    # The trials with a disk of their own.

    def full_disk(self) -> None:
        """The disk gets full, and stays so."""
        disk = self.mount("full", self.small)
        training = Training(disk / "run")
        training.start()
        training.finish(
            74, f"Warning: '{training.checkpoint}': cannot be written: No space left on device.",
            f"The checkpoint of step {STEPS_PER_EPOCH} is whole.", "Training goes on and saves again",
            f"go on from step {STEPS_PER_EPOCH} with: dcgan train --resume {training.run}")
        training.expect_sound()
        run("mount", "-o", f"remount,size={self.large}", disk)
        training.complete()
        self.check(training)

    def full_for_a_while(self) -> None:
        """The disk gets full, and has room again before the run gives up."""
        disk = self.mount("while", self.small)
        training = Training(disk / "run")
        training.start()
        training.pause_when(lambda: "Training goes on" in training.said())
        run("mount", "-o", f"remount,size={self.large}", disk)
        training.go_on()
        said = training.finish(0, "cannot be written: No space left on device.")
        if said.count("Training goes on") != 1:
            raise Loss(f"one save had to fail: {said}")
        self.check(training)

    def quota(self) -> None:
        """The quota is used up. tmpfs has none, hence Btrfs in a file."""
        if not (shutil.which("mkfs.btrfs") and shutil.which("btrfs")):
            raise Skipped("there are no tools for Btrfs (btrfs-progs), the disk with quotas")
        image = self.work / "image"
        with image.open("wb") as file:
            file.truncate(512 * MEGABYTE)
        disk = self.work / "quota"
        disk.mkdir()
        try:
            run("mkfs.btrfs", "-q", image)
            run("mount", "-o", "loop", image, disk)
            self.mounted.append(disk)
        except subprocess.CalledProcessError as error:
            raise Skipped("the system cannot mount Btrfs from a file") from error
        volume = disk / "volume"
        run("btrfs", "quota", "enable", disk)
        run("btrfs", "subvolume", "create", volume)
        run("btrfs", "qgroup", "limit", self.small, volume)
        training = Training(volume / "run")
        training.start()
        training.finish(
            74, f"Warning: '{training.checkpoint}': cannot be written: Disk quota exceeded.",
            f"The checkpoint of step {STEPS_PER_EPOCH} is whole.")
        training.expect_sound()
        run("btrfs", "qgroup", "limit", "none", volume)
        training.complete()
        self.check(training)

    def read_only_disk(self) -> None:
        """The disk is mounted read-only between two parts of a run."""
        disk = self.mount("read-only", self.large)
        training = Training(disk / "run")
        training.start("--max-steps", 7)
        training.finish(0)
        run("mount", "-o", "remount,ro", disk)
        training.start()
        training.finish(73, f"The run directory '{training.run}' cannot be written to: Read-only file system.")
        training.expect_sound()
        picture = self.work / "picture.png"
        sample = [PROGRAM, "sample", "--checkpoint", training.run, "--out", picture]
        if subprocess.run(sample, check=False).returncode != 0 or not picture.exists():
            raise Loss("the run on a read-only disk cannot be read")
        run("mount", "-o", "remount,rw", disk)
        training.complete()
        self.check(training)

    def pictures_alone(self) -> None:
        """The pictures lie on a disk of their own, which is full, and then read-only."""
        training = Training(self.work / "pictures")
        samples = self.mount("pictures/samples", 4096)
        training.start()
        training.pause_when(lambda: "Training goes on" in training.said())
        run("mount", "-o", "remount,ro", samples)
        training.go_on()
        training.finish(
            0, "cannot be written: No space left on device. Training goes on without this picture.",
            "cannot be created: Read-only file system. Training goes on without this picture.")
        self.check(training)

    def log_alone(self) -> None:
        """The log lies on a disk of its own, which is full for a while: lines wait, and none is lost."""
        disk = self.mount("log", 4096)
        training = Training(self.work / "logged")
        training.run.mkdir()
        (training.run / "metrics.jsonl").symlink_to(disk / "metrics.jsonl")
        training.start()
        training.pause_when(lambda: "Training goes on" in training.said())
        run("mount", "-o", "remount,size=1m", disk)
        training.go_on()
        said = training.finish(0, "metrics.jsonl': cannot be written: No space left on device. Training goes on;")
        if said.count("Training goes on") != 1:
            raise Loss(f"the full disk had to be told once: {said}")
        self.check(training)


class Skipped(Exception):
    """A trial that cannot be made here."""


def run(*command: object) -> None:
    """Runs a command that must succeed."""
    words = [str(word) for word in command]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def can_mount(work: Path) -> bool:
    """Whether a file system can be mounted here."""
    place = work / "trial"
    place.mkdir()
    try:
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place)
        run("umount", place)
    except (subprocess.CalledProcessError, FileNotFoundError):
        return False
    return True


def enter_namespace() -> None:
    """Runs this script anew where it may mount without anybody else seeing it, if the system permits."""
    if NAMESPACE in os.environ or not shutil.which("unshare"):
        return
    words = ["unshare", "--mount"] + ([] if os.geteuid() == 0 else ["--map-root-user"])
    if subprocess.run([*words, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        os.execvpe(words[0], [*words, sys.executable, *sys.argv], os.environ | {NAMESPACE: "yes"})


def run_trials(trials, clean_up=lambda: None):
    """Run trials one after the other, and return the names of those that passed; nothing if one has found a loss."""
    passed = []
    for trial in trials:
        name = trial.__name__.replace("_", " ")
        try:
            trial()
            passed.append(name)
        except Skipped as reason:
            print(f"Skipped the trial '{name}': {reason}.", file=sys.stderr)
        except Loss as loss:
            print(f"{Path(sys.argv[0]).name}: {name}: {loss}.", file=sys.stderr)
            return None
        finally:
            clean_up()
    return passed


def main() -> int:
    """Makes all trials and reports."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    if not sys.platform.startswith("linux"):
        print("Skipped: disks of memory are mounted as on Linux.", file=sys.stderr)
        return 0
    enter_namespace()
    with tempfile.TemporaryDirectory(prefix="break-disk-") as directory:
        work = Path(directory)
        disks = Disks(work)
        trials = [disks.limited_file_size, disks.vanished_directory, disks.closed_pipes]
        mounted = [disks.full_disk, disks.full_for_a_while, disks.quota, disks.read_only_disk, disks.pictures_alone]
        mounted.append(disks.log_alone)
        if can_mount(work):
            trials += mounted
        else:
            print(f"Skipped {len(mounted)} trials: this system does not permit mounting a file system.", file=sys.stderr)
        passed = run_trials(trials, disks.unmount)
    if passed is None:
        return 1
    print(f"| disk taken from a run | {len(passed)} ways: {', '.join(passed)} | 0 checkpoints, 0 lines of the log |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
