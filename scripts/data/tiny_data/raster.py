"""A small anti-aliasing rasteriser: polygons and strokes in a garment's own frame, painted on a grey picture.

The garment's frame has its origin at the picture's centre, x to the right, y down, one unit a pixel, so the picture
spans -14 to 14. A placement (size, rotation, shift) takes the frame to pixels.
"""

from __future__ import annotations

import math
from typing import Callable, List, Sequence, Tuple

from .dice import PI, cosine, sine

SIDE = 28
SUBROWS = 8

Point = Tuple[float, float]
Paint = Callable[[float, float], float]
"""The grey value, 0 to 255, at a point of the garment's frame."""


class Placement:
    """Where a garment stands in its picture: scaled, then rotated, then shifted."""

    def __init__(self, width: float, height: float, angle: float, shift: Point) -> None:
        sin, cos = sine(angle), cosine(angle)
        self._rows = (
            (cos * width, -sin * height, SIDE / 2 + shift[0]),
            (sin * width, cos * height, SIDE / 2 + shift[1]),
        )
        self._back = ((cos / width, sin / width), (-sin / height, cos / height))

    def to_picture(self, point: Point) -> Point:
        """From the garment's frame to pixels."""
        (a, b, tx), (c, d, ty) = self._rows
        x, y = point
        return (a * x + b * y + tx, c * x + d * y + ty)

    def to_garment(self, point: Point) -> Point:
        """From pixels to the garment's frame."""
        (a, b), (c, d) = self._back
        x, y = point[0] - self._rows[0][2], point[1] - self._rows[1][2]
        return (a * x + b * y, c * x + d * y)


def curve(start: Point, control: Point, end: Point, steps: int = 6) -> List[Point]:
    """Points of a quadratic Bezier curve, both ends included."""
    points = []
    for i in range(steps + 1):
        t = i / steps
        a, b, c = (1 - t) * (1 - t), 2 * t * (1 - t), t * t
        points.append((a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]))
    return points


def mirrored(points: Sequence[Point]) -> List[Point]:
    """The points seen in a mirror that stands on the vertical axis, in the opposite order."""
    return [(-x, y) for x, y in reversed(points)]


def symmetric(right_half: Sequence[Point]) -> List[Point]:
    """A closed outline from its right half, which is given from top to bottom."""
    return list(right_half) + mirrored(right_half)


def ellipse(centre: Point, radius_x: float, radius_y: float, corners: int = 16) -> List[Point]:
    """A polygon that stands for an ellipse."""
    # Angles run from -pi to pi because cosine() is good for 1.5 pi to either side.
    angles = [2 * PI * i / corners - PI for i in range(corners)]
    return [(centre[0] + radius_x * cosine(a), centre[1] + radius_y * sine(a)) for a in angles]


class Canvas:
    """A 28 x 28 grey picture on black, drawn part by part from back to front."""

    def __init__(self, placement: Placement) -> None:
        self._placement = placement
        self.pixels = [0.0] * (SIDE * SIDE)

    def fill(self, outline: Sequence[Point], paint: Paint, rim: float = 0.25) -> None:
        """Paint the inside of a closed outline; `rim` darkens it towards its edge, which makes it look round."""
        mask = _polygon_mask([self._placement.to_picture(p) for p in outline])
        self._lay(mask, paint, rim)

    def band(self, path: Sequence[Point], width: float, paint: Paint, rim: float = 0.0) -> None:
        """Paint a band of the given width along a path: straps, handles, laces."""
        self._lay(_stroke_mask([self._placement.to_picture(p) for p in path], width), paint, rim)

    def crease(self, path: Sequence[Point], width: float, factor: float) -> None:
        """Multiply what is there by `factor` along a path: a seam or fold (below 1) or a sheen (above 1)."""
        mask = _stroke_mask([self._placement.to_picture(p) for p in path], width)
        self._multiply(mask, factor)

    def tint(self, outline: Sequence[Point], factor: float) -> None:
        """Multiply what is there by `factor` inside a closed outline."""
        self._multiply(_polygon_mask([self._placement.to_picture(p) for p in outline]), factor)

    def _multiply(self, mask: List[float], factor: float) -> None:
        for i, cover in enumerate(mask):
            if cover > 0:
                self.pixels[i] *= 1 + (factor - 1) * cover

    def _lay(self, mask: List[float], paint: Paint, rim: float) -> None:
        depth = _blurred(_blurred(mask)) if rim > 0 else mask
        for i, cover in enumerate(mask):
            if cover > 0:
                x, y = self._placement.to_garment((i % SIDE + 0.5, i // SIDE + 0.5))
                value = paint(x, y) * (1 - rim * (1 - depth[i]) * 1.6)
                self.pixels[i] += (value - self.pixels[i]) * cover


def _polygon_mask(outline: Sequence[Point]) -> List[float]:
    """How much of each pixel the polygon covers, 0 to 1 (even-odd rule).

    Exact along x; along y each row is cut into SUBROWS lines.
    """
    mask = [0.0] * (SIDE * SIDE)
    edges = [(a, b) if a[1] < b[1] else (b, a) for a, b in zip(outline, list(outline[1:]) + [outline[0]])]
    first = max(0, int(min(y for _, y in outline)))
    last = min(SIDE - 1, int(max(y for _, y in outline)))
    for subrow in range(first * SUBROWS, (last + 1) * SUBROWS):
        y = (subrow + 0.5) / SUBROWS
        crossings = sorted(ax + (bx - ax) * (y - ay) / (by - ay) for (ax, ay), (bx, by) in edges if ay <= y < by)
        base = subrow // SUBROWS * SIDE
        for left, right in zip(crossings[0::2], crossings[1::2]):
            left, right = max(left, 0.0), min(right, float(SIDE))
            for column in range(int(left), min(SIDE, int(right) + 1)):
                overlap = min(right, column + 1.0) - max(left, float(column))
                if overlap > 0:
                    mask[base + column] += overlap / SUBROWS
    return mask


def _stroke_mask(path: Sequence[Point], width: float) -> List[float]:
    """How much of each pixel a stroke with round ends covers, from the distance of the pixel's centre to the path."""
    mask = [0.0] * (SIDE * SIDE)
    reach = width / 2 + 0.5
    strength = min(1.0, width)
    for (ax, ay), (bx, by) in zip(path, path[1:]):
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        for row in range(max(0, int(min(ay, by) - reach)), min(SIDE, int(max(ay, by) + reach) + 1)):
            for column in range(max(0, int(min(ax, bx) - reach)), min(SIDE, int(max(ax, bx) + reach) + 1)):
                px, py = column + 0.5 - ax, row + 0.5 - ay
                along = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square > 0 else 0.0
                ex, ey = px - along * dx, py - along * dy
                cover = min(strength, reach - math.sqrt(ex * ex + ey * ey))
                if cover > mask[row * SIDE + column]:
                    mask[row * SIDE + column] = cover
    return mask


def _blurred(mask: List[float]) -> List[float]:
    """The mask averaged over 3 x 3 pixels; outside the picture counts as empty."""
    rows = [0.0] * (SIDE * SIDE)
    for i in range(SIDE * SIDE):
        column = i % SIDE
        rows[i] = mask[i] + (mask[i - 1] if column > 0 else 0.0) + (mask[i + 1] if column < SIDE - 1 else 0.0)
    blurred = [0.0] * (SIDE * SIDE)
    for i in range(SIDE * SIDE):
        above = rows[i - SIDE] if i >= SIDE else 0.0
        below = rows[i + SIDE] if i < SIDE * (SIDE - 1) else 0.0
        blurred[i] = (rows[i] + above + below) / 9
    return blurred
