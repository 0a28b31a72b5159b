#!/usr/bin/env python3
"""Makes the arrays that the tests of the readers of NPY and NPZ compare with, into Tests/FileFormatsTests/NumPy.

The files are the same to the byte each time. Number i of an array is made of (37 i + 11) mod 97, as `numbers` says,
and the tests know it by the same rule. Needs NumPy. With --check FILE... it reads files of dcgan's instead, and prints
the type, shape and sum of each array.
"""

import io
import sys
import warnings
import zipfile
from pathlib import Path

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy as np

SHAPE = (2, 3, 4)
TYPES = ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
# What makes all bytes of an integer count, and stays exact as a double.
SCALES = {1: 1, 2: 300, 4: 20_000_000, 8: 2**45 + 1}


def numbers(kind, shape=SHAPE):
    raw = (37 * np.arange(int(np.prod(shape))) + 11) % 97
    size = int(kind[1:])
    if kind == "b1":
        values = raw % 3 == 0
    elif kind[0] == "f":
        values = (raw - 50) / 8
    else:
        values = (raw - (50 if kind[0] == "i" else 0)) * SCALES[size]
    return values.astype(kind).reshape(shape)


def saved(array, version=None):
    contents = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        np.lib.format.write_array(contents, array, version=version)
    return contents.getvalue()


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for kind in TYPES:
        for order, name in (("<", "little"), (">", "big")):
            array = numbers(kind).astype(np.dtype(kind).newbyteorder(order))
            (folder / f"{kind}-{name}-c.npy").write_bytes(saved(array))
            (folder / f"{kind}-{name}-fortran.npy").write_bytes(saved(np.asfortranarray(array)))
    for version in (1, 2, 3):
        (folder / f"version-{version}.npy").write_bytes(saved(numbers("u1"), (version, 0)))
    (folder / "scalar.npy").write_bytes(saved(np.array(7.5)))
    (folder / "one-dimension.npy").write_bytes(saved(numbers("i4", (5,))))
    (folder / "empty.npy").write_bytes(saved(np.zeros((0, 28, 28), "u1")))

    refused = {
        "objects": np.array([1, "two"], dtype=object),
        "complex": np.zeros(2, "c16"),
        "texts": np.array(["one", "two"]),
        "dates": np.array(["2026-11-25"], "M8[D]"),
        "records": np.zeros(2, [("label", "u1"), ("image", "u1", (2, 2))]),
    }
    for name, array in refused.items():
        contents = io.BytesIO()
        np.save(contents, array, allow_pickle=True)
        (folder / f"refused-{name}.npy").write_bytes(contents.getvalue())

    arrays = {"x_train": numbers("u1", (6, 2, 2)), "y_train": numbers("i8", (6,)) % 10}
    np.savez(folder / "stored.npz", **arrays)
    np.savez_compressed(folder / "deflated.npz", **arrays)
    np.savez(folder / "unnamed.npz", numbers("f4"))
    wide(folder / "wide.npz", arrays)
    with zipfile.ZipFile(folder / "method.npz", "w", zipfile.ZIP_BZIP2) as archive:
        add(archive, "arr_0.npy", saved(numbers("u1")))
    with zipfile.ZipFile(folder / "no-arrays.zip", "w") as archive:
        add(archive, "readme.txt", b"Nothing here.")


def add(archive, name, contents):
    """Adds a member of the format's first day, as numpy's are: archives would tell the hour otherwise."""
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.external_attr = 0o600 << 16
    archive.writestr(member, contents, compress_type=archive.compression)


def wide(path, arrays):
    """An archive that uses numbers of 64 bits everywhere, as if it had more than 4 GB."""
    limit, count = zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT
    zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = 8, 1
    try:
        with zipfile.ZipFile(path, "w", allowZip64=True) as archive:
            for name, array in arrays.items():
                add(archive, f"{name}.npy", saved(array))
    finally:
        zipfile.ZIP64_LIMIT, zipfile.ZIP_FILECOUNT_LIMIT = limit, count


def check(paths):
    for path in paths:
        loaded = np.load(path)
        arrays = loaded.items() if hasattr(loaded, "items") else [("", loaded)]
        for name, array in arrays:
            print(path, name, array.dtype.str, array.shape, float(array.astype("f8").sum()))


if __name__ == "__main__":
    if {"-h", "--help"} & set(sys.argv[1:]):
        print(__doc__)
    elif sys.argv[1:2] == ["--check"]:
        check(sys.argv[2:])
    else:
        make(Path(__file__).resolve().parents[2] / "Tests/FileFormatsTests/NumPy")
