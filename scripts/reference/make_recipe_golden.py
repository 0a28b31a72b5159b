#!/usr/bin/env python3
"""Replay training steps of dcgan in PyTorch with what recipes are made of, and write what
Tests/GANTests/PyTorch/RecipeStepTests.swift compares with: learning rates that rise and go down (LambdaLR), fakes that are
left out of the generator's step (torch.topk), an average of the generator's weights, and the statistics of batch norm that
belong to it.

Weights, latents, images and the form of the file are those of make_pytorch_golden.py.
"""

from __future__ import annotations

import argparse
import copy
import math
from typing import Dict, List

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn
from torch.nn import functional

import make_pytorch_golden as golden
import random_numbers
from pytorch_presets import PRESETS

OUT = golden.DEFAULT_OUT / "recipe.json"
PRESET, CHANNELS, LATENT_SIZE, IMAGE = "dcgan28", 16, 100, (28, 28, 1)
STEPS = 3
SETTINGS = {
    "averageHalfLife": 20,
    "averageRampUp": 0.5,
    "schedule": "cosine",
    "scheduleEpochs": 2,
    "finalRate": 0.1,
    "warmUp": 2,
    "topFakes": 0.625,
}
STEPS_PER_EPOCH = golden.IMAGE_COUNT // golden.BATCH_SIZE
STATISTICS_BATCHES = 2
"""What 3 % of so short an epoch would pay for is less than the least number of passes."""


def rate_factor(step: int) -> float:
    """What the learning rates are multiplied by in a step, counted from 0."""
    length = SETTINGS["scheduleEpochs"] * STEPS_PER_EPOCH
    final = SETTINGS["finalRate"]
    decay = final + (1 - final) * (1 + math.cos(math.pi * min(step, length) / length)) / 2
    return decay * min(1.0, (step + 1) / SETTINGS["warmUp"])


def average_motion(steps: int) -> float:
    """How far the average moves towards the weights after so many steps."""
    batch = golden.BATCH_SIZE
    half_life = min(SETTINGS["averageHalfLife"], SETTINGS["averageRampUp"] * steps * batch)
    return 1 - 0.5 ** (batch / half_life)


def statistics_latents(batch: int) -> Tensor:
    """The latents of a pass that finds the average's statistics."""
    rows = [
        random_numbers.normals(golden.SEED, random_numbers.Purpose.STATISTICS, image, 0, LATENT_SIZE)
        for image in range(batch * golden.BATCH_SIZE, (batch + 1) * golden.BATCH_SIZE)
    ]
    return torch.from_numpy(numpy.stack(rows))


def estimate_statistics(network: nn.Module, dtype: torch.dtype) -> None:
    """Give every batch norm mean and variance over all values that came to it, each batch normalised by its own."""
    seen: Dict[nn.Module, List[Tensor]] = {}
    norms = [module for module in network.modules() if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))]
    hooks = [
        norm.register_forward_pre_hook(lambda module, inputs: seen.setdefault(module, []).append(inputs[0].clone()))
        for norm in norms
    ]
    network.train()
    with torch.no_grad():
        for batch in range(STATISTICS_BATCHES):
            network(statistics_latents(batch).to(dtype))
    for hook in hooks:
        hook.remove()
    for norm in norms:
        values = torch.cat(seen[norm]).transpose(0, 1).flatten(1)
        norm.running_mean.copy_(values.mean(1))
        norm.running_var.copy_(values.var(1, unbiased=True))


def replay(images: Tensor, dtype: torch.dtype, layout: torch.memory_format) -> golden.Quantities:
    """Make the steps, and return everything that is compared."""
    rows, columns, channels = IMAGE
    generator, discriminator = PRESETS[PRESET](CHANNELS, LATENT_SIZE, (channels, rows, columns))
    networks = {"generator": generator, "discriminator": discriminator}
    substream = 0
    for network in networks.values():
        substream = golden.set_initial_weights(network, substream)
        network.to(dtype=dtype, memory_format=layout)
    average = copy.deepcopy(generator)
    initial = {name: golden.flat(parameter) for name, parameter in generator.named_parameters()}
    optimizers = [torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999)) for network in networks.values()]
    schedules = [torch.optim.lr_scheduler.LambdaLR(optimizer, rate_factor) for optimizer in optimizers]
    loss = functional.binary_cross_entropy_with_logits

    quantities: golden.Quantities = {}
    for step in range(STEPS):
        real = golden.real_images(images, step).to(dtype).contiguous(memory_format=layout)
        ones, zeros = torch.ones(len(real), dtype=dtype), torch.zeros(len(real), dtype=dtype)
        optimizers[1].zero_grad()
        real_loss = loss(discriminator(real).flatten(), ones)
        real_loss.backward()
        fakes = generator(golden.training_latents(step, LATENT_SIZE).to(dtype))
        fake_loss = loss(discriminator(fakes.detach()).flatten(), zeros)
        fake_loss.backward()
        optimizers[1].step()

        optimizers[0].zero_grad()
        logits = discriminator(fakes).flatten()
        kept = torch.topk(logits, round(SETTINGS["topFakes"] * len(logits))).values
        loss(kept, torch.ones_like(kept)).backward()
        optimizers[0].step()
        for schedule in schedules:
            schedule.step()
        with torch.no_grad():
            for mean, parameter in zip(average.parameters(), generator.parameters()):
                mean.lerp_(parameter, average_motion(step + 1))
        all_fakes = loss(logits, ones)
        quantities[f"step {step + 1}: losses"] = numpy.array([(real_loss + fake_loss).item(), all_fakes.item()])

    for name, parameter in generator.named_parameters():
        quantities[f"change of generator.{name}"] = golden.flat(parameter) - initial[name]
    for name, parameter in average.named_parameters():
        quantities[f"change of average.generator.{name}"] = golden.flat(parameter) - initial[name]
    estimate_statistics(average, dtype)
    for name, statistic in average.named_buffers():
        if "running" in name:
            quantities[f"statistics generator.{name}"] = golden.flat(statistic)
    average.eval()
    with torch.no_grad():
        quantities["samples"] = golden.flat_images(average(golden.sample_latents(LATENT_SIZE).to(dtype)))
    return quantities


def main() -> None:
    """Write the golden file."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    images = golden.tiny_images(IMAGE)
    reference = replay(images, torch.float64, torch.contiguous_format)
    others = [replay(images, torch.float32, layout) for layout in (torch.contiguous_format, torch.channels_last)]
    quantities = [
        golden.summary(name, values, [other[name] for other in others], []) for name, values in reference.items()
    ]
    case = {
        "preset": PRESET,
        "base_channels": CHANNELS,
        "latent_size": LATENT_SIZE,
        "image": IMAGE,
        "loss": "non-saturating",
        "steps": STEPS,
        "settings": SETTINGS,
    }
    golden.write_file(OUT, case, quantities)


if __name__ == "__main__":
    main()
