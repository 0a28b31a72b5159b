#!/usr/bin/env python3
"""Makes the pictures that the tests of the readers compare with, into Tests/FileFormatsTests/Pictures.

For each colour type and bit depth of PNG, without and with transparency, there are two files of the same pixels, one of
them interlaced by Adam7, with all five filters and the compressed data cut into several chunks; beside them lies what
must come out, as a binary PGM or PPM file. It shares nothing with the reader but the specification (ISO/IEC 15948), and
computes with fractions.
"""

import argparse
import random
import struct
import sys
import zlib
from fractions import Fraction
from pathlib import Path

WIDTH, HEIGHT = 11, 9
WHITE = 255
GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
NAMES = {GREY: "grey", RGB: "rgb", PALETTE: "palette", GREY_ALPHA: "grey-alpha", RGB_ALPHA: "rgb-alpha"}
SAMPLES = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
DEPTHS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
# Each pass of Adam7: first column, first row, step of columns, step of rows.
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(kind, contents):
    return struct.pack(">I", len(contents)) + kind + contents + struct.pack(">I", zlib.crc32(kind + contents))


def packed(samples, depth):
    """The samples of a row, the first in the highest bits, filled up to whole bytes."""
    bits = "".join(format(sample, f"0{depth}b") for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits), 8))


def filtered(row, above, size, kind):
    out = bytearray([kind])
    for i, value in enumerate(row):
        a = row[i - size] if i >= size else 0
        b = above[i]
        c = above[i - size] if i >= size else 0
        paeth = min((abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c))[2]
        out.append((value - (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
    return bytes(out)


def png(pixels, colour, depth, extra, interlaced, dice):
    data = b""
    size = max(1, depth * SAMPLES[colour] // 8)
    for column, row, columns, rows in ADAM7 if interlaced else ((0, 0, 1, 1),):
        lines = [[s for pixel in line[column::columns] for s in pixel] for line in pixels[row::rows]]
        above = None
        for line in lines:
            if line:
                raw = packed(line, depth)
                data += filtered(raw, above or bytes(len(raw)), size, dice.randrange(5))
                above = raw
    stream = zlib.compress(data)
    cuts = sorted(dice.sample(range(len(stream)), 2))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, colour, 0, 0, interlaced)
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"tEXt", b"Comment\0skipped") + extra
    for start, end in zip([0] + cuts, cuts + [len(stream)]):
        file += chunk(b"IDAT", stream[start:end])
    return file + chunk(b"tIME", struct.pack(">HBBBBB", 2000, 1, 1, 0, 0, 0)) + chunk(b"IEND", b"")


def level(sample, alpha, greatest):
    """The sample before white, from 0 to 255, rounded half up."""
    opacity = Fraction(alpha, greatest)
    return int(Fraction(sample, greatest) * 255 * opacity + WHITE * (1 - opacity) + Fraction(1, 2))


def case(colour, depth, transparent, dice):
    """Pixels, the chunks before them, and the colours that must come out."""
    greatest = 2**depth - 1
    pixels = [
        [tuple(dice.randint(0, greatest) for _ in range(SAMPLES[colour])) for _ in range(WIDTH)] for _ in range(HEIGHT)
    ]
    extra = b""
    if colour == PALETTE:
        palette = [tuple(dice.randrange(256) for _ in range(3)) for _ in range(2**depth)]
        alphas = [dice.choice((0, 77, 255)) for _ in range(2**depth * 3 // 4)] if transparent else []
        extra = chunk(b"PLTE", bytes(value for entry in palette for value in entry))
        extra += chunk(b"tRNS", bytes(alphas)) if transparent else b""
        alphas += [255] * (2**depth - len(alphas))
        shown = [tuple(level(value, alpha, 255) for value in entry) for entry, alpha in zip(palette, alphas)]
        return pixels, extra, [[shown[pixel[0]] for pixel in line] for line in pixels]
    key = pixels[HEIGHT // 2][WIDTH // 2] if transparent else None
    if transparent:
        # Bits above the depth have no meaning, and are set here to see that they are not looked at.
        meaningless = 0xA5A5 & ~greatest
        extra = chunk(b"tRNS", struct.pack(f">{len(key)}H", *(value | meaningless for value in key)))
        pixels[0][0] = key
    colours = 3 if colour in (RGB, RGB_ALPHA) else 1

    def shown(pixel):
        alpha = pixel[-1] if colour in (GREY_ALPHA, RGB_ALPHA) else 0 if pixel == key else greatest
        return tuple(level(value, alpha, greatest) for value in pixel[:colours])

    return pixels, extra, [[shown(pixel) for pixel in line] for line in pixels]


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    directory = Path(__file__).resolve().parents[2] / "Tests/FileFormatsTests/Pictures"
    directory.mkdir(exist_ok=True)
    dice = random.Random(28)
    for colour, depths in DEPTHS.items():
        for depth in depths:
            for transparent in (False,) if colour in (GREY_ALPHA, RGB_ALPHA) else (False, True):
                pixels, extra, shown = case(colour, depth, transparent, dice)
                name = f"{NAMES[colour]}-{depth}" + ("-transparent" if transparent else "")
                for interlaced in (False, True):
                    file = png(pixels, colour, depth, extra, interlaced, dice)
                    (directory / f"{name}{'-adam7' if interlaced else ''}.png").write_bytes(file)
                channels = len(shown[0][0])
                values = bytes(value for line in shown for pixel in line for value in pixel)
                magic = "P5" if channels == 1 else "P6"
                expected = f"{magic}\n{WIDTH} {HEIGHT}\n255\n".encode() + values
                (directory / f"{name}.{'pgm' if channels == 1 else 'ppm'}").write_bytes(expected)
    return 0


if __name__ == "__main__":
    sys.exit(main())
