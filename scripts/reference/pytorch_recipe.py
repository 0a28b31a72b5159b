"""A training step of dcgan in PyTorch, as the settings of a run ask for it: every loss, penalty, distortion, schedule,
fakes that are left out, and the average of the generator's weights.

    run = load("runs/mine")
    step = RecipeStep(run)
    metrics = step(real, latents)            # and the run has one step more

The networks may be wrapped in DistributedDataParallel; each rank then gives its part of the batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Optional

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import torch
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

import pytorch_augmentation
from pytorch_checkpoint import FormatError, Run, Spectral
from pytorch_losses import make_loss

METRICS = ("lossD", "lossG", "dReal", "dFake")
"""What a step says of itself, in the order of the log."""


@dataclass
class Part:
    """Which images of a batch a rank has."""

    first: int
    count: int


class RecipeStep:
    """One Adam step of the discriminator on a real and a fake batch, then one of the generator on the same fakes."""

    def __init__(
        self, run: Run, generator: Optional[nn.Module] = None, discriminator: Optional[nn.Module] = None,
        part: Optional[Part] = None, before_update: Callable[[str], None] = lambda name: None,
    ) -> None:
        """`before_update` is called with a network's name when its gradients are complete and before they are used."""
        settings = run.configuration
        if settings.get("shards", 1) > 1:
            raise FormatError("The run's batches are divided into shards, which this step does not do.")
        self.run = run
        self.part = part or Part(0, settings["batchSize"])
        self.before_update = before_update
        self.generator = generator or run.generator
        self.judges = discriminator or run.discriminator
        self.loss = make_loss(settings.get("loss", "non-saturating"), settings.get("labelSmoothing", 0.0))
        self.distortions = [name for name in settings.get("augment", "none").split(",") if name != "none"]

    def _seen(self, images: Tensor, substream: int) -> Tensor:
        """What the discriminator sees of images."""
        if not self.distortions:
            return images
        return pytorch_augmentation.augment(
            images, self.distortions, self.run.seed, self.run.step, substream, first=self.part.first,
            of=self.run.configuration["batchSize"])

    def _judge(self, images: Tensor, exchanges: bool = False) -> Tensor:
        """The logits of images; of the pass with whose gradient the ranks exchange theirs, or of another."""
        judge = self.judges
        if not exchanges and isinstance(judge, DistributedDataParallel):
            judge = judge.module
        return judge(images).flatten()

    def _penalize(self, images: Tensor, key: str) -> None:
        """Add the gradient of half the mean squared gradient of the logits at images, in every so many steps."""
        gamma = self.run.configuration.get(key, 0.0)
        interval = self.run.configuration.get("penaltyEvery", 16)
        if gamma == 0 or self.run.step % interval != 0:
            return
        images = images.detach().requires_grad_()
        (gradient,) = torch.autograd.grad(self._judge(images).sum(), images, create_graph=True)
        (gamma * interval * gradient.square().sum(dim=(1, 2, 3)).mean() / 2).backward()

    def __call__(self, real: Tensor, latents: Tensor) -> Dict[str, float]:
        """Make a step on real images (N, channels, rows, columns) from -1 to 1 and latent vectors (N, size).

        A conditional run is told the classes of both before, by `run.set_classes`.
        """
        run, loss = self.run, self.loss
        for network in run.networks.values():
            network.train()
        run.set_learning_rates()
        run.discriminator_optimizer.zero_grad()
        seen = self._seen(real, 0)
        fakes = self.generator(latents)
        seen_fakes = self._seen(fakes.detach(), 1)
        others = torch.zeros(len(real)).to(real)
        if loss.compares_pairs:
            with torch.no_grad():
                others = self._judge(seen_fakes)
        real_logits = self._judge(seen)
        real_loss = loss.of_real(real_logits, others)
        real_loss.backward()
        self._penalize(seen, "r1")
        self._penalize(seen_fakes, "r2")
        # The last pass of the discriminator: with its gradient all that was added up is exchanged.
        fake_logits = self._judge(seen_fakes, exchanges=True)
        fake_loss = loss.of_fake(fake_logits, real_logits.detach())
        fake_loss.backward()
        self.before_update("discriminator")
        run.discriminator_optimizer.step()
        for module in run.discriminator.modules():
            if isinstance(module, Spectral):
                module.iterate()

        run.generator_optimizer.zero_grad()
        run.discriminator.requires_grad_(False)
        if loss.compares_pairs:
            with torch.no_grad():
                others = self._judge(self._seen(real, 3))
        logits = self._judge(self._seen(fakes, 2))
        kept = self._kept(logits)
        loss.of_generator(logits[kept], others[kept]).backward()
        run.discriminator.requires_grad_(True)
        self.before_update("generator")
        run.generator_optimizer.step()
        run.move_average()
        run.steps_made()
        values = (
            # A loss of pairs is the same from either side.
            real_loss if loss.compares_pairs else real_loss + fake_loss,
            loss.of_generator(logits, others),
            loss.probability(real_logits, fake_logits),
            loss.probability(fake_logits, real_logits),
        )
        return {name: value.item() for name, value in zip(METRICS, values)}

    def _kept(self, logits: Tensor) -> Tensor:
        """The places of the fakes that the generator learns from."""
        count = max(1, int(self.run.configuration.get("topFakes", 1.0) * len(logits) + 0.5))
        return torch.sort(logits.detach(), descending=True, stable=True).indices[:count]
