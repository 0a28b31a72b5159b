#!/usr/bin/env python3
"""Make checkpoints of generators of pytorch/examples' dcgan, and look whether dcgan draws the images that PyTorch draws.

The networks are written out here as they are there, and have drawn weights, and statistics of a few batches. Plain and with
DataParallel's prefix, with and without a discriminator, for 64 x 64 pixels in colour and for other widths and sizes.

Needs torch and numpy.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn

import random_numbers
from check_cases import run_program
from check_pytorch import differing
from pytorch_checkpoint import load


class Network(nn.Module):
    """What the example's two networks have in common."""

    def __init__(self, layers: List[nn.Module]) -> None:
        super().__init__()
        self.main = nn.Sequential(*layers)

    def forward(self, values: Tensor) -> Tensor:
        return self.main(values)


def example_generator(latents: int, width: int, colours: int, doublings: int = 3) -> Network:
    """`Generator` of the example, with `doublings` 3."""
    channels = width * 2**doublings
    layers = [nn.ConvTranspose2d(latents, channels, 4, 1, 0, bias=False), nn.BatchNorm2d(channels), nn.ReLU(True)]
    for _ in range(doublings):
        layers += [nn.ConvTranspose2d(channels, channels // 2, 4, 2, 1, bias=False), nn.BatchNorm2d(channels // 2), nn.ReLU(True)]
        channels //= 2
    return Network([*layers, nn.ConvTranspose2d(width, colours, 4, 2, 1, bias=False), nn.Tanh()])


def example_discriminator(width: int, colours: int, doublings: int = 3) -> Network:
    """`Discriminator` of the example, with `doublings` 3."""
    layers: List[nn.Module] = [nn.Conv2d(colours, width, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
    channels = width
    for _ in range(doublings):
        layers += [
            nn.Conv2d(channels, channels * 2, 4, 2, 1, bias=False), nn.BatchNorm2d(channels * 2), nn.LeakyReLU(0.2, inplace=True)
        ]
        channels *= 2
    return Network([*layers, nn.Conv2d(channels, 1, 4, 1, 0, bias=False), nn.Sigmoid()])


def initialize(network: nn.Module) -> None:
    """`weights_init` of the example, four times as far from zero, so that images have contrast."""
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0.0, 0.08)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, 0.02)


def check(dcgan: Path, case: str, latents: int, width: int, colours: int, doublings: int, work: Path) -> str:
    """Check a form of the networks; a row of the table."""
    torch.manual_seed(0)
    generator = example_generator(latents, width, colours, doublings)
    discriminator = example_discriminator(width, colours, doublings)
    for network in (generator, discriminator):
        initialize(network)
    with torch.no_grad():
        for _ in range(4):
            discriminator(generator(torch.randn(4, latents, 1, 1)))
    script = Path(__file__).with_name("import_pytorch_example.py")
    wrapped = {f"module.{name}": value for name, value in generator.state_dict().items()}
    torch.save(generator.state_dict(), work / "netG.pth")
    torch.save({"epoch": 3, "state_dict": wrapped}, work / "wrapped.pth")
    torch.save(discriminator.state_dict(), work / "netD.pth")
    files = [work / f"{case}-{name}.safetensors" for name in ("both", "wrapped")]
    run_program(sys.executable, script, work / "netG.pth", "--discriminator", work / "netD.pth", "--out", files[0])
    run_program(sys.executable, script, work / "wrapped.pth", "--out", files[1])

    count = 4
    purpose = random_numbers.Purpose.SAMPLE_LATENTS
    vectors = numpy.stack([random_numbers.normals(0, purpose, k, 0, latents) for k in range(count)])
    with torch.no_grad():
        images = generator.eval()(torch.from_numpy(vectors)[:, :, None, None])
        verdicts = discriminator.eval()(images).flatten()
        own_verdicts = torch.sigmoid(load(files[0]).discriminator.eval()(images).flatten())
    theirs = numpy.rint((images.numpy().transpose(0, 2, 3, 1) + 1) * 127.5)
    told = []
    for file in files:
        out = work / "own.npy"
        run_program(dcgan, "sample", "--checkpoint", file, "--seed", 0, "--count", count, "--out", out)
        told.append(differing(case, numpy.load(out).reshape(theirs.shape), theirs))
        run_program(dcgan, "inspect", file)
        run_program(dcgan, "interpolate", "--checkpoint", file, "--frames", 2, "--out", work / f"{file.stem}.png")
    error = float((verdicts - own_verdicts).abs().max())
    if error > 1e-5:
        sys.exit(f"{case}: verdicts differ by {error}.")
    return f"| {case} | {told[0]} | {told[1]} | {error:.0e} |"


def main() -> None:
    """Run the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", type=Path, default=Path(".build/release/dcgan"), help="the program")
    options = parser.parse_args()
    dcgan = options.dcgan.resolve()
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, numpy {numpy.__version__}")
    print("| networks | bytes of images that differ | behind 'module.' | verdicts differ by |")
    print("| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        print(check(dcgan, "64x64, as there", 100, 64, 3, 3, work), flush=True)
        print(check(dcgan, "64x64, narrow, grey", 20, 8, 1, 3, work), flush=True)
        print(check(dcgan, "128x128, a stage more", 64, 4, 3, 4, work), flush=True)
        # What is something else is refused in a sentence.
        torch.save(nn.Linear(3, 3).state_dict(), work / "linear.pth")
        (work / "page.pth").write_text("<html>")
        script = Path(__file__).with_name("import_pytorch_example.py")
        for file in ("linear.pth", "page.pth", "absent.pth", "netD.pth"):
            result = subprocess.run(
                [sys.executable, script, work / file, "--out", work / "none.safetensors"], capture_output=True, text=True,
                check=False)
            if result.returncode == 0 or not result.stderr.startswith("Error: ") or "Traceback" in result.stderr:
                sys.exit(f"'{file}' is not refused in a sentence: {result.stderr}")


if __name__ == "__main__":
    main()
