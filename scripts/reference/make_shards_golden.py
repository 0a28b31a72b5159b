#!/usr/bin/env python3
"""Replay training steps of dcgan in PyTorch with batches divided into shards (`--shards`), and write what
Tests/GANTests/PyTorch/ShardStepTests.swift compares with.

Each shard is a batch of its own to batch norm, to the pairing of images, to penalties and to the choice of fakes; its
losses are divided by the whole batch. In each pass the shards' means and unbiased variances are averaged, and move the
running statistics once. Weights, latents, images and the form of the file are those of make_pytorch_golden.py.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Dict, List, Optional, Tuple

import argparse
import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn

import make_pytorch_golden as golden
from make_pytorch_golden import Case
from pytorch_losses import make_loss
from pytorch_presets import PRESETS

CASES = {
    "dcgan28-shards": Case("dcgan28", steps=2, settings={"shards": 4, "topFakes": 0.5}),
    "plain28-shards": Case(
        "plain28",
        steps=2,
        loss="relativistic",
        settings={"shards": 2, "r1": 4000.0, "penaltyEvery": 2, "augment": "translation,flip"},
    ),
}
MOMENTUM = 0.1


class ShardStatistics:
    """What the shards' passes would have moved the running statistics of batch norm by."""

    def __init__(self, networks: List[nn.Module]) -> None:
        self.norms = [
            module
            for network in networks
            for module in network.modules()
            if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))
        ]
        self.current: Optional[str] = None
        self.seen: Dict[Tuple[str, nn.Module], List[Tuple[Tensor, Tensor]]] = {}
        for norm in self.norms:
            norm.momentum = 0.0
            norm.register_forward_pre_hook(self.note)

    def note(self, norm: nn.Module, inputs: Tuple[Tensor]) -> None:
        """Note mean and variance of every channel, if the pass is one that counts."""
        if self.current is None:
            return
        values = inputs[0].detach().transpose(0, 1).flatten(1)
        statistics = (values.mean(1), values.var(1, unbiased=True))
        self.seen.setdefault((self.current, norm), []).append(statistics)

    def move(self) -> None:
        """Move the running statistics once for each pass."""
        for (_, norm), shards in self.seen.items():
            for running, values in zip((norm.running_mean, norm.running_var), zip(*shards)):
                running.mul_(1 - MOMENTUM).add_(MOMENTUM * torch.stack(values).mean(0))
        self.seen.clear()


def replay(case: Case, images: Tensor, dtype: torch.dtype, layout: torch.memory_format) -> golden.Quantities:
    """Make the steps, and return everything that is compared."""
    rows, columns, channels = case.image
    generator, discriminator = PRESETS[case.preset](case.base_channels, case.latent_size, (channels, rows, columns))
    networks = {"generator": generator, "discriminator": discriminator}
    substream = 0
    for network in networks.values():
        substream = golden.set_initial_weights(network, substream)
        network.to(dtype=dtype, memory_format=layout)
    parameters = {
        f"{network}.{name}": parameter
        for network, module in networks.items()
        for name, parameter in module.named_parameters()
    }
    initial = {name: golden.flat(parameter) for name, parameter in parameters.items()}
    statistics = ShardStatistics(list(networks.values()))
    optimizers = {
        name: torch.optim.Adam(network.parameters(), lr=2e-4, betas=(0.5, 0.999))
        for name, network in networks.items()
    }
    loss = make_loss(case.loss)
    shards = case.settings["shards"]
    size = golden.BATCH_SIZE // shards

    quantities: golden.Quantities = {}
    for step in range(case.steps):
        whole = golden.real_images(images, step).to(dtype).contiguous(memory_format=layout)
        latents = golden.training_latents(step, case.latent_size).to(dtype)

        def seen(shard: int, part: Tensor, substream: int) -> Tensor:
            """What the discriminator sees: each image is distorted by the numbers of its place in the batch."""
            if "augment" not in case.settings:
                return part
            batch = torch.zeros_like(whole)
            batch[shard * size : (shard + 1) * size] = part
            return golden.augmented(case, batch, step, substream)[shard * size : (shard + 1) * size]

        def judge(name: Optional[str], part: Tensor) -> Tensor:
            statistics.current = name
            logits = discriminator(part).flatten()
            statistics.current = None
            return logits

        def make_fakes(name: Optional[str], shard: int) -> Tensor:
            statistics.current = name
            fakes = generator(latents[shard * size : (shard + 1) * size])
            statistics.current = None
            return fakes

        metrics: List[Tuple[float, ...]] = []
        optimizers["discriminator"].zero_grad()
        for shard in range(shards):
            fakes = make_fakes("generator", shard).detach()
            real = seen(shard, whole[shard * size : (shard + 1) * size], 0)
            seen_fakes = seen(shard, fakes, 1)
            others = torch.zeros(size, dtype=dtype)
            if loss.compares_pairs:
                others = judge("early fake", seen_fakes).detach()
            real_logits = judge("real", real)
            real_loss = loss.of_real(real_logits, others)
            (real_loss / shards).backward()
            if "r1" in case.settings and step % case.settings["penaltyEvery"] == 0:
                points = real.detach().requires_grad_()
                (slope,) = torch.autograd.grad(discriminator(points).sum(), points, create_graph=True)
                penalty = case.settings["r1"] * case.settings["penaltyEvery"] / 2 * slope.square().sum(dim=(1, 2, 3)).mean()
                (penalty / shards).backward()
            fake_logits = judge("fake", seen_fakes)
            fake_loss = loss.of_fake(fake_logits, real_logits.detach())
            (fake_loss / shards).backward()
            total = real_loss if loss.compares_pairs else real_loss + fake_loss
            probabilities = loss.probability(real_logits, fake_logits), loss.probability(fake_logits, real_logits)
            metrics.append((total.item(), *(value.item() for value in probabilities)))
        optimizers["discriminator"].step()
        if step == 0:
            gradients = {name: golden.flat(parameter.grad) for name, parameter in discriminator.named_parameters()}

        optimizers["generator"].zero_grad()
        generator_losses: List[float] = []
        for shard in range(shards):
            fakes = make_fakes(None, shard)
            others = torch.zeros(size, dtype=dtype)
            if loss.compares_pairs:
                others = judge("real again", seen(shard, whole[shard * size : (shard + 1) * size], 3)).detach()
            logits = judge("fake again", seen(shard, fakes, 2))
            generator_losses.append(loss.of_generator(logits, others).item())
            if "topFakes" in case.settings:
                logits = torch.topk(logits, round(case.settings["topFakes"] * size)).values
            (loss.of_generator(logits, others) / shards).backward()
        optimizers["generator"].step()
        statistics.move()

        prefix = f"step {step + 1}: "
        discriminator_loss, real_probability, fake_probability = numpy.mean(metrics, axis=0)
        quantities[prefix + "metrics"] = numpy.array(
            [discriminator_loss, numpy.mean(generator_losses), real_probability, fake_probability]
        )
        if step == 0:
            for name, parameter in parameters.items():
                network, _, own = name.partition(".")
                gradient = gradients[own] if network == "discriminator" else golden.flat(parameter.grad)
                quantities[golden.FIRST_GRADIENT + name] = gradient
            for name, parameter in parameters.items():
                quantities[golden.FIRST_CHANGE + name] = golden.flat(parameter) - initial[name]

    for network, module in networks.items():
        for name, statistic in module.named_buffers():
            if "running" in name:
                quantities[f"{network}.{name}"] = golden.flat(statistic)
    return quantities


def write(name: str, case: Case) -> None:
    """Write the golden file of a case."""
    images = golden.tiny_images(case.image)
    reference = replay(case, images, torch.float64, torch.contiguous_format)
    others = [replay(case, images, torch.float32, layout) for layout in (torch.contiguous_format, torch.channels_last)]
    golden.write_file(golden.DEFAULT_OUT / f"{name}.json", asdict(case), golden.summaries(reference, others))


def main() -> None:
    """Write the golden files."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    for name, case in CASES.items():
        write(name, case)


if __name__ == "__main__":
    main()
