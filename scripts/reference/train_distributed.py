#!/usr/bin/env python3
"""Go on with a run of dcgan on several processors, GPUs or machines, and write the checkpoint that dcgan goes on with.

    dcgan train --out runs/mine --max-steps 500                                  # begin at home
    torchrun --nproc-per-node 4 train_distributed.py runs/mine --steps 20000     # outgrow it
    dcgan sample --checkpoint runs/mine --out grid.png                           # and draw at home again

The recipe is the run's: images and latents in the same order, losses, penalties, distortions, schedule, averages. Each rank
has an equal part of every batch, and DistributedDataParallel (gloo on processors, nccl on GPUs) averages the gradients: the
batch is the run's, however many ranks there are, and so is the learning rate. `--batch-size` makes it larger, and the
learning rate stays unless `--learning-rate` is given; the run's history records both. What differs from dcgan:

- batch normalisation and minibatch deviation see a rank's part of a batch, and the running statistics are rank 0's;
- the fakes that --top-fakes keeps are chosen within each part;
- rounding: no two runs of it need give the same bytes;
- the log, samples and health are dcgan's, and this writes none; numbers that explode end it.

Needs torch and numpy.
"""

from __future__ import annotations

import argparse
import fcntl
import math
import sys
import time
from pathlib import Path
from typing import List, Optional, TextIO

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from dcgan_data import TrainingData, recorded_path
from pytorch_checkpoint import FormatError, Run, load, save
from pytorch_recipe import METRICS, Part, RecipeStep


class Ranks:
    """The processes that train together, and this one among them."""

    def __init__(self, device: str) -> None:
        """Join them, as torchrun's variables say."""
        distributed.init_process_group("nccl" if device == "cuda" else "gloo")
        self.rank, self.count = distributed.get_rank(), distributed.get_world_size()
        if device == "cuda":
            self.device = torch.device("cuda", self.rank % torch.cuda.device_count())
            torch.cuda.set_device(self.device)
        else:
            self.device = torch.device("cpu")

    def wrap(self, network: nn.Module) -> nn.Module:
        """A network whose gradients are averaged."""
        ids = [self.device] if self.device.type == "cuda" else None
        return DistributedDataParallel(network, device_ids=ids)

    def mean(self, values: List[float]) -> List[float]:
        """The mean of each value over the ranks."""
        summed = torch.tensor(values, dtype=torch.float64 if self.device.type == "cpu" else torch.float32)
        summed = summed.to(self.device)
        distributed.all_reduce(summed)
        return (summed / self.count).tolist()


def lock(directory: Path) -> Optional[TextIO]:
    """Keep dcgan from training the run meanwhile, and leave one alone that it trains."""
    if not directory.is_dir():
        return None
    file = open(directory / ".lock", "a", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        sys.exit(f"'{directory}' is being trained by another process.")
    return file


def train(run: Run, data: TrainingData, ranks: Ranks, options: argparse.Namespace, target: Path) -> None:
    """Make the steps."""
    size = run.configuration["batchSize"]
    part = Part(size // ranks.count * ranks.rank, size // ranks.count)
    step = RecipeStep(run, ranks.wrap(run.generator), ranks.wrap(run.discriminator), part)
    last = run.step + options.steps
    start, begun = time.perf_counter(), run.step

    def batch(values: Tensor) -> Tensor:
        return values.to(ranks.device)

    while run.step < last:
        values = step(batch(data.batch(run, part)), batch(data.latents(run, part)))
        means = ranks.mean([values[name] for name in METRICS])
        if not all(math.isfinite(value) for value in means):
            sys.exit(f"Step {run.step} gave numbers that are not finite; the checkpoint before it is kept.")
        if ranks.rank > 0:
            continue
        if run.step % options.log_every == 0 or run.step == last:
            speed = (run.step - begun) * size / (time.perf_counter() - start)
            told = ", ".join(f"{name} {value:.3f}" for name, value in zip(METRICS, means))
            print(f"step {run.step}: {told}, {speed:.0f} images/s", flush=True)
        if run.step % options.save_every == 0 or run.step == last:
            save(run, target)


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("run", type=Path, help="directory of a run, or a checkpoint")
    add("--steps", type=int, required=True, help="steps to make")
    add("--data", type=Path, help="its images: an IDX file or a directory of such (default: what its config.json says)")
    add("--out", type=Path, help="checkpoint to write (default: the run's own)")
    add("--batch-size", type=int, help="images of a batch from here on, on all ranks together (default: the run's)")
    add("--learning-rate", type=float, help="step size from here on (default: the run's)")
    add("--device", choices=("cpu", "cuda"), default="cuda" if torch.cuda.is_available() else "cpu", help="where to compute")
    add("--save-every", type=int, default=1000, metavar="STEPS", help="steps from a checkpoint to the next (default: 1000)")
    add("--log-every", type=int, default=10, metavar="STEPS", help="steps from a line to the next (default: 10)")
    options = parser.parse_args()
    if min(options.steps, options.save_every, options.log_every) < 1:
        parser.error("--steps, --save-every and --log-every are at least 1")
    ranks = Ranks(options.device)
    try:
        held = lock(options.run) if ranks.rank == 0 else None
        run = load(options.run)
        changes = {"batchSize": options.batch_size, "learningRate": options.learning_rate}
        run.change(**{key: value for key, value in changes.items() if value is not None})
        size = run.configuration["batchSize"]
        if size % ranks.count or size // ranks.count < 2:
            raise FormatError(
                f"A batch of {size} images cannot be shared equally by {ranks.count} ranks, 2 images or more each: give "
                "another --batch-size, which the run's history records.")
        if run.batches_per_epoch == 0:
            raise FormatError(f"An epoch has fewer images than a batch of {size}.")
        data = TrainingData(options.data or recorded_path(options.run), run)
        target = options.out or (options.run / "checkpoint.safetensors" if options.run.is_dir() else options.run)
        train(run.to(ranks.device), data, ranks, options, target)
        distributed.barrier()
        del held
    except (FormatError, OSError) as error:
        sys.exit(f"Error: {error}" if ranks.rank == 0 else 1)
    finally:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
