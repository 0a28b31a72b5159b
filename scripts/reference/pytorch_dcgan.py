#!/usr/bin/env python3
"""dcgan's training step in PyTorch and, as a program, what is measured of it: training the presets and drawing with them.

make_pytorch_golden.py replays the step; compare_frameworks.py runs this file as a program for its speed. `train` does no
more than pytorch/examples' dcgan does in a step, and less where that is wasteful: losses are read only when logged, no
gradient of the discriminator's weights is computed in the generator's pass, the optimiser is fused, and batches are cut
from images in memory. `sample` draws images with the generator that was trained.
"""

from __future__ import annotations

import argparse
import contextlib
import struct
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, ContextManager, Dict

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

import framework_trainer
from framework_trainer import BASE_CHANNELS, IMAGE_SHAPES, Metrics, add_network_options, latent_size
from pytorch_losses import Loss, make_loss
from pytorch_presets import PRESETS, Networks
from pytorch_spectral import iterate

MODES = ("eager", "channels_last", "compile", "bf16")
"""How the program computes. All but `eager` keep channels last; `bf16` computes in bfloat16 where autocast sees fit."""
SAMPLING_BATCH = 500
"""Images that `sample` makes at a time."""


def make_networks(architecture: str, base_channels: int = BASE_CHANNELS) -> Networks:
    """A preset's generator and discriminator, with its own images and latent vectors and PyTorch's first weights."""
    rows, columns, channels = IMAGE_SHAPES[architecture]
    networks = PRESETS[architecture](base_channels, latent_size(architecture), (channels, rows, columns))
    for module in (module for network in networks for module in network.modules()):
        if isinstance(module, (nn.ReLU, nn.LeakyReLU)):
            # The faster way, which is wrong only where what is overwritten is needed.
            module.inplace = True
    return networks


def initialize(network: nn.Module) -> None:
    """Draw the first weights as pytorch/examples does; biases start at 0."""
    for module in network.modules():
        if isinstance(module, (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)):
            nn.init.normal_(module.weight, 0.0, 0.02)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.normal_(module.weight, 1.0, 0.02)
        if getattr(module, "bias", None) is not None:
            nn.init.zeros_(module.bias)


def bytes_to_images(pixels: Tensor, layout: torch.memory_format = torch.preserve_format) -> Tensor:
    """Bytes 0 ... 255 as float32 from -1 to 1."""
    return pixels.to(torch.float32, memory_format=layout).div_(127.5).sub_(1)


@dataclass
class StepOutput:
    """What a training step computed, detached from the graph."""

    discriminator_loss: Tensor
    generator_loss: Tensor
    real_logits: Tensor
    fake_logits: Tensor
    """On the fake images, before the discriminator's Adam step."""
    fakes: Tensor
    loss: Loss

    def metrics(self) -> Dict[str, float]:
        """The numbers of a line of `metrics.jsonl` that the step knows."""
        return {
            "lossD": self.discriminator_loss.item(),
            "lossG": self.generator_loss.item(),
            "dReal": self.loss.probability(self.real_logits, self.fake_logits).item(),
            "dFake": self.loss.probability(self.fake_logits, self.real_logits).item(),
        }


class TrainingStep:
    """One Adam step of the discriminator on a real and a fake batch, then one of the generator on the same fakes.

    The gradients of both networks stay in `grad` until the next step.
    """

    def __init__(
        self,
        generator: nn.Module,
        discriminator: nn.Module,
        fused: bool = True,
        loss: Loss = make_loss("non-saturating"),
        r1: float = 0.0,
        r2: float = 0.0,
        penalty_every: int = 16,
        augment: Callable[[Tensor, int, int], Tensor] = lambda images, step, substream: images,
    ) -> None:
        """`augment` distorts images before the discriminator sees them, of a step and for one of four passes."""
        self.augment = augment
        self.loss = loss
        self.r1, self.r2, self.penalty_every = r1, r2, penalty_every
        self.step = 0
        self.generator = generator
        self.discriminator = discriminator
        self.generator_optimizer = self._optimizer(generator, fused)
        self.discriminator_optimizer = self._optimizer(discriminator, fused)

    @staticmethod
    def _optimizer(network: nn.Module, fused: bool) -> torch.optim.Adam:
        return torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999), fused=fused)

    def _penalize(self, images: Tensor, gamma: float) -> None:
        """Add the gradient of half the mean squared gradient of the logits at images, in every so many steps."""
        if gamma == 0 or self.step % self.penalty_every != 0:
            return
        images = images.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(self.discriminator(images).sum(), images, create_graph=True)
        penalty = gradient.square().sum(dim=(1, 2, 3)).mean() / 2
        (gamma * self.penalty_every * penalty).backward()

    def __call__(self, real: Tensor, latents: Tensor, autocast: bool = False) -> StepOutput:
        """Make a step on real images (N, channels, rows, columns) and latent vectors (N, values)."""

        def precision() -> ContextManager[object]:
            return torch.autocast("cpu", torch.bfloat16) if autocast else contextlib.nullcontext()

        def judge(images: Tensor) -> Tensor:
            with precision():
                return self.discriminator(images).flatten().to(real.dtype)

        loss = self.loss
        self.discriminator_optimizer.zero_grad()
        with precision():
            fakes = self.generator(latents).to(real.dtype)
        others = torch.zeros_like(real[:, 0, 0, 0])
        seen, seen_fakes = self.augment(real, self.step, 0), self.augment(fakes.detach(), self.step, 1)
        if loss.compares_pairs:
            with torch.no_grad():
                others = judge(seen_fakes)
        real_logits = judge(seen)
        real_loss = loss.of_real(real_logits, others)
        real_loss.backward()
        self._penalize(seen, self.r1)
        fake_logits = judge(seen_fakes)
        fake_loss = loss.of_fake(fake_logits, real_logits.detach())
        fake_loss.backward()
        self._penalize(seen_fakes, self.r2)
        self.discriminator_optimizer.step()
        iterate(self.discriminator)

        self.generator_optimizer.zero_grad()
        self.discriminator.requires_grad_(False)
        if loss.compares_pairs:
            with torch.no_grad():
                others = judge(self.augment(real, self.step, 3))
        generator_loss = loss.of_generator(judge(self.augment(fakes, self.step, 2)), others)
        generator_loss.backward()
        self.discriminator.requires_grad_(True)
        self.generator_optimizer.step()
        self.step += 1

        return StepOutput(
            # A loss of pairs is the same from either side.
            (real_loss if loss.compares_pairs else real_loss + fake_loss).detach(),
            generator_loss.detach(),
            real_logits.detach(),
            fake_logits.detach(),
            fakes.detach(),
            loss,
        )


def train(options: argparse.Namespace) -> None:
    """Train for a number of steps, and write metrics and, at the end, a checkpoint."""
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    layout = torch.contiguous_format if options.mode == "eager" else torch.channels_last
    networks = dict(zip(("generator", "discriminator"), make_networks(options.architecture, options.base_channels)))
    for network in networks.values():
        initialize(network)
        network.to(memory_format=layout)
    run = torch.compile if options.mode == "compile" else lambda network: network
    training_step = TrainingStep(run(networks["generator"]), run(networks["discriminator"]))

    def step(pixels: numpy.ndarray) -> Metrics:
        real = bytes_to_images(torch.from_numpy(pixels).permute(0, 3, 1, 2), layout)
        latents = torch.randn(len(pixels), latent_size(options.architecture))
        return training_step(real, latents, autocast=options.mode == "bf16").metrics

    framework_trainer.train(options, step)
    state = {name: network.state_dict() for name, network in networks.items()}
    state["generatorOptimizer"] = training_step.generator_optimizer.state_dict()
    state["discriminatorOptimizer"] = training_step.discriminator_optimizer.state_dict()
    torch.save(state, options.out / "checkpoint.pt")


def grid(images: Tensor, columns: int = 8, padding: int = 2) -> Tensor:
    """Images (N, channels, rows, columns) with values -1 ... 1 beside each other on black, N a multiple of `columns`.

    The result is a picture of bytes (rows, columns, channels).
    """
    cells = functional.pad(images, (padding, 0, padding, 0), value=-1.0)
    count, channels, height, width = cells.shape
    cells = cells.view(count // columns, columns, channels, height, width).permute(0, 3, 1, 4, 2)
    picture = cells.reshape(count // columns * height, columns * width, channels)
    picture = functional.pad(picture, (0, 0, 0, padding, 0, padding), value=-1.0)
    return picture.add(1).mul(127.5).round().to(torch.uint8)


def draw(generator: nn.Module, latents: Tensor) -> Tensor:
    """Images (N, channels, rows, columns) of latent vectors, some at a time."""
    with torch.inference_mode():
        return torch.cat([generator(part) for part in latents.split(SAMPLING_BATCH)])


def write_idx(path: Path, images: Tensor) -> None:
    """Write grey images (N, 1, rows, columns) with values -1 ... 1 as an IDX file of bytes."""
    pixels = images.add(1).mul(127.5).round().to(torch.uint8).squeeze(1).contiguous()
    path.write_bytes(struct.pack(">4I", 0x0803, *pixels.shape) + pixels.numpy().tobytes())


def sample(options: argparse.Namespace) -> None:
    """Load a checkpoint's generator, and write images as an IDX file or as a grid, a PGM or PPM file."""
    if options.threads is not None:
        torch.set_num_threads(options.threads)
    generator, _ = make_networks(options.architecture, options.base_channels)
    # Mapped into memory, the discriminator and the optimisers' moments are not read.
    state = torch.load(options.checkpoint, weights_only=True, mmap=True)
    generator.load_state_dict(state["generator"])
    generator.eval().to(memory_format=torch.channels_last)
    latents = torch.randn(options.count, latent_size(options.architecture))
    images = draw(generator, latents)
    if options.out.suffix == ".idx":
        write_idx(options.out, images)
    else:
        picture = grid(images)
        height, width, channels = picture.shape
        magic = "P5" if channels == 1 else "P6"
        options.out.write_bytes(f"{magic}\n{width} {height}\n255\n".encode() + picture.numpy().tobytes())
    if options.time_loop:
        start = time.perf_counter()
        draw(generator, latents)
        print(time.perf_counter() - start)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    train_parser = commands.add_parser("train", help="train, and write metrics.jsonl and checkpoint.pt")
    train_parser.set_defaults(run=train)
    framework_trainer.add_training_options(train_parser)
    train_parser.add_argument("--mode", choices=MODES, default="channels_last", help="how to compute")
    sample_parser = commands.add_parser("sample", help="write images")
    sample_parser.set_defaults(run=sample)
    add_network_options(sample_parser)
    add = sample_parser.add_argument
    add("--checkpoint", type=Path, required=True, help="checkpoint.pt of a run")
    add("--out", type=Path, required=True, help="PGM, PPM or IDX file to write")
    add("--count", type=int, default=64, help="images, in a grid a multiple of 8 (default: 64)")
    add("--threads", type=int, help="threads (default: PyTorch's)")
    add("--time-loop", action="store_true", help="then draw them once more, and print the seconds that this took")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
