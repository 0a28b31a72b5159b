#!/usr/bin/env python3
"""Measures what a trained generator is good for: project, inpaint, denoise and restyle on test images, each beside simple
baselines. Needs numpy, a built dcgan, a checkpoint and a data set with training and test images in IDX files.

    scripts/comparison/evaluate_applications.py --checkpoint runs/mine --data data/fashion-mnist
    scripts/comparison/evaluate_applications.py --checkpoint runs/mine --data data/fashion-mnist --only inpaint --count 20

PSNR is 10 log10(255^2 / mean squared difference). "mean" is the mean over the images of each one's PSNR, at most 60 dB;
"pooled" is the PSNR of the mean squared difference of all images together.
"""

import argparse
import gzip
import json
import os
import struct
import subprocess
import sys
import tempfile
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))
import missing_package  # noqa: E402, F401  It is asked where one of the others is missing.
import numpy

HOLE = (9, 9, 10, 10)
NOISE_DEVIATIONS = (25, 50, 100)
BLUR_DEVIATIONS = (0.5, 0.7, 0.9, 1.1, 1.4, 1.8, 2.3)
GREATEST_PSNR = 60.0
EXAMPLES = 48
RESTARTS = 2
STEPS = 600
NEIGHBOURS = 5
SILHOUETTE = 32


def read_idx(path):
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    dimensions = struct.unpack_from(f">{data[3]}I", data, 4)
    return numpy.frombuffer(data, numpy.uint8, offset=4 + 4 * data[3]).reshape(dimensions)


def write_idx(path, array):
    with open(path, "wb") as file:
        file.write(bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes())


def read_part(directory, stem):
    for ending in ("", ".gz"):
        path = os.path.join(directory, stem + ending)
        if os.path.exists(path):
            return read_idx(path)
    raise SystemExit(f"Error: there is no {stem} in {directory}.")


def psnr(error):
    return min(GREATEST_PSNR, 10 * numpy.log10(255**2 / max(error, 1e-9)))


def mean_psnr(images, originals):
    errors = (images.astype(float) - originals.astype(float)) ** 2
    return numpy.mean([psnr(it.mean()) for it in errors])


def show(name, images, originals, pixels=slice(None)):
    """Prints how far images are from the originals, within some pixels."""
    count = len(images)
    errors = (images.reshape(count, -1)[:, pixels].astype(float) - originals.reshape(count, -1)[:, pixels]) ** 2
    each = numpy.array([psnr(error.mean()) for error in errors])
    print(f"  {name:<34} mean {each.mean():5.2f} dB, pooled {psnr(errors.mean()):5.2f} dB", flush=True)
    return each


def nearest(images, training, pixels, count=None):
    """For each image the place of the training image that is most like it in some pixels, or of so many."""
    wanted = images.reshape(len(images), -1)[:, pixels].astype(numpy.float32)
    known = training.reshape(len(training), -1)[:, pixels].astype(numpy.float32)
    distances = (known**2).sum(1)[None] - 2 * wanted @ known.T
    return distances.argmin(1) if count is None else distances.argpartition(count, axis=1)[:, :count]


def overlap(images, originals):
    """The pixels that belong to the things in both images, as a part of those that do in one of them."""
    one, other = ((it.reshape(len(it), -1) > SILHOUETTE) for it in (images, originals))
    return (one & other).sum(1) / (one | other).sum(1)


def blur(images, deviation):
    """A Gaussian blur that repeats the pixels at the edge."""
    reach = max(1, int(4 * deviation + 0.5))
    weights = numpy.exp(-0.5 * (numpy.arange(-reach, reach + 1) / deviation) ** 2)
    weights /= weights.sum()
    result = images.astype(float)
    for axis in (1, 2):
        padding = [(0, 0)] * result.ndim
        padding[axis] = (reach, reach)
        padded = numpy.pad(result, padding, mode="edge")
        length = result.shape[axis]
        result = sum(
            weight * numpy.take(padded, range(start, start + length), axis) for start, weight in enumerate(weights)
        )
    return result


def laplace_fill(images, hole):
    """Fills a hole with the smoothest values that fit its edge, by many sweeps of averages."""
    x, y, width, height = hole
    result = images.astype(float)
    result[:, y : y + height, x : x + width] = 0
    for _ in range(2000):
        around = [
            result[:, y - 1 : y + height - 1, x : x + width],
            result[:, y + 1 : y + height + 1, x : x + width],
            result[:, y : y + height, x - 1 : x + width - 1],
            result[:, y : y + height, x + 1 : x + width + 1],
        ]
        result[:, y : y + height, x : x + width] = sum(around) / 4
    return result.round()


class Evaluation:
    def __init__(self, options, work):
        self.options = options
        self.work = work
        self.count = options.count
        self.test = read_part(options.data, "t10k-images-idx3-ubyte")
        self.test_labels = read_part(options.data, "t10k-labels-idx1-ubyte")
        if not 1 <= self.count <= len(self.test):
            raise SystemExit(f"Error: --count {self.count} asks for other images than the {len(self.test)} that there are.")
        if self.test.ndim != 3:
            raise SystemExit("Error: only grey images can be judged.")
        self.training = read_part(options.data, "train-images-idx3-ubyte")
        self.training_labels = read_part(options.data, "train-labels-idx1-ubyte")
        self.test = self.test[: self.count]
        self.images = f"{options.data}#0-{self.count - 1}"

    def file(self, name):
        return os.path.join(self.work, name)

    def run(self, command, *arguments):
        """Runs a command of dcgan and returns what it printed, and how long it took."""
        start = time.monotonic()
        done = subprocess.run(
            [self.options.dcgan, command, "--checkpoint", self.options.checkpoint, *arguments],
            stdout=subprocess.PIPE, text=True,
        )
        if done.returncode != 0:
            raise SystemExit(done.returncode)
        return done.stdout, time.monotonic() - start

    def result(self, command, *arguments):
        """The images that a command makes."""
        path = self.file("result.idx")
        _, seconds = self.run(command, "--out", path, *arguments)
        images = read_idx(path)
        print(f"  {len(images)} images in {seconds:.1f} s")
        return images

    def project(self):
        own = self.file("own.idx")
        self.run("sample", "--count", str(self.count), "--seed", "1", "--out", own)
        print("Projection of images that the generator made")
        each = show("found again", self.result("project", "--image", f"{own}#0-{self.count - 1}"), read_idx(own))
        print(f"  {(each > 30).sum()} of {self.count} above 30 dB")
        print("Projection of test images")
        found = self.result("project", "--image", self.images)
        show("reconstruction", found, self.test)
        copies = self.training[nearest(self.test, self.training, slice(None))]
        show("nearest training image", copies, self.test)

    def inpaint(self):
        x, y, width, height = HOLE
        inside = numpy.zeros(self.test.shape[1:3], bool)
        inside[y : y + height, x : x + width] = True
        hole = inside.ravel()
        print(f"Inpainting of a hole of {width}x{height} pixels, differences inside it")
        filled = self.result("inpaint", "--image", self.images, "--hole", ",".join(map(str, HOLE)))
        show("dcgan inpaint", filled, self.test, hole)
        known_mean = self.test.reshape(self.count, -1)[:, ~hole].mean(1).round()
        show("mean of the known pixels", numpy.broadcast_to(known_mean[:, None, None], self.test.shape), self.test, hole)
        show("mean of training images there", numpy.broadcast_to(self.training.mean(0), self.test.shape), self.test, hole)
        show("smooth (Laplace) fill", laplace_fill(self.test, HOLE), self.test, hole)
        copies = self.training[nearest(self.test, self.training, ~hole)]
        show("copy of the nearest training image", copies, self.test, hole)

    def denoise(self):
        generator = numpy.random.default_rng(1)
        for deviation in NOISE_DEVIATIONS:
            noisy = self.test + generator.normal(0, deviation, self.test.shape)
            noisy = noisy.round().clip(0, 255).astype(numpy.uint8)
            path = self.file("noisy.idx")
            write_idx(path, noisy)
            print(f"Denoising, Gaussian noise with a deviation of {deviation}")
            show("noisy", noisy, self.test)
            show("dcgan denoise", self.result("denoise", "--image", f"{path}#0-{self.count - 1}"), self.test)
            best = max(BLUR_DEVIATIONS, key=lambda it: mean_psnr(blur(noisy, it), self.test))
            show(f"Gaussian blur, the best ({best} pixels)", blur(noisy, best), self.test)

    def speed(self):
        """Compares a projection with what the generator's passes cost in training, by turns."""
        print(f"Speed of the projection of {self.count} images with {RESTARTS} restarts of {STEPS} steps")
        for _ in range(3):
            bench = subprocess.run(
                [self.options.dcgan, "bench", "--json"], check=True, stdout=subprocess.PIPE, text=True
            )
            report = json.loads(bench.stdout)
            passes = sum(
                it["seconds"]
                for it in report["operations"]
                if it["place"].startswith("generator.")
                and it["operation"] in ("forward", "elementwise", "input gradient", "elementwise gradient")
            )
            cost = passes / report["batchSize"] * self.count * RESTARTS * STEPS
            _, seconds = self.run(
                "project", "--image", self.images, "--out", self.file("found.idx"),
                "--restarts", str(RESTARTS), "--steps", str(STEPS),
            )
            print(f"  {seconds:.1f} s, forward and backward passes alone {cost:.1f} s, ratio {seconds / cost:.2f}", flush=True)

    def decoded_mean(self, label):
        """The image of the mean latent of a class's first training images, which restyle looks at too."""
        path, latents = self.file("class.idx"), self.file("class.safetensors")
        write_idx(path, self.training[self.training_labels == label][:EXAMPLES])
        self.run("project", "--image", f"{path}#0-{EXAMPLES - 1}", "--out", self.file("found.idx"), "--latents", latents)
        # The last image of a sum is its result: here the mean of all.
        image = self.file("mean.idx")
        self.run("arithmetic", ",".join(map(str, range(EXAMPLES))), "--latents", latents, "--out", image)
        return read_idx(image)[-1:]

    def show_classes(self, name, images, labels):
        """Prints which classes the nearest training images have, one vote each of the nearest five."""
        votes = self.training_labels[nearest(images, self.training, slice(None), NEIGHBOURS)]
        seen = numpy.array([numpy.bincount(it, minlength=10).argmax() for it in votes])
        counts = ", ".join(f"{(seen == label).mean() * 100:.0f} % of class {label}" for label in labels)
        print(f"  {name:<34} {counts}")

    def restyle(self):
        source, target = self.options.classes
        places = numpy.flatnonzero(self.test_labels == source)[: self.count]
        examples = (self.training_labels == target).sum()
        if len(places) == 0 or examples < EXAMPLES:
            raise SystemExit(f"Error: --classes {source} {target}: {len(places)} test images and {examples} training images.")
        images = read_part(self.options.data, "t10k-images-idx3-ubyte")[places]
        path = self.file("source.idx")
        write_idx(path, images)
        print(f"Restyling from class {source} to class {target}; the class that {NEIGHBOURS} nearest training images see, "
              "and the likeness to the source")
        restyled = self.result(
            "restyle", "--image", f"{path}#0-{len(images) - 1}", "--from", str(source), "--to", str(target),
            "--data", self.options.data, "--examples", str(EXAMPLES), "--strengths", "1",
        )
        mean = numpy.broadcast_to(self.decoded_mean(target), images.shape)
        self.show_classes("source", images, (source, target))
        self.show_classes("restyled", restyled, (source, target))
        self.show_classes("decoded class mean", mean[:1], (source, target))
        show("restyled", restyled, images)
        show("decoded class mean", mean, images)
        for name, changed in (("restyled", restyled), ("decoded class mean", mean)):
            print(f"  {name:<34} silhouettes overlap by {overlap(changed, images).mean() * 100:.0f} %")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", default=".build/release/dcgan", help="the program (default: %(default)s)")
    parser.add_argument("--checkpoint", required=True, help="checkpoint or run directory")
    parser.add_argument("--data", required=True, help="directory of IDX files")
    parser.add_argument("--count", type=int, default=100, help="test images (default: %(default)s)")
    parser.add_argument("--classes", type=int, nargs=2, default=(0, 3), help="restyle from and to (default: 0 3)")
    parts = ["project", "inpaint", "denoise", "restyle", "speed"]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="what to evaluate (default: all); speed is for dcgan28")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        evaluation = Evaluation(options, work)
        for part in options.only:
            getattr(evaluation, part)()


if __name__ == "__main__":
    main()
