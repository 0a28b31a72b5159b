#!/usr/bin/env python3
"""Judge dcgan's images and those of PyTorch's plain loop alike, epoch by epoch, for several seeds.

Both train dcgan28 with the same settings on the same images; after each epoch both write images, and the same
`dcgan evaluate --images` judges both. Every epoch of a program and seed becomes a row of the table, a CSV file. Rows
that are there are not made again, and a run that was stopped goes on from its last whole epoch in `--work`: stop and
start the program as you like. The Markdown table of the seeds' ranges is printed at the end; `--summary` prints it
alone.

    scripts/comparison/compare_quality.py --torch-python venv/bin/python --data data/fashion-mnist --seeds 1

Only the standard library of Python 3.9 or later is needed here; `--torch-python` names an interpreter that has PyTorch.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import List, Sequence

from quality_table import (
    JUDGED_COLUMNS, Row, cell, check_alike, complete_and_print, judge, markdown, read_rows, run, write_rows,
)

ROOT = Path(__file__).resolve().parents[2]
PYTORCH_PROGRAM = ROOT / "scripts" / "reference" / "pytorch_epochs.py"
TABLE = ROOT / "scripts" / "comparison" / "quality-of-the-plain-loop.csv"
PROGRAMS = ("dcgan", "pytorch")
SETTINGS = ["--recipe", "paper", "--batch-size", "64", "--learning-rate", "0.0002", "--beta1", "0.5"]
"""What pytorch_dcgan.py does, said to dcgan in so many words: its defaults may become others."""
SUMMARY = ("frechet", "precision", "recall", "coverage")
"""The figures of the Markdown table."""
COLUMNS = ["seed", "program", "epoch", *JUDGED_COLUMNS]
ORDER = ["seed", "program", "epoch"]


def train_dcgan(options: argparse.Namespace, seed: int, epoch: int, images: Path) -> None:
    """Train up to the end of an epoch, and write images."""
    out = options.work / f"dcgan-{seed}"
    processors = ["--threads", options.threads]
    if (out / "checkpoint.safetensors").exists():
        run([options.dcgan, "train", "--quiet", "--resume", out, "--epochs", epoch, *processors])
    else:
        begin = ["--data", options.data, "--out", out, "--overwrite", "--architecture", "dcgan28", "--seed", seed]
        begin += SETTINGS + (["--limit", options.limit] if options.limit else [])
        run([options.dcgan, "train", "--quiet", "--epochs", epoch, *begin, *processors])
    run([options.dcgan, "sample", "--checkpoint", out, "--count", options.count, "--out", images, *processors])


def train_pytorch(options: argparse.Namespace, seed: int, epoch: int, images: Path) -> None:
    """Train up to the end of an epoch, and write images."""
    where = ["--data", options.data, "--checkpoint", options.work / f"pytorch-{seed}.pt", "--images", images]
    what = ["--epochs", epoch, "--seed", seed, "--count", options.count, "--threads", options.torch_threads]
    limit = ["--limit", options.limit] if options.limit else []
    run([options.torch_python, PYTORCH_PROGRAM, *where, *what, *limit])


def judge_images(options: argparse.Namespace, images: Path) -> Row:
    """What `dcgan evaluate` says of images."""
    cache = ["--cache", options.cache] if options.cache else []
    what = ["--images", images, "--data", options.data, "--count", options.count, "--threads", options.threads]
    return judge(options.dcgan, ["--against", "test", *what, *cache])


def make_rows(options: argparse.Namespace) -> None:
    """Add the rows that the table lacks, one seed after the other, both programs by turns."""
    options.work.mkdir(parents=True, exist_ok=True)
    trainers = {"dcgan": train_dcgan, "pytorch": train_pytorch}
    for seed in options.seeds:
        for epoch in range(1, options.epochs + 1):
            for program in options.programs:
                place = {"seed": str(seed), "program": program, "epoch": str(epoch)}
                if any(place.items() <= row.items() for row in read_rows(options.table)):
                    continue
                images = options.work / f"{program}-{seed}-{epoch}.idx"
                trainers[program](options, seed, epoch, images)
                row = {**place, **judge_images(options, images)}
                images.unlink()
                write_rows(options.table, read_rows(options.table) + [row], COLUMNS, ORDER)
                figures = ", ".join(f"{name} {row.get(name, '-')}" for name in SUMMARY)
                print(f"seed {seed}, epoch {epoch}, {program}: {figures}", file=sys.stderr, flush=True)


def summary(rows: Sequence[Row]) -> str:
    """A Markdown table: for each epoch and program the median and range of the seeds."""
    check_alike(rows)
    lines: List[List[str]] = [["program", "epoch", "seeds", *SUMMARY]]
    for epoch in sorted({int(row["epoch"]) for row in rows}):
        for program in PROGRAMS:
            own = [row for row in rows if row["program"] == program and int(row["epoch"]) == epoch]
            if own:
                lines.append([program, str(epoch), str(len(own)), *(cell(own, name) for name in SUMMARY)])
    return markdown(lines, texts=1)


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build" / "release" / "dcgan", help="program (default: .build/release's)")
    add("--torch-python", type=Path, help="Python with PyTorch (default: leave PyTorch out)")
    add("--programs", nargs="+", choices=PROGRAMS, default=list(PROGRAMS), help="what to train (default: both)")
    add("--data", type=Path, default=ROOT / "data" / "fashion-mnist", help="IDX files (default: data/fashion-mnist)")
    add("--seeds", type=int, nargs="+", default=[1, 2, 3], help="seeds (default: 1 2 3)")
    add("--epochs", type=int, default=10, help="epochs (default: 10)")
    add("--count", type=int, default=10_000, help="images to judge (default: 10000)")
    add("--limit", type=int, help="learn from the first images only")
    add("--threads", type=int, default=2, help="dcgan's threads, which change no figure (default: 2)")
    add("--torch-threads", type=int, default=1, help="PyTorch's threads (default: 1)")
    add("--cache", type=Path, help="where the classifier is kept (default: the user's cache directory)")
    add("--work", type=Path, default=ROOT / "runs" / "quality", help="directory of the runs (default: runs/quality)")
    add("--table", type=Path, default=TABLE, help="CSV file of the rows (default: beside this script)")
    add("--summary", action="store_true", help="train nothing, only print the table of ranges")
    options = parser.parse_args()
    if options.summary:
        return options
    if "pytorch" in options.programs and options.torch_python is None:
        parser.error("give --torch-python, or leave PyTorch out by --programs dcgan")
    for program in (options.dcgan, options.torch_python):
        if program is not None and not os.access(program, os.X_OK):
            parser.error(f"there is no program '{program}'")
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    options = arguments()
    return complete_and_print(options.table, lambda: None if options.summary else make_rows(options), summary)


if __name__ == "__main__":
    sys.exit(main())
