#!/usr/bin/env python3
"""Adds Gaussian noise to the first images of an IDX file, for 'dcgan denoise' to take away. Needs Python alone.

    scripts/data/add_noise.py data/tiny/t10k-images-idx3-ubyte.gz noisy.idx
    dcgan denoise --image noisy.idx#0-9 --noise 50 --out denoise.png
"""

import argparse
import gzip
import math
import random
import struct


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="IDX file of bytes, plain or compressed")
    parser.add_argument("out", help="IDX file to write")
    parser.add_argument("--count", type=int, default=10, help="images (default: %(default)s)")
    parser.add_argument("--deviation", type=float, default=50, help="of the noise, in 0 ... 255 (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="(default: %(default)s)")
    options = parser.parse_args()

    if not 0 <= options.deviation <= 1000:
        raise SystemExit("Error: --deviation must be from 0 to 1000.")
    try:
        with open(options.source, "rb") as file:
            data = file.read()
    except OSError as error:
        raise SystemExit(f"Error: {options.source}: {error.strerror}.") from error
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    if len(data) < 4 or data[:3] != b"\x00\x00\x08" or data[3] < 3:
        raise SystemExit(f"Error: {options.source} is no IDX file of images.")
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    if not 1 <= options.count <= shape[0]:
        raise SystemExit(f"Error: --count must be from 1 to {shape[0]}, the images in {options.source}.")
    start = 4 + 4 * len(shape)
    values = data[start : start + options.count * math.prod(shape[1:])]
    if len(values) != options.count * math.prod(shape[1:]):
        raise SystemExit(f"Error: {options.source} ends before its last image.")
    noise = random.Random(options.seed)
    noisy = bytes(min(255, max(0, round(value + noise.gauss(0, options.deviation)))) for value in values)
    with open(options.out, "wb") as file:
        file.write(data[:4] + struct.pack(f">{len(shape)}I", options.count, *shape[1:]) + noisy)


if __name__ == "__main__":
    main()
