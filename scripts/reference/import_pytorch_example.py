#!/usr/bin/env python3
"""Make a checkpoint of dcgan of networks that were trained by pytorch/examples' dcgan, or that have its form and names.

    import_pytorch_example.py netG_epoch_24.pth --out theirs.safetensors
    dcgan sample --checkpoint theirs.safetensors --out grid.png
    dcgan train --init-from theirs.safetensors --data data/mine     # with --discriminator netD_epoch_24.pth

A state dict with the names `main.0.weight`, `main.1.running_mean` ..., also behind `module.` as DataParallel saves it, in a file
of torch.save or of safetensors. Widths, latent values, colours and the number of stages are read from the weights: 64 x 64
pixels as there, or 4 x 4 pixels doubled any number of times. Without a discriminator one is drawn, as a training begins.

Needs torch and numpy; safetensors for such files.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Optional

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy
import torch
from torch import Tensor

from pytorch_checkpoint import TYPES, FormatError, Run, make, save

State = Dict[str, Tensor]

HOLDERS = ("state_dict", "model", "netG", "netD", "generator", "discriminator")
"""Keys under which programs save a state dict beside other things."""


def read_state(path: Path) -> State:
    """The tensors of a file by their names without prefixes, as float32."""
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            held: Any = load_file(path)
        else:
            held = torch.load(path, map_location="cpu", weights_only=True)
    except OSError:
        raise
    except Exception as error:  # whatever a reader makes of bytes that are none of its own
        raise FormatError(
            f"'{path}' cannot be read as tensors ({type(error).__name__}): save them by torch.save(netG.state_dict(), ...)."
        ) from error
    if isinstance(held, dict):
        held = next((held[key] for key in HOLDERS if isinstance(held.get(key), dict)), held)
    if not isinstance(held, dict) or not all(isinstance(value, Tensor) for value in held.values()):
        raise FormatError(f"'{path}' holds no state dict: save one by torch.save(netG.state_dict(), ...).")
    state = {}
    for name, value in held.items():
        for prefix in ("module.", "main."):
            name = name.removeprefix(prefix)
        if not name.endswith("num_batches_tracked"):
            state[name] = value.float()
    return state


def stages(state: State, path: Path, what: str) -> List[int]:
    """The numbers of the layers of convolutions, which all have kernels of 4 x 4 and no bias."""
    layers = sorted(int(name.split(".")[0]) for name, value in state.items() if name[:1].isdigit() and value.dim() == 4)
    kernels = all(state[f"{layer}.weight"].shape[2:] == (4, 4) for layer in layers)
    biases = [name for name in state if name.endswith("bias") and int(name.split(".")[0]) in layers]
    if len(layers) < 2 or not kernels or biases:
        raise FormatError(
            f"'{path}' is no {what} of pytorch/examples: that has tensors main.0.weight ... of 4 x 4 convolutions without "
            f"biases, and this one {', '.join(sorted(state)[:6])} ...")
    return layers


NORMALIZED: List[Dict[str, object]] = [{"type": "batchNorm"}]


def convolution(kind: str, channels: int, is_inside: bool) -> Dict[str, object]:
    """A layer of an architecture: the one next to latents or logits has neither stride nor padding."""
    layer: Dict[str, object] = {
        "type": kind, "channels": channels, "kernelSize": 4, "stride": 2 if is_inside else 1, "padding": int(is_inside),
        "bias": False,
    }
    return layer | ({"outputPadding": 0} if kind == "transposedConvolution" else {})


def generator_layers(widths: List[int]) -> List[Dict[str, object]]:
    """The example's generator, from the channels that each convolution makes."""
    layers: List[Dict[str, object]] = []
    for place, channels in enumerate(widths):
        layers.append(convolution("transposedConvolution", channels, place > 0))
        layers += NORMALIZED + [{"type": "relu"}] if place + 1 < len(widths) else [{"type": "tanh"}]
    return layers


def discriminator_layers(widths: List[int]) -> List[Dict[str, object]]:
    """The example's discriminator without its sigmoid: dcgan's loss takes logits."""
    layers: List[Dict[str, object]] = []
    for place, channels in enumerate(widths):
        is_last = place + 1 == len(widths)
        layers.append(convolution("convolution", channels, not is_last))
        if not is_last:
            layers += (NORMALIZED if place > 0 else []) + [{"type": "leakyReLU", "slope": 0.2}]
    return layers


def drawn_state(widths: List[int], colours: int) -> State:
    """The first weights of a discriminator."""
    generator = torch.Generator().manual_seed(0)
    state: State = {}
    inputs = colours
    for place, (layer, channels) in enumerate(zip(positions(len(widths)), widths)):
        state[f"{layer}.weight"] = torch.empty(channels, inputs, 4, 4).normal_(0.0, 0.02, generator=generator)
        if 0 < place < len(widths) - 1:
            norm = {"weight": torch.empty(channels).normal_(1.0, 0.02, generator=generator), "bias": torch.zeros(channels)}
            statistics = {"running_mean": torch.zeros(channels), "running_var": torch.ones(channels)}
            state |= {f"{layer + 1}.{key}": value for key, value in (norm | statistics).items()}
        inputs = channels
    return state


def positions(count: int) -> List[int]:
    """The numbers of a discriminator's convolutions: the first has no batch norm behind it."""
    return [0] + [2 + 3 * place for place in range(count - 1)]


def convert(generator_path: Path, discriminator_path: Optional[Path] = None) -> Run:
    """A run at step 0 with the networks of the example."""
    generator = read_state(generator_path)
    layers = stages(generator, generator_path, "generator")
    # A transposed convolution's weights are (inputs, outputs, 4, 4).
    widths = [generator[f"{layer}.weight"].shape[1] for layer in layers]
    if layers != [3 * place for place in range(len(layers))]:
        raise FormatError(f"'{generator_path}' has convolutions at {layers}, and the example's generator at 0, 3, 6 ...")
    latents, colours, size = generator["0.weight"].shape[0], widths[-1], 4 * 2 ** (len(layers) - 1)
    judged = list(reversed(widths[:-1])) + [1]
    if discriminator_path is None:
        discriminator = drawn_state(judged, colours)
    else:
        discriminator = read_state(discriminator_path)
        found = stages(discriminator, discriminator_path, "discriminator")
        judged = [discriminator[f"{layer}.weight"].shape[0] for layer in found]
        if found != positions(len(layers)) or discriminator["0.weight"].shape[1] != colours or judged[-1] != 1:
            raise FormatError(f"'{discriminator_path}' does not judge images of {size} x {size} pixels, {colours} colours.")
    architecture = {
        "name": {32: "dcgan32", 64: "dcgan64"}.get(size, f"dcgan{size}-example"), "latentSize": latents,
        "image": {"height": size, "width": size, "channels": colours},
        "generator": generator_layers(widths), "discriminator": discriminator_layers(judged),
    }
    return make(metadata(architecture), arrays(architecture, {"generator": generator, "discriminator": discriminator}))


def metadata(architecture: Dict[str, object]) -> Dict[str, str]:
    """What a checkpoint says of a run that has not begun: the example's settings, and no data."""
    configuration = {
        "batchSize": 64, "beta1": 0.5, "beta2": 0.999, "convolution": "winograd", "dataChecksum": 0, "dataImages": 64,
        "epsilon": 1e-8, "latent": "normal", "learningRate": 2e-4, "loss": "non-saturating", "seed": "0",
        "snapshotEvery": 100,
    }
    texts = {"architecture": architecture, "configuration": configuration}
    return {key: json.dumps(value, separators=(",", ":"), sort_keys=True) for key, value in texts.items()} | {
        "format_version": "2", "step": "0", "epoch": "0", "position": "0", "rollbacks": "0", "rounding": "3",
    }


def arrays(architecture: Dict[str, Any], states: Dict[str, State]) -> Dict[str, numpy.ndarray]:
    """All that a checkpoint holds of networks whose optimisers have made no step."""
    image = architecture["image"]

    def integer(value: int) -> numpy.ndarray:
        return numpy.array(value, TYPES["I64"])

    made = {
        "health.finding": integer(0), "health.verdict": integer(0), "health.measures": numpy.zeros(4, TYPES["F32"]),
        "health.pictures": numpy.zeros((16, image["height"], image["width"], image["channels"]), TYPES["F32"]),
    }
    one = integer(int(numpy.array(1.0, "<f8").view("<i8")))
    for name, state in states.items():
        made |= {f"adam.{name}.step": integer(0), f"adam.{name}.beta1_power_bits": one, f"adam.{name}.beta2_power_bits": one}
        for key, value in state.items():
            made[f"{name}.{key}"] = value.numpy().astype(TYPES["F32"])
            if key.endswith("running_mean"):
                made[f"{name}.{key.replace('running_mean', 'num_batches_tracked')}"] = integer(0)
            if "running" not in key:
                for moment in ("exp_avg", "exp_avg_sq"):
                    made[f"adam.{name}.{key}.{moment}"] = numpy.zeros(value.shape, TYPES["F32"])
    return made


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("generator", type=Path, help="file of the generator's state dict")
    parser.add_argument("--discriminator", type=Path, help="file of the discriminator's")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write, which must not exist")
    options = parser.parse_args()
    if options.out.exists():
        sys.exit(f"Error: '{options.out}' exists, and is not replaced.")
    try:
        run = convert(options.generator, options.discriminator)
        save(run, options.out)
    except (FormatError, OSError) as error:
        sys.exit(f"Error: {error}")
    except (RuntimeError, KeyError, ValueError) as error:
        # What torch says of files that are none of its own, or of tensors that do not fit, has many lines.
        sys.exit(f"Error: '{options.generator}' cannot be taken: {str(error).splitlines()[0]}")
    channels, rows, columns = run.image_shape
    print(f"{options.out}: images of {rows} x {columns} pixels, {channels} colours, from {run.latent_size} latent values.")
    print(f"Draw them: dcgan sample --checkpoint {options.out} --out grid.png")


if __name__ == "__main__":
    main()
