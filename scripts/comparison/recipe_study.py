#!/usr/bin/env python3
"""Train variants of the recipe, judge them by images kept apart from training, and keep a table of what came out.

A variant is a name and options of `dcgan train`, which VARIANTS lists. For every variant and seed a run is trained up to
each of the epochs of `--epochs` in turn and judged there, which makes a row of the table, a CSV file. Rows that are
there are not made again, and a run that was stopped goes on: stop and start the program as you like. What is judged
are the averaged weights of variants that have an average, and the last step's of the others. `--against test` is for
the end, once recipe and seeds are settled: such a run keeps nothing apart and learns from all training images.

    scripts/comparison/recipe_study.py --data data/fashion-mnist --variants paper rate4-average --seeds 1 --epochs 1 2 4
    scripts/comparison/recipe_study.py --summary
    scripts/comparison/recipe_study.py --list

What training takes is measured by recipe_speed.py, since the runs of a study share their machine with whatever there is.
The summary has it as `time`: that many epochs of the paper's recipe take as long on the processor of `--processor`.
Only the standard library of Python 3.9 or later is needed.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from pathlib import Path
from typing import Dict, List, Sequence

from quality_table import JUDGED_COLUMNS, Row, cell, check_alike, complete_and_print, judge, markdown, read_rows, run, write_rows

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "scripts" / "comparison" / "recipe-study.csv"
SPEEDS = TABLE.with_name("recipe-speed.csv")
COLUMNS = ["variant", "seed", "epoch", "against", *JUDGED_COLUMNS, "options"]
ORDER = ["against", "variant", "seed", "epoch"]
SUMMARY = ("frechet", "precision", "recall", "coverage")
"""The figures of the Markdown table."""

AVERAGE = "--average-half-life 20000"
COSINE = "--schedule cosine --schedule-epochs 10"
VARIANTS: Dict[str, str] = {
    "paper": "",
    "rate2": "--learning-rate 4e-4",
    "rate4": "--learning-rate 8e-4",
    "average": AVERAGE,
    "rate2-average": f"--learning-rate 4e-4 {AVERAGE}",
    "rate4-average": f"--learning-rate 8e-4 {AVERAGE}",
    "rate8-average": f"--learning-rate 1.6e-3 {AVERAGE}",
    "rate4-d2-average": f"--learning-rate 8e-4 --discriminator-learning-rate 4e-4 {AVERAGE}",
    "rate4-d8-average": f"--learning-rate 8e-4 --discriminator-learning-rate 1.6e-3 {AVERAGE}",
    "rate4-average-short": "--learning-rate 8e-4 --average-half-life 5000",
    "rate4-average-long": "--learning-rate 8e-4 --average-half-life 80000",
    "rate4-average-cosine": f"--learning-rate 8e-4 {COSINE} {AVERAGE}",
    "rate2-batch32-average": f"--learning-rate 4e-4 --batch-size 32 {AVERAGE}",
    "rate4-batch32-average": f"--learning-rate 8e-4 --batch-size 32 {AVERAGE}",
    "rate4-beta99-average": f"--learning-rate 8e-4 --beta2 0.99 {AVERAGE}",
    "rate4-beta0-average": f"--learning-rate 8e-4 --beta1 0 {AVERAGE}",
    "rate4-hinge-average": f"--learning-rate 8e-4 --loss hinge {AVERAGE}",
    "rate4-lsgan-average": f"--learning-rate 8e-4 --loss lsgan {AVERAGE}",
    "rate4-relativistic-average": f"--learning-rate 8e-4 --loss relativistic {AVERAGE}",
    "rate4-smoothing-average": f"--learning-rate 8e-4 --label-smoothing 0.1 {AVERAGE}",
    "rate4-top75-average": f"--learning-rate 8e-4 --top-fakes 0.75 {AVERAGE}",
    "rate4-conditional-average": f"--learning-rate 8e-4 --conditional {AVERAGE}",
    "rate4-conditional-average-long": "--learning-rate 8e-4 --conditional --average-half-life 80000",
    "rate4-conditional-average-cosine": f"--learning-rate 8e-4 --conditional {COSINE} {AVERAGE}",
    "rate4-conditional-batch32-average": f"--learning-rate 8e-4 --conditional --batch-size 32 {AVERAGE}",
    "rate4-conditional-batch256-average": f"--learning-rate 8e-4 --conditional --batch-size 256 {AVERAGE}",
    "rate4-conditional-narrow-average": f"--learning-rate 8e-4 --conditional --base-channels 32 {AVERAGE}",
    "rate8-conditional-average": f"--learning-rate 1.6e-3 --conditional {AVERAGE}",
    "rate8-conditional-narrow-average": f"--learning-rate 1.6e-3 --conditional --base-channels 32 {AVERAGE}",
    "rate4-flip-average": f"--learning-rate 8e-4 --augment flip {AVERAGE}",
    "small-data-unconditional": "--recipe small-data --no-conditional",
    "small-data-flip": "--recipe small-data --augment flip",
    "small-data-augment": "--recipe small-data --augment translation,cutout,flip",
    **{recipe: f"--recipe {recipe}" for recipe in ("best", "fast", "small-data")},
    "fast-rate4": "--recipe fast --learning-rate 8e-4",
    "fast-rate16": "--recipe fast --learning-rate 3.2e-3",
    "fast-wide-rate4": "--recipe fast --base-channels 64 --learning-rate 8e-4",
    "fast-narrow-rate16": "--recipe fast --base-channels 16 --learning-rate 3.2e-3",
    "fast-batch32": "--recipe fast --batch-size 32",
    "fast-cosine": "--recipe fast --schedule cosine --schedule-epochs 4",
    "fast-unconditional": "--recipe fast --no-conditional",
    "fast-unconditional-rate16": "--recipe fast --no-conditional --learning-rate 3.2e-3",
    "best-unconditional": "--recipe best --no-conditional",
    "best-unconditional-cosine": f"--recipe best --no-conditional {COSINE}",
    "mlp-conv-paper": "--architecture mlp-conv",
    "mlp-conv-best": "--recipe best --architecture mlp-conv",
    "mlp-conv-unpenalized": "--recipe best --architecture mlp-conv --loss non-saturating",
    **{
        f"{preset}-narrow-{kind}": f"--recipe best --architecture {preset} --base-channels 32{options}"
        for preset in ("plain28", "spectral28", "dense-conv")
        for kind, options in (("penalized", " --loss relativistic --r1 1 --r2 1"), ("unpenalized", " --loss non-saturating"))
    },
    "plain-relativistic-r1-r2": f"--architecture plain28 --loss relativistic --r1 1 --r2 1 --learning-rate 4e-4 {AVERAGE}",
    "plain-r1": f"--architecture plain28 --r1 1 --learning-rate 4e-4 {AVERAGE}",
    "spectral-hinge": f"--architecture spectral28 --loss hinge --learning-rate 4e-4 {AVERAGE}",
}
"""Options of `dcgan train`; all else is the paper's recipe, unless they name another."""
HELD_OUT = 10_000
"""Images kept apart to judge by, unless `--hold-out` says otherwise."""


def settings(variant: str) -> List[str]:
    """The options of a variant, its recipe among them."""
    own = shlex.split(VARIANTS[variant])
    return own if "--recipe" in own else ["--recipe", "paper", *own]


def train(options: argparse.Namespace, variant: str, seed: int, epoch: int) -> Path:
    """Train up to the end of an epoch; the run's directory."""
    out = options.work / options.against / f"{variant}-{seed}"
    processors = ["--threads", options.threads]
    if (out / "checkpoint.safetensors").exists():
        run([options.dcgan, "train", "--quiet", "--resume", out, "--epochs", epoch, *processors])
        return out
    begin = ["--data", options.data, "--out", out, "--overwrite", "--seed", seed, "--epochs", epoch]
    apart = ["--hold-out", options.hold_out]
    limit = ["--limit", options.limit] if options.limit else []
    run([options.dcgan, "train", "--quiet", *begin, *settings(variant), *apart, *limit, *processors])
    return out


def make_rows(options: argparse.Namespace) -> None:
    """Add the rows that the table lacks, a seed of all variants after the other."""
    options.work.mkdir(parents=True, exist_ok=True)
    cache = ["--cache", options.cache] if options.cache else []
    for seed in options.seeds:
        for variant in options.variants:
            for epoch in sorted(options.epochs):
                place = {"variant": variant, "seed": str(seed), "epoch": str(epoch), "against": options.against}
                if any(place.items() <= row.items() for row in read_rows(options.table)):
                    continue
                out = train(options, variant, seed, epoch)
                what = ["--checkpoint", out, "--against", options.against, "--threads", options.threads]
                row = {
                    **place, "options": VARIANTS[variant],
                    **judge(options.dcgan, [*what, "--count", options.count, *cache]),
                }
                write_rows(options.table, read_rows(options.table) + [row], COLUMNS, ORDER)
                figures = ", ".join(f"{name} {row.get(name, '-')}" for name in SUMMARY)
                print(f"{variant}, seed {seed}, epoch {epoch}: {figures}", file=sys.stderr, flush=True)


def costs(processor: str) -> Dict[str, float]:
    """What an image costs each variant, that of the paper's recipe being 1."""
    rows = read_rows(SPEEDS)
    return {row["variant"]: float(row["cost"]) for row in rows if processor in ("", row["processor"])}


def summary(rows: Sequence[Row], cost: Dict[str, float]) -> str:
    """A Markdown table: for each epoch, the best first, every variant's median and range of the seeds."""
    check_alike(rows)
    lines: List[List[str]] = [["variant", "against", "epoch", "time", "seeds", *SUMMARY]]
    groups: Dict[tuple, List[Row]] = {}
    for row in rows:
        groups.setdefault((row["against"], int(row["epoch"]), row["variant"]), []).append(row)

    def place(group: tuple) -> tuple:
        distances = sorted(float(row["frechet"]) for row in groups[group])
        return group[0], group[1], distances[len(distances) // 2]

    for group in sorted(groups, key=place):
        against, epoch, variant = group
        own = groups[group]
        time = f"{epoch * cost[variant]:.1f}" if variant in cost else "-"
        lines.append([variant, against, str(epoch), time, str(len(own)), *(cell(own, name) for name in SUMMARY)])
    return markdown(lines, texts=2)


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build" / "release" / "dcgan", help="program (default: .build/release's)")
    add("--data", type=Path, default=ROOT / "data" / "fashion-mnist", help="IDX files (default: data/fashion-mnist)")
    add("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS), metavar="NAME", help="default: all")
    add("--seeds", type=int, nargs="+", default=[1], help="seeds (default: 1)")
    add("--epochs", type=int, nargs="+", default=[1, 2, 4], help="epochs to judge after (default: 1 2 4)")
    add("--hold-out", type=int, help=f"images kept apart (default: {HELD_OUT}, none with --against test)")
    add("--against", choices=["held-out", "test"], default="held-out", help="what to judge by (default: held-out)")
    add("--count", type=int, default=10_000, help="images to judge (default: 10000)")
    add("--limit", type=int, help="take the first images only")
    add("--threads", type=int, default=2, help="threads, which change no figure (default: 2)")
    add("--cache", type=Path, help="where the classifier is kept (default: the user's cache directory)")
    add("--work", type=Path, default=ROOT / "runs" / "study", help="directory of the runs (default: runs/study)")
    add("--table", type=Path, default=TABLE, help="CSV file of the rows (default: beside this script)")
    add("--processor", default="", help="whose times of recipe-speed.csv the summary has (default: any one's)")
    add("--summary", action="store_true", help="train nothing, only print the table")
    add("--list", action="store_true", help="train nothing, only print the variants and their options")
    options = parser.parse_args()
    if options.hold_out is None:
        options.hold_out = 0 if options.against == "test" else HELD_OUT
    if not (options.summary or options.list) and not os.access(options.dcgan, os.X_OK):
        parser.error(f"there is no program '{options.dcgan}'")
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    options = arguments()
    if options.list:
        for name, own in VARIANTS.items():
            print(f"{name:36}{own}")
        return 0
    return complete_and_print(
        options.table, lambda: None if options.summary else make_rows(options),
        lambda rows: summary(rows, costs(options.processor)))


if __name__ == "__main__":
    sys.exit(main())
