#!/usr/bin/env python3
"""Press Tab in bash, zsh and fish, and look whether dcgan's command lines are completed as they should be.

Needs the shells; one that is not installed is named and left out. Takes a second for each of some dozen lines.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Dict, List, Tuple

LINES: List[Tuple[str, List[str]]] = [
    ("dcgan tra", ["train"]),
    ("dcgan help samp", ["help", "sample"]),
    ("dcgan train --epo", ["train", "--epochs"]),
    ("dcgan train --architecture in", ["train", "--architecture", "infogan28"]),
    ("dcgan train --architecture=in", ["train", "--architecture=infogan28"]),
    ("dcgan compare --architectures gan,ml", ["compare", "--architectures", "gan,mlp-conv"]),
    ("dcgan sample --checkpoint runs/on", ["sample", "--checkpoint", "runs/only"]),
    ("dcgan sample --checkpoint=runs/on", ["sample", "--checkpoint=runs/only"]),
    ("dcgan train --resume runs/tw", ["train", "--resume", "runs/two words"]),
    ("dcgan train --preview si", ["train", "--preview", "sixel"]),
    ("dcgan train --config runs/on", ["train", "--config", "runs/only"]),
    ("dcgan show own", ["show", "own pictures"]),
    ("dcgan sweep seed=0-2 learn", ["sweep", "seed=0-2", "learning-rate="]),
    ("dcgan train --isa a", ["train", "--isa", "avx"]),
    ("dcgan project --image pict", ["project", "--image", "picture one.png"]),
    ("dcgan import own", ["import", "own pictures"]),
    ("dcgan completions f", ["completions", "fish"]),
]
"""What is typed before Tab, and the arguments that the program then gets; a slash behind a directory does not count."""

SHELLS: Dict[str, Tuple[List[str], str]] = {
    "bash": (["bash", "--norc", "--noprofile"], "bind 'set bell-style none'; source <(dcgan completions bash)"),
    "zsh": (["zsh", "-f"], "autoload -Uz compinit; compinit -u -D; source <(dcgan completions zsh)"),
    "fish": (["fish", "--no-config"], "dcgan completions fish | source"),
}
"""How each shell starts without a configuration, and what it is told before Tab is pressed."""


RECORD = "arguments"
"""The file that the program's arguments go to, when it is called by a line that was completed."""


class Screen:
    """A shell on a terminal of its own."""

    def __init__(self, command: List[str], directory: Path, path: str) -> None:
        pid, self.descriptor = pty.fork()
        if pid == 0:
            os.chdir(directory)
            environment = {
                "PATH": path, "TERM": "xterm", "HOME": str(directory), "PS1": "", "COLUMNS": "200", "LINES": "50",
                "LANG": "C.UTF-8",
            }
            os.execvpe(command[0], command, environment)
        subprocess.run(["stty", "-F", os.ttyname(self.descriptor), "cols", "200"], check=False, stderr=subprocess.DEVNULL)

    def send(self, text: str) -> None:
        """Type a text."""
        os.write(self.descriptor, text.encode())

    def read(self, quiet: float) -> str:
        """Read what the terminal shows, until it shows nothing for so many seconds."""
        shown = b""
        while select.select([self.descriptor], [], [], quiet)[0]:
            try:
                shown += os.read(self.descriptor, 65536)
            except OSError:
                break
            if b"\x1b[c" in shown or b"\x1b[0c" in shown:  # Fish asks what terminal this is.
                shown = shown.replace(b"\x1b[c", b"").replace(b"\x1b[0c", b"")
                self.send("\x1b[?1;2c")
        return shown.decode(errors="replace")

    def close(self) -> None:
        """End the shell."""
        os.close(self.descriptor)


def try_shell(name: str, directory: Path, path: str, quiet: float) -> List[str]:
    """Type each line, press Tab and Enter; complaints about what the program was then called with."""
    complaints = []
    command, setup = SHELLS[name]
    screen = Screen(command, directory, path)
    screen.read(quiet * 2)
    screen.send(setup + "\r")
    screen.read(quiet * 2)
    record = directory / RECORD
    for typed, expected in LINES:
        record.unlink(missing_ok=True)
        screen.send(typed)
        screen.read(quiet)
        screen.send("\t")
        shown = screen.read(quiet)
        screen.send("\r")
        shown += screen.read(quiet)
        got = record.read_text().split("\0")[:-1] if record.exists() else []
        if [argument.rstrip("/") for argument in got] != expected:
            complaints.append(f"{name}: '{typed}' became {got}, not {expected}; the terminal showed {shown!r}")
    screen.close()
    return complaints


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", type=Path, default=Path(".build/release/dcgan"), help="the program")
    parser.add_argument("--quiet", type=float, default=0.5, help="seconds without output after which a shell is done")
    options = parser.parse_args()
    complaints: List[str] = []
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        for run in ("only", "two words"):
            (directory / "runs" / run).mkdir(parents=True)
            (directory / "runs" / run / "config.json").write_text("{}")
        (directory / "own pictures").mkdir()
        (directory / "picture one.png").write_bytes(b"")
        programs = directory / "programs"
        programs.mkdir()
        program = programs / "dcgan"
        program.write_text(
            f"""#!/bin/sh
[ "$1" = __complete ] || printf '%s\\0' "$@" >'{directory / RECORD}'
case $1 in __complete | completions) exec '{options.dcgan.resolve()}' "$@" ;; esac
"""
        )
        program.chmod(0o755)
        for shell in SHELLS:
            if shutil.which(shell) is None:
                print(f"{shell} is not installed, and was left out.", file=sys.stderr)
                continue
            start = time.perf_counter()
            found = try_shell(shell, directory, f"{programs}:{os.environ['PATH']}", options.quiet)
            print(f"{shell}: {len(LINES) - len(found)} of {len(LINES)} lines completed, {time.perf_counter() - start:.0f} s")
            complaints += found
    if complaints:
        sys.exit("\n".join(complaints))


if __name__ == "__main__":
    main()
