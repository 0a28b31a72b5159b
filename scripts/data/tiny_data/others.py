"""Trousers, dress and bag."""

from __future__ import annotations

from .dice import Dice
from .fabric import choose_fabric
from .raster import Canvas, Paint, curve, ellipse, mirrored, symmetric


def draw_trousers(canvas: Canvas, dice: Dice) -> None:
    """Two legs from a waistband: skinny, straight, wide or flared."""
    fabric = choose_fabric(dice, ("plain", "plain", "faded", "faded", "faded", "upright", "checks"))
    top, bottom = -13.0, dice.between(12.2, 13.4)
    waist, hip = dice.between(3.6, 4.6), dice.between(4.6, 5.8)
    crotch = dice.between(-5.0, -2.4)
    spread = dice.between(0.5, 3.2)
    knee, hem = dice.choice(((3.1, 2.4), (3.3, 3.2), (3.7, 3.9), (3.0, 4.3), (4.2, 4.8)))
    knee, hem = knee + dice.between(-0.3, 0.3), hem + dice.between(-0.4, 0.4)
    knee_y = (crotch + bottom) / 2
    outer_hem = spread + hem
    for side in (1, -1):
        shift = dice.between(-0.3, 0.3)
        outer = [(0.0, top), (waist, top)] + curve((waist, top), (hip, top + 4), (hip, crotch))
        outer += curve((hip, crotch), (spread * 0.6 + knee + 0.6, knee_y), (outer_hem + shift, bottom))
        inner = curve((spread + shift, bottom + 0.3), (spread * 0.6 + 0.5, knee_y), (0.15, crotch))
        leg = outer + inner
        canvas.fill(leg if side == 1 else mirrored(leg), fabric.paint, rim=0.3)
        if dice.chance(0.5):
            fold = curve(
                (waist * 0.6, crotch - 2), (spread * 0.6 + knee * 0.55, knee_y), (spread + hem * 0.5 + shift, bottom)
            )
            canvas.crease(fold if side == 1 else mirrored(fold), dice.between(0.8, 1.6), dice.choice((0.82, 1.14)))
    canvas.crease([(-waist, top + 1.8), (waist, top + 1.8)], 0.8, 0.6)
    canvas.crease([(0, top + 1.8), (0, crotch)], 0.8, 0.6)
    if dice.chance(0.7):
        for side in (-1, 1):
            canvas.crease(
                [(side * waist * 0.55, top + 2), (side * hip * 0.97, top + dice.between(4.2, 5.2))], 0.8, 0.62
            )
    if dice.chance(0.35):
        for side in (-1, 1):
            x = side * (spread * 0.6 + knee * 0.55)
            canvas.crease(
                [(x - 1.2, knee_y), (x + 1.2, knee_y + dice.between(-0.6, 0.6))], 1.4, dice.choice((0.7, 1.25))
            )
    if dice.chance(0.3):
        for side in (-1, 1):
            canvas.crease([(side * spread, bottom - 1.2), (side * outer_hem, bottom - 1.2)], 0.8, 0.65)


def draw_dress(canvas: Canvas, dice: Dice) -> None:
    """A bodice on straps, sleeveless or with small sleeves, a waist, and a skirt that is straight or flared."""
    fabric = choose_fabric(dice, ("plain", "plain", "plain", "dots", "across", "blocks", "upright", "checks"))
    top, bottom = -13.0, dice.between(11.6, 13.4)
    chest, waist = dice.between(3.3, 4.3), dice.between(2.5, 3.3)
    hem = dice.choice((dice.between(3.4, 4.4), dice.between(4.8, 6.4), dice.between(6.4, 8.6)))
    waist_y, armpit = dice.between(-4.0, -0.5), dice.between(-8.6, -7.2)
    kind = dice.choice(("straps", "sleeveless", "sleeveless", "sleeves", "long"))
    shoulder = chest + dice.between(-0.4, 0.4)
    neck, neck_depth = dice.between(1.7, 2.4), dice.between(1.2, 3.6)
    skirt = curve((waist, waist_y), (hem * dice.choice((0.62, 0.95)), waist_y + 5), (hem, bottom))
    skirt += curve((hem, bottom), (hem * 0.5, bottom + 0.8), (0, bottom + 0.8))
    bodice = curve((chest, armpit), (waist, (armpit + waist_y) / 2), (waist, waist_y))
    if kind == "straps":
        for side in (-1, 1):
            canvas.band(
                [(side * (neck + 0.4), top), (side * (chest - 1.0), armpit)], dice.between(0.8, 1.3), fabric.plain()
            )
        upper = curve((0, armpit + dice.between(0, 1.2)), (1.4, armpit - 1.6), (chest - 0.5, armpit - 0.8))
    else:
        upper = curve((0, top + neck_depth), (neck, top + neck_depth), (neck, top)) + [(shoulder, top + 1.1)]
        upper += curve((shoulder, top + 1.1), (shoulder - 0.7, armpit - 1.5), (chest, armpit))
    if kind in ("sleeves", "long"):
        reach = (shoulder + dice.between(2.0, 3.4), armpit + dice.between(-1.2, 0.4))
        if kind == "long":
            reach = (shoulder + dice.between(2.2, 4.2), dice.between(2.0, 6.0))
        sleeve = curve((shoulder - 0.8, top + 0.8), (shoulder + 1.4, top + 2.2), reach)
        sleeve += [(reach[0] - 2.0, reach[1] + 0.6), (chest - 0.6, armpit + 0.8)]
        canvas.fill(sleeve, fabric.paint, rim=0.3)
        canvas.fill(mirrored(sleeve), fabric.paint, rim=0.3)
    canvas.fill(symmetric(upper + bodice + skirt), fabric.paint, rim=0.25)
    if dice.chance(0.6):
        canvas.crease([(-waist, waist_y), (waist, waist_y)], dice.between(1.0, 1.8), dice.choice((0.5, 0.62, 1.35)))
    pleats = dice.whole(0, 4) if hem > 4.6 else dice.whole(0, 1)
    for pleat in range(pleats):
        at = (pleat + 0.5) / pleats * 2 - 1 + dice.between(-0.12, 0.12)
        path = curve((at * waist * 0.8, waist_y + 0.6), (at * hem * 0.75, waist_y + 5), (at * hem * 0.9, bottom))
        canvas.crease(path, dice.between(0.8, 1.5), dice.choice((0.72, 0.82, 1.15)))
    if dice.chance(0.25):
        canvas.crease([(-hem, bottom - 1.4), (hem, bottom - 1.4)], 1.2, dice.choice((0.65, 1.3)))


def draw_bag(canvas: Canvas, dice: Dice) -> None:
    """A tote, a handbag with a flap, a purse on a shoulder strap, a bowling bag or a clutch."""
    fabric = choose_fabric(dice, ("plain", "plain", "plain", "plain", "checks", "dots", "upright", "across"))
    kind = dice.choice(("tote", "flap", "purse", "bowling", "clutch"))
    top_half, bottom_half = dice.between(8.4, 11.2), dice.between(9.6, 12.4)
    top, bottom = dice.between(-4.8, -1.4), dice.between(9.6, 12.4)
    if kind == "clutch":
        top_half, top, bottom = bottom_half - dice.between(0, 0.8), dice.between(-6.5, -4.0), dice.between(6.0, 8.6)
    handle = fabric.contrasting(dice) if dice.chance(0.3) else fabric.plain(dice.between(0.75, 1.1))
    if kind == "tote":
        foot, peak = dice.between(3.6, 5.6), dice.between(-13.2, -10.4)
        top_half = dice.between(9.0, 11.8)
        _draw_handle(canvas, foot - 0.6, top + 0.4, peak + 0.9, dice.between(1.0, 1.4), fabric.plain(0.5))
        _draw_handle(canvas, foot, top + 1.4, peak, dice.between(1.1, 1.7), handle)
    elif kind == "clutch":
        loop = curve((top_half - 1.4, top + 1), (top_half + 1.6, top - 4), (top_half - 5.5, top + 0.4))
        canvas.band(loop, 1.0, handle)
    elif kind == "purse":
        _draw_handle(canvas, top_half - 0.6, top + 0.8, dice.between(-20, -15), dice.between(0.8, 1.2), handle)
    else:
        _draw_handle(
            canvas, dice.between(3.2, 6.4), top + 0.6, dice.between(-14.5, -9.0), dice.between(1.3, 2.2), handle
        )
    corner = dice.between(1.2, 2.6)
    if kind == "bowling":
        upper = curve((0, top - 1.6), (top_half * 0.95, top - 1.6), (bottom_half, (top + bottom) / 2))
    else:
        upper = [(0, top)] + curve((top_half - 1, top), (top_half, top), (top_half + 0.1, top + 1))
    lower = curve((bottom_half, bottom - corner), (bottom_half, bottom), (bottom_half - corner, bottom)) + [(0, bottom)]
    canvas.fill(symmetric(upper + lower), fabric.paint, rim=0.32)
    if kind in ("flap", "purse", "clutch"):
        depth = dice.between(0.4, 0.65) * (bottom - top)
        width = top_half + 0.2
        flap = [(0, top - 0.2), (width - 0.6, top - 0.2), (width, top + 1)]
        flap += curve((width, top + depth * dice.between(0.3, 0.7)), (width * 0.9, top + depth), (0, top + depth))
        canvas.fill(symmetric(flap), fabric.plain(dice.choice((0.85, 1.0, 1.14))), rim=0.4)
        canvas.crease(flap[3:], 0.8, 0.6)
        canvas.crease(mirrored(flap[3:]), 0.8, 0.6)
        canvas.fill(ellipse((0, top + depth - 0.3), 1.1, 0.9, 10), fabric.accent(), rim=0)
    elif kind == "bowling":
        canvas.crease(curve((-top_half * 0.8, top + 1.2), (0, top - 1.0), (top_half * 0.8, top + 1.2)), 1.0, 0.5)
        if dice.chance(0.5):
            y = dice.between(4.5, 6.5)
            canvas.crease([(-bottom_half, y), (bottom_half, y)], 0.9, 0.65)
    elif dice.chance(0.6):
        canvas.crease([(-top_half, top + 1.6), (top_half, top + 1.6)], 0.9, 0.6)
    if kind == "tote" and dice.chance(0.5):
        canvas.fill(
            ellipse((0, (top + bottom) / 2 + 0.8), dice.between(2.0, 3.6), dice.between(1.6, 3.0)),
            fabric.contrasting(dice),
            rim=0,
        )
    if dice.chance(0.3):
        for side in (-1, 1):
            canvas.crease([(side * bottom_half * 0.72, top + 1), (side * bottom_half * 0.76, bottom)], 0.9, 0.7)


def _draw_handle(canvas: Canvas, foot: float, foot_y: float, peak: float, width: float, paint: Paint) -> None:
    """An arched handle; `peak` is the height of its Bezier controls, so the arch reaches about three quarters of it."""
    middle = (0.0, (foot_y + 3 * peak) / 4)
    right = curve((0.0, middle[1]), (foot * 0.8, middle[1]), (foot, foot_y), 8)
    canvas.band(mirrored(right) + right[1:], width, paint, rim=0.15)
