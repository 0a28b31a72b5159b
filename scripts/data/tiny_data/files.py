"""The file formats written here: IDX in gzip, and grey PNG."""

from __future__ import annotations

import struct
import zlib
from typing import Sequence


def idx(sizes: Sequence[int], values: bytes) -> bytes:
    """Unsigned bytes as an IDX file with the given dimensions."""
    header = bytes((0, 0, 0x08, len(sizes)))
    return header + b"".join(struct.pack(">I", size) for size in sizes) + values


def gzipped(data: bytes) -> bytes:
    """The data as a gzip file without name or time, so that the same data give the same file.

    The header is written by hand because the operating system's byte that Python's own module writes has changed
    between versions.
    """
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    body = deflate.compress(data) + deflate.flush()
    header = b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02\xff"
    return header + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def png(width: int, height: int, pixels: bytes) -> bytes:
    """An 8-bit grey PNG file."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + pixels[row * width : (row + 1) * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
