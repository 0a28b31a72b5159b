#!/usr/bin/env python3
"""Checks that files are whole PGM (P5), PPM (P6) or PNG pictures that show something, without any library."""

import struct
import sys
import zlib


def pixels_of_pnm(data: bytes) -> bytes:
    """The pixels of a binary PGM or PPM file with one comment-free header."""
    magic, size, maximum, pixels = data.split(b"\n", 3)
    width, height = (int(word) for word in size.split())
    channels = {b"P5": 1, b"P6": 3}[magic]
    if int(maximum) != 255 or len(pixels) != width * height * channels:
        raise ValueError("the header does not fit the pixels")
    return pixels


def pixels_of_png(data: bytes) -> bytes:
    """The filtered scan lines of a PNG file, every checksum verified."""
    position, compressed, header = 8, b"", b""
    while position < len(data):
        (length,) = struct.unpack(">I", data[position : position + 4])
        body = data[position + 4 : position + 8 + length]
        (checksum,) = struct.unpack(">I", data[position + 8 + length : position + 12 + length])
        if zlib.crc32(body) != checksum:
            raise ValueError(f"the chunk {body[:4]!r} has a wrong checksum")
        if body[:4] == b"IHDR":
            header = body[4:]
        elif body[:4] == b"IDAT":
            compressed += body[4:]
        position += 12 + length
        if body[:4] == b"IEND":
            break
    else:
        raise ValueError("the end is missing")
    width, height, depth, colour = struct.unpack(">IIBB", header[:10])
    channels = {0: 1, 2: 3}[colour]
    lines = zlib.decompress(compressed)
    if depth != 8 or len(lines) != height * (1 + width * channels):
        raise ValueError("the header does not fit the pixels")
    return lines


def check(path: str) -> None:
    """Raises ValueError unless the file is a picture with more than one colour."""
    with open(path, "rb") as file:
        data = file.read()
    pixels = pixels_of_png(data) if data.startswith(b"\x89PNG\r\n\x1a\n") else pixels_of_pnm(data)
    if len(set(pixels)) < 16:
        raise ValueError("the picture is all but empty")
    print(f"{path}: a valid picture, {len(pixels)} bytes of pixels")


def main() -> int:
    """Checks each file named on the command line."""
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(f"{__doc__}\n\n    scripts/checks/check_picture.py FILE...")
        return 0
    if len(sys.argv) < 2:
        print("Name the pictures to check.", file=sys.stderr)
        return 64
    for path in sys.argv[1:]:
        try:
            check(path)
        except (OSError, ValueError, KeyError, struct.error, zlib.error) as error:
            print(f"{path}: not a valid picture: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
