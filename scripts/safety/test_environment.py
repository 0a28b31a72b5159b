#!/usr/bin/env python3
"""Runs the release build in unfriendly surroundings, and checks that nothing breaks.

No terminal, a dumb one, one of 20 columns, closed descriptors, a reader that goes away, other locales, no home, paths with
spaces and letters of other alphabets, a run that one may not look into, another directory, and a clock that jumps back. A training run must end with the
same bytes in its checkpoint each time. Prints a line for each, and fails at the first that breaks.
"""

import argparse
import fcntl
import json
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

if not __debug__:
    sys.exit("This checks by assertions: run Python without -O and PYTHONOPTIMIZE.")

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build/release/dcgan"
DATA = ROOT / "data/tiny"
OPTIONS = ["--architecture", "gan", "--base-channels", "4", "--epochs", "2", "--limit", "128", "--log-every", "1", "--seed", "5"]
TIMEOUT = 120
# The number of the user without rights.
NOBODY = 65534

# Every look at a clock finds it an hour earlier than the last, but for the clocks that cannot be set.
CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static long back;
int clock_gettime(clockid_t clock, struct timespec *time) {
  int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, time);
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) time->tv_sec -= back += 3600;
  return result;
}
int gettimeofday(struct timeval *time, void *zone) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *result) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (result) *result = now.tv_sec;
  return now.tv_sec;
}
"""


def environment(**changes):
    """The environment of this process with changes; None removes a variable."""
    merged = {**os.environ, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def run(arguments, status=0, **options):
    result = subprocess.run(
        [PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT, **options
    )
    assert result.returncode == status, f"{arguments}: exit code {result.returncode}: {result.stderr.decode()}"
    return result


def shell(command, **options):
    """Runs a line of bash, in which "$0" is the program."""
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command, PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        timeout=TIMEOUT, **options,
    )
    return result.returncode, result.stdout, result.stderr.decode()


def on_terminal(arguments, columns, term):
    """What the program shows on a terminal of so many columns, and its exit code."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.pop("COLUMNS", None)
        os.environ["TERM"] = term
        # By the child: the program must not start before the terminal has its width.
        fcntl.ioctl(sys.stdin.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        os.execv(PROGRAM, [str(PROGRAM), *map(str, arguments)])
    shown = b""
    while True:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    return shown.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Surroundings:
    """Each method is one of them, named by its first line."""

    def __init__(self, directory):
        self.directory = directory
        self.count = 0
        run(self.training(self.fresh()))
        self.checkpoint = self.last_checkpoint()

    def fresh(self):
        self.count += 1
        self.run_directory = self.directory / f"run-{self.count}"
        return self.run_directory

    def training(self, out, data=DATA):
        return ["train", "--data", data, "--out", out, *OPTIONS]

    def last_checkpoint(self):
        return (self.run_directory / "checkpoint.safetensors").read_bytes()

    def expect_same(self):
        assert self.last_checkpoint() == self.checkpoint, "the checkpoint has other bytes"

    def no_terminal(self):
        """No terminal: plain lines"""
        result = run(self.training(self.fresh()), stdin=subprocess.DEVNULL)
        assert b"\x1b" not in result.stderr and b"\r" not in result.stderr and not result.stdout
        self.expect_same()

    def dumb_terminal(self):
        """TERM=dumb: no escape sequences"""
        for term in ("dumb", ""):
            shown, status = on_terminal(self.training(self.fresh()), 80, term)
            assert status == 0 and "\x1b" not in shown, repr(shown)
            self.expect_same()

    def narrow_terminal(self):
        """A terminal of 20 columns: the progress never takes a second line"""
        shown, status = on_terminal(self.training(self.fresh()), 20, "xterm")
        assert status == 0
        drawn = re.findall(r"\r\x1b\[K([^\r\n]*)", shown)
        assert drawn and all(len(line) < 20 for line in drawn), repr(shown)
        self.expect_same()
        for columns in (1, 20):
            help_text, status = on_terminal(["train", "--help"], columns, "xterm")
            assert status == 0 and "--epochs" in help_text

    def reader_that_goes(self):
        """A reader that goes away (`| head -1`): a quiet end"""
        for arguments in ("train --help", f"inspect '{DATA}'", f"inspect --json '{self.run_directory}'", "bench --help"):
            status, output, error = shell(f'"$0" {arguments} | head -n 1')
            assert status == 0 and output and not error, (arguments, status, error)
        status, _, _ = shell(f'"$0" {self.quoted_training()} 2>&1 | head -n 1')
        assert status == 0
        self.expect_same()

    def quoted_training(self):
        return " ".join(f"'{argument}'" for argument in self.training(self.fresh()))

    def closed_descriptors(self):
        """Closed standard input, output, error, and all three: no message in a file, no result lost in silence"""
        for closing in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
            status, _, _ = shell(f'"$0" {self.quoted_training()} {closing}')
            assert status == 0, closing
            self.expect_same()
            for line in (self.run_directory / "metrics.jsonl").read_text().splitlines():
                json.loads(line)
        status, _, error = shell(f"\"$0\" inspect '{self.run_directory}' >&-")
        assert status == 74 and error == "Error: Cannot write to standard output: Bad file descriptor.\n", error
        status, _, error = shell(f"\"$0\" sample --checkpoint '{self.run_directory}' --format png --out - >&-")
        assert status in (73, 74) and "/dev/stdout" in error, error

    def locales(self):
        """Locale C and a locale with decimal commas: the same bytes and points"""
        wanted = ["C", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8"]
        listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, check=False).stdout.decode(errors="replace")
        there = {name.lower().replace("-", "") for name in listed.split()}
        absent = [name for name in wanted if name.lower().replace("-", "") not in there]
        for locale in [*wanted, "none"]:
            out = self.fresh()
            result = run(self.training(out), env=environment(LC_ALL=locale, LANG=locale))
            assert re.search(rb"loss D \d\.\d", result.stderr), result.stderr
            self.expect_same()
        return f"nothing breaks, but these are not installed here: {', '.join(absent)}" if absent else None

    def homes(self):
        """No home, a home that is not there or read-only, and no environment at all"""
        home = self.directory / "home"
        home.mkdir(exist_ok=True)
        home.chmod(0o500)
        for surroundings in (
            environment(HOME=None), environment(HOME="/nowhere"), environment(HOME=str(home)), {},
            environment(TMPDIR="/nowhere"),
        ):
            run(self.training(self.fresh()), env=surroundings)
            self.expect_same()
        assert not list(home.iterdir()), "something was written into the home directory"
        return None if os.geteuid() else "nothing breaks, but no home is read-only to root"

    def paths(self):
        """Paths with spaces, quotes, line ends and letters of other alphabets, in locale C too"""
        for name in ("a b", "größe-データ-Ж", "it's \"x\"", "-dash", "line\nend", "e\u0301"):
            data = self.directory / name / "data set"
            shutil.copytree(DATA, data, dirs_exist_ok=True)
            for locale in ("C", "C.UTF-8"):
                self.run_directory = self.directory / name / f"run {locale}"
                run(self.training(self.run_directory, data), env=environment(LC_ALL=locale))
                self.expect_same()
                picture = self.directory / name / "picture.png"
                run(["sample", "--checkpoint", self.run_directory, "--out", picture], env=environment(LC_ALL=locale))
                assert picture.read_bytes().startswith(b"\x89PNG")

    def closed_run(self):
        """A run that one may not look into: that, and not that there is none"""
        place = self.directory / "others"
        run(self.training(place / "run"))
        self.directory.chmod(0o755)
        place.chmod(0o777)
        # Root may look everywhere.
        other = {} if os.geteuid() else {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        if subprocess.run([PROGRAM, "--version"], **other, stdout=subprocess.DEVNULL, check=False).returncode:
            return "not tried here: others cannot run the program"
        commands = ["report run --out page.html", "plot run --out plot.png", "timelapse run --out time.gif",
                    "sample --checkpoint run --out grid.png", "show run", "inspect run", "evaluate --checkpoint run",
                    "train --resume run", "runs run"]
        try:
            for mode in (0o000, 0o400, 0o100):
                (place / "run").chmod(mode)
                for command in commands:
                    result = subprocess.run(
                        [PROGRAM, *command.split()], cwd=place, capture_output=True, timeout=TIMEOUT, check=False, **other)
                    assert result.returncode in (66, 73, 74), (oct(mode), command, result)
                    assert b"Permission denied" in result.stderr, (oct(mode), command, result)
        finally:
            (place / "run").chmod(0o755)
        return None

    def other_directory(self):
        """Another directory, also one that is gone"""
        below = self.directory / "below"
        below.mkdir()
        out = self.fresh()
        run(self.training(os.path.relpath(out, below), os.path.relpath(DATA, below)), cwd=below)
        self.expect_same()
        status, _, error = shell(f"cd '{below}' && rmdir '{below}' && \"$0\" {self.quoted_training()}")
        assert status == 0, error
        self.expect_same()

    def clock(self):
        """A clock that jumps back an hour at every look"""
        compiler = shutil.which("clang") or shutil.which("cc")
        if sys.platform != "linux" or not compiler:
            return "not tried here: needs Linux and a C compiler"
        source, library = self.directory / "clock.c", self.directory / "clock.so"
        source.write_text(CLOCK)
        subprocess.run([compiler, "-shared", "-fPIC", source, "-o", library], check=True)
        surroundings = environment(LD_PRELOAD=str(library))
        run(self.training(self.fresh()), env=surroundings)
        self.expect_same()
        lines = [json.loads(line) for line in (self.run_directory / "metrics.jsonl").read_text().splitlines()]
        seconds = [line["seconds"] for line in lines]
        assert seconds == sorted(seconds) and 0 <= seconds[0] and seconds[-1] < TIMEOUT, seconds
        assert all(line["imagesPerSecond"] > 0 for line in lines)
        run(["train", "--resume", self.run_directory, "--epochs", "3"], env=surroundings)
        # Times of files: the clock jumped back between two runs, and one is from the future.
        place = self.directory / "clock"
        place.mkdir()
        for _ in range(2):
            run(["train", "--data", DATA, *OPTIONS], cwd=place, env=surroundings)
        first, second = sorted((place / "runs").iterdir())
        for directory, seconds in ((first, 86_400), (second, -3_600)):
            for file in directory.iterdir():
                os.utime(file, (time.time() + seconds,) * 2)
        assert first.name.encode() in run(["inspect"], cwd=place, env=surroundings).stdout
        result = run(["train", "--resume", "--epochs", "3"], cwd=place, env=surroundings)
        assert first.name.encode() in result.stderr, result.stderr
        return None


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    cases = [
        "no_terminal", "dumb_terminal", "narrow_terminal", "reader_that_goes", "closed_descriptors", "locales", "homes",
        "paths", "closed_run", "other_directory", "clock",
    ]
    with tempfile.TemporaryDirectory() as name:
        surroundings = Surroundings(Path(name))
        for case in cases:
            method = getattr(surroundings, case)
            remark = method()
            print(f"{method.__doc__}: {remark or 'nothing breaks'}", file=sys.stderr)
    names = ", ".join(case.replace("_", " ") for case in cases)
    print(f"| unfriendly surroundings | {len(cases)} kinds: {names} | 0 bytes differ |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
