#!/usr/bin/env python3
"""Make training steps of dcgan anew in PyTorch, and fail where the two differ by more than a bound.

    dcgan train --record-steps steps.safetensors
    replay_steps.py steps.safetensors

The recording holds some images as `dcgan sample` draws them, the state before the first step, and of each step the real
images, the latents, the metrics, every gradient, and the state after it. PyTorch computes in float64 (--float32 for its own
rounding errors beside dcgan's). Each optimiser is given the gradient that dcgan had, after it was compared, and every step
begins with the state that dcgan came to: so no error is carried on, and Adam, which moves a weight as far for a tiny gradient
as for any, cannot hide or enlarge one.

A rectifier's derivative jumps at zero, and rounding decides on which side the input of a few of them lies. So the
gradients are found twice more, once with all that are so near to zero on the one side and once on the other, and if that
is not enough, with each of them on a random side: how far these are apart is allowed on top of the bound.

Needs torch and numpy.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor, nn

from pytorch_checkpoint import TYPES, FormatError, Run, make, parse_file
from pytorch_recipe import METRICS, RecipeStep

Arrays = Dict[str, numpy.ndarray]

BOUNDS = {"metrics": 2e-6, "gradients": 2e-4, "weights": 1e-6, "moments": 2e-6, "statistics": 2e-6, "average": 1e-6, "images": 5e-5}
"""The most that each kind may differ: of metrics the difference itself, or its part of a value above 1; of tensors the norm
of the difference, as a part of the tensor's norm. A gradient's tensor counts at least as much as `LEAST_SHARE` of its
network's norm, a single value and the last bias as much as `LEAST_VALUE`: where rounding is all there is, nothing is left to
compare. Weights count at least as much as a step of Adam. Of images the values themselves, -1 to 1: with exact convolution
they may differ by `EXACT_IMAGES`."""

EXACT_IMAGES = 1e-5

LEAST_SHARE = 1e-3
LEAST_VALUE = 1e-3
"""The gradient of the discriminator's last bias is a difference of two means of about a half."""


def read_recording(path: Path) -> Tuple[Dict[str, str], Arrays]:
    """The strings and the arrays of a recording."""
    metadata, arrays = parse_file(path, path.read_bytes())
    if "recording" not in metadata:
        sys.exit(f"Error: '{path}' is no recording: dcgan train --record-steps makes one.")
    return metadata, arrays


def below(arrays: Arrays, prefix: str) -> Arrays:
    """The arrays whose names begin so, by the rest of them."""
    return {name[len(prefix) :]: array for name, array in arrays.items() if name.startswith(prefix)}


@dataclass
class Comparison:
    """The largest difference of each kind, and where it was."""

    worst: Dict[str, Tuple[float, str]] = field(default_factory=dict)

    def add(self, kind: str, place: str, difference: float) -> None:
        """Tell of a difference."""
        # What is no number is worse than any.
        difference = float("inf") if numpy.isnan(difference) else difference
        if difference >= self.worst.get(kind, (-1.0, ""))[0]:
            self.worst[kind] = difference, place

    def add_arrays(self, kind: str, place: str, own: numpy.ndarray, theirs: numpy.ndarray, least: float = 0.0) -> None:
        """Tell of two arrays."""
        if own.shape != theirs.shape:
            sys.exit(f"'{place}' has the shape {own.shape} in dcgan and {theirs.shape} in PyTorch.")
        norm = max(float(numpy.linalg.norm(theirs.astype("f8"))), least, 1e-30)
        self.add(kind, place, float(numpy.linalg.norm(own.astype("f8") - theirs.astype("f8"))) / norm)

    def faults(self) -> List[str]:
        """What is beyond its bound."""
        return [
            f"{kind} differ by {value:.1e} in '{place}', and may by {BOUNDS[kind]:.0e}"
            for kind, (value, place) in self.worst.items() if value > BOUNDS[kind]
        ]


def kind_of_state(name: str) -> str:
    """Which bound is for a tensor that lasts."""
    if name.startswith("adam."):
        return "moments"
    if name.startswith("average."):
        return "average"
    return "statistics" if name.rsplit(".", 1)[1].startswith(("running", "weight_")) else "weights"


# Rectifiers

NEAR_ZERO = 1e-5
"""What part of the root mean square of its inputs a rectifier's input must have, for rounding not to decide its side."""


class Rectifier(nn.Module):
    """ReLU and LeakyReLU with a say in where an input lies that is near zero."""

    side: Optional[int] = 0
    """-1 or 1 for a side, 0 for its own, `None` for a random one of each input."""

    def __init__(self, slope: float) -> None:
        super().__init__()
        self.slope = slope

    def forward(self, values: Tensor) -> Tensor:
        own = values.detach()
        side = torch.randint(0, 2, own.shape) * 2 - 1 if self.side is None else self.side
        border = -side * NEAR_ZERO * own.square().mean().sqrt()
        return torch.where(own > border, values, values * self.slope)


def replace_rectifiers(network: nn.Sequential) -> List[Rectifier]:
    """Put rectifiers of the kind above in the place of a network's own."""
    found = []
    for index, layer in enumerate(network):
        if isinstance(layer, (nn.ReLU, nn.LeakyReLU)):
            network[index] = Rectifier(getattr(layer, "negative_slope", 0.0))
            found.append(network[index])
    return found


# Steps

Gradients = Dict[str, Dict[str, numpy.ndarray]]
"""By network and parameter."""


@dataclass
class Step:
    """A step as it was recorded."""

    real: Tensor
    latents: Tensor
    classes: Optional[Tensor]
    gradients: Arrays

    def make(self, run: Run) -> Tuple[Gradients, Dict[str, float]]:
        """Make it: the gradients of PyTorch, each of which gives way to that of dcgan before it is used, and the metrics."""
        found: Gradients = {}

        def exchange(network: str) -> None:
            found[network] = {}
            for name, parameter in run.networks[network].named_parameters():
                found[network][name] = parameter.grad.numpy().copy()
                parameter.grad.copy_(torch.tensor(self.gradients[f"{network}.{name}"]))

        if self.classes is not None:
            run.set_classes(self.classes)
        metrics = RecipeStep(run, before_update=exchange)(self.real, self.latents)
        return found, metrics


RANDOM_SIDES = 8
"""Tries at random sides, where all inputs on one side do not explain a difference: what two of them do may cancel."""


def compare_gradients(found: Comparison, step: int, own: Arrays, theirs: Gradients, sides: List[Gradients]) -> None:
    """Compare the gradients of a step, with those for near inputs on the one and the other side, and on further ones."""
    for network, gradients in theirs.items():
        whole = numpy.sqrt(sum(float(numpy.square(gradient).sum()) for gradient in gradients.values()))
        for name, gradient in gradients.items():
            apart = max(float(numpy.linalg.norm(side[network][name] - sides[0][network][name])) for side in sides[1:])
            difference = float(numpy.linalg.norm(own[f"{network}.{name}"].astype("f8") - gradient))
            is_last_bias = network == "discriminator" and name.endswith("bias") and name == list(gradients)[-1]
            least = LEAST_VALUE if is_last_bias or gradient.size == 1 else 1e-30
            norm = max(float(numpy.linalg.norm(gradient)), LEAST_SHARE * whole, least)
            found.add("gradients", f"step {step}: {network}.{name}", max(0.0, difference - apart) / norm)


def compare_images(found: Comparison, run: Run, drawn: Arrays, dtype: torch.dtype) -> None:
    """Compare images that were drawn before the first step."""
    generator = run.image_generator()
    if run.is_conditional:
        run.set_classes(torch.tensor(drawn["classes"]))
    with torch.no_grad():
        theirs = generator(torch.tensor(drawn["latents"]).to(dtype)).numpy()
    difference = float(numpy.abs(theirs - drawn["images"]).max())
    # Exact convolution is held to a bound of its own.
    if run.configuration.get("convolution", "direct") == "direct":
        difference *= BOUNDS["images"] / EXACT_IMAGES
    found.add("images", "before the first step", difference)


def replay(path: Path, dtype: torch.dtype = torch.float64) -> Tuple[Run, int, Comparison]:
    """Make a recording's steps anew: the run, their number, and the differences."""
    metadata, arrays = read_recording(path)
    recording, about = json.loads(metadata["recording"]), json.loads(metadata["run"])
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in about.items()}
    run = make({**texts, "step": str(recording["step"])}, below(arrays, "before.")).to(dtype)
    found = Comparison()
    weights = {f"{name}.{key}" for name, it in run.networks.items() for key, _ in it.named_parameters()}
    rectifiers = [it for network in run.networks.values() for it in replace_rectifiers(network)]
    before = below(arrays, "before.")
    compare_images(found, run, below(arrays, "drawn."), dtype)
    for index in range(recording["steps"]):
        recorded = below(arrays, f"step.{index}.")
        after, gradients = below(recorded, "after."), below(recorded, "gradient.")
        real, latents = (torch.tensor(recorded[name]).to(dtype) for name in ("real", "latents"))
        classes = torch.tensor(recorded["classes"]) if run.is_conditional else None
        step = Step(real, latents, classes, gradients)
        metadata = dict(run.metadata)

        def made(side: Optional[int]) -> Tuple[Gradients, Dict[str, float]]:
            run.metadata.update(metadata)
            run.restore(before)
            for rectifier in rectifiers:
                rectifier.side = side
            return step.make(run)

        sides = [made(-1)[0], made(1)[0]]
        alone = Comparison()
        compare_gradients(alone, index, gradients, made(0)[0], sides)
        if alone.worst["gradients"][0] > BOUNDS["gradients"]:
            torch.manual_seed(index)
            sides += [made(None)[0] for _ in range(RANDOM_SIDES)]
        theirs, metrics = made(0)
        number = run.step
        compare_gradients(found, number, gradients, theirs, sides)
        for name, own, theirs in zip(METRICS, recorded["metrics"].tolist(), metrics.values()):
            found.add("metrics", f"step {number}: {name}", abs(own - theirs) / max(1.0, abs(theirs)))
        state = run.state()
        if set(state) != set(after):
            sys.exit(f"These are in one of the two states alone: {sorted(set(state) ^ set(after))}")
        for name, own in after.items():
            if own.dtype == TYPES["I64"]:
                if own != state[name]:
                    sys.exit(f"Step {number}: '{name}' is {own} in dcgan and {state[name]} in PyTorch.")
            else:
                least = run.configuration["learningRate"] * own.size**0.5 if name in weights else 0.0
                if name.endswith("running_mean"):
                    # A mean is known as well as what it is the mean of.
                    least = float(numpy.sqrt(after[name.replace("mean", "var")].sum()))
                found.add_arrays(kind_of_state(name), f"step {number}: {name}", own, state[name], least)
        before = after
    return run, recording["steps"], found


def row(found: Comparison) -> str:
    """The differences as cells of a table."""
    return " | ".join(f"{found.worst[kind][0]:.1e}" if kind in found.worst else "-" for kind in BOUNDS)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path, nargs="+", metavar="FILE", help="recordings of dcgan")
    parser.add_argument("--float32", action="store_true", help="compute in float32")
    options = parser.parse_args()
    print(f"torch {torch.__version__}, numpy {numpy.__version__}")
    print(f"| recording | steps | {' | '.join(BOUNDS)} |")
    print(f"| --- | ---: |{' ---: |' * len(BOUNDS)}")
    print(f"| bound | | {' | '.join(f'{bound:.0e}' for bound in BOUNDS.values())} |")
    faults = []
    for path in options.recordings:
        try:
            _, steps, found = replay(path, torch.float32 if options.float32 else torch.float64)
        except (FormatError, OSError) as error:
            sys.exit(f"Error: '{path}' cannot be made anew. {error}")
        print(f"| {path} | {steps} | {row(found)} |", flush=True)
        faults += [f"{path}: {fault}" for fault in found.faults()]
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
