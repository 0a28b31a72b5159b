"""Tables of quality: rows of a CSV file, added one by one as runs are judged, and what `dcgan evaluate` says as a row.

Used by compare_quality.py and recipe_study.py. Only the standard library of Python 3.9 or later is needed.
"""

from __future__ import annotations

import csv
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, List, Sequence

FIGURES = ("frechet", "kernel", "precision", "recall", "density", "coverage", "score", "histogram")
JUDGED_COLUMNS = ["count", "features", *FIGURES, "memorised_pixels", "memorised_features"]
"""The columns that a report of `dcgan evaluate` fills."""

Row = Dict[str, str]


class ComparisonError(Exception):
    """A process that failed, or did not say what it should."""


def run(command: Sequence[object]) -> str:
    """Run a command to its end, and return what it wrote to stdout."""
    words = [str(word) for word in command]
    result = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise ComparisonError(f"'{' '.join(words)}' ended with status {result.returncode}:\n{result.stderr[-2000:]}")
    return result.stdout


def judge(dcgan: Path, what: Sequence[object]) -> Row:
    """What `dcgan evaluate` says, with options that tell of what."""
    output = run([dcgan, "evaluate", "--json", *what])
    try:
        report = json.loads(output)
        row = {name: f"{report[name]['value']:.6g}" for name in FIGURES if report[name] is not None}
        for kind in ("pixels", "features"):
            row[f"memorised_{kind}"] = f"{report['memorised'][kind]['value']:.6g}"
        features = report["features"]
        row.update(count=str(report["count"]), features=f"{features['version']}-{features['data']}")
        return row
    except (ValueError, KeyError, TypeError) as error:
        raise ComparisonError(f"`dcgan evaluate --json` printed no usable report: {error!r}") from error


def read_rows(path: Path) -> List[Row]:
    """The rows of a table; none if it is not there."""
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: List[Row], columns: Sequence[str], order: Sequence[str]) -> None:
    """Write a table in the order of some columns, atomically. Digits are ordered as numbers."""
    def place(row: Row) -> List[object]:
        return [(0, int(row[name]), "") if row[name].isdigit() else (1, 0, row[name]) for name in order]

    unfinished = path.with_name(path.name + ".unfinished")
    with open(unfinished, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=place))
    os.replace(unfinished, path)


def check_alike(rows: Sequence[Row]) -> None:
    """Refuse rows that must not be compared."""
    if len({(row["count"], row["features"]) for row in rows}) > 1:
        raise ComparisonError("The rows are of different counts or features, which must not be compared.")


def cell(rows: Sequence[Row], name: str) -> str:
    """The median of a figure over seeds, with the least and the greatest."""
    values = [float(row[name]) for row in rows if row.get(name)]
    if not values:
        return "-"
    decimals = 2 if name == "frechet" else 3
    middle, low, high = (f"{value:.{decimals}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if len(values) == 1 else f"{middle} ({low} - {high})"


def markdown(lines: Sequence[Sequence[str]], texts: int) -> str:
    """A Markdown table whose first `texts` columns are texts, the others numbers."""
    rule = ["---"] * texts + ["---:"] * (len(lines[0]) - texts)
    return "\n".join("| " + " | ".join(line) + " |" for line in [lines[0], rule, *lines[1:]])


def complete_and_print(table: Path, make_rows: Callable[[], None], summary: Callable[[Sequence[Row]], str]) -> int:
    """Make the rows that a table lacks, and print its summary; the program's exit code."""
    try:
        make_rows()
        print(summary(read_rows(table)))
    except ComparisonError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0
