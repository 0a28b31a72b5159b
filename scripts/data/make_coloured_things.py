#!/usr/bin/env python3
"""Draw a data set of 64 x 64 pixels in colour: ten kinds of things before a wall, on the ground, under a light.

    scripts/data/make_coloured_things.py data/things
    dcgan train --data data/things

Size, place, turn, proportions, colours, light and shadow vary, so that no two pictures are alike; kinds are equally
frequent and in a random order. The files are IDX with labels, 20,000 images to train with and 5,000 to test unless told
otherwise, and the same on every machine with the same NumPy, which is all that is needed beside Python 3.9 or later.
"""

from __future__ import annotations

import argparse
import colorsys
import struct
import sys
from pathlib import Path
from typing import Callable, Dict, Tuple

sys.path.append(str(Path(__file__).resolve().parents[1] / "reference"))
import missing_package  # noqa: E402, F401  It is asked where one of the others is missing.
import numpy as np

SIDE = 64
EDGE = 1.2 / SIDE
"""Over how much of the picture's width an edge goes from outside to inside: about a pixel."""

Field = np.ndarray
"""A value for each pixel: distances to an outline, negative inside, or colours with a last axis of three."""


class Canvas:
    """A picture under way: places of pixels in a thing's own coordinates, where it reaches from about -1 to 1."""

    def __init__(self, random: np.random.Generator) -> None:
        self.random = random
        scale, turn = random.uniform(0.24, 0.38), random.normal(0, 0.16)
        self.middle = (random.uniform(0.4, 0.6), random.uniform(0.42, 0.56))
        places = (np.arange(SIDE) + 0.5) / SIDE
        right, down = np.meshgrid(places, places)
        x, y = (right - self.middle[0]) / scale, (down - self.middle[1]) / scale
        cosine, sine = np.cos(turn), np.sin(turn)
        self.x, self.y, self.scale = cosine * x + sine * y, -sine * x + cosine * y, scale
        self.hue = random.uniform()
        self.light = random.uniform(-0.7, 0.7)
        self.pixels = self.background(right, down)

    def background(self, right: Field, down: Field) -> Field:
        """A wall and the ground, lit from one side, and the thing's shadow."""
        wall, ground = self.colour(self.hue + 0.5, 0.25, 0.85), self.colour(self.hue + 0.62, 0.3, 0.6)
        horizon = self.random.uniform(0.62, 0.74)
        pixels = np.where((down < horizon)[..., None], wall, ground)
        pixels = pixels * (1 - 0.25 * np.abs(right - 0.5 + self.light / 2))[..., None]
        away = (right - self.middle[0] - self.light * 0.12) / (self.scale * 1.1)
        shadow = np.clip(1.2 - np.hypot(away, (down - self.middle[1] - self.scale) / 0.06), 0, 1)
        return pixels * (1 - 0.45 * shadow)[..., None]

    def colour(self, hue: float, saturation: float, value: float) -> np.ndarray:
        """A colour near the given one."""
        near = self.random.normal(0, 0.05, 3)
        saturation, value = np.clip(saturation + near[1], 0, 1), np.clip(value + near[2], 0, 1)
        return np.array(colorsys.hsv_to_rgb((hue + near[0]) % 1, saturation, value))

    def paint(self, distance: Field, colour: np.ndarray, gloss: float = 0.35) -> None:
        """Cover the inside of an outline, shaded towards the light and darker at its rim."""
        inside = np.clip(0.5 - distance * self.scale / EDGE, 0, 1)[..., None]
        shade = 1 + gloss * (-0.5 * self.y + self.light * self.x)
        rim = np.clip(1 + 1.5 * np.minimum(distance + 0.12, 0), 0.75, 1) * np.where(distance > -0.06, 0.8, 1)
        lit = np.clip(colour * (shade * (0.9 + 0.1 * rim) * np.where(distance > -0.06, 0.85, 1))[..., None], 0, 1)
        self.pixels = self.pixels * (1 - inside) + lit * inside


def disc(canvas: Canvas, x: float, y: float, radius: float, flat: float = 1.0) -> Field:
    """An ellipse, `flat` times as high as wide."""
    return (np.hypot(canvas.x - x, (canvas.y - y) / flat) - radius) * min(1.0, flat)


def box(canvas: Canvas, x: float, y: float, width: float, height: float, rounded: float = 0.05) -> Field:
    """A rectangle with half its extents, its corners rounded."""
    right, down = np.abs(canvas.x - x) - width + rounded, np.abs(canvas.y - y) - height + rounded
    return np.hypot(np.maximum(right, 0), np.maximum(down, 0)) + np.minimum(np.maximum(right, down), 0) - rounded


def triangle(canvas: Canvas, top: float, bottom: float, half: float) -> Field:
    """One with an edge at the bottom."""
    slope = np.hypot(half, bottom - top)
    sides = ((bottom - top) * np.abs(canvas.x) - half * (canvas.y - top)) / slope
    return np.maximum(sides, canvas.y - bottom)


def around(canvas: Canvas, leaves: int, deep: float, sharp: float) -> Field:
    """A disc with leaves or points."""
    angle = np.arctan2(canvas.x, -canvas.y)
    wave = np.abs(np.cos(angle * leaves / 2)) ** sharp
    return (np.hypot(canvas.x, canvas.y) - (1 - deep) - deep * wave) * 0.7


def ball(c: Canvas) -> None:
    """A ball with a band and a highlight."""
    whole = disc(c, 0, 0, 0.95)
    c.paint(whole, c.colour(c.hue, 0.8, 0.85), 0.6)
    band = np.maximum(whole, np.abs(c.y + 0.25 * c.x**2 - c.random.uniform(-0.2, 0.2)) - 0.18)
    c.paint(band, c.colour(c.hue + 0.3, 0.5, 0.9), 0.6)
    c.paint(disc(c, -0.35, -0.4, 0.16, 0.7), np.array([1.0, 1.0, 1.0]), 0)


def ring(c: Canvas) -> None:
    """A ring."""
    c.paint(np.abs(disc(c, 0, 0, 0.7)) - c.random.uniform(0.16, 0.28), c.colour(c.hue, 0.75, 0.9), 0.6)


def star(c: Canvas) -> None:
    """A star of five points."""
    c.paint(around(c, 5, c.random.uniform(0.45, 0.6), 1.6), c.colour(c.hue, 0.8, 0.95))


def heart(c: Canvas) -> None:
    """A heart."""
    y = -c.y * 1.05 + 0.12
    lobes = 0.55 * np.sqrt(np.abs(c.x)) * c.random.uniform(0.9, 1.15)
    c.paint((np.hypot(c.x * 1.05, y - lobes) - 0.85) * 0.7, c.colour(c.hue, 0.85, 0.85))


def flower(c: Canvas) -> None:
    """Leaves around a middle."""
    c.paint(around(c, int(c.random.integers(5, 9)), 0.45, 0.8), c.colour(c.hue, 0.6, 0.95))
    c.paint(disc(c, 0, 0, c.random.uniform(0.22, 0.32)), c.colour(0.13, 0.8, 0.95))


def mushroom(c: Canvas) -> None:
    """A stem and a cap with dots."""
    c.paint(box(c, 0, 0.45, c.random.uniform(0.2, 0.3), 0.5, 0.15), c.colour(0.12, 0.2, 0.9))
    cap = np.maximum(disc(c, 0, 0, 0.95, c.random.uniform(0.75, 1.0)), c.y - 0.05)
    c.paint(cap, c.colour(c.hue, 0.85, 0.8), 0.5)
    for x, y in ((-0.5, -0.25), (0.05, -0.5), (0.5, -0.2)):
        c.paint(np.maximum(cap, disc(c, x, y, 0.14)), np.array([0.97, 0.95, 0.9]), 0)


def fish(c: Canvas) -> None:
    """A fish that looks to one side."""
    side = c.random.choice((-1.0, 1.0))
    c.x = c.x * side
    colour = c.colour(c.hue, 0.75, 0.9)
    tail = np.maximum(np.abs(c.y) - (c.x - 0.45) * 0.9, np.maximum(c.x - 1.0, 0.45 - c.x))
    c.paint(tail, colour * 0.8)
    c.paint(disc(c, -0.15, 0, 0.8, c.random.uniform(0.5, 0.7)), colour, 0.6)
    c.paint(disc(c, -0.6, -0.12, 0.1), np.array([0.05, 0.05, 0.05]), 0)
    c.x = c.x * side


def house(c: Canvas) -> None:
    """Walls, a roof, a door and a window."""
    c.paint(box(c, 0, 0.4, 0.75, 0.55), c.colour(c.hue, 0.35, 0.9))
    c.paint(triangle(c, c.random.uniform(-1.0, -0.75), -0.1, 0.98), c.colour(c.hue + 0.5, 0.75, 0.7))
    c.paint(box(c, 0.3, 0.6, 0.17, 0.35, 0.02), c.colour(0.07, 0.7, 0.45))
    c.paint(box(c, -0.32, 0.3, 0.18, 0.18, 0.02), c.colour(0.57, 0.4, 0.95), 0)


def tree(c: Canvas) -> None:
    """A trunk and three storeys of needles."""
    c.paint(box(c, 0, 0.75, 0.13, 0.3, 0.03), c.colour(0.07, 0.7, 0.4))
    green = c.colour(c.random.uniform(0.22, 0.42), 0.7, 0.6)
    for top, bottom, half in ((-0.1, 0.65, 0.8), (-0.55, 0.25, 0.65), (-0.98, -0.2, 0.48)):
        c.paint(triangle(c, top, bottom, half), green, 0.5)


def cup(c: Canvas) -> None:
    """A cup with a handle and what is in it."""
    side, colour = c.random.choice((-1.0, 1.0)), c.colour(c.hue, 0.6, 0.9)
    c.paint(np.abs(disc(c, side * 0.62, 0.15, 0.36)) - 0.1, colour * 0.85)
    c.paint(box(c, 0, 0.15, 0.62 - 0.12 * 0.5, 0.75, 0.2), colour, 0.6)
    c.paint(disc(c, 0, -0.55, 0.56, 0.25), colour * 0.6, 0)
    c.paint(disc(c, 0, -0.52, 0.48, 0.22), c.colour(0.07, 0.7, 0.35), 0)


KINDS: Dict[str, Callable[[Canvas], None]] = {
    "ball": ball, "ring": ring, "star": star, "heart": heart, "flower": flower, "mushroom": mushroom, "fish": fish,
    "house": house, "tree": tree, "cup": cup,
}


def draw(count: int, seed: int) -> Tuple[np.ndarray, np.ndarray]:
    """Pictures, count x 64 x 64 x 3, and the numbers of their kinds."""
    random = np.random.default_rng(seed)
    labels = random.permutation(np.arange(count) % len(KINDS)).astype(np.uint8)
    images = np.empty((count, SIDE, SIDE, 3), np.uint8)
    for place, label in enumerate(labels):
        canvas = Canvas(random)
        list(KINDS.values())[label](canvas)
        images[place] = np.round(255 * np.clip(canvas.pixels, 0, 1))
    return images, labels


def write(path: Path, array: np.ndarray) -> None:
    """Write an IDX file of bytes."""
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(header + array.tobytes())


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="directory of the files")
    parser.add_argument("--train", type=int, default=20_000, help="images to train with (default: 20000)")
    parser.add_argument("--test", type=int, default=5_000, help="images to test with (default: 5000)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for part, count, seed in (("train", options.train, 1), ("t10k", options.test, 2)):
        images, labels = draw(count, seed)
        write(options.out / f"{part}-images-idx4-ubyte", images)
        write(options.out / f"{part}-labels-idx1-ubyte", labels)
    (options.out / "classes.txt").write_text("".join(f"{kind}\n" for kind in KINDS), encoding="utf-8")


if __name__ == "__main__":
    main()
