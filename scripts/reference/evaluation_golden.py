#!/usr/bin/env python3
"""Compute the figures of 'dcgan evaluate' with numpy and scipy, and write what Tests/EvaluationTests compares with.

    python3 -m venv VENV && VENV/bin/pip install numpy scipy
    VENV/bin/python scripts/reference/evaluation_golden.py

The features are drawn by random_numbers.py, which draws dcgan's to the bit, so the golden file holds the seeds and the
figures alone. Everything here is written anew from the definitions, in float64, whole matrices at a time.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Callable, Dict, List

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import scipy.linalg
from scipy.spatial.distance import cdist

import random_numbers

DEFAULT_OUT = Path(__file__).resolve().parents[2] / "Tests" / "EvaluationTests" / "Golden" / "figures.json"

NEIGHBOURS = 5
CLASSES = 4
CASES = [
    {"seed": 1, "x": 300, "y": 300, "columns": 16, "shift": 0.25, "scale": 1.0},
    {"seed": 2, "x": 240, "y": 300, "columns": 8, "shift": 0.0, "scale": 0.5},
    {"seed": 3, "x": 1030, "y": 517, "columns": 5, "shift": 1.5, "scale": 2.0},
    {"seed": 5, "x": 300, "y": 200, "columns": 64, "shift": 0.125, "scale": 1.25},
    {"seed": 4, "x": 40, "y": 60, "columns": 1, "shift": 0.0, "scale": 1.0},
]


def features(seed: int, substream: int, rows: int, columns: int, shift: float, scale: float) -> numpy.ndarray:
    """Normal variates, each but the first of a row with half of its neighbour added, in float32."""
    values = random_numbers.normals(
        seed, random_numbers.Purpose.EVALUATION, substream, 0, rows * columns, shift, scale
    ).reshape(rows, columns)
    mixed = values.copy()
    mixed[:, 1:] += numpy.float32(0.5) * values[:, :-1]
    assert mixed.dtype == numpy.float32
    return mixed.astype(numpy.float64)


def root(matrix: numpy.ndarray) -> numpy.ndarray:
    values, vectors = numpy.linalg.eigh(matrix)
    return vectors * numpy.sqrt(numpy.maximum(values, 0)) @ vectors.T


def frechet(x: numpy.ndarray, y: numpy.ndarray) -> Dict[str, float]:
    c1, c2 = (numpy.atleast_2d(numpy.cov(side, rowvar=False)) for side in (x, y))
    shift = numpy.sum((x.mean(0) - y.mean(0)) ** 2)
    trace = numpy.trace(c1) + numpy.trace(c2)
    half = root(c1)
    cross = numpy.sum(numpy.sqrt(numpy.maximum(numpy.linalg.eigvalsh(half @ c2 @ half), 0)))
    value = shift + trace - 2 * cross
    # The usual way, by the root of the product that is not symmetric.
    other = shift + trace - 2 * numpy.trace(scipy.linalg.sqrtm(c1 @ c2)).real
    assert abs(value - other) < 1e-9 * trace
    return {"frechet": value, "trace": trace}


def kernel(x: numpy.ndarray, y: numpy.ndarray) -> Dict[str, float]:
    def kernels(a: numpy.ndarray, b: numpy.ndarray) -> numpy.ndarray:
        return (a @ b.T / a.shape[1] + 1) ** 3

    m, n = len(x), len(y)
    xx, yy, xy = kernels(x, x), kernels(y, y), kernels(x, y)
    numpy.fill_diagonal(xx, 0)
    numpy.fill_diagonal(yy, 0)
    value = xx.sum() / (m * (m - 1)) + yy.sum() / (n * (n - 1)) - 2 * xy.mean()
    a = xx.sum(1) / (m - 1) - xy.mean(1)
    b = yy.sum(1) / (n - 1) - xy.mean(0)
    error = 2 * numpy.sqrt(a.var(ddof=1) / m + b.var(ddof=1) / n)
    return {"kernel": value, "kernel_standard_error": error}


def neighbours(x: numpy.ndarray, y: numpy.ndarray) -> Dict[str, float]:
    """x is judged, y are the reference images."""

    def radii(side: numpy.ndarray) -> numpy.ndarray:
        distances = cdist(side, side)
        numpy.fill_diagonal(distances, numpy.inf)
        return numpy.sort(distances, axis=1)[:, NEIGHBOURS - 1]

    distances = cdist(x, y)
    in_real = distances <= radii(y)[None, :]
    in_fake = distances <= radii(x)[:, None]
    return {
        "precision": in_real.any(1).mean(),
        "recall": in_fake.any(0).mean(),
        "density": in_real.sum() / NEIGHBOURS / len(x),
        "coverage": (distances.min(0) <= radii(y)).mean(),
    }


def softmax(x: numpy.ndarray) -> numpy.ndarray:
    """The classifier's probabilities, from the first features as logits."""
    powers = numpy.exp(x[:, :CLASSES])
    return powers / powers.sum(1, keepdims=True)


def score(x: numpy.ndarray) -> float:
    probabilities = softmax(x)
    marginal = probabilities.mean(0)
    divergences = (probabilities * (numpy.log(probabilities) - numpy.log(marginal))).sum(1)
    return float(numpy.exp(divergences.mean()))


def memorised(x: numpy.ndarray, y: numpy.ndarray) -> Dict[str, float]:
    """The last half of y is what was learnt, the first half are unseen images."""
    learnt, unseen = y[len(y) // 2 :], y[: len(y) // 2]
    threshold = numpy.percentile(cdist(unseen, learnt).min(1), 5)
    return {"threshold": threshold, "memorised": (cdist(x, learnt).min(1) < threshold).mean()}


# Intervals, from dcgan's streams (EvaluationStream in Swift).

SUBSETS_STREAM = 0x0200_0000
RESAMPLING_STREAM = 0x0300_0000
SUBSETS = 20
RESAMPLES = 400


def subset_interval(figure: Callable, value: float, x: numpy.ndarray, y: numpy.ndarray) -> List[float]:
    values = []
    for number in range(SUBSETS):
        sides = []
        for place, side in enumerate((x, y)):
            order = random_numbers.shuffled(
                0, SUBSETS_STREAM + 2 * number + place, len(side), random_numbers.Purpose.JUDGEMENT
            )
            sides.append(side[sorted(order[: len(side) // 4])])
        values.append(figure(*sides))
    half = 1.96 * numpy.std(values, ddof=1) / numpy.sqrt(3)
    return [value - half, value + half]


def resampled_interval(statistic: Callable, contributions: numpy.ndarray) -> List[float]:
    count = len(contributions)
    values = []
    for number in range(RESAMPLES):
        words = random_numbers.words_from(0, random_numbers.Purpose.JUDGEMENT, RESAMPLING_STREAM + number)
        drawn = [random_numbers.integer_below(count, words) for _ in range(count)]
        values.append(statistic(contributions[drawn].mean(0)))
    values.sort()
    bias = numpy.mean(values) - statistic(contributions.mean(0))
    rank = round((RESAMPLES - 1) * 0.025)
    return [max(0, values[rank] - bias), max(0, values[-1 - rank] - bias)]


def intervals(x: numpy.ndarray, y: numpy.ndarray, values: Dict[str, float]) -> Dict[str, List[float]]:
    inside = cdist(x, y) <= numpy.sort(cdist(y, y), axis=1)[:, NEIGHBOURS][None, :]
    probabilities = softmax(x)
    entropies = -(probabilities * numpy.log(probabilities)).sum(1)

    def score_of(mean: numpy.ndarray) -> float:
        return numpy.exp(-(mean[1:] * numpy.log(mean[1:])).sum() - mean[0])

    found = {
        "kernel": subset_interval(lambda a, b: kernel(a, b)["kernel"], values["kernel"], x, y),
        "precision": resampled_interval(float, inside.any(1).astype(float)),
        "density": resampled_interval(float, inside.sum(1) / NEIGHBOURS),
        "score": resampled_interval(score_of, numpy.hstack([entropies[:, None], probabilities])),
    }
    if min(len(x), len(y)) // 4 > x.shape[1]:
        ends = subset_interval(lambda a, b: frechet(a, b)["frechet"], values["frechet"], x, y)
        # No distance is negative.
        found["frechet"] = [max(0.0, end) for end in ends]
    return {name: [float(end) for end in ends] for name, ends in found.items()}


def figures(case: Dict[str, float]) -> Dict[str, object]:
    x = features(case["seed"], 0, case["x"], case["columns"], case["shift"], case["scale"])
    y = features(case["seed"], 1, case["y"], case["columns"], 0.0, 1.0)
    values = {**frechet(x, y), **kernel(x, y), **neighbours(x, y), **memorised(x, y), "score": score(x)}
    found = {name: float(value) for name, value in values.items()}
    return {"case": case, "figures": found, "intervals": intervals(x, y, found)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT)
    arguments = parser.parse_args()
    golden = [figures(case) for case in CASES]
    arguments.out.write_text(json.dumps(golden, indent=2) + "\n")


if __name__ == "__main__":
    main()
