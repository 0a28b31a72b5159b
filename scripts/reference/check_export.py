#!/usr/bin/env python3
"""Look whether other programs understand what `dcgan export` writes, and compute the same.

For every preset, and a conditional run of some, a short training, then: onnx.checker on both networks; the generator in onnxruntime and in PyTorch, the
latter by the lines of the folder's card, against `dcgan sample`; the discriminator in onnxruntime against PyTorch; the
arrays in numpy against the folder's weights. Prints a row of a table each, and fails where a value differs by more than
the bound.

Needs numpy, onnx, onnxruntime, torch and safetensors.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

import numpy
import onnx
import onnxruntime
import torch
from safetensors.numpy import load_file

import random_numbers

PRESETS: Dict[str, List[str]] = {
    "dcgan28": [], "infogan28": [], "gan": [], "mlp-conv": [], "dense-conv": [],
    "dcgan32": ["--image-size", "32", "--channels", "3"], "dcgan64": ["--image-size", "64", "--channels", "3"],
}
"""Each preset, and how pictures for it are imported if data/tiny does not fit."""
CONDITIONAL = ["dcgan28", "dense-conv", "mlp-conv"]
"""Those that are trained with the classes of data/tiny, too."""
CLASSES = 10
COUNT = 20
BOUND = 5e-5
"""The most that a value may differ: with Winograd's convolutions here and direct ones there."""


def run(*arguments: object) -> None:
    """Run a command, whose failure ends the check."""
    subprocess.run([str(argument) for argument in arguments], check=True, stdout=subprocess.DEVNULL)


def run_card(folder: Path) -> Dict[str, object]:
    """Run the lines of a folder's card; the names that they leave."""
    code = "\n".join(re.findall(r"```python\n(.*?)```", (folder / "README.md").read_text(), re.DOTALL))
    names: Dict[str, object] = {}
    previous = Path.cwd()
    os.chdir(folder)
    try:
        exec(code, names)  # The card is ours.
    finally:
        os.chdir(previous)
    return names


def check(dcgan: Path, preset: str, data: Path, steps: int, work: Path, conditional: bool = False) -> str:
    """Check a preset; a row of the table."""
    name = f"{preset}-conditional" if conditional else preset
    model = work / name
    more = ["--conditional"] if conditional else []
    run(dcgan, "train", "--data", data, "--architecture", preset, "--out", model, "--max-steps", steps, "--quiet", *more)
    files = {file: work / f"{name}-{file}" for file in ("g.onnx", "d.onnx", "all.npz", "folder", "own.idx")}
    run(
        dcgan, "export", "--checkpoint", model, "--onnx", files["g.onnx"], "--discriminator", files["d.onnx"],
        "--npz", files["all.npz"], "--folder", files["folder"],
    )
    for file in ("g.onnx", "d.onnx"):
        onnx.checker.check_model(onnx.load(files[file]), full_check=True)
    generator = onnxruntime.InferenceSession(files["g.onnx"])
    discriminator = onnxruntime.InferenceSession(files["d.onnx"])
    size = generator.get_inputs()[0].shape[1]
    purpose = random_numbers.Purpose.SAMPLE_LATENTS
    latents = numpy.stack([random_numbers.normals(0, purpose, k, 0, size) for k in range(COUNT)])
    classes = {"classes": numpy.arange(COUNT) % CLASSES} if conditional else {}
    images = generator.run(None, {"latents": latents, **classes})[0]
    logits = discriminator.run(None, {"images": images, **classes})[0]

    turns = ["--class", ",".join(map(str, range(CLASSES)))] if conditional else []
    run(dcgan, "sample", "--checkpoint", model, "--seed", 0, "--count", COUNT, "--out", files["own.idx"], *turns)
    content = files["own.idx"].read_bytes()
    own = numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * content[3]).reshape(COUNT, *images.shape[2:], -1)
    theirs = numpy.rint((images.transpose(0, 2, 3, 1) + 1) * 127.5).clip(0, 255)
    difference = numpy.abs(theirs - own)
    pixels = int((difference > 0).sum())

    card = run_card(files["folder"])
    with torch.no_grad():
        numbers = [torch.from_numpy(value) for value in classes.values()]
        torch_images = card["generator"](torch.from_numpy(latents), *numbers)
        torch_logits = card["discriminator"](torch.from_numpy(images), *numbers)
    error = numpy.abs(torch_images.numpy() - images).max()
    logit_error = numpy.abs(torch_logits.numpy() - logits).max()
    arrays = numpy.load(files["all.npz"])
    for network in ("generator", "discriminator"):
        for key, value in load_file(files["folder"] / f"{network}.safetensors").items():
            if not numpy.array_equal(arrays[f"{network}.{key}"], value):
                sys.exit(f"{name}: '{network}.{key}' differs between the arrays and the folder.")
    # A value just between two bytes may be rounded either way.
    if difference.max() > 1 or pixels > own.size // 1000 or max(error, logit_error) > BOUND:
        sys.exit(f"{name}: {pixels} pixels differ, values by {error} and {logit_error}.")
    return f"| {name} | {pixels} of {own.size} | {error:.1e} | {logit_error:.1e} |"


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", type=Path, default=Path(".build/release/dcgan"), help="the program")
    parser.add_argument("--data", type=Path, default=Path("data/tiny"), help="grey images of 28 x 28 pixels")
    parser.add_argument("--steps", type=int, default=100, help="training steps of each preset (default: 100)")
    options = parser.parse_args()
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}, torch {torch.__version__}")
    print("| preset | bytes of pixels that differ | PyTorch against onnxruntime | logits |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        colour = work / "colour"
        colour.mkdir()
        picture = numpy.random.default_rng(0).integers(256, size=(160, 160, 3), dtype=numpy.uint8)
        for number in range(80):
            crop = picture[number : number + 64, number : number + 64]
            (colour / f"{number}.ppm").write_bytes(b"P6\n64 64\n255\n" + crop.tobytes())
        for preset, shape in PRESETS.items():
            data = options.data
            if shape:
                data = work / f"data-{preset}"
                run(options.dcgan, "import", colour, "--size", shape[1], "--out", data)
            print(check(options.dcgan.resolve(), preset, data, options.steps, work), flush=True)
        for preset in CONDITIONAL:
            print(check(options.dcgan.resolve(), preset, options.data, options.steps, work, True), flush=True)


if __name__ == "__main__":
    main()
