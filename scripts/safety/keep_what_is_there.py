#!/usr/bin/env python3
"""Has commands fail that replace, add to or create something, and checks that what was on disk is as it was.

Runs that --overwrite is to replace, comparisons, data sets that images are added to, and directories that do not exist yet
meet a file in whose place a directory lies, directories that may not be written to or looked into, files of other users,
limits of size, a full disk, another process, and kills at random moments. A command that refuses must leave everything as it
was, to the last empty directory; one that is killed must leave the old or the new, and what comes next must go well.

Linux alone; needs .build/release/dcgan, or --program. Parts that need root, or a disk of their own, are skipped where the
system does not permit them, and named. Prints a line of a Markdown table; ends with 1 if anything is lost.
"""

import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import break_disk
from break_disk import Loss, Skipped

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data/tiny"
NOBODY = 65534
TIMEOUT = 120
NETWORKS = ["--data", DATA, "--limit", "64", "--base-channels", "4", "--batch-size", "8", "--recipe", "paper", "--quiet"]
TRAIN = ["train", *NETWORKS, "--architecture", "gan", "--epochs", "1"]
SIDE = 16


def everything(directory):
    """What a directory holds, by names: contents of files, and directories."""
    found = {}
    for path in sorted(directory.rglob("*")):
        name = path.relative_to(directory).as_posix()
        if path.is_symlink():
            found[name] = os.readlink(path)
        else:
            found[name] = "directory" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()
    return found


class Keeping:
    """The trials. Each begins with copies of the same runs in a directory of its own."""

    def __init__(self, program, work, seed):
        self.program, self.work = program, work
        self.random = random.Random(seed)
        self.place = work / "place"
        self.refusals = self.kills = 0
        self.base = work / "base"
        self.base.mkdir()
        self.place = self.base
        self.expect([*TRAIN, "--out", "old", "--tensorboard"])
        self.expect([*TRAIN, "--out", "model"])
        self.expect(self.comparison())
        self.place = work / "place"

    def comparison(self):
        return ["compare", *NETWORKS, "--architectures", "gan,mlp-conv", "--epochs", "1", "--out", "compared"]

    def fresh(self):
        """Begins with what is there once more."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.base, self.place, symlinks=True)

    def start(self, words, prepare=None, through=()):
        command = [*map(str, through), str(self.program), *map(str, words)]
        return subprocess.Popen(
            command, cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=prepare)

    def run(self, words, prepare=None, through=()):
        process = self.start(words, prepare, through)
        output, error = process.communicate(timeout=TIMEOUT)
        return process.returncode, output, error

    def expect(self, words):
        """A command that must go well."""
        status, output, error = self.run(words)
        if status != 0:
            raise Loss(f"{words[0]} ended with {status}: {error}")
        return output

    def refuse(self, words, prepare=None, through=()):
        """A command that must refuse in a sentence, and leave all as it is."""
        before = everything(self.place)
        status, _, error = self.run(words, prepare, through)
        after = everything(self.place)
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        if status <= 0 or "Error: " not in error:
            raise Loss(f"{words} had to refuse, and ended with {status}: {error}")
        if changed:
            raise Loss(f"{words} refused with {status}, and changed {changed}: {error}")
        self.refusals += 1

    def pictures(self, name, count):
        """A folder of grey pictures, no two alike."""
        (self.place / name).mkdir(parents=True)
        for number in range(count):
            pixels = bytes(self.random.randrange(256) for _ in range(SIDE * SIDE))
            (self.place / name / f"{number}.pgm").write_bytes(b"P5 %d %d 255\n" % (SIDE, SIDE) + pixels)

    # The trials.

    def files_that_are_directories(self):
        """A directory lies where a run's file is to be removed, or written."""
        for run, words in (("old", [*TRAIN, "--out", "old"]), ("compared/mlp-conv", self.comparison())):
            for name in (*(path.name for path in (self.base / run).iterdir() if path.is_file()), "best.safetensors",
                         "samples/epoch-0001.png"):
                if name == ".lock":
                    continue
                self.fresh()
                (self.place / run / name).unlink(missing_ok=True)
                (self.place / run / name / "mine").mkdir(parents=True)
                self.refuse([*words, "--overwrite"])
        for name in ("report.md", "samples.png"):
            self.fresh()
            (self.place / "compared" / name).unlink()
            (self.place / "compared" / name).mkdir()
            self.refuse([*self.comparison(), "--overwrite"])

    def sizes(self):
        """Files may not grow beyond some kilobytes."""
        for size in (0, 1, 100):
            def limit(size=size):
                resource.setrlimit(resource.RLIMIT_FSIZE, (size << 10, size << 10))
            self.fresh()
            self.pictures("in", 600)
            self.expect(["import", "in", "--size", SIDE, "--out", "set"])
            self.refuse([*TRAIN, "--out", "old", "--overwrite"], limit)
            self.refuse(["train", "--data", DATA, "--init-from", "model", "--out", "old", "--overwrite"], limit)
            self.refuse(["train", "--data", DATA, "--init-from", "model", "--out", "a/new"], limit)
            self.refuse([*TRAIN, "--out", "old", "--overwrite", "--record-steps", "steps.safetensors"], limit)
            self.refuse(["import", "in", "--out", "set", "--add"], limit)
            self.refuse(["import", "in", "--size", SIDE, "--out", "a/b/new"], limit)
            self.refuse(["export", "--checkpoint", "model", "--folder", "a/b"], limit)
            sample = ["sample", "--checkpoint", "model", "--count", 4, "--scale", 30, "--format", "ppm"]
            self.refuse([*sample, "--out", "a/b/"], limit)

    def other_users(self):
        """Directories and files that another user may not write to, remove or look into."""
        if os.geteuid() != 0 or not shutil.which("setpriv"):
            raise Skipped("it takes root, and setpriv")
        nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
        for path in (self.work, self.place.parent):
            path.chmod(0o755)

        def owned():
            self.fresh()
            for path in (self.place, *self.place.rglob("*")):
                os.chown(path, NOBODY, NOBODY)

        for run, words in (("old", [*TRAIN, "--out", "old"]), ("compared/mlp-conv", self.comparison())):
            for name, mode in ((".", 0o555), (".", 0o300), ("samples", 0o555), ("samples", 0), ("config.json", 0o444)):
                owned()
                (self.place / run / name).chmod(mode)
                self.refuse([*words, "--overwrite"], through=nobody)
            owned()
            os.chown(self.place / run, 0, 0)
            (self.place / run).chmod(0o1777)
            os.chown(self.place / run / "checkpoint.safetensors", 0, 0)
            self.refuse([*words, "--overwrite"], through=nobody)

    def full_disk(self):
        """The disk has no room for the first checkpoint of the run that is to replace another."""
        if not break_disk.can_mount(self.work):
            raise Skipped("this system does not permit mounting a file system")
        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir()
        size = sum(path.stat().st_size for path in self.base.rglob("*") if path.is_file())
        break_disk.run("mount", "-t", "tmpfs", "-o", f"size={size * 5 // 4}", "tmpfs", self.place)
        try:
            shutil.copytree(self.base, self.place, symlinks=True, dirs_exist_ok=True)
            try:
                with (self.place / "filling").open("wb", buffering=0) as file:
                    while file.write(bytes(4096)):
                        pass
            except OSError:
                pass
            self.refuse(["train", "--data", DATA, "--init-from", "model", "--out", "old", "--overwrite"])
            self.refuse(["train", "--data", DATA, "--architecture", "dcgan28", "--out", "old", "--overwrite"])
            self.refuse(["train", "--data", DATA, "--init-from", "model", "--out", "a/new"])
        finally:
            break_disk.run("umount", self.place)

    def killed_additions(self):
        """Imports are killed while they add images, and another adds its own."""
        self.fresh()
        for name, count in (("first", 300), ("second", 500), ("third", 20)):
            self.pictures(f"{name}/a", count)
            self.pictures(f"{name}/b", count)
        self.expect(["import", "first", "--size", SIDE, "--out", "set"])
        start = time.monotonic()
        shutil.copytree(self.place / "set", self.place / "trial")
        self.expect(["import", "second", "--out", "trial", "--add"])
        longest = time.monotonic() - start
        count, expected = 600, {"classes.txt", "train-images-idx3-ubyte", "train-labels-idx1-ubyte"}
        for _ in range(30):
            process = self.start(["import", "second", "--out", "set", "--add"])
            time.sleep(self.random.uniform(0, longest))
            process.send_signal(self.random.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
            process.communicate()
            self.kills += 1
            found = self.expect(["inspect", "set"])
            added = 1000 if f"{count + 1000:,}" in found or str(count + 1000) in found else 0
            count += added
            text = self.expect(["import", "third", "--out", "set", "--add"])
            count += 40
            if f"now with {count:,} images" not in text:
                raise Loss(f"images are lost after a kill: {text}, and not {count}")
            names = {path.name for path in (self.place / "set").iterdir()}
            if names != expected:
                raise Loss(f"an import leaves {sorted(names - expected)}")

    def two_additions(self):
        """Two imports add to one data set at a time: each adds its images, or says that it does not."""
        for delay in range(12):
            self.fresh()
            for name, count in (("set-of", 4), ("one", 40), ("two", 50)):
                self.pictures(name, count)
            self.expect(["import", "set-of", "--size", SIDE, "--out", "set"])
            processes = {}
            for name, count in (("one", 40), ("two", 50)):
                processes[self.start(["import", name, "--out", "set", "--add"])] = count
                time.sleep(delay * 0.005)
            added = sum(count for process, count in processes.items() if process.wait(timeout=TIMEOUT) == 0)
            for process in processes:
                process.communicate()
            size = (self.place / "set/train-images-idx3-ubyte").stat().st_size
            if size != 16 + (4 + added) * SIDE * SIDE:
                raise Loss(f"{added} images were said to be added to 4, and the file has {size} bytes")

    def killed_replacements(self):
        """Trainings are killed as they replace a run: the old one, the new one or none is there, and the next one goes well."""
        self.fresh()
        words = ["train", "--data", DATA, "--limit", "64", "--init-from", "model", "--quiet", "--epochs", "1", "--batch-size", "8"]
        words += ["--recipe", "paper", "--no-conditional", "--out", "old", "--overwrite"]
        start = time.monotonic()
        self.expect(words)
        longest = time.monotonic() - start
        for _ in range(30):
            process = self.start(words)
            time.sleep(self.random.uniform(0, longest))
            process.send_signal(self.random.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGHUP]))
            process.communicate()
            self.kills += 1
            if (self.place / "old/config.json").exists():
                self.expect(["train", "--resume", "old", "--quiet"])
            else:
                self.expect(words)
            left = list((self.place / "old").rglob(".partial-*"))
            if left:
                raise Loss(f"unfinished files are left: {left}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/dcgan")
    parser.add_argument("--seed", type=int, default=0, help="of the moments of the kills")
    arguments = parser.parse_args()
    if not sys.platform.startswith("linux"):
        print("Skipped: limits and mounts are those of Linux.", file=sys.stderr)
        return 0
    break_disk.enter_namespace()
    with tempfile.TemporaryDirectory(prefix="keep-what-is-there-") as directory:
        keeping = Keeping(arguments.program.resolve(), Path(directory), arguments.seed)
        passed = break_disk.run_trials([
            keeping.files_that_are_directories, keeping.sizes, keeping.other_users, keeping.full_disk,
            keeping.killed_additions, keeping.two_additions, keeping.killed_replacements])
    if passed is None:
        return 1
    counts = f"{keeping.refusals} refusals and {keeping.kills} kills"
    print(f"| what is there when a command fails | {counts}: {', '.join(passed)} | 0 files |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
