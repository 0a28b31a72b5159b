"""Tops that are pulled over the head: T-shirt and pullover."""

from __future__ import annotations

from .dice import Dice
from .fabric import choose_fabric
from .raster import Canvas, mirrored, symmetric
from .torso import Sleeve, Torso, draw_back_of_neck, draw_folds, draw_sleeves


def draw_t_shirt(canvas: Canvas, dice: Dice) -> None:
    """Short sleeves that stand off, a round or pointed neckline, prints and stripes."""
    fabric = choose_fabric(
        dice, ("plain", "plain", "across", "across", "print", "print", "lettering", "lettering", "dots", "blocks")
    )
    shoulder = dice.between(6.3, 7.8)
    chest = shoulder - dice.between(0.2, 0.9)
    torso = Torso(
        top=-12.6,
        slope=dice.between(1.2, 2.2),
        neck=dice.between(2.6, 3.8),
        neck_depth=dice.between(1.4, 3.2),
        shoulder=shoulder,
        armpit=dice.between(-6.2, -4.6),
        chest=chest,
        waist=chest - dice.between(-0.2, 1.6),
        hem=chest + dice.between(-0.5, 0.8),
        bottom=dice.between(11.4, 12.8),
        hem_curve=dice.between(-0.2, 0.6),
        pointed_neck=dice.chance(0.25),
    )
    sleeve = Sleeve(
        angle=dice.between(0.62, 0.98),
        length=dice.between(5.2, 7.6),
        cuff=dice.between(4.2, 5.4),
        bend=dice.between(0.2, 0.8),
    )
    sleeve_paint = fabric.contrasting(dice) if dice.chance(0.15) else fabric.paint
    if dice.chance(0.6):
        draw_back_of_neck(canvas, torso, fabric)
    draw_sleeves(canvas, dice, torso, sleeve, sleeve_paint, dice.choice((1.0, 0.75)))
    canvas.fill(torso.outline(), fabric.paint, rim=0.22)
    if dice.chance(0.6):
        right = torso.neckline()
        canvas.crease(mirrored(right) + right, 1.3, dice.choice((0.6, 0.7, 1.25)))
    draw_folds(canvas, dice, torso)


def draw_pullover(canvas: Canvas, dice: Dice) -> None:
    """Long sleeves down to the hem, ribbed cuffs and hem, a crew, V or roll neck; nothing opens in front."""
    fabric = choose_fabric(
        dice, ("plain", "plain", "across", "across", "knit", "knit", "ribs", "blocks", "print", "lettering")
    )
    shoulder = dice.between(6.0, 7.2)
    chest = shoulder - dice.between(0.1, 0.7)
    neck = dice.choice(("crew", "crew", "v", "roll"))
    torso = Torso(
        top=-12.2 if neck != "roll" else -11.0,
        slope=dice.between(1.4, 2.4),
        neck=dice.between(2.2, 3.2),
        neck_depth=dice.between(3.0, 4.6) if neck == "v" else dice.between(1.0, 1.8),
        shoulder=shoulder,
        armpit=dice.between(-5.2, -3.6),
        chest=chest,
        waist=chest + dice.between(-0.6, 0.5),
        hem=chest - dice.between(-0.3, 0.7),
        bottom=dice.between(11.2, 12.8),
        hem_curve=0.0,
        pointed_neck=neck == "v",
    )
    sleeve = Sleeve(
        angle=dice.between(0.14, 0.27),
        length=torso.bottom - torso.top - torso.slope - dice.between(-0.6, 1.6),
        cuff=dice.between(2.6, 3.4),
        bend=dice.between(1.2, 2.4),
    )
    rib = dice.choice((0.68, 0.76, 0.84))
    if neck == "v":
        draw_back_of_neck(canvas, torso, fabric)
    draw_sleeves(canvas, dice, torso, sleeve, fabric.paint, rib)
    canvas.fill(torso.outline(), fabric.paint, rim=0.25)
    hem = [(-torso.hem, torso.bottom - 0.7), (torso.hem, torso.bottom - 0.7)]
    canvas.crease(hem, 2.4, rib)
    if neck == "roll":
        height = dice.between(1.8, 2.6)
        collar = [(torso.neck, torso.top - height), (torso.neck + 0.5, torso.top + 0.9), (0, torso.top + 1.7)]
        canvas.fill(symmetric(collar), fabric.plain(dice.choice((0.78, 1.12))), rim=0.3)
        canvas.crease([(-torso.neck, torso.top + 0.8), (0, torso.top + 1.6), (torso.neck, torso.top + 0.8)], 0.9, 0.6)
    else:
        right = torso.neckline()
        canvas.crease(mirrored(right) + right, 1.7, rib - 0.08)
    draw_folds(canvas, dice, torso)
