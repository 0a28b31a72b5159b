#!/usr/bin/env python3
"""Measures what a trained generator is good for: project, inpaint, denoise and restyle on test images, each beside simple
baselines. Needs numpy, a built dcgan, a checkpoint and a data set with training and test images in IDX files.

    scripts/evaluate_applications.py --checkpoint runs/mine --data data/fashion-mnist
    scripts/evaluate_applications.py --checkpoint runs/mine --data data/fashion-mnist --only inpaint --count 20

PSNR is 10 log10(255^2 / mean squared difference). "mean" is the mean over the images of each one's PSNR, at most 60 dB;
"pooled" is the PSNR of the mean squared difference of all images together.
"""

import argparse
import gzip
import json
import os
import struct
import subprocess
import tempfile
import time

import numpy

HOLE = (9, 9, 10, 10)
NOISE_DEVIATIONS = (25, 50, 100)
BLUR_DEVIATIONS = (0.5, 0.7, 0.9, 1.1, 1.4, 1.8, 2.3)
GREATEST_PSNR = 60.0


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


def show(name, images, originals, pixels=slice(None)):
    """Prints how far images are from the originals, within some pixels."""
    count = len(images)
    errors = (images.reshape(count, -1)[:, pixels].astype(float) - originals.reshape(count, -1)[:, pixels]) ** 2
    each = numpy.array([psnr(error.mean()) for error in errors])
    print(f"  {name:<34} mean {each.mean():5.2f} dB, pooled {psnr(errors.mean()):5.2f} dB", flush=True)
    return each


def nearest(images, training, pixels):
    """For each image the place of the training image that is most like it in some pixels."""
    wanted = images.reshape(len(images), -1)[:, pixels].astype(numpy.float32)
    known = training.reshape(len(training), -1)[:, pixels].astype(numpy.float32)
    distances = (known**2).sum(1)[None] - 2 * wanted @ known.T
    return distances.argmin(1)


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
        self.test = read_part(options.data, "t10k-images-idx3-ubyte")[: self.count]
        self.test_labels = read_part(options.data, "t10k-labels-idx1-ubyte")
        self.training = read_part(options.data, "train-images-idx3-ubyte")
        self.training_labels = read_part(options.data, "train-labels-idx1-ubyte")
        self.images = f"{options.data}#0-{self.count - 1}"

    def file(self, name):
        return os.path.join(self.work, name)

    def run(self, command, *arguments):
        """Runs a command of dcgan and returns what it printed, and how long it took."""
        start = time.monotonic()
        done = subprocess.run(
            [self.options.dcgan, command, "--checkpoint", self.options.checkpoint, *arguments],
            check=True, stdout=subprocess.PIPE, text=True,
        )
        return done.stdout, time.monotonic() - start

    def result(self, command, *arguments):
        """The images that a command makes."""
        path = self.file("result.idx")
        _, seconds = self.run(command, "--out", path, *arguments)
        print(f"  {self.count} images in {seconds:.1f} s")
        return read_idx(path)

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
            best = max(BLUR_DEVIATIONS, key=lambda it: psnr(((blur(noisy, it) - self.test) ** 2).mean()))
            show(f"Gaussian blur, the best ({best} pixels)", blur(noisy, best), self.test)

    def restyle(self):
        source, target = self.options.classes
        places = numpy.flatnonzero(self.test_labels == source)[: self.count]
        images = read_part(self.options.data, "t10k-images-idx3-ubyte")[places]
        path = self.file("source.idx")
        write_idx(path, images)
        print(f"Restyling {len(images)} images from class {source} to class {target}")
        restyled = self.result(
            "restyle", "--image", f"{path}#0-{len(images) - 1}", "--from", str(source), "--to", str(target),
            "--data", self.options.data, "--strengths", "1",
        )
        mean = self.training[self.training_labels == target].mean(0)
        seen = self.training_labels[nearest(restyled, self.training, slice(None))]
        print(f"  {(seen == target).mean() * 100:.0f} % have a nearest training image of class {target}, "
              f"{(seen == source).mean() * 100:.0f} % one of class {source}")
        show("likeness of restyled to source", restyled, images)
        show("likeness of the class mean to source", numpy.broadcast_to(mean, images.shape), images)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dcgan", default=".build/release/dcgan", help="the program (default: %(default)s)")
    parser.add_argument("--checkpoint", required=True, help="checkpoint or run directory")
    parser.add_argument("--data", required=True, help="directory of IDX files")
    parser.add_argument("--count", type=int, default=100, help="test images (default: %(default)s)")
    parser.add_argument("--classes", type=int, nargs=2, default=(0, 3), help="restyle from and to (default: 0 3)")
    parts = ["project", "inpaint", "denoise", "restyle"]
    parser.add_argument("--only", nargs="+", choices=parts, default=parts, help="what to evaluate (default: all)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        evaluation = Evaluation(options, work)
        for part in options.only:
            getattr(evaluation, part)()


if __name__ == "__main__":
    main()
