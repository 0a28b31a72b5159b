"""Tops that open in front: coat and shirt."""

from __future__ import annotations

from .dice import Dice
from .fabric import Fabric, choose_fabric
from .raster import Canvas, curve, ellipse, mirrored, symmetric
from .torso import Sleeve, Torso, draw_folds, draw_sleeves


def draw_coat(canvas: Canvas, dice: Dice) -> None:
    """Longer than its sleeves and wider below, open or closed in front, with lapels, collar or hood."""
    fabric = choose_fabric(dice, ("plain", "plain", "plain", "plain", "checks", "upright", "knit"))
    shoulder = dice.between(5.6, 6.8)
    chest = shoulder - dice.between(0.0, 0.5)
    torso = Torso(
        top=-12.0,
        slope=dice.between(1.4, 2.2),
        neck=dice.between(2.0, 2.8),
        neck_depth=0.5,
        shoulder=shoulder,
        armpit=dice.between(-5.6, -4.4),
        chest=chest,
        waist=chest - dice.between(-0.4, 1.4),
        hem=chest + dice.between(0.4, 2.2),
        bottom=dice.between(12.6, 13.5),
        hem_curve=0.0,
    )
    sleeve = Sleeve(
        angle=dice.between(0.2, 0.34),
        length=dice.between(14.0, 17.5),
        cuff=dice.between(3.2, 4.0),
        bend=dice.between(1.0, 2.0),
    )
    draw_sleeves(canvas, dice, torso, sleeve, fabric.paint, dice.choice((1.0, 0.7)))
    canvas.fill(torso.outline(), fabric.paint, rim=0.25)
    closing = dice.choice(("open", "zip", "buttons", "double", "quilted"))
    if closing == "open":
        gap = dice.between(0.8, 2.2)
        lining = [(0.7, torso.top), (0.5, -2), (gap, torso.bottom + 0.5)]
        canvas.fill(symmetric(lining), fabric.plain(dice.between(0.15, 0.4)), rim=0)
    else:
        edge = dice.between(0.6, 1.4) if closing in ("buttons", "double") else 0.0
        if closing == "quilted":
            for row in range(6):
                y = torso.top + 5.0 + 3.4 * row
                canvas.crease([(-12.5, y + 0.6), (0, y), (12.5, y + 0.6)], 0.9, 0.68)
        canvas.crease([(edge, torso.top + 1), (edge, torso.bottom + 1)], 1.0, 0.45)
    _draw_collar(canvas, dice, torso, fabric, closing)
    for column in {"buttons": (-0.6,), "double": (-2.4, 2.4)}.get(closing, ()):
        for row in range(4):
            centre = (column, -4.5 + row * 3.4)
            canvas.fill(ellipse(centre, 0.75, 0.75, 8), fabric.accent(), rim=0)
    if dice.chance(0.4):
        width = (torso.waist + torso.chest) / 2
        canvas.crease([(-width, 1.0), (width, 1.0)], 1.7, dice.choice((0.55, 1.3)))
    if dice.chance(0.7):
        pocket = dice.between(4.0, 6.0)
        for side in (-1, 1):
            canvas.crease([(side * 2.6, pocket), (side * 5.2, pocket - dice.between(0, 1.6))], 0.9, 0.55)


def _draw_collar(canvas: Canvas, dice: Dice, torso: Torso, fabric: Fabric, closing: str) -> None:
    """Lapels on an open or buttoned coat, a stand-up collar or a hood on others."""
    if closing in ("open", "double", "buttons"):
        depth = dice.between(4.5, 7.5)
        lapel = [
            (0.5, torso.top - 0.6),
            (torso.neck + 0.3, torso.top - 0.4),
            (torso.neck + 1.7, torso.top + depth * 0.55),
            (0.3, torso.top + depth),
        ]
        factor = dice.choice((0.7, 1.2))
        shirt = [(torso.neck - 0.4, torso.top - 0.2), (0.1, torso.top + depth)]
        canvas.fill(lapel, fabric.plain(factor), rim=0.3)
        canvas.fill(mirrored(lapel), fabric.plain(factor), rim=0.3)
        canvas.fill(symmetric(shirt), fabric.plain(0.25), rim=0)
    elif dice.chance(0.5):
        hood = curve((0, torso.top - 2.0), (3.8, torso.top - 2.0), (4.0, torso.top + 1.5)) + [(0, torso.top + 3.8)]
        canvas.fill(symmetric(hood), fabric.plain(0.85), rim=0.35)
        canvas.fill(ellipse((0, torso.top + 0.7), 1.9, 1.6), fabric.plain(0.3), rim=0)
    else:
        stand = [(torso.neck + 0.2, torso.top - 1.6), (torso.neck + 0.7, torso.top + 1.2), (0, torso.top + 2.0)]
        canvas.fill(symmetric(stand), fabric.plain(1.15), rim=0.35)
        canvas.crease([(0, torso.top - 1.6), (0, torso.top + 2.0)], 0.9, 0.45)


def draw_shirt(canvas: Canvas, dice: Dice) -> None:
    """A turned-down collar, a button front, cuffs, a curved hem, and often a chest pocket."""
    fabric = choose_fabric(dice, ("plain", "plain", "plain", "upright", "upright", "checks", "checks", "dots"))
    shoulder = dice.between(5.9, 7.2)
    chest = shoulder - dice.between(0.1, 0.6)
    torso = Torso(
        top=-12.0,
        slope=dice.between(1.3, 2.0),
        neck=dice.between(2.2, 2.9),
        neck_depth=1.2,
        shoulder=shoulder,
        armpit=dice.between(-5.6, -4.2),
        chest=chest,
        waist=chest - dice.between(0, 1.4),
        hem=chest + dice.between(-0.3, 0.5),
        bottom=dice.between(9.8, 11.0),
        hem_curve=dice.between(1.4, 2.4),
    )
    if dice.chance(0.3):
        sleeve = Sleeve(
            angle=dice.between(0.5, 0.75),
            length=dice.between(6.0, 8.0),
            cuff=dice.between(4.2, 5.2),
            bend=dice.between(0.2, 0.8),
        )
    else:
        sleeve = Sleeve(
            angle=dice.between(0.16, 0.3),
            length=dice.between(18.5, 21.5),
            cuff=dice.between(2.5, 3.2),
            bend=dice.between(1.0, 2.0),
        )
    draw_sleeves(canvas, dice, torso, sleeve, fabric.paint, dice.choice((0.7, 1.22)))
    canvas.fill(torso.outline(), fabric.paint, rim=0.22)
    placket = dice.between(0.75, 1.1)
    canvas.fill(
        [
            (-placket, torso.top + 1),
            (placket, torso.top + 1),
            (placket, torso.bottom + torso.hem_curve),
            (-placket, torso.bottom + torso.hem_curve),
        ],
        fabric.plain(1.0),
        rim=0,
    )
    canvas.crease([(placket + 0.3, torso.top + 2), (placket + 0.3, torso.bottom + torso.hem_curve)], 0.7, 0.62)
    spacing, first = dice.between(2.9, 3.6), torso.top + dice.between(4.2, 5.4)
    for row in range(int((torso.bottom - first) / spacing) + 1):
        canvas.fill(ellipse((0, first + row * spacing), 0.62, 0.62, 8), fabric.accent(), rim=0)
    flap, reach = dice.between(2.6, 4.0), dice.between(0.9, 1.7)
    collar = [
        (0.1, torso.top + 1.0),
        (torso.neck - 0.5, torso.top - 1.2),
        (torso.neck + 0.6, torso.top - 0.4),
        (torso.neck + reach - 0.6, torso.top + flap),
    ]
    for outline in (collar, mirrored(collar)):
        canvas.fill(outline, fabric.plain(dice.between(1.15, 1.3)), rim=0.45)
    canvas.fill([(-1.6, torso.top - 1.0), (1.6, torso.top - 1.0), (0, torso.top + 1.0)], fabric.plain(0.35), rim=0)
    canvas.crease([collar[0], collar[3], collar[2]], 0.8, 0.6)
    canvas.crease(mirrored([collar[0], collar[3], collar[2]]), 0.8, 0.6)
    if dice.chance(0.5):
        left, top = dice.between(2.2, 2.8), dice.between(-5.4, -4.2)
        canvas.crease(
            [(left, top), (left + 2.6, top), (left + 2.6, top + 2.8), (left, top + 2.8), (left, top)], 0.7, 0.7
        )
    draw_folds(canvas, dice, torso)
