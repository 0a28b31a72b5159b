#!/usr/bin/env python3
"""Asks every script for its help, those in Python where no package is installed but what comes with Python itself.

    scripts/checks/help.py

Each has to print some help and end with 0. A script that needs packages has to say in one sentence what to install, when
it is started without them.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Neither the packages of the system nor those of the user.
PYTHON = [sys.executable, "-S", "-s", "-E"]
SECONDS = 60


def scripts():
    """The scripts that one starts: programs by their mode or their last lines."""
    found = [path for path in sorted(ROOT.glob("scripts/**/*")) if path.suffix in (".py", ".sh") and path.is_file()]
    for path in found:
        text = path.read_text()
        if path.suffix == ".py" and re.search(r'^if __name__ == "__main__":$', text, re.M) or path.stat().st_mode & 0o100:
            yield path, re.search("^import missing_package", text, re.M) is not None


def run(path, *arguments):
    """A script's exit code and what it prints."""
    command = [*PYTHON, path] if path.suffix == ".py" else [path]
    ended = subprocess.run([*command, *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                           timeout=SECONDS)
    return ended.returncode, ended.stdout, ended.stderr


def main():
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__.strip())
        return 0
    faults, count = [], 0
    for path, needs_packages in scripts():
        name = path.relative_to(ROOT)
        code, said, complaint = run(path, "--help")
        count += 1
        if code != 0 or not said.strip() or complaint:
            faults.append(f"{name} --help ends with {code}: {complaint.strip()[-200:] or said.strip()[:200] or 'nothing is said'}")
        if needs_packages:
            code, said, complaint = run(path)
            sentence = rf"{re.escape(path.name)} needs [\w-]+, which is not installed; install it, for instance with: pip install [\w-]+\n"
            if code != 1 or said or not re.fullmatch(sentence, complaint):
                faults.append(f"{name} without its packages ends with {code}: {complaint.strip()[-200:]}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{count} scripts were asked for their help, {len(faults)} with something amiss.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
