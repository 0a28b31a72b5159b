#!/usr/bin/env python3
"""The preset dcgan28 in PyTorch: its networks, its training step and, as a program, a bare trainer to measure.

make_pytorch_golden.py replays dcgan's training step with these networks; compare_pytorch.py runs this file as a program
for its speed. The program writes `metrics.jsonl` as dcgan does, and a checkpoint after each epoch and at the end. It
does no more than pytorch/examples' dcgan does in a step, and less where that is wasteful: losses are read only when
logged, no gradient of the discriminator's weights is computed in the generator's pass, the optimiser is fused, and
batches are cut from images in memory.
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import ContextManager, Dict, Iterator

import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

LATENT_SIZE = 100
MODES = ("eager", "channels_last", "compile", "bf16")
"""How the program computes. All but `eager` keep channels last; `bf16` computes in bfloat16 where autocast sees fit."""


def make_generator() -> nn.Sequential:
    """From latent vectors (N, 100) to images (N, 1, 28, 28) with values -1 ... 1."""
    return nn.Sequential(
        nn.Linear(LATENT_SIZE, 256 * 7 * 7, bias=False),
        nn.Unflatten(1, (256, 7, 7)),
        nn.BatchNorm2d(256),
        nn.ReLU(inplace=True),
        nn.ConvTranspose2d(256, 128, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(128),
        nn.ReLU(inplace=True),
        nn.ConvTranspose2d(128, 64, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(64),
        nn.ReLU(inplace=True),
        nn.Conv2d(64, 1, 3, padding=1),
        nn.Tanh(),
    )


def make_discriminator() -> nn.Sequential:
    """From images (N, 1, 28, 28) to logits (N, 1, 1, 1)."""
    return nn.Sequential(
        nn.Conv2d(1, 64, 4, stride=2, padding=1),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(64, 128, 4, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(128),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(128, 256, 3, stride=2, padding=1, bias=False),
        nn.BatchNorm2d(256),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(256, 1, 4),
    )


def initialize(network: nn.Module) -> None:
    """Draw the first weights as pytorch/examples does; biases start at 0."""
    for module in network.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0.0, 0.02)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, 0.02)
        if getattr(module, "bias", None) is not None:
            nn.init.zeros_(module.bias)


def bytes_to_images(pixels: Tensor) -> Tensor:
    """Bytes 0 ... 255 as float32 from -1 to 1."""
    return pixels.to(torch.float32).div_(127.5).sub_(1)


@dataclass
class StepOutput:
    """What a training step computed, detached from the graph."""

    discriminator_loss: Tensor
    generator_loss: Tensor
    real_logits: Tensor
    fake_logits: Tensor
    """On the fake images, before the discriminator's Adam step."""
    fakes: Tensor

    def metrics(self) -> Dict[str, float]:
        """The numbers of a line of `metrics.jsonl` that the step knows."""
        return {
            "lossD": self.discriminator_loss.item(),
            "lossG": self.generator_loss.item(),
            "dReal": torch.sigmoid(self.real_logits).mean().item(),
            "dFake": torch.sigmoid(self.fake_logits).mean().item(),
        }


class TrainingStep:
    """One Adam step of the discriminator on a real and a fake batch, then one of the generator on the same fakes.

    The gradients of both networks stay in `grad` until the next step.
    """

    def __init__(self, generator: nn.Module, discriminator: nn.Module, fused: bool = True) -> None:
        self.generator = generator
        self.discriminator = discriminator
        self.generator_optimizer = self._optimizer(generator, fused)
        self.discriminator_optimizer = self._optimizer(discriminator, fused)

    @staticmethod
    def _optimizer(network: nn.Module, fused: bool) -> torch.optim.Adam:
        return torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999), fused=fused)

    def __call__(self, real: Tensor, latents: Tensor, autocast: bool = False) -> StepOutput:
        """Make a step on real images (N, 1, 28, 28) and latent vectors (N, 100)."""

        def precision() -> ContextManager[object]:
            return torch.autocast("cpu", torch.bfloat16) if autocast else contextlib.nullcontext()

        def judge(images: Tensor) -> Tensor:
            with precision():
                return self.discriminator(images).flatten().to(real.dtype)

        ones, zeros = torch.ones_like(real[:, 0, 0, 0]), torch.zeros_like(real[:, 0, 0, 0])
        loss = functional.binary_cross_entropy_with_logits

        self.discriminator_optimizer.zero_grad()
        real_logits = judge(real)
        real_loss = loss(real_logits, ones)
        real_loss.backward()
        with precision():
            fakes = self.generator(latents).to(real.dtype)
        fake_logits = judge(fakes.detach())
        fake_loss = loss(fake_logits, zeros)
        fake_loss.backward()
        self.discriminator_optimizer.step()

        self.generator_optimizer.zero_grad()
        self.discriminator.requires_grad_(False)
        generator_loss = loss(judge(fakes), ones)
        generator_loss.backward()
        self.discriminator.requires_grad_(True)
        self.generator_optimizer.step()

        return StepOutput(
            (real_loss + fake_loss).detach(),
            generator_loss.detach(),
            real_logits.detach(),
            fake_logits.detach(),
            fakes.detach(),
        )


def read_training_images(directory: Path) -> Tensor:
    """The training images of a directory of IDX files, plain or gzip'd, as bytes (N, 1, rows, columns)."""
    path = directory / "train-images-idx3-ubyte"
    data = path.read_bytes() if path.exists() else gzip.decompress(path.with_name(path.name + ".gz").read_bytes())
    magic, count, rows, columns = struct.unpack_from(">4I", data)
    if magic != 0x0803 or len(data) != 16 + count * rows * columns:
        raise ValueError(f"'{path}' is not an IDX file of grey images")
    return torch.from_numpy(numpy.frombuffer(data, numpy.uint8, offset=16).copy()).view(count, 1, rows, columns)


def shuffled_batches(images: Tensor, size: int) -> Iterator[Tensor]:
    """The whole batches of an epoch in a random order, as bytes."""
    order = torch.randperm(len(images))
    for start in range(0, len(images) - size + 1, size):
        yield images[order[start : start + size]]


def train(options: argparse.Namespace) -> None:
    """Train for a number of steps and write metrics and checkpoints."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    layout = torch.contiguous_format if options.mode == "eager" else torch.channels_last
    networks = {"generator": make_generator(), "discriminator": make_discriminator()}
    for network in networks.values():
        initialize(network)
        network.to(memory_format=layout)
    run = torch.compile if options.mode == "compile" else lambda network: network
    step_networks = TrainingStep(run(networks["generator"]), run(networks["discriminator"]))
    images = read_training_images(options.data)
    if len(images) < options.batch_size:
        raise ValueError(f"there are {len(images)} images, fewer than a batch of {options.batch_size}")
    options.out.mkdir(parents=True)

    def save() -> None:
        state = {name: network.state_dict() for name, network in networks.items()}
        state["generatorOptimizer"] = step_networks.generator_optimizer.state_dict()
        state["discriminatorOptimizer"] = step_networks.discriminator_optimizer.state_dict()
        torch.save(state, options.out / "checkpoint.pt")

    step, epoch = 0, 0
    start = time.perf_counter()
    with open(options.out / "metrics.jsonl", "w", encoding="utf-8") as log:
        while step < options.max_steps:
            epoch += 1
            for pixels in shuffled_batches(images, options.batch_size):
                real = bytes_to_images(pixels).contiguous(memory_format=layout)
                latents = torch.randn(options.batch_size, LATENT_SIZE)
                output = step_networks(real, latents, autocast=options.mode == "bf16")
                step += 1
                if step % options.log_every == 0:
                    line = {"step": step, "epoch": epoch, **output.metrics(), "seconds": time.perf_counter() - start}
                    log.write(json.dumps(line) + "\n")
                    log.flush()
                if step == options.max_steps:
                    break
            save()


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="directory of the IDX files")
    parser.add_argument("--out", type=Path, required=True, help="run directory to make")
    parser.add_argument("--max-steps", type=int, required=True, help="training steps")
    parser.add_argument("--threads", type=int, default=1, help="threads (default: 1)")
    parser.add_argument("--batch-size", type=int, default=64, help="images a batch (default: 64)")
    parser.add_argument("--log-every", type=int, default=10, help="steps from a logged line to the next (default: 10)")
    parser.add_argument("--mode", choices=MODES, default="channels_last", help="how to compute")
    parser.add_argument("--seed", type=int, default=0, help="seed (default: 0)")
    train(parser.parse_args())


if __name__ == "__main__":
    main()
