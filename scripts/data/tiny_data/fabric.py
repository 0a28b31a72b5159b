"""Fabrics: how bright a garment is and what is woven, knitted or printed on it."""

from __future__ import annotations

from typing import Callable, Sequence

from .dice import Dice
from .raster import Paint

Pattern = Callable[[float, float], float]
"""The factor, about 0.3 to 1.3, by which a point of the garment's frame differs from the plain cloth."""


class Fabric:
    """One cloth: a brightness (a grey value, 0 to 255) and a pattern."""

    def __init__(self, brightness: float, pattern: Pattern) -> None:
        self.brightness = brightness
        self._pattern = pattern

    def paint(self, x: float, y: float) -> float:
        """The cloth's grey value at a point of the garment's frame."""
        return self.brightness * self._pattern(x, y)

    def plain(self, factor: float = 1.0) -> Paint:
        """The same cloth without its pattern, brighter or darker by a factor: collars, soles, straps."""
        value = min(250.0, self.brightness * factor)
        return lambda x, y: value

    def accent(self) -> Paint:
        """What small parts are made of, so that they can be seen: buttons and clasps."""
        return self.plain(0.3 if self.brightness > 120 else 2.0)

    def contrasting(self, dice: Dice) -> Paint:
        """A plain cloth that stands out from this one: darker on a bright garment, brighter on a dark one."""
        factor = dice.between(0.45, 0.7) if self.brightness > 135 else dice.between(1.4, 1.8)
        return self.plain(factor)


def choose_fabric(dice: Dice, patterns: Sequence[str]) -> Fabric:
    """A fabric with one of the named patterns; a name listed twice is twice as likely."""
    dark = dice.chance(0.18)
    brightness = dice.between(85, 140) if dark else dice.between(150, 255)
    return Fabric(brightness, PATTERNS[dice.choice(patterns)](dice))


def _bar(position: float, period: float, width: float) -> float:
    """How much of a one-unit window at `position` lies in bars of the given width, 0 to 1, soft at the edges."""
    distance = position % period - period / 2
    inside = width / 2 + 0.5 - (distance if distance > 0 else -distance)
    return min(1.0, max(0.0, inside))


def _contrast(dice: Dice) -> float:
    """What a pattern's second colour adds to the factor of the first: darker or, more seldom, brighter."""
    return dice.between(-0.6, -0.3) if dice.chance(0.7) else dice.between(0.3, 0.5)


def _plain(dice: Dice) -> Pattern:
    return lambda x, y: 1.0


def _across(dice: Dice) -> Pattern:
    period = dice.between(2.6, 6.5)
    width, phase, contrast = period * dice.between(0.3, 0.55), dice.between(0, period), _contrast(dice)
    return lambda x, y: 1 + contrast * _bar(y + phase, period, width)


def _upright(dice: Dice) -> Pattern:
    period = dice.between(2.2, 4.0)
    width, phase, contrast = period * dice.between(0.25, 0.45), dice.between(0, period), _contrast(dice)
    return lambda x, y: 1 + contrast * _bar(x + phase, period, width)


def _checks(dice: Dice) -> Pattern:
    period = dice.between(3.2, 6.0)
    width, phase, contrast = period * dice.between(0.3, 0.5), dice.between(0, period), _contrast(dice)
    return lambda x, y: 1 + contrast / 2 * (_bar(x + phase, period, width) + _bar(y + phase, period, width))


def _dots(dice: Dice) -> Pattern:
    period = dice.between(3.2, 4.6)
    radius, contrast = dice.between(0.7, 1.1), _contrast(dice)

    def dotted(x: float, y: float) -> float:
        row = (y + 14 + period) // period
        shift = period / 2 if row % 2 == 1 else 0.0
        dx, dy = (x + shift) % period - period / 2, y % period - period / 2
        inside = radius * radius - dx * dx - dy * dy
        return 1 + contrast * min(1.0, max(0.0, 0.5 + inside / (2 * radius)))

    return dotted


def _chest_print(dice: Dice) -> Pattern:
    half_width, half_height = dice.between(1.8, 3.8), dice.between(1.2, 3.8)
    centre_y, contrast, round_print = dice.between(-5, -2), _contrast(dice), dice.chance(0.5)

    def printed(x: float, y: float) -> float:
        u, v = x / half_width, (y - centre_y) / half_height
        u, v = (u if u > 0 else -u), (v if v > 0 else -v)
        edge = 1 - (u * u + v * v if round_print else max(u, v))
        return 1 + contrast * min(1.0, max(0.0, 0.5 + edge * half_width))

    return printed


def _lettering(dice: Dice) -> Pattern:
    top, lines = dice.between(-6, -4), dice.whole(1, 3)
    half_width, contrast, letter = dice.between(2.6, 4.4), _contrast(dice), dice.between(1.5, 2.2)

    def lettered(x: float, y: float) -> float:
        if not (top <= y < top + 2 * lines and -half_width < x < half_width):
            return 1.0
        return 1 + contrast * _bar(y - top, 2.0, 0.7) * (0.35 + 0.65 * _bar(x + 14, letter, letter * 0.55))

    return lettered


def _blocks(dice: Dice) -> Pattern:
    edge, contrast = dice.between(-5, 4), _contrast(dice)
    below = dice.chance(0.5)

    def blocked(x: float, y: float) -> float:
        depth = y - edge if below else edge - y
        return 1 + contrast * min(1.0, max(0.0, depth + 0.5))

    return blocked


def _ribs(dice: Dice) -> Pattern:
    period, contrast = dice.between(1.9, 2.6), dice.between(-0.25, -0.12)
    return lambda x, y: 1 + contrast * _bar(x + 14, period, 0.6)


def _knit(dice: Dice) -> Pattern:
    period, contrast = dice.between(1.9, 2.5), dice.between(-0.28, -0.14)
    return lambda x, y: 1 + contrast * _bar(y + 14, period, 0.6)


def _faded(dice: Dice) -> Pattern:
    """Washed cloth: brighter at one height."""
    centre, spread, gain = dice.between(-6, 8), dice.between(5, 9), dice.between(0.12, 0.3)
    return lambda x, y: 0.9 + gain * max(0.0, 1 - (y - centre) * (y - centre) / (spread * spread))


PATTERNS = {
    "plain": _plain,
    "across": _across,
    "upright": _upright,
    "checks": _checks,
    "dots": _dots,
    "print": _chest_print,
    "lettering": _lettering,
    "blocks": _blocks,
    "ribs": _ribs,
    "knit": _knit,
    "faded": _faded,
}
