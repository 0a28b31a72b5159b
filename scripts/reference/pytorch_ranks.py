#!/usr/bin/env python3
"""The training step of pytorch_dcgan.py in several processes, by DistributedDataParallel and gloo, for its speed.

    torchrun --nproc-per-node 2 scripts/reference/pytorch_ranks.py --data data/tiny --out run --max-steps 100 --batch-size 128

Each process takes its part of a batch and one thread, unless `--threads` says more; the first writes metrics.jsonl. What
the wrapper does in vain by default is left out: gradients are exchanged once a step and network, not after each of the
discriminator's two passes, and buffers of batch normalisation not at all.
"""

from __future__ import annotations

import argparse

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

import framework_trainer
from framework_trainer import Metrics, latent_size
from pytorch_dcgan import TrainingStep, bytes_to_images, initialize, make_networks


class Shared(nn.Module):
    """A network whose gradients are averaged over the processes, in the last of its passes that a step learns from."""

    def __init__(self, network: nn.Module, passes: int) -> None:
        super().__init__()
        self.network = network
        self.passes = passes
        self.done = 0
        options = {"broadcast_buffers": False, "gradient_as_bucket_view": True}
        # Not a submodule: its parameters are those of the network.
        self.exchanging = [DistributedDataParallel(network, **options)]

    def forward(self, values: Tensor) -> Tensor:
        """The network's outputs."""
        if not next(self.network.parameters()).requires_grad:
            return self.network(values)
        (exchanging,) = self.exchanging
        self.done = (self.done + 1) % self.passes
        if self.done == 0:
            return exchanging(values)
        with exchanging.no_sync():
            return exchanging(values)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    framework_trainer.add_training_options(parser)
    options = parser.parse_args()
    distributed.init_process_group("gloo")
    rank, count = distributed.get_rank(), distributed.get_world_size()
    torch.set_num_threads(options.threads)
    # The first weights are the same in all, by the wrapper; images and latents are not.
    torch.manual_seed(options.seed + rank)
    options.seed += rank
    options.batch_size //= count
    if rank > 0:
        options.out = options.out.with_name(f"{options.out.name}-{rank}")
    networks = make_networks(options.architecture, options.base_channels)
    for network in networks:
        initialize(network)
        network.to(memory_format=torch.channels_last)
    generator, discriminator = networks
    training_step = TrainingStep(Shared(generator, passes=1), Shared(discriminator, passes=2))

    def step(pixels: numpy.ndarray) -> Metrics:
        real = bytes_to_images(torch.from_numpy(pixels).permute(0, 3, 1, 2), torch.channels_last)
        return training_step(real, torch.randn(len(pixels), latent_size(options.architecture))).metrics

    framework_trainer.train(options, step)
    distributed.destroy_process_group()


if __name__ == "__main__":
    main()
