#!/usr/bin/env python3
"""Measure what an image costs under the variants of recipe_study.py, and how much memory they take.

A round trains each variant for some steps, and the paper's recipe at once before it, so that what else the machine does
hits both alike; rounds repeat. A row of the table has the paper's time for an image as a unit: what an image costs the
variant, the median of the rounds with the least and the greatest. Together with the study's figures for equal epochs
that gives those for equal time, wherever and beside whatever else the study's runs were trained.

    scripts/comparison/recipe_speed.py --data data/fashion-mnist --rounds 5

Only the standard library of Python 3.9 or later is needed.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from pathlib import Path
from typing import Dict, List

from compare_frameworks import Measurement, MeasurementError, Setting, measure_training
from quality_table import Row, markdown, read_rows, write_rows
from recipe_study import ROOT, VARIANTS, settings

TABLE = ROOT / "scripts" / "comparison" / "recipe-speed.csv"
COLUMNS = ["processor", "threads", "variant", "rounds", "images_per_second", "cost", "least", "greatest", "megabytes"]
ORDER = ["processor", "threads", "variant"]
BATCH_SIZE = 64
"""That of variants that say none."""


def measure(options: argparse.Namespace, variant: str) -> Measurement:
    """Train a variant for some steps."""
    words = settings(variant)
    place = words.index("--batch-size") if "--batch-size" in words else len(words)
    size = int(words[place + 1]) if place < len(words) else BATCH_SIZE
    own = words[:place] + words[place + 2:]
    # As many epochs as steps, so that --max-steps alone ends the run.
    program = [str(options.dcgan), "train", "--quiet", "--epochs", str(options.steps), *own]
    return measure_training(program, Setting(size, options.threads), options)


def row(options: argparse.Namespace, variant: str, pairs: List[Dict[str, Measurement]]) -> Row:
    """What the rounds of a variant showed."""
    costs = [pair["paper"].value / pair["own"].value for pair in pairs]
    return {
        "processor": options.processor, "threads": str(options.threads), "variant": variant, "rounds": str(len(pairs)),
        "images_per_second": f"{statistics.median(pair['own'].value for pair in pairs):.0f}",
        "cost": f"{statistics.median(costs):.3f}", "least": f"{min(costs):.3f}", "greatest": f"{max(costs):.3f}",
        "megabytes": f"{statistics.median(pair['own'].peak_memory for pair in pairs):.0f}",
    }


def arguments() -> argparse.Namespace:
    """The options, checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--dcgan", type=Path, default=ROOT / ".build" / "release" / "dcgan", help="program (default: .build/release's)")
    add("--data", type=Path, default=ROOT / "data" / "fashion-mnist", help="IDX files (default: data/fashion-mnist)")
    add("--processor", required=True, help="what to call this machine's processor in the table, as Zen 5")
    add("--variants", nargs="+", choices=VARIANTS, default=list(VARIANTS), metavar="NAME", help="default: all")
    add("--rounds", type=int, default=3, help="pairs of each variant (default: 3)")
    add("--steps", type=int, default=130, help="steps of each run (default: 130)")
    add("--warm-up", type=int, default=30, help="steps before the measured ones (default: 30)")
    add("--threads", type=int, default=2, help="threads (default: 2)")
    add("--table", type=Path, default=TABLE, help="CSV file of the rows (default: beside this script)")
    options = parser.parse_args()
    options.architecture = "dcgan28"
    if not os.access(options.dcgan, os.X_OK):
        parser.error(f"there is no program '{options.dcgan}'")
    return options


def main() -> int:
    """Run the program; 0 if all went well."""
    options = arguments()
    found: Dict[str, List[Dict[str, Measurement]]] = {variant: [] for variant in options.variants}
    try:
        for _ in range(options.rounds):
            for variant, pairs in found.items():
                pairs.append({"paper": measure(options, "paper"), "own": measure(options, variant)})
    except MeasurementError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    rows = {tuple(it[name] for name in ORDER): it for it in read_rows(options.table)}
    for variant, pairs in found.items():
        new = row(options, variant, pairs)
        rows[tuple(new[name] for name in ORDER)] = new
    write_rows(options.table, list(rows.values()), COLUMNS, ORDER)
    print(markdown([COLUMNS, *([it[name] for name in COLUMNS] for it in read_rows(options.table))], texts=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
