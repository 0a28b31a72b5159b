"""dcgan's losses in PyTorch: what discriminator and generator minimise, by the names of --loss.

Each is a function of the logits of a batch and of those of the images that it is compared with, which only the
relativistic loss reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import torch
from torch import Tensor
from torch.nn import functional

Part = Callable[[Tensor, Tensor], Tensor]
"""The mean loss of logits, given their partners'."""


@dataclass
class Loss:
    """The three parts of a loss, and what stands for the probability of being real."""

    of_real: Part
    of_fake: Part
    of_generator: Part
    probability: Part
    compares_pairs: bool = False


def cross_entropy(target: float) -> Part:
    return lambda own, others: functional.binary_cross_entropy_with_logits(own, torch.full_like(own, target))


def half_square(target: float) -> Part:
    return lambda own, others: ((own - target) ** 2).mean() / 2


def make_loss(name: str, label_smoothing: float = 0.0) -> Loss:
    """The loss of a name; real images have the target 1 - label_smoothing."""
    real = 1 - label_smoothing
    logistic: Part = lambda own, others: torch.sigmoid(own).mean()
    losses: Dict[str, Loss] = {
        "non-saturating": Loss(cross_entropy(real), cross_entropy(0), cross_entropy(1), logistic),
        "minimax": Loss(
            cross_entropy(real), cross_entropy(0), lambda own, others: -cross_entropy(0)(own, others), logistic
        ),
        "hinge": Loss(
            lambda own, others: torch.relu(1 - own).mean(),
            lambda own, others: torch.relu(1 + own).mean(),
            lambda own, others: -own.mean(),
            lambda own, others: ((own + 1) / 2).clamp(0, 1).mean(),
        ),
        "lsgan": Loss(
            half_square(real), half_square(0), half_square(1), lambda own, others: own.clamp(0, 1).mean()
        ),
        "relativistic": Loss(
            lambda own, others: functional.softplus(others - own).mean(),
            lambda own, others: functional.softplus(own - others).mean(),
            lambda own, others: functional.softplus(others - own).mean(),
            lambda own, others: torch.sigmoid(own - others).mean(),
            compares_pairs=True,
        ),
    }
    return losses[name]
