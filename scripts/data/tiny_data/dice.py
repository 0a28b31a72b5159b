"""Random numbers and trigonometry that are the same bits on every machine and Python version.

Of the standard library's generator only `random()` promises the same numbers in every version, so all else is derived
from it here. The C library's sine may differ in the last bit from one system to the next, so this one is built from
additions, multiplications and divisions alone, which IEEE 754 rounds the same way everywhere.
"""

from __future__ import annotations

import random
from typing import List, Sequence, TypeVar

Item = TypeVar("Item")

PI = 3.141592653589793


class Dice:
    """A seeded source of the choices that make one picture."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def between(self, low: float, high: float) -> float:
        """A number from the uniform distribution on [low, high)."""
        return low + (high - low) * self._random()

    def bell(self, low: float, high: float) -> float:
        """A number in [low, high), more often near the middle: the mean of three uniform ones."""
        return (self.between(low, high) + self.between(low, high) + self.between(low, high)) / 3

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        """True with the given probability."""
        return self._random() < probability

    def choice(self, items: Sequence[Item]) -> Item:
        """One of the items; an item listed twice is twice as likely."""
        return items[self.whole(0, len(items) - 1)]

    def shuffle(self, items: List[Item]) -> None:
        """Shuffle the list in place (Fisher and Yates)."""
        for last in range(len(items) - 1, 0, -1):
            other = self.whole(0, last)
            items[last], items[other] = items[other], items[last]


def sine(angle: float) -> float:
    """The sine of an angle in radians, |angle| at most 2 pi, by its Taylor series."""
    term = total = angle
    for n in range(1, 16):
        term = -term * angle * angle / ((2 * n) * (2 * n + 1))
        total += term
    return total


def cosine(angle: float) -> float:
    """The cosine of an angle in radians, |angle| at most 1.5 pi."""
    return sine(PI / 2 - angle)
