#!/usr/bin/env python3
"""Look whether other programs understand what `dcgan export` writes, and compute the same.

For every preset, with Winograd's and with exact convolution, averages, and conditional runs of some, a short training, then:
onnx.checker on both networks; the generator in onnxruntime against dcgan's own values, which a recording of steps holds, and
against `dcgan sample`; the generator by the lines of the folder's card in PyTorch, and the discriminator, against onnxruntime;
the arrays in numpy against the folder's weights. Prints a row of a table each, and fails where a value differs by more than
the bound.

Needs numpy, onnx, onnxruntime, torch and safetensors.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Dict

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import onnx
import onnxruntime
import torch
from safetensors.numpy import load_file

from check_cases import colour_data, parse_options, run_program

PRESETS = ("dcgan28", "dcgan32", "dcgan64", "plain28", "spectral28", "infogan28", "gan", "mlp-conv", "dense-conv")
SIZES = {"dcgan32": 32, "dcgan64": 64}
"""Presets for colour pictures of these sizes; the others are for grey ones of 28 x 28 pixels."""

CASES: Dict[str, str] = {
    **{preset: f"--architecture {preset}" for preset in PRESETS},
    **{f"{preset}, exact": f"--architecture {preset} --exact-convolution" for preset in PRESETS},
    "averages, dcgan28": "--architecture dcgan28 --average-half-life 500",
    "averages, dense-conv": "--architecture dense-conv --average-half-life 500 --latent uniform",
    **{f"conditional, {preset}": f"--architecture {preset} --conditional" for preset in ("dcgan28", "dense-conv", "mlp-conv")},
}
COUNT = 16
EXACT_BOUND, BOUND = 1e-5, 5e-5
"""The most that a value may differ with exact convolution, and with Winograd's here and direct ones there."""


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


def check(dcgan: Path, case: str, data: Path, steps: int, work: Path) -> str:
    """Check a case; a row of the table."""
    words = CASES[case].split()
    model = work / case
    train = [dcgan, "train", "--threads", 1, "--quiet"]
    size = ["--base-channels", 16, "--batch-size", COUNT, "--limit", 200]
    run_program(*train, "--data", data, "--out", model, "--max-steps", steps, *size, *words)
    files = {file: work / f"{case}-{file}" for file in ("g.onnx", "d.onnx", "all.npz", "folder", "own.npy")}
    run_program(
        dcgan, "export", "--checkpoint", model, "--onnx", files["g.onnx"], "--discriminator", files["d.onnx"],
        "--npz", files["all.npz"], "--folder", files["folder"],
    )
    run_program(dcgan, "sample", "--checkpoint", model, "--seed", 0, "--count", COUNT, "--out", files["own.npy"])
    recording = work / f"{case}.safetensors"
    # It begins with images of the checkpoint that it goes on from.
    run_program(*train, "--resume", model, "--max-steps", steps + 1, "--record-steps", recording)
    drawn = {name[6:]: value for name, value in load_file(recording).items() if name.startswith("drawn.")}
    for file in ("g.onnx", "d.onnx"):
        onnx.checker.check_model(onnx.load(files[file]), full_check=True)
    classes = {"classes": drawn["classes"]} if "classes" in drawn else {}
    images = onnxruntime.InferenceSession(files["g.onnx"]).run(None, {"latents": drawn["latents"], **classes})[0]
    logits = onnxruntime.InferenceSession(files["d.onnx"]).run(None, {"images": images, **classes})[0]
    errors = [numpy.abs(images - drawn["images"]).max()]

    theirs = numpy.rint((images.transpose(0, 2, 3, 1) + 1) * 127.5).clip(0, 255)
    own = numpy.load(files["own.npy"]).reshape(theirs.shape)
    difference = numpy.abs(theirs - own)
    pixels = int((difference > 0).sum())

    card = run_card(files["folder"])
    with torch.no_grad():
        numbers = [torch.from_numpy(value) for value in classes.values()]
        errors.append(numpy.abs(card["generator"](torch.from_numpy(drawn["latents"]), *numbers).numpy() - images).max())
        errors.append(numpy.abs(card["discriminator"](torch.from_numpy(images), *numbers).numpy() - logits).max())
    arrays = numpy.load(files["all.npz"])
    for network in ("generator", "discriminator"):
        for key, value in load_file(files["folder"] / f"{network}.safetensors").items():
            if not numpy.array_equal(arrays[f"{network}.{key}"], value):
                sys.exit(f"{case}: '{network}.{key}' differs between the arrays and the folder.")
    bound = EXACT_BOUND if "--exact-convolution" in words else BOUND
    # A value just between two bytes may be rounded either way.
    if difference.max() > 1 or pixels > own.size // 1000 or max(errors) > bound:
        sys.exit(f"{case}: {pixels} pixels differ, values by {errors}.")
    return f"| {case} | {pixels} of {own.size} | " + " | ".join(f"{error:.1e}" for error in errors) + " |"


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=100, help="training steps of each case (default: 100)")
    options = parse_options(parser, CASES)
    torch.set_num_threads(1)
    dcgan = options.dcgan
    print(f"onnx {onnx.__version__}, onnxruntime {onnxruntime.__version__}, torch {torch.__version__}")
    print("| case | bytes of pixels that differ | onnxruntime against dcgan | PyTorch against onnxruntime | logits |")
    print("| --- | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for case in options.cases:
            size = SIZES.get(case.split(",")[0])
            data = options.data if size is None else colour_data(dcgan, work, size)
            print(check(dcgan, case, data, options.steps, work), flush=True)


if __name__ == "__main__":
    main()
