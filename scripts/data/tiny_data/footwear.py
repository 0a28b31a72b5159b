"""Footwear, seen from the side with the toe to the left: sandal, sneaker and ankle boot."""

from __future__ import annotations

from typing import List

from .dice import Dice
from .fabric import Fabric, choose_fabric
from .raster import Canvas, Point, curve, ellipse

TOE, HEEL = -12.6, 12.2


def draw_sneaker(canvas: Canvas, dice: Dice) -> None:
    """A low shoe on a thick bright sole, with laces and stripes."""
    fabric = choose_fabric(dice, ("plain",))
    ground = dice.between(5.0, 6.6)
    sole_height, heel_lift = dice.between(1.5, 2.8), dice.choice((0.0, dice.between(0.4, 1.6)))
    edge = ground - sole_height
    throat = dice.between(-1.2, 1.4)
    high = dice.chance(0.2)
    tongue = dice.between(-8.4, -6.8) if high else dice.between(-6.2, -3.8)
    collar = tongue + (0.4 if high else dice.between(1.2, 2.6))
    toe_height = dice.between(1.9, 3.9)
    upper = curve((TOE + 0.4, edge + 0.6), (TOE, edge - toe_height), (TOE + 4.2, edge - toe_height))
    upper += curve((TOE + 4.2, edge - toe_height), (throat - 2.4, edge - toe_height - 0.6), (throat, tongue))
    upper += [(throat + 1.8, tongue + 0.2)]
    upper += curve((throat + 1.8, tongue + 0.2), (6.4, collar + 2.0), (HEEL - 1.6, collar - 0.8))
    upper += curve((HEEL - 1.0, collar - 0.8), (HEEL + 0.2, (collar + edge) / 2), (HEEL - 0.2, edge + 0.6))
    canvas.fill(upper, fabric.paint, rim=0.28)
    _draw_sneaker_side(canvas, dice, fabric, edge, throat, collar)
    for lace in range(dice.whole(3, 4)):
        t = 0.2 + lace * 0.2
        x, y = TOE + 5.2 + (throat - TOE - 5.2) * t, edge - toe_height + (tongue - edge + toe_height) * t * t
        canvas.crease([(x + 0.2, y + 0.3), (x + 2.2, y + 1.7)], 0.9, 0.45 if fabric.brightness > 120 else 1.9)
    if dice.chance(0.6):
        cap = curve((TOE + 4.8, edge - toe_height - 0.1), (TOE + 3.0, edge - 1.5), (TOE + 3.8, edge + 0.4))
        canvas.crease(cap, 0.9, 0.65)
    if dice.chance(0.55):
        canvas.tint(
            [(HEEL - 2.8, collar), (HEEL + 1, collar - 1), (HEEL + 1, edge), (HEEL - 2.2, edge)],
            dice.choice((0.6, 1.25)),
        )
    sole = curve((TOE - 0.2, edge + 0.4), (TOE - 0.4, ground), (TOE + 1.8, ground)) + [(HEEL - 0.8, ground)]
    sole += curve((HEEL - 0.8, ground), (HEEL + 0.6, ground), (HEEL + 0.4, edge - heel_lift - 0.2))
    sole += [(5.0, edge - heel_lift * 0.5), (0.0, edge)]
    bright = dice.between(205, 250) if fabric.brightness < 190 or dice.chance(0.3) else dice.between(90, 140)
    canvas.fill(sole, lambda x, y: bright, rim=0.12)
    canvas.crease([(TOE, edge), (0.0, edge), (5.0, edge - heel_lift * 0.5), (HEEL, edge - heel_lift - 0.2)], 0.7, 0.6)


def _draw_sneaker_side(canvas: Canvas, dice: Dice, fabric: Fabric, edge: float, throat: float, collar: float) -> None:
    """What is sewn on the side: slanted stripes, a swoosh, a disc, or a panel."""
    kind = dice.choice(("stripes", "stripes", "swoosh", "disc", "panel", "none"))
    paint = fabric.contrasting(dice)
    middle = dice.between(0.5, 3.0)
    if kind == "stripes":
        for i in range(dice.whole(2, 3)):
            canvas.band([(middle - 1 + 2.1 * i, collar + 1.9), (middle - 2.8 + 2.1 * i, edge - 0.2)], 1.0, paint)
    elif kind == "swoosh":
        canvas.band(
            curve((-4.5, edge - 1.4), (-1.0, edge + 1.4), (8.0, collar + 1.6), 8), dice.between(1.0, 1.6), paint
        )
    elif kind == "disc":
        canvas.fill(ellipse((HEEL - 4.4, (collar + edge) / 2), 1.7, 1.7), paint, rim=0)
    elif kind == "panel":
        panel = [
            (throat + 0.4, edge - 0.2),
            (throat + 2.4, collar + 1.6),
            (HEEL - 3.2, collar + 1.0),
            (HEEL - 2.4, edge - 0.2),
        ]
        canvas.tint(panel, dice.choice((0.7, 1.22)))


def draw_ankle_boot(canvas: Canvas, dice: Dice) -> None:
    """A shaft above the ankle, on a flat sole, a block heel or a stiletto; zip, laces or an elastic side."""
    fabric = choose_fabric(dice, ("plain",))
    heel = dice.choice((dice.between(1.2, 2.0), dice.between(2.2, 3.6), dice.between(3.6, 5.6)))
    ground = dice.between(10.0, 11.6)
    sole = dice.between(0.9, 1.7)
    ball, arch = ground - sole, ground - sole - heel * 0.75
    top = dice.between(-11.6, -6.4) - heel * 0.3
    front, back = dice.between(0.4, 2.8), HEEL - dice.between(0.4, 1.6)
    flare = dice.between(-1.0, 1.0)
    toe_height = dice.between(1.6, 4.4)
    instep = (front - 0.4, ball - dice.between(7.6, 9.4) - heel * 0.4)
    outline: List[Point] = curve((TOE + 0.4, ball), (TOE, ball - toe_height), (TOE + 4.4, ball - toe_height - 0.4))
    outline += curve((TOE + 4.4, ball - toe_height - 0.4), (front - 1.6, instep[1] + 3.4), instep)
    outline += [(front - flare, top)] + curve(
        (front - flare, top), (6, top + dice.between(-0.8, 1.4)), (back + flare * 0.6, top - 0.2)
    )
    outline += curve((back, top), (back - dice.between(0.6, 2.4), (top + arch) / 2), (HEEL - 0.2, arch))
    outline += [(HEEL - 5.2, arch)] + curve((HEEL - 5.2, arch), (1.5, arch + 0.4), (-2.6, ball))
    canvas.fill(outline, fabric.paint, rim=0.28)
    dark = fabric.plain(dice.between(0.3, 0.6) if dice.chance(0.75) else 1.3)
    width = dice.between(1.4, 2.2) if heel > 3.6 and dice.chance(0.6) else dice.between(3.8, 5.2)
    canvas.fill(
        [
            (HEEL - 5.2 if width > 3 else HEEL - 4.0, arch - 0.3),
            (HEEL, arch - 0.3),
            (HEEL - 0.4, ground),
            (HEEL - 0.4 - width, ground),
        ],
        dark,
        rim=0.1,
    )
    canvas.fill(
        [(TOE + 0.2, ball), (-2.4, ball), (0.4, ball - 0.2), (-1.6, ground), (TOE + 1.4, ground)], dark, rim=0.1
    )
    canvas.band(curve((-2.6, ball + sole / 2), (1.5, arch + 0.9), (HEEL - 4.2, arch + 0.2)), 1.1, dark)
    _draw_boot_side(canvas, dice, fabric, top, front, back, instep)
    if dice.chance(0.4):
        canvas.crease(curve((TOE + 5.2, ball - toe_height - 0.6), (TOE + 3.4, ball - 2), (TOE + 4.6, ball)), 0.9, 0.7)
    for _ in range(dice.whole(0, 2)):
        y = dice.between(-1.5, 4.0)
        canvas.crease(
            curve((front + 0.4, y), (front + 3, y + 1.2), (front + 5.5, y - 0.4)), 1.2, dice.choice((0.78, 1.16))
        )


def _draw_boot_side(
    canvas: Canvas, dice: Dice, fabric: Fabric, top: float, front: float, back: float, instep: Point
) -> None:
    """How the boot closes: a zip, laces, an elastic gusset, a buckled strap, or a fur cuff."""
    kind = dice.choice(("zip", "laces", "elastic", "strap", "cuff", "plain"))
    middle = (front + back) / 2
    if kind == "zip":
        canvas.crease([(middle + 1, top), (middle + 0.6, 7.0)], 0.9, 0.5)
    elif kind == "laces":
        for i in range(5):
            y = top + 1.8 + i * (instep[1] + 3.4 - top) / 5
            canvas.crease([(front - 0.6, y), (front + 2.2, y + 0.7)], 0.9, 0.45 if fabric.brightness > 120 else 1.9)
    elif kind == "elastic":
        canvas.tint([(middle - 1.8, top - 1), (middle + 2.2, top - 1), (middle + 0.6, 4.2)], 0.55)
    elif kind == "strap":
        y = dice.between(0.5, 2.8)
        canvas.crease([(front - 2.4, y + 0.8), (back, y - 0.6)], 1.5, 0.55)
        canvas.fill(ellipse((middle, y), 1.1, 1.1, 8), fabric.plain(1.7), rim=0)
    elif kind == "cuff":
        canvas.fill(
            [(front - 1.0, top - 0.3), (back + 0.9, top - 0.3), (back + 0.7, top + 2.8), (front - 0.9, top + 2.8)],
            fabric.contrasting(dice),
            rim=0.3,
        )


def draw_sandal(canvas: Canvas, dice: Dice) -> None:
    """A sole that is flat, wedged or on a heel, and straps with nothing between them."""
    fabric = choose_fabric(dice, ("plain",))
    kind = dice.choice(("flat", "flat", "flat", "wedge", "heel", "block"))
    ground = dice.between(5.6, 7.4) if kind == "flat" else dice.between(9.4, 11.6)
    rise = {"flat": dice.between(0.2, 1.2), "wedge": dice.between(3.0, 6.0)}.get(kind, dice.between(5.0, 9.0))
    thick = dice.between(1.7, 2.9) if kind in ("flat", "wedge") else dice.between(1.4, 2.2)
    floor, seat = ground - thick, ground - thick - rise
    bed: List[Point] = [(TOE, floor - 0.4), (-3.4, floor)]
    bed += curve((-3.4, floor), (1.8, floor - 0.2 * rise), (6.0, seat)) + [(HEEL, seat - 0.2)]
    _draw_toe_straps(canvas, dice, fabric, floor)
    _draw_heel_straps(canvas, dice, fabric, kind == "flat", floor, seat)
    sole = fabric.contrasting(dice) if dice.chance(0.5) else fabric.plain(dice.choice((0.8, 1.12)))
    if kind == "wedge":
        canvas.fill(bed + [(HEEL - 0.3, ground), (TOE + 0.6, ground)], sole, rim=0.2)
    else:
        canvas.fill(bed + [(x, y + thick) for x, y in reversed(bed)], sole, rim=0.1)
    if kind in ("heel", "block"):
        top, tip = (3.2, dice.between(1.2, 1.8)) if kind == "heel" else (4.8, dice.between(3.4, 4.4))
        heel = [(HEEL - top, seat + 0.8), (HEEL, seat + 0.4), (HEEL - 0.4, ground), (HEEL - 0.4 - tip, ground)]
        canvas.fill(heel, sole, rim=0.15)
    canvas.crease(bed, 0.7, 0.6)


def _draw_toe_straps(canvas: Canvas, dice: Dice, fabric: Fabric, floor: float) -> None:
    """What holds the toes: a broad slide, two or three bands, a cross, or the arch of a thong."""
    height = dice.between(3.6, 5.2)
    style = dice.choice(("slide", "bands", "bands", "bands", "cross", "thong"))
    if style == "slide":
        start, end = dice.between(-10.6, -9.2), dice.between(-1.6, 0.8)
        dome = curve((start, floor + 0.5), (start + 1.2, floor - height), (start + 5.2, floor - height - 0.5))
        dome += [(end - 1.4, floor - height - 1.2), (end, floor + 0.5)]
        canvas.fill(dome, fabric.paint, rim=0.3)
        if dice.chance(0.6):
            canvas.crease([(start + 3.0, floor - height + 0.8), (start + 4.4, floor)], 1.2, dice.choice((0.5, 0.65)))
    elif style == "bands":
        count = dice.whole(2, 3)
        step = dice.between(3.3, 4.0)
        for i in range(count):
            x, top = TOE + 1.6 + i * step, floor - height * (0.62 + 0.26 * i)
            lean = dice.between(0.6, 1.8)
            band = curve((x, floor + 0.5), (x + lean * 0.2, top + 0.4), (x + lean, top))
            band += [(x + lean + step * 0.62, top - 0.5), (x + step * 0.68, floor + 0.5)]
            canvas.fill(band, fabric.paint, rim=0.2)
    elif style == "cross":
        left, right = TOE + 1.8, dice.between(-2.2, -0.6)
        for start, end in ((left, right), (right, left + 1.4)):
            peak = floor - height - (0.4 if end > start else -1.0)
            canvas.band(
                curve((start, floor), ((start + end) / 2, peak - 1.2), (end, peak if end > start else peak + 1)),
                2.0,
                fabric.paint,
                rim=0.25,
            )
        canvas.band([(right, floor - height - 0.4), (right + 1.0, floor)], 1.8, fabric.paint, rim=0.2)
    else:
        arch = curve((TOE + 2.6, floor), (TOE + 5.0, floor - height * 1.9), (dice.between(0.5, 3.5), floor), 8)
        canvas.band(arch, dice.between(1.5, 2.2), fabric.paint, rim=0.2)
        canvas.band([(TOE + 3.4, floor - 1.2), (TOE + 2.2, floor)], 1.2, fabric.paint)


def _draw_heel_straps(canvas: Canvas, dice: Dice, fabric: Fabric, flat: bool, floor: float, seat: float) -> None:
    """What holds the heel: a ring round the ankle, a sling to the instep, or, on some flat ones, nothing."""
    style = dice.choice(("ring", "ring", "sling", "none") if flat else ("ring", "ring", "sling"))
    if style == "none":
        return
    ankle = seat - dice.between(5.0, 7.0)
    back = HEEL - dice.between(0.4, 1.2)
    width = dice.between(1.2, 1.9)
    counter = [
        (back - dice.between(2.6, 4.2), seat + 0.3),
        (back - 1.8, ankle + 1.6),
        (back - 1.2, ankle),
        (back + 0.3, ankle),
        (HEEL, seat + 0.3),
    ]
    canvas.fill(counter, fabric.paint, rim=0.2)
    if style == "ring":
        front = dice.between(1.6, 3.4)
        canvas.band(
            curve((back, ankle + 0.4), ((back + front) / 2, ankle + 2.0), (front, ankle - 0.2)),
            width,
            fabric.paint,
            rim=0.1,
        )
        canvas.band(
            curve((back, ankle + 0.2), ((back + front) / 2, ankle - 1.4), (front, ankle - 0.2)), 0.8, fabric.plain(0.6)
        )
        if dice.chance(0.55):
            canvas.band(
                curve((front, ankle), (front - 0.6, ankle + 3), (dice.between(-5.0, -3.0), floor - 3.6)),
                width,
                fabric.paint,
                rim=0.1,
            )
    else:
        canvas.band(
            curve((back, ankle + 0.8), (3.4, ankle + 2.4), (dice.between(-3.6, -2.0), floor - 2.4)),
            width,
            fabric.paint,
            rim=0.1,
        )
