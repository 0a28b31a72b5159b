#!/usr/bin/env python3
"""Show a picture by 'dcgan show' in real terminals, and look whether its pixels are on the screen.

xterm, under Xvfb, is photographed while it shows Sixel; tmux tells the colours of the half blocks that it shows. Needs
xterm, Xvfb, ImageMagick and tmux; what is not installed is named and left out. With --out the photographs are kept.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Dict, List, Optional, Tuple

Colour = Tuple[int, int, int]

WIDTH, HEIGHT = 12, 8
"""Of the picture: all of it is seen at once in every terminal."""

DISPLAY = ":93"

TOLERANCE = 3
"""Levels of 255: Sixel has hundredths."""


def pixel(column: int, row: int) -> Colour:
    """A colour that no neighbour has, of the levels that 216 colours can show without mixing."""
    return (column % 6 * 51, row % 6 * 51, (column // 2 + row) % 6 * 51)


def write_picture(path: Path) -> None:
    body = bytes(level for row in range(HEIGHT) for column in range(WIDTH) for level in pixel(column, row))
    path.write_bytes(b"P6 %d %d 255\n" % (WIDTH, HEIGHT) + body)


def wait_for(condition, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)


def photograph(environment: Dict[str, str], path: Path) -> Tuple[int, List[Colour]]:
    """The width and the pixels of the whole screen."""
    subprocess.run(["import", "-window", "root", str(path)], env=environment, check=True)
    raw = subprocess.run(["convert", str(path), "-depth", "8", "ppm:-"], stdout=subprocess.PIPE, check=True).stdout
    match = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", raw)
    assert match, "no picture was taken"
    width, data = int(match.group(1)), raw[match.end():]
    return width, [(data[i], data[i + 1], data[i + 2]) for i in range(0, len(data) - 2, 3)]


def check_sixel(program: str, directory: Path, out: Optional[Path]) -> str:
    """xterm as a VT340 with 256 colours, on black; the picture begins at the upper left corner of its window."""
    environment = dict(os.environ, DISPLAY=DISPLAY, LANG="C.UTF-8")
    for name in ("NO_COLOR", "TMUX", "STY", "COLORTERM", "TERM_PROGRAM"):
        environment.pop(name, None)
    server = subprocess.Popen(["Xvfb", DISPLAY, "-screen", "0", "900x700x24"], stderr=subprocess.DEVNULL)
    done = directory / "done"
    command = f"{program} show picture.ppm; touch {done}; sleep 100"
    try:
        time.sleep(1.5)
        terminal = subprocess.Popen(
            ["xterm", "-ti", "vt340", "-xrm", "XTerm*numColorRegisters: 256", "-bg", "black", "-fg", "white", "-b", "0",
             "-geometry", "80x30+0+0", "-e", "sh", "-c", command], cwd=directory, env=environment)
        try:
            wait_for(done.exists)
            time.sleep(1)
            path = (out or directory) / "sixel.png"
            width, pixels = photograph(environment, path)
        finally:
            terminal.kill()
            terminal.wait()
    finally:
        server.kill()
        server.wait()
    def is_near(place: int, wanted: Colour) -> bool:
        return all(abs(a - b) <= TOLERANCE for a, b in zip(pixels[place], wanted))

    # Each pixel of the picture is a square: where the second and the third of the first row begin tells of what size.
    line = width * 10
    starts = [[x for x in range(width) if is_near(line + x, pixel(column, 0))] for column in (1, 2)]
    if not all(starts):
        return "the picture is not on the screen"
    side = starts[1][0] - starts[0][0]
    left = starts[0][0] - side
    below = [y for y in range(len(pixels) // width) if is_near(y * width + left + side // 2, pixel(0, 1))]
    if not below:
        return "the picture has one row"
    top = below[0] - side
    for row in range(HEIGHT):
        for column in range(WIDTH):
            x, y = left + column * side + side // 2, top + row * side + side // 2
            seen, wanted = pixels[y * width + x], pixel(column, row)
            if any(abs(a - b) > TOLERANCE for a, b in zip(seen, wanted)):
                return f"column {column}, row {row} is {seen}, not {wanted}"
    return ""


def check_half_blocks(program: str, directory: Path, _: Optional[Path]) -> str:
    """tmux as a terminal of 24-bit colours; it tells what is on its screen."""
    name = f"dcgan-{os.getpid()}"
    tmux = ["tmux", "-L", name, "-f", "/dev/null"]
    environment = dict(os.environ, LANG="C.UTF-8", COLORTERM="truecolor", TERM="xterm-256color")
    environment.pop("NO_COLOR", None)
    done = directory / "done-tmux"
    command = f"{program} show picture.ppm; touch {done}; sleep 100"
    subprocess.run(
        tmux + ["new-session", "-d", "-x", "80", "-y", "30", command], cwd=directory, env=environment, check=True)
    try:
        wait_for(done.exists)
        time.sleep(0.5)
        screen = subprocess.run(
            tmux + ["capture-pane", "-e", "-p"], stdout=subprocess.PIPE, check=True, env=environment).stdout.decode()
    finally:
        subprocess.run(tmux + ["kill-server"], check=False, env=environment)
    rows: List[List[Tuple[Colour, Colour]]] = []
    ink = paper = (0, 0, 0)
    for line in screen.split("\n"):
        cells: List[Tuple[Colour, Colour]] = []
        for sequence, character in re.findall(r"\x1b\[([0-9;]*)m|(.)", line):
            for kind, red, green, blue in re.findall(r"(38|48);2;(\d+);(\d+);(\d+)", sequence):
                colour = (int(red), int(green), int(blue))
                ink, paper = (colour, paper) if kind == "38" else (ink, colour)
            if character == "▀":
                cells.append((ink, paper))
        if cells:
            rows.append(cells)
    levels = [[cell[half] for cell in row] for row in rows for half in (0, 1)]
    if not levels:
        return "the picture is not on the screen"
    side = len(levels[0]) // WIDTH
    for row in range(HEIGHT):
        for column in range(WIDTH):
            seen, wanted = levels[row * side + side // 2][column * side + side // 2], pixel(column, row)
            if seen != wanted:
                return f"column {column}, row {row} is {seen}, not {wanted}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    parser.add_argument("--program", default=".build/release/dcgan", help="the program (default: %(default)s)")
    parser.add_argument("--out", type=Path, help="a directory for the photographs")
    arguments = parser.parse_args()
    program = str(Path(arguments.program).resolve())
    checks = [("Sixel in xterm", ["xterm", "Xvfb", "import", "convert"], check_sixel),
              ("half blocks in tmux", ["tmux"], check_half_blocks)]
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        directory = Path(temporary)
        write_picture(directory / "picture.ppm")
        for name, tools, check in checks:
            missing = [tool for tool in tools if shutil.which(tool) is None]
            if missing:
                print(f"{name}: left out, {', '.join(missing)} is not installed")
                continue
            fault = check(program, directory, arguments.out)
            failures += bool(fault)
            print(f"{name}: {fault or f'all {WIDTH * HEIGHT} pixels are on the screen'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
