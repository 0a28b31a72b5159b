#!/usr/bin/env python3
"""Train dcgan28 with PyTorch's plain loop up to the end of an epoch, and write images as an IDX file to be judged.

Networks and step are those of pytorch_dcgan.py. Everything that the run needs to go on lies in the checkpoint, so that
a run that is trained epoch by epoch comes to the same weights as one without a stop (with the same number of threads).
`scripts/comparison/compare_quality.py` calls this program.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Dict

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import nn

from framework_trainer import LATENT_SIZE, read_training_images
from pytorch_dcgan import TrainingStep, bytes_to_images, draw, initialize, make_networks, write_idx

ARCHITECTURE = "dcgan28"


class Run:
    """The networks and optimisers of a run, at the end of an epoch."""

    def __init__(self, seed: int) -> None:
        torch.manual_seed(seed)
        self.seed = seed
        self.epoch = 0
        generator, discriminator = make_networks(ARCHITECTURE)
        self.networks: Dict[str, nn.Module] = {"generator": generator, "discriminator": discriminator}
        for network in self.networks.values():
            initialize(network)
            network.to(memory_format=torch.channels_last)
        self.step = TrainingStep(self.networks["generator"], self.networks["discriminator"])
        self.parts = {
            **self.networks,
            "generator_optimizer": self.step.generator_optimizer,
            "discriminator_optimizer": self.step.discriminator_optimizer,
        }

    def load(self, path: Path) -> None:
        """Go on where a checkpoint stands."""
        state = torch.load(path, weights_only=True)
        if state["seed"] != self.seed:
            raise SystemExit(f"'{path}' is of a run with the seed {state['seed']}, not {self.seed}.")
        for name, part in self.parts.items():
            part.load_state_dict(state[name])
        torch.set_rng_state(state["random"])
        self.epoch = state["epoch"]

    def save(self, path: Path) -> None:
        """Write a checkpoint, atomically."""
        state: Dict[str, object] = {name: part.state_dict() for name, part in self.parts.items()}
        state.update(random=torch.get_rng_state(), epoch=self.epoch, seed=self.seed)
        unfinished = path.with_name(path.name + ".unfinished")
        torch.save(state, unfinished)
        os.replace(unfinished, path)

    def train_epoch(self, images: numpy.ndarray, batch_size: int) -> None:
        """Make a pass over images as bytes (N, rows, columns, 1); the last, incomplete batch is dropped."""
        self.epoch += 1
        order = numpy.random.default_rng([self.seed, self.epoch]).permutation(len(images))
        for start in range(0, len(images) - batch_size + 1, batch_size):
            pixels = torch.from_numpy(images[order[start : start + batch_size]]).permute(0, 3, 1, 2)
            self.step(bytes_to_images(pixels, torch.channels_last), torch.randn(batch_size, LATENT_SIZE))

    def write_images(self, path: Path, count: int) -> None:
        """Draw images of the same latent vectors at every epoch, with running statistics, as an IDX file."""
        generator = self.networks["generator"].eval()
        images = draw(generator, torch.randn(count, LATENT_SIZE, generator=torch.Generator().manual_seed(0)))
        generator.train()
        unfinished = path.with_name(path.name + ".unfinished")
        write_idx(unfinished, images)
        os.replace(unfinished, path)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--data", type=Path, required=True, help="directory of the IDX files")
    add("--checkpoint", type=Path, required=True, help="where the run is kept; it goes on if the file is there")
    add("--epochs", type=int, required=True, help="epochs to train, those before included")
    add("--images", type=Path, required=True, help="IDX file to write images to")
    add("--count", type=int, default=10_000, help="images to write (default: 10000)")
    add("--limit", type=int, help="learn from the first images only")
    add("--batch-size", type=int, default=64, help="images a batch (default: 64)")
    add("--seed", type=int, default=0, help="seed (default: 0)")
    add("--threads", type=int, default=1, help="threads (default: 1)")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    images = read_training_images(options.data)[: options.limit]
    run = Run(options.seed)
    if options.checkpoint.exists():
        run.load(options.checkpoint)
    while run.epoch < options.epochs:
        run.train_epoch(images, options.batch_size)
        run.save(options.checkpoint)
    run.write_images(options.images, options.count)


if __name__ == "__main__":
    main()
