#!/usr/bin/env python3
"""Read back what `dcgan train --tensorboard` writes, with TensorBoard's own reader, and look at it in a browser.

Three runs on data/tiny: one that ends, one that is killed in the middle and resumed, and one whose numbers explode so that
it goes back. Of each, the numbers must be those of metrics.jsonl, once for each step, the pictures the sample grids pixel
by pixel, and the histograms must count every weight. A reader that watched the killed run before it was resumed must come
to the same. With --screenshots, TensorBoard is started and Chromium takes pictures of its pages.

Needs tensorboard and Pillow: python3 -m venv V && V/bin/pip install tensorboard pillow
"""

from __future__ import annotations

import argparse
import glob
import io
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Dict, List

sys.path.append(str(Path(__file__).resolve().parents[1] / "reference"))
import missing_package  # noqa: E402, F401  It is asked where one of the others is missing.
import tensorboard
from PIL import Image
from tensorboard.backend.event_processing import event_file_loader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SCALARS = {
    "loss/discriminator": "lossD", "loss/generator": "lossG", "probability/D(real)": "dReal",
    "probability/D(fake)": "dFake", "health/diversity": "diversity", "health/picture change": "pictureChange",
    "training/learning rate factor": "learningRateFactor", "training/images per second": "imagesPerSecond",
}
"""What each curve is called in metrics.jsonl."""
EVERYTHING = {"scalars": 0, "images": 0, "histograms": 0, "tensors": 0}
"""The reader keeps all that it reads."""


def train(dcgan: Path, run: Path, *more: object, kill_at: int = 0) -> None:
    """Train; kill the process when its log has a step."""
    command = [str(dcgan), "train", *map(str, more), "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    while kill_at and process.poll() is None:
        if any(line["step"] >= kill_at for line in log(run)):
            process.send_signal(signal.SIGKILL)
            break
        time.sleep(0.02)
    status = process.wait()
    if status != (-signal.SIGKILL if kill_at else 0):
        sys.exit(f"{' '.join(command)} ended with {status}")


def log(run: Path) -> List[Dict[str, float]]:
    """The lines of a run's log that are about steps."""
    try:
        lines = (run / "metrics.jsonl").read_text().splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        try:
            values = json.loads(line)
        except ValueError:
            continue  # The last line may be written this very moment.
        if "lossD" in values:
            found.append(values)
    return found


def check(run: Path, reader: EventAccumulator, name: str) -> None:
    """Compare what a reader has read with the run's own files."""
    reader.Reload()
    lines = log(run)
    for tag, key in SCALARS.items():
        expected = [(line["step"], line[key]) for line in lines if key in line]
        found = [(item.step, item.value) for item in reader.Scalars(tag)] if expected else []
        assert [step for step, _ in found] == [step for step, _ in expected], f"{name}: the steps of {tag}: {found}"
        for (_, value), (step, other) in zip(found, expected):
            assert math.isclose(value, other, rel_tol=1e-6), f"{name}: {tag} at {step} is {value}, not {other}"
    pictures = reader.Images("samples")
    steps = [picture.step for picture in pictures]
    assert steps == sorted(set(steps)) and steps, f"{name}: the steps of pictures: {steps}"
    newest = max(glob.glob(str(run / "samples" / "*.png")), key=lambda path: os.stat(path).st_mtime)
    drawn = Image.open(io.BytesIO(pictures[-1].encoded_image_string))
    grid = Image.open(newest)
    assert (drawn.size, drawn.tobytes()) == (grid.size, grid.tobytes()), f"{name}: the last picture"
    histograms = reader.Tags()["histograms"]
    weights = 0
    for tag in histograms:
        items = reader.Histograms(tag)
        assert [item.step for item in items] == steps, f"{name}: the steps of {tag}"
        value = items[-1].histogram_value
        assert sum(value.bucket) == value.num and value.min <= value.max, f"{name}: {tag}"
        weights += int(value.num)
    print(f"{name}: {len(lines)} steps, {len(SCALARS)} curves, {len(pictures)} pictures, "
          f"{len(histograms)} histograms of {weights} values, each step once")


def check_raw(run: Path, name: str) -> None:
    """Look at the records themselves, which no reader has tidied up."""
    steps: List[int] = []
    files = sorted(glob.glob(str(run / "events.out.tfevents.*")))
    for path in files:
        for event in event_file_loader.EventFileLoader(path).Load():
            if any(value.tag == "loss/generator" for value in event.summary.value):
                steps.append(event.step)
    assert steps == [line["step"] for line in log(run)], f"{name}: the files hold the steps {steps}"
    print(f"{name}: {len(files)} files hold each step once themselves")


def check_all(dcgan: Path, work: Path) -> None:
    """Make the three runs, and check them."""
    common = ["--data", REPOSITORY / "data" / "tiny", "--limit", 1280, "--architecture", "gan", "--log-every", 1,
              "--tensorboard", "--seed", 3]
    whole = work / "whole"
    train(dcgan, whole, *common, "--epochs", 8, "--out", whole)
    check(whole, EventAccumulator(str(whole), EVERYTHING), "a run")

    killed = work / "killed"
    train(dcgan, killed, *common, "--epochs", 8, "--out", killed, kill_at=93)
    watcher = EventAccumulator(str(killed), EVERYTHING)
    watcher.Reload()
    seen = watcher.Scalars("loss/generator")[-1].step
    train(dcgan, killed, "--resume", killed)
    check(killed, watcher, f"a run killed at step {seen} or later and resumed, watched all the time")
    check(killed, EventAccumulator(str(killed), EVERYTHING), "the same, read in the end")
    check_raw(killed, "the same")
    assert (killed / "checkpoint.safetensors").read_bytes() == (whole / "checkpoint.safetensors").read_bytes()

    exploded = work / "exploded"
    train(dcgan, exploded, *common, "--epochs", 4, "--out", exploded, "--learning-rate", 2e5)
    factors = {line["learningRateFactor"] for line in log(exploded)}
    assert min(factors) < 1, f"no number exploded: {factors}"
    check(exploded, EventAccumulator(str(exploded), EVERYTHING), f"a run that went back, learning rate times {min(factors)}")
    check_raw(exploded, "the same")


def take_screenshots(work: Path, out: Path, port: int) -> None:
    """Show the runs in TensorBoard, and let Chromium take pictures of it."""
    out.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [sys.executable, "-m", "tensorboard.main", "--logdir", str(work), "--port", str(port), "--host", "127.0.0.1",
         "--samples_per_plugin", "images=100"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/"
        for _ in range(120):
            try:
                urllib.request.urlopen(address).read()
                break
            except OSError:
                time.sleep(0.5)
        time.sleep(8)  # It reads the files in the background.
        for page in ["timeseries", "scalars", "images", "histograms"]:
            subprocess.run(
                ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                 "--window-size=1500,1000", "--virtual-time-budget=20000", f"--screenshot={out / page}.png",
                 f"{address}#{page}"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            print(out / f"{page}.png")
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Run the checks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", type=Path, default=REPOSITORY / ".build/release/dcgan")
    parser.add_argument("--screenshots", type=Path, help="directory for pictures of TensorBoard's pages")
    parser.add_argument("--port", type=int, default=6106)
    arguments = parser.parse_args()
    print(f"TensorBoard {tensorboard.__version__}")
    with tempfile.TemporaryDirectory() as work:
        check_all(arguments.dcgan.resolve(), Path(work))
        if arguments.screenshots:
            take_screenshots(Path(work), arguments.screenshots, arguments.port)


if __name__ == "__main__":
    main()
