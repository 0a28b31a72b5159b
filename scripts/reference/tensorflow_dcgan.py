#!/usr/bin/env python3
"""The presets dcgan28 and dcgan64 in TensorFlow: a bare trainer, which compare_frameworks.py measures.

The whole training step is one `tf.function` in NHWC and float32 that does the same work as dcgan's. Batch normalisation
and Adam are TensorFlow's fused operations: Keras's layer and optimiser of these names go over memory several times.
"""

from __future__ import annotations

import argparse
import os
from typing import Callable, Dict, List, Sequence, Tuple

import missing_package  # noqa: F401  It is asked where one of the others is missing.
import numpy

# TensorFlow reads this when it is imported; its notes on the processor are of no use here.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf

from framework_trainer import LATENT_SIZE, Metrics, add_training_options, train

LEARNING_RATE, BETA_1, BETA_2, EPSILON = 2e-4, 0.5, 0.999, 1e-8

Layer = Callable[[tf.Tensor], tf.Tensor]


class Network:
    """A list of layers, and the variables that are trained."""

    def __init__(self) -> None:
        self.layers: List[Layer] = []
        self.variables: List[tf.Variable] = []

    def __call__(self, values: tf.Tensor) -> tf.Tensor:
        """Apply the layers in training mode."""
        for layer in self.layers:
            values = layer(values)
        return values

    def _parameter(self, shape: Sequence[int], mean: float = 0.0, deviation: float = 0.02) -> tf.Variable:
        variable = tf.Variable(tf.random.normal(shape, mean, deviation))
        self.variables.append(variable)
        return variable

    def _bias(self, channels: int) -> None:
        bias = self._parameter([channels], deviation=0.0)
        self.layers.append(lambda values: tf.nn.bias_add(values, bias))

    def linear(self, inputs: int, shape: Tuple[int, int, int]) -> Network:
        """Project vectors to feature maps of a shape, without a bias."""
        weights = self._parameter([inputs, shape[0] * shape[1] * shape[2]])
        self.layers.append(lambda values: tf.reshape(tf.matmul(values, weights), [-1, *shape]))
        return self

    def convolution(
        self, inputs: int, outputs: int, size: int, stride: int, padding: str = "SAME", bias: bool = False
    ) -> Network:
        """Convolve with square kernels. `SAME` pads one pixel on each side for all kernels and strides used here."""
        kernel = self._parameter([size, size, inputs, outputs])
        self.layers.append(lambda values: tf.nn.conv2d(values, kernel, stride, padding))
        if bias:
            self._bias(outputs)
        return self

    def transposed_convolution(
        self, inputs: int, outputs: int, size: int, output_size: int, stride: int, padding: str = "SAME"
    ) -> Network:
        """The transpose of a convolution with square kernels, without a bias."""
        kernel = self._parameter([size, size, outputs, inputs])

        def apply(values: tf.Tensor) -> tf.Tensor:
            shape = [tf.shape(values)[0], output_size, output_size, outputs]
            return tf.nn.conv2d_transpose(values, kernel, shape, stride, padding)

        self.layers.append(apply)
        return self

    def batch_norm(self, channels: int) -> Network:
        """Normalise with the batch's statistics, and keep running ones (momentum 0.1 in PyTorch's sense)."""
        scale = self._parameter([channels], mean=1.0)
        offset = self._parameter([channels], deviation=0.0)
        mean = tf.Variable(tf.zeros([channels]))
        variance = tf.Variable(tf.ones([channels]))

        def apply(values: tf.Tensor) -> tf.Tensor:
            result = tf.raw_ops.FusedBatchNormV3(
                x=values,
                scale=scale,
                offset=offset,
                mean=mean,
                variance=variance,
                epsilon=1e-5,
                exponential_avg_factor=0.1,
                is_training=True,
            )
            mean.assign(result.batch_mean)
            variance.assign(result.batch_variance)
            return result.y

        self.layers.append(apply)
        return self

    def activation(self, function: Layer) -> Network:
        """Apply a function to each value."""
        self.layers.append(function)
        return self

    def relu(self) -> Network:
        """The rectifier."""
        return self.activation(tf.nn.relu)

    def leaky_relu(self) -> Network:
        """The rectifier with slope 0.2 below 0."""
        return self.activation(lambda values: tf.nn.leaky_relu(values, 0.2))


def make_generator28(w: int) -> Network:
    """From latent vectors (N, 100) to images (N, 28, 28, 1) with values -1 ... 1; `w` is the width."""
    network = Network().linear(LATENT_SIZE, (7, 7, 4 * w)).batch_norm(4 * w).relu()
    network.transposed_convolution(4 * w, 2 * w, 4, output_size=14, stride=2).batch_norm(2 * w).relu()
    network.transposed_convolution(2 * w, w, 4, output_size=28, stride=2).batch_norm(w).relu()
    return network.convolution(w, 1, 3, stride=1, bias=True).activation(tf.tanh)


def make_discriminator28(w: int) -> Network:
    """From images (N, 28, 28, 1) to logits (N, 1, 1, 1)."""
    network = Network().convolution(1, w, 4, stride=2, bias=True).leaky_relu()
    network.convolution(w, 2 * w, 4, stride=2).batch_norm(2 * w).leaky_relu()
    network.convolution(2 * w, 4 * w, 3, stride=2).batch_norm(4 * w).leaky_relu()
    return network.convolution(4 * w, 1, 4, stride=1, padding="VALID", bias=True)


def make_generator64(w: int) -> Network:
    """From latent vectors (N, 100) to images (N, 64, 64, 3) with values -1 ... 1."""
    network = Network().activation(lambda values: tf.reshape(values, [-1, 1, 1, LATENT_SIZE]))
    network.transposed_convolution(LATENT_SIZE, 8 * w, 4, output_size=4, stride=1, padding="VALID")
    network.batch_norm(8 * w).relu()
    for inputs, output_size in ((8 * w, 8), (4 * w, 16), (2 * w, 32)):
        network.transposed_convolution(inputs, inputs // 2, 4, output_size, stride=2).batch_norm(inputs // 2).relu()
    return network.transposed_convolution(w, 3, 4, output_size=64, stride=2).activation(tf.tanh)


def make_discriminator64(w: int) -> Network:
    """From images (N, 64, 64, 3) to logits (N, 1, 1, 1)."""
    network = Network().convolution(3, w, 4, stride=2).leaky_relu()
    for inputs in (w, 2 * w, 4 * w):
        network.convolution(inputs, 2 * inputs, 4, stride=2).batch_norm(2 * inputs).leaky_relu()
    return network.convolution(8 * w, 1, 4, stride=1, padding="VALID")


NETWORKS: Dict[str, Tuple[Callable[[int], Network], Callable[[int], Network]]] = {
    "dcgan28": (make_generator28, make_discriminator28),
    "dcgan64": (make_generator64, make_discriminator64),
}
"""Each architecture's generator and discriminator, of a width."""


class Adam:
    """Adam of a network's variables, one fused operation a variable."""

    def __init__(self, variables: Sequence[tf.Variable]) -> None:
        self.variables = variables
        self.moments = [(tf.Variable(tf.zeros_like(it)), tf.Variable(tf.zeros_like(it))) for it in variables]
        self.powers = (tf.Variable(BETA_1), tf.Variable(BETA_2))

    def apply(self, gradients: Sequence[tf.Tensor]) -> None:
        """Make a step."""
        for variable, (mean, square), gradient in zip(self.variables, self.moments, gradients):
            tf.raw_ops.ResourceApplyAdam(
                var=variable.handle,
                m=mean.handle,
                v=square.handle,
                beta1_power=self.powers[0],
                beta2_power=self.powers[1],
                lr=LEARNING_RATE,
                beta1=BETA_1,
                beta2=BETA_2,
                epsilon=EPSILON,
                grad=gradient,
            )
        self.powers[0].assign(self.powers[0] * BETA_1)
        self.powers[1].assign(self.powers[1] * BETA_2)


class TrainingStep:
    """One Adam step of the discriminator on a real and a fake batch, then one of the generator on the same fakes."""

    def __init__(self, generator: Network, discriminator: Network) -> None:
        self.generator = generator
        self.discriminator = discriminator
        self.generator_optimizer = Adam(generator.variables)
        self.discriminator_optimizer = Adam(discriminator.variables)

    @tf.function
    def __call__(self, pixels: tf.Tensor) -> Tuple[tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]:
        """Train on images as bytes; losses of D and G, mean scores of the real and of the fake images."""

        def loss(logits: tf.Tensor, label: float) -> tf.Tensor:
            labels = tf.fill(tf.shape(logits), label)
            return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels, logits))

        real = tf.cast(pixels, tf.float32) / 127.5 - 1
        latents = tf.random.normal([tf.shape(pixels)[0], LATENT_SIZE])
        with tf.GradientTape() as generator_tape:
            fakes = self.generator(latents)
        with tf.GradientTape() as discriminator_tape:
            real_logits = self.discriminator(real)
            fake_logits = self.discriminator(tf.stop_gradient(fakes))
            discriminator_loss = loss(real_logits, 1.0) + loss(fake_logits, 0.0)
        self.discriminator_optimizer.apply(
            discriminator_tape.gradient(discriminator_loss, self.discriminator.variables)
        )
        # Watching the fakes alone leaves out the gradients of the discriminator's weights.
        with tf.GradientTape(watch_accessed_variables=False) as fakes_tape:
            fakes_tape.watch(fakes)
            generator_loss = loss(self.discriminator(fakes), 1.0)
        fakes_gradient = fakes_tape.gradient(generator_loss, fakes)
        self.generator_optimizer.apply(
            generator_tape.gradient(fakes, self.generator.variables, output_gradients=fakes_gradient)
        )
        real_score = tf.reduce_mean(tf.sigmoid(real_logits))
        fake_score = tf.reduce_mean(tf.sigmoid(fake_logits))
        return discriminator_loss, generator_loss, real_score, fake_score


def main() -> None:
    """Run the program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_training_options(parser)
    options = parser.parse_args()
    if options.architecture not in NETWORKS:
        parser.error(f"{options.architecture} is not written for TensorFlow here: {' and '.join(NETWORKS)} are")
    tf.config.threading.set_intra_op_parallelism_threads(options.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.random.set_seed(options.seed)
    training_step = TrainingStep(*(make(options.base_channels) for make in NETWORKS[options.architecture]))

    def step(pixels: numpy.ndarray) -> Metrics:
        values = training_step(tf.constant(pixels))
        return lambda: dict(zip(("lossD", "lossG", "dReal", "dFake"), (float(value) for value in values)))

    train(options, step)


if __name__ == "__main__":
    main()
