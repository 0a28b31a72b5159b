"""What garments for the upper body share: a torso, sleeves, folds, and the inside of the neck."""

from __future__ import annotations

from typing import List, NamedTuple

from .dice import Dice, cosine, sine
from .fabric import Fabric
from .raster import Canvas, Paint, Point, curve, mirrored, symmetric


class Torso(NamedTuple):
    """The measures of a torso, in pixels; widths are half widths."""

    top: float
    slope: float
    neck: float
    neck_depth: float
    shoulder: float
    armpit: float
    chest: float
    waist: float
    hem: float
    bottom: float
    hem_curve: float
    pointed_neck: bool = False

    def outline(self) -> List[Point]:
        """The closed outline, without sleeves."""
        middle, end = (self.armpit + self.bottom) / 2, self.bottom + self.hem_curve
        side = curve((self.chest, self.armpit), (self.waist, middle), (self.hem, self.bottom))
        hem = curve((self.hem, self.bottom), (self.hem * 0.5, end), (0.0, end))
        return symmetric(self.neckline() + [(self.shoulder, self.top + self.slope)] + side + hem)

    def neckline(self) -> List[Point]:
        """The right half of the neck's edge, from its lowest point up to the shoulder."""
        low = self.top + self.neck_depth
        if self.pointed_neck:
            return [(0.0, low), (self.neck, self.top)]
        return curve((0.0, low), (self.neck * 0.9, low), (self.neck, self.top))


class Sleeve(NamedTuple):
    """The measures of a sleeve: angle from the vertical in radians, the others in pixels."""

    angle: float
    length: float
    cuff: float
    bend: float

    def outline(self, torso: Torso) -> List[Point]:
        """The closed outline of the right sleeve."""
        start = (torso.shoulder - 1.2, torso.top + torso.slope - 0.35)
        end, inner = self.cuff_edge(torso)
        swell = (
            torso.shoulder + self.length * sine(self.angle) * 0.45 + self.bend,
            torso.top + torso.slope + self.length * cosine(self.angle) * 0.3,
        )
        return curve(start, swell, end) + [
            inner,
            (torso.chest - 0.6, torso.armpit + 0.6),
            (torso.chest - 1.6, torso.armpit),
        ]

    def cuff_edge(self, torso: Torso) -> List[Point]:
        """The outer and inner corner of the right sleeve's cuff."""
        sin, cos = sine(self.angle), cosine(self.angle)
        outer = (torso.shoulder + self.length * sin, torso.top + torso.slope + self.length * cos)
        return [outer, (outer[0] - self.cuff * cos, outer[1] + self.cuff * sin)]


def draw_sleeves(canvas: Canvas, dice: Dice, torso: Torso, sleeve: Sleeve, paint: Paint, band: float) -> None:
    """Both sleeves, the left one hanging a little differently; `band` below 1 marks the cuffs."""
    for side in (1, -1):
        own = sleeve._replace(
            angle=sleeve.angle + dice.between(-0.03, 0.03), length=sleeve.length + dice.between(-0.4, 0.4)
        )
        outline, cuff = own.outline(torso), own.cuff_edge(torso)
        canvas.fill(outline if side == 1 else mirrored(outline), paint, rim=0.3)
        if band < 1:
            canvas.crease(cuff if side == 1 else mirrored(cuff), 2.2, band)


def draw_folds(canvas: Canvas, dice: Dice, torso: Torso) -> None:
    """Soft folds that fall from the armpits and the chest."""
    for _ in range(dice.whole(0, 3)):
        side = dice.choice((-1, 1))
        x, y = side * torso.chest * dice.between(0.3, 0.95), torso.armpit + dice.between(-1, 4)
        end = (x - side * dice.between(0, 3), y + dice.between(5, 10))
        canvas.crease(curve((x, y), (x, y + 3), end), dice.between(1.2, 2.2), dice.choice((0.8, 0.86, 1.12)))


def draw_back_of_neck(canvas: Canvas, torso: Torso, fabric: Fabric) -> None:
    """The inside of the back that shows in the neckline."""
    low = torso.top + torso.neck_depth + 0.6
    canvas.fill(
        [(-torso.neck, torso.top), (0, torso.top + 0.7), (torso.neck, torso.top), (0.6, low), (-0.6, low)],
        fabric.plain(0.5),
        rim=0,
    )
