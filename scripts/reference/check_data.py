"""Data for the checks of presets that are not for grey images of 28 x 28 pixels."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy

COUNT = 100


def colour_data(dcgan: Path, work: Path, size: int) -> Path:
    """A data set of crops of one picture of coloured noise, made by `dcgan import`; its directory."""
    pictures, data = work / "pictures", work / f"data-{size}"
    if data.exists():
        return data
    pictures.mkdir(exist_ok=True)
    picture = numpy.random.default_rng(0).integers(256, size=(COUNT + 64, COUNT + 64, 3), dtype=numpy.uint8)
    for number in range(COUNT):
        crop = picture[number : number + 64, number : number + 64]
        (pictures / f"{number}.ppm").write_bytes(b"P6\n64 64\n255\n" + crop.tobytes())
    subprocess.run(
        [dcgan, "import", pictures, "--size", str(size), "--out", data], check=True, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    return data
