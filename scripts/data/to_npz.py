#!/usr/bin/env python3
"""Makes an NPZ file, which `dcgan import` reads, of files that only libraries of Python can read.

  to_npz.py IN OUT.npz [--images KEY] [--labels KEY]

IN is a pickle (CIFAR's batches, for instance), a batch of CIFAR in its binary layout (.bin), a file of torch.save, an
HDF5 or MATLAB file, a Parquet file of pictures or arrays, or a folder that datasets.save_to_disk wrote. Needs NumPy and
the library that the file is from: torch, h5py, scipy, pandas and Pillow, or datasets. Beware: a pickle can run any
program, so take it from where you trust.
"""

import argparse
import io
import pickle
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "reference"))
import missing_package  # noqa: E402, F401  It is asked where one of the others is missing.
import numpy as np

IMAGES = ("images", "data", "image", "x", "X", "x_train", "train_x", "img", "pixel_values")
LABELS = ("labels", "label", "y", "Y", "y_train", "train_y", "fine_labels", "targets", "target")


def load(path):
    """The contents as a dictionary of names and values."""
    start = path.open("rb").read(16) if path.is_file() else b""
    if path.is_dir():
        import datasets

        table = datasets.load_from_disk(str(path))
        table = table["train"] if hasattr(table, "keys") else table
        return {name: table[name] for name in table.column_names}
    if start.startswith(b"\x89HDF") or path.suffix in (".h5", ".hdf5"):
        import h5py

        with h5py.File(path) as file:
            return {name: np.asarray(value) for name, value in file.items() if hasattr(value, "shape")}
    if start.startswith(b"MATLAB"):
        import scipy.io

        return {name: value for name, value in scipy.io.loadmat(path).items() if not name.startswith("__")}
    if start.startswith(b"PAR1"):
        import pandas

        return {name: list(column) for name, column in pandas.read_parquet(path).items()}
    if path.suffix == ".bin" and (images := cifar(path)):
        return images
    try:
        contents = pickle.loads(path.read_bytes(), encoding="bytes")
    except pickle.UnpicklingError:
        import torch

        contents = torch.load(path, map_location="cpu", weights_only=True)
    if isinstance(contents, (tuple, list)):
        contents = dict(zip(("images", "labels"), contents))
    if not isinstance(contents, dict):
        contents = {"images": contents}
    return {key.decode() if isinstance(key, bytes) else str(key): value for key, value in contents.items()}


def cifar(path):
    """A batch of CIFAR-10 or CIFAR-100 in its binary layout: a label or two before 3 x 32 x 32 bytes; else nothing."""
    contents = np.fromfile(path, np.uint8)
    for classes in (10,), (20, 100):
        if len(contents) and len(contents) % (len(classes) + 3072) == 0:
            rows = contents.reshape(-1, len(classes) + 3072)
            if (rows[:, : len(classes)] < classes).all():
                return {"images": rows[:, len(classes) :], "labels": rows[:, len(classes) - 1]}
    return None


def array(values):
    """The values as an array; pictures as their pixels."""
    first = values[0] if len(values) else None
    if isinstance(first, dict) and "bytes" in first:
        values = [first["bytes"] for first in values]
        first = values[0]
    if isinstance(first, bytes):
        from PIL import Image

        values = [np.asarray(Image.open(io.BytesIO(contents))) for contents in values]
    elif hasattr(first, "convert"):
        values = [np.asarray(picture) for picture in values]
    result = np.asarray(values)
    # Of SVHN's MATLAB files the last dimension counts the images.
    if result.ndim == 4 and result.shape[2] in (1, 3) and result.shape[3] > 4:
        result = result.transpose(3, 0, 1, 2)
    return result


def chosen(contents, name, usual):
    if name is not None:
        if name not in contents:
            raise SystemExit(f"Error: There is nothing called '{name}'; there are: {', '.join(contents)}")
        return contents[name]
    return next((contents[key] for key in usual if key in contents), None)


def main():
    parser = argparse.ArgumentParser(description="Makes an NPZ file for dcgan import.")
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--images", help="the name of the images")
    parser.add_argument("--labels", help="the name of the labels")
    options = parser.parse_args()
    try:
        contents = load(options.input)
    except OSError as error:
        raise SystemExit(f"Error: '{options.input}' cannot be read: {error.strerror or error}.") from error
    except ModuleNotFoundError:
        raise
    except Exception as error:
        # Whatever a library says of what is none of its files. Torch's words advise to run programs from it.
        raise SystemExit(
            f"Error: '{options.input}' is damaged, or none of the files that this script reads; see its --help. "
            f"({type(error).__name__})") from error
    images = chosen(contents, options.images, IMAGES)
    if images is None:
        raise SystemExit(f"There are no images under a usual name; say which by --images: {', '.join(contents)}")
    arrays = {"images": array(images)}
    labels = chosen(contents, options.labels, LABELS)
    if labels is not None:
        arrays["labels"] = np.asarray(labels).reshape(len(arrays["images"]), -1)[:, 0]
    np.savez_compressed(options.output, **arrays)
    print(", ".join(f"{name} {value.dtype} {value.shape}" for name, value in arrays.items()))


if __name__ == "__main__":
    main()
