#!/usr/bin/env python3
"""Makes the JPEG, BMP and GIF pictures of which the tests compare our decoding with Pillow's.

    make_pillow_fixtures.py       into Tests/FileFormatsTests/Pictures/JPEG, BMP and GIF

Each picture is drawn here, written in one of the formats' many forms, and decoded by Pillow, whose pixels lie beside it
as a binary PGM or PPM file, upright and before white. Needs Pillow, NumPy, and the programs cjpeg and jpegtran of
libjpeg-turbo; the bytes of the files depend on their versions (Pillow 13.0 and libjpeg-turbo 2.1.5 made the committed
ones).
"""

import argparse
import io
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy as np
from PIL import Image, ImageOps

DIRECTORY = Path(__file__).resolve().parents[2] / "Tests/FileFormatsTests/Pictures"
SMALL, LARGE = (33, 21), (48, 40)
NON_INTERLEAVED = "0; 1; 2;"
# Bands of coefficients, and bits one after the other, in an order that no encoder uses by default.
PROGRESSIVE_SCANS = """
0 1 2: 0-0, 0, 2; 0: 1-2, 0, 3; 2: 1-63, 0, 1; 1: 1-63, 0, 1; 0: 3-63, 0, 3; 0 1 2: 0-0, 2, 1; 0: 1-63, 3, 2;
0: 1-63, 2, 1; 2: 1-63, 1, 0; 1: 1-63, 1, 0; 0: 1-63, 1, 0; 0 1 2: 0-0, 1, 0;
"""


def draw(size, channels, dice, noise=20):
    """Waves, noise, and an area of one colour with hard edges."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width]
    waves = [(np.sin(x / (3 + i) + i) + np.cos(y / (4 + 2 * i))) * 55 + 128 for i in range(channels)]
    pixels = np.stack(waves, -1) + dice.normal(0, noise, (height, width, channels))
    pixels[height // 3 : height // 2 + 1, width // 4 : width // 2 + 1] = dice.integers(0, 256, channels)
    values = np.clip(pixels, 0, 255).astype(np.uint8)
    return Image.fromarray(values[..., 0] if channels == 1 else values, {1: "L", 3: "RGB", 4: "CMYK"}[channels])


def written(picture, form, **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def decoded(file):
    """The picture as Pillow sees it: upright, before white, grey or in colour."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(file)))
    if picture.mode == "RGBA" or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    return picture if picture.mode == "L" else picture.convert("L" if picture.mode == "1" else "RGB")


def keep(folder, name, file):
    target = DIRECTORY / folder
    picture = decoded(file)
    (target / name).write_bytes(file)
    stem = name.rsplit(".", 1)[0]
    picture.save(target / f"{stem}.{'pgm' if picture.mode == 'L' else 'ppm'}")


# JPEG


def by_cjpeg(picture, *options):
    file = written(picture, "PPM")
    return subprocess.run(["cjpeg", *options], input=file, stdout=subprocess.PIPE, check=True).stdout


def with_scans(program, file, scans, *options):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as script:
        script.write(scans)
        script.flush()
        command = [program, *options, "-scans", script.name]
        return subprocess.run(command, input=file, stdout=subprocess.PIPE, check=True).stdout


def segments(file):
    """The parts of a file: each marker with its segment, and with the pixels behind a scan's."""
    parts, place = [], 2
    while place < len(file):
        end = place + 2
        if file[place + 1] != 0xD9:
            end += struct.unpack(">H", file[end : end + 2])[0]
        while end < len(file) and (file[end] != 0xFF or file[end + 1] == 0 or 0xD0 <= file[end + 1] <= 0xD7):
            end += 1
        parts.append(file[place:end])
        place = end
    return parts


def joined(parts):
    return b"\xff\xd8" + b"".join(parts)


def without(file, marker):
    return joined(part for part in segments(file) if part[1] != marker)


def with_adobe_transform(file, transform):
    parts = [part[:15] + bytes([transform]) if part[1] == 0xEE else part for part in segments(file)]
    return joined(parts)


def with_orientation(file, orientation, big_endian):
    order = ">" if big_endian else "<"
    entries = struct.pack(order + "HHII", 0x0100, 4, 1, 33) + struct.pack(order + "HHIHH", 0x0112, 3, 1, orientation, 0)
    directory = struct.pack(order + "H", 2) + entries + struct.pack(order + "I", 0)
    tiff = (b"MM" if big_endian else b"II") + struct.pack(order + "HI", 42, 8) + directory
    exif = b"Exif\0\0" + tiff
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + file[2:]


def jpegs(dice):
    for size in (SMALL, LARGE):
        suffix = f"-{size[0]}x{size[1]}"
        for progressive in (False, True):
            form = ("progressive" if progressive else "baseline") + suffix
            picture = draw(size, 3, dice)
            for subsampling in ("4:4:4", "4:2:2", "4:2:0"):
                name = f"{subsampling.replace(':', '')}-{form}.jpg"
                yield name, written(picture, "JPEG", quality=75, subsampling=subsampling, progressive=progressive)
            yield f"grey-{form}.jpg", written(draw(size, 1, dice), "JPEG", quality=80, progressive=progressive)
            yield f"cmyk-{form}.jpg", written(draw(size, 4, dice), "JPEG", quality=85, progressive=progressive)
    picture = draw(SMALL, 3, dice)
    for blocks in (1, 2, 5):
        for progressive in (False, True):
            options = dict(quality=70, restart_marker_blocks=blocks, progressive=progressive)
            name = f"restarts-{blocks}{'-progressive' if progressive else ''}.jpg"
            yield name, written(picture, "JPEG", **options)
    for quality in (1, 30, 100):
        yield f"quality-{quality}.jpg", written(picture, "JPEG", quality=quality)
    yield "optimised.jpg", written(picture, "JPEG", quality=60, optimize=True)
    yield "16-bit-factors.jpg", by_cjpeg(picture, "-quality", "2")
    yield "saturated.jpg", written(draw(SMALL, 3, dice, noise=200), "JPEG", quality=25)
    for samples in ("1x2", "4x1", "1x4", "4x2", "2x4", "3x1", "2x2,1x2", "2x2,2x1", "2x1,1x1,2x1", "1x1,2x2,2x1"):
        for form in ("baseline", "progressive"):
            name = f"sampled-{samples.replace(',', '-')}-{form}.jpg"
            options = ["-progressive"] if form == "progressive" else []
            yield name, by_cjpeg(picture, "-quality", "85", "-sample", samples, *options)
    for samples in ("1x1", "2x2", "4x4", "3x3"):
        file = written(picture, "PPM")
        yield f"scan-each-{samples}.jpg", with_scans("cjpeg", file, NON_INTERLEAVED, "-sample", samples)
    plain = written(picture, "JPEG", quality=75)
    yield "scan-each-restarts.jpg", with_scans("jpegtran", plain, NON_INTERLEAVED, "-restart", "3B")
    yield "progressive-many-scans.jpg", with_scans("jpegtran", plain, PROGRESSIVE_SCANS)
    yield "progressive-restarts.jpg", with_scans("jpegtran", plain, PROGRESSIVE_SCANS, "-restart", "2B")
    for size in ((1, 1), (2, 2), (3, 3), (4, 5), (8, 8), (16, 17), (17, 16), (50, 7), (7, 50)):
        yield f"size-{size[0]}x{size[1]}.jpg", written(draw(size, 3, dice), "JPEG", quality=80, subsampling="4:2:0")
    rgb = written(picture, "JPEG", quality=80, keep_rgb=True)
    yield "rgb-adobe.jpg", rgb
    yield "rgb-by-identifiers.jpg", without(rgb, 0xEE)
    inks = written(draw(SMALL, 4, dice), "JPEG", quality=85)
    yield "cmyk-without-adobe.jpg", without(inks, 0xEE)
    yield "ycck.jpg", with_adobe_transform(inks, 2)
    yield "ycck-420.jpg", with_adobe_transform(written(draw(SMALL, 4, dice), "JPEG", subsampling="4:2:0"), 2)
    yield "trailing-bytes.jpg", plain + b"\0\xff\xd8 and more"
    yield "fill-bytes.jpg", b"\xff\xd8" + b"".join(b"\xff\xff" + part for part in segments(plain))
    comment = b"\xff\xfe\x00\x06\xff\xd9\xff\xda"
    yield "strays-and-comment.jpg", b"\xff\xd8" + b"\0\x01\x02".join([comment] + segments(plain))
    for orientation in range(1, 9):
        for big_endian in (False, True):
            name = f"orientation-{orientation}-{'big' if big_endian else 'little'}-endian.jpg"
            yield name, with_orientation(plain, orientation, big_endian)
    yield "orientation-6-grey.jpg", with_orientation(written(draw(SMALL, 1, dice), "JPEG"), 6, True)


# BMP


def bmp(width, height, bits, compression, palette, data, masks=b"", size=40):
    """A file by the specification; the palette has four bytes a colour, and the masks may belong to a longer header."""
    sizes = (size, width, height, 1, bits, compression, len(data))
    header = struct.pack("<IiiHHIIiiII", *sizes, 0, 0, len(palette) // 4, 0)
    start = 14 + 40 + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + masks + palette + data


def packed_rows(indices, bits):
    rows = []
    for line in indices[::-1]:
        text = "".join(format(index, f"0{bits}b") for index in line)
        text += "0" * (-len(text) % 32)
        rows.append(bytes(int(text[place : place + 8], 2) for place in range(0, len(text), 8)))
    return b"".join(rows)


def runs(indices, bits):
    """Runs, single pixels and jumps: what an encoder may choose, chosen in turn."""
    data = b""
    for number, line in enumerate(indices[::-1]):
        place = 0
        while place < len(line):
            end = place
            while end < len(line) and line[end] == line[place] and end - place < 255:
                end += 1
            if end - place > 2 or len(line) - place < 3:
                value = line[place] if bits == 8 else line[place] << 4 | line[place]
                data += bytes([end - place, value])
            else:
                end = min(place + 3 + number % 4, len(line))
                part = list(line[place:end])
                if bits == 4:
                    part = part + [0] * (len(part) % 2)
                    part = [part[i] << 4 | part[i + 1] for i in range(0, len(part), 2)]
                data += bytes([0, end - place]) + bytes(part) + bytes(len(part) % 2)
            place = end
        data += b"\0\0"
    return data + b"\0\1"


def bmps(dice):
    picture = draw(SMALL, 3, dice)
    values = np.asarray(picture).astype(int)
    width, height = SMALL
    yield "rgb-24.bmp", written(picture, "BMP")
    yield "grey-8.bmp", written(draw(SMALL, 1, dice), "BMP")
    yield "bilevel.bmp", written(draw(SMALL, 1, dice).convert("1"), "BMP")
    yield "palette-8.bmp", written(picture.quantize(200), "BMP")
    for bits in (1, 4, 8):
        colours = 2**bits if bits < 8 else 100
        palette = bytes(value for _ in range(colours) for value in (*dice.integers(0, 256, 3), 0))
        indices = (values[..., 0] * colours // 256).tolist()
        yield f"palette-{bits}-by-hand.bmp", bmp(width, height, bits, 0, palette, packed_rows(indices, bits))
        coarse = [[line[x // 5 * 5] for x in range(width)] if y % 2 else line for y, line in enumerate(indices)]
        if bits > 1:
            yield f"runs-{bits}.bmp", bmp(width, height, bits, 1 if bits == 8 else 2, palette, runs(coarse, bits))
    rows = b"".join(line.tobytes() + b"\0" for line in values[..., ::-1].astype(np.uint8))
    yield "top-down.bmp", bmp(width, -height, 24, 0, b"", rows)
    red, green, blue = values[..., 0], values[..., 1], values[..., 2]

    def stored(pixels, size):
        rows = pixels[::-1].astype(f"<u{size}")
        return b"".join(line.tobytes() + bytes(-len(line.tobytes()) % 4) for line in rows)

    plain = red >> 3 << 10 | green >> 3 << 5 | blue >> 3
    yield "rgb-16.bmp", bmp(width, height, 16, 0, b"", stored(plain, 2))
    masks = struct.pack("<III", 0xF800, 0x7E0, 0x1F)
    yield "rgb-565.bmp", bmp(width, height, 16, 3, b"", stored(red >> 3 << 11 | green >> 2 << 5 | blue >> 3, 2), masks)
    wide = red << 16 | green << 8 | blue | 0x5A000000
    yield "rgb-32.bmp", bmp(width, height, 32, 0, b"", stored(wide, 4))
    alpha = (np.arange(width)[None, :] * 255 // (width - 1)) << 24
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000) + bytes(52)
    file = bmp(width, height, 32, 3, b"", stored(wide & 0xFFFFFF | alpha, 4), masks, size=108)
    yield "rgb-alpha-32.bmp", file
    core = struct.pack("<IHHHH", 12, width, height, 1, 24)
    rows = written(picture, "BMP")[54:]
    yield "os2.bmp", b"BM" + struct.pack("<IHHI", 26 + len(rows), 0, 0, 26) + core + rows


# GIF


def gifs(dice):
    for colours in (2, 4, 16, 100, 256):
        picture = draw(LARGE, 3, dice).quantize(colours)
        yield f"colours-{colours}.gif", written(picture, "GIF", interlace=0)
        yield f"colours-{colours}-interlaced.gif", written(picture, "GIF", interlace=1)
    picture = draw(SMALL, 3, dice).quantize(20)
    yield "transparent.gif", written(picture, "GIF", transparency=7)
    yield "grey.gif", written(draw(SMALL, 1, dice), "GIF")
    yield "noise.gif", written(draw((120, 90), 1, dice, noise=90), "GIF")
    others = [draw(SMALL, 3, dice).quantize(20) for _ in range(2)]
    yield "animation.gif", written(picture, "GIF", save_all=True, append_images=others, loop=0, comment=b"a comment")


def main():
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    dice = np.random.default_rng(28)
    for folder, files in (("JPEG", jpegs(dice)), ("BMP", bmps(dice)), ("GIF", gifs(dice))):
        shutil.rmtree(DIRECTORY / folder, ignore_errors=True)
        (DIRECTORY / folder).mkdir(parents=True)
        for name, file in files:
            keep(folder, name, file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
