#!/usr/bin/env python3
"""The random numbers of dcgan, the same to the bit as those of Sources/TensorCore.

As a module:

    normals(seed, purpose, substream, start, count, mean, std)   -> float32 array (initial weights, latents)
    uniforms(seed, purpose, substream, start, count, low, high)  -> float32 array
    shuffled(seed, epoch, count)                                 -> list of int (the order of an epoch's images)

The first two need numpy. `normals_reference`, `uniforms_reference` and `shuffled` need the standard library alone.

As a program:

    random_numbers.py --self-test   compares the two kinds with each other and the constants with their definitions
    random_numbers.py --golden      prints Tests/TensorCoreTests/Random/RandomGoldenValues.swift

RandomStream.swift, RandomStream+Normal.swift, RandomStream+Shuffle.swift and PortableMath.swift explain the numbers.
Every floating-point operation below stands there in the same order. Python's and numpy's float64 round each one as
IEEE 754 says, and neither fuses a multiplication with an addition.
"""

import argparse
import enum
import math
import struct
import sys
import zlib
from fractions import Fraction

try:
    import numpy
except ImportError:
    numpy = None


class Purpose(enum.IntEnum):
    """What a stream is for (RandomPurpose in Swift)."""

    WEIGHTS = 0
    SHUFFLE = 1
    TRAINING_LATENTS = 2
    SAMPLE_LATENTS = 3
    EVALUATION = 4
    SEARCH_LATENTS = 5
    JUDGEMENT = 6
    HOLD_OUT = 7
    STATISTICS = 8
    AUGMENTATION = 9
    POWER_ITERATION = 10
    CLASSES = 11


MASK32 = 0xFFFF_FFFF
MASK64 = 0xFFFF_FFFF_FFFF_FFFF


# Words. The arguments called `index` may be integers or numpy arrays of uint64: the operations are the same.


def philox(counter, key):
    """Philox4x32-10: the four random words of a counter of four words under a key of two."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        first = 0xD251_1F53 * c0
        second = 0xCD9E_8D57 * c2
        c0, c1, c2, c3 = (second >> 32) ^ c1 ^ k0, second & MASK32, (first >> 32) ^ c3 ^ k1, first & MASK32
        k0, k1 = (k0 + 0x9E37_79B9) & MASK32, (k1 + 0xBB67_AE85) & MASK32
    return c0, c1, c2, c3


def word_pair(seed, purpose, substream, index):
    """The two 64-bit words of the block at an index."""
    counter = (index & MASK32, index >> 32, substream, int(purpose))
    w0, w1, w2, w3 = philox(counter, (seed & MASK32, seed >> 32))
    return w1 << 32 | w0, w3 << 32 | w2


def word(seed, purpose, substream, index):
    """The 64-bit word at an index, an integer."""
    return word_pair(seed, purpose, substream, index >> 1)[index & 1]


# Elementary functions. The shared parts work on floats and on numpy arrays of float64.

SQUARE_ROOT_OF_TWO = float.fromhex("0x1.6a09e667f3bcdp+0")
LOG_TWO_HIGH = float.fromhex("0x1.62e42fefa38p-1")
LOG_TWO_LOW = float.fromhex("0x1.ef35793c7673p-45")
LOG_SERIES = [2.0 / n for n in range(21, 1, -2)]
SINE_SERIES = [
    float.fromhex(digits)
    for digits in (
        "0x1.aaec32af93359p-38",
        "-0x1.6fadb9f155744p-31",
        "0x1.e8f434d018d63p-25",
        "-0x1.e3074fde8871fp-19",
        "0x1.50783487ee782p-13",
        "-0x1.32d2cce62bd86p-8",
        "0x1.466bc6775aae2p-4",
        "-0x1.4abbce625be53p-1",
        "0x1.21fb54442d184p-4",
    )
]
COSINE_SERIES = [
    float.fromhex(digits)
    for digits in (
        "0x1.20c62c2f2d7f5p-34",
        "-0x1.b6e24f44b128fp-28",
        "0x1.f9d38a3763cc3p-22",
        "-0x1.a6d1f2a204a8cp-16",
        "0x1.e1f506891babbp-11",
        "-0x1.55d3c7e3cbffap-6",
        "0x1.03c1f081b5ac4p-2",
        "-0x1.3bd3cc9be45dep+0",
    )
]


def polynomial(coefficients, x):
    """A polynomial whose coefficients go from the highest power down, by Horner's rule."""
    value = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


def log_of_parts(significand, exponent):
    """The logarithm of significand * 2^exponent, where the significand is between the roots of 1/2 and 2."""
    f = significand - 1
    s = f / (2 + f)
    z = s * s
    series = polynomial(LOG_SERIES, z) * z
    half_square = 0.5 * f * f
    return exponent * LOG_TWO_HIGH - ((half_square - (s * (half_square + series) + exponent * LOG_TWO_LOW)) - f)


def sin_cos_of_quarters(r):
    """The sine and cosine of r quarters of a turn, for r from -1/2 to 1/2."""
    z = r * r
    return 1.5 * r + r * polynomial(SINE_SERIES, z), 1 + polynomial(COSINE_SERIES, z) * z


def portable_log(x):
    """The natural logarithm of a positive, finite, normal float."""
    significand, exponent = math.frexp(x)
    significand, exponent = significand * 2, exponent - 1
    if significand > SQUARE_ROOT_OF_TWO:
        significand, exponent = significand * 0.5, exponent + 1
    return log_of_parts(significand, float(exponent))


def portable_sin_cos_turns(turns):
    """The sine and cosine of an angle in turns, from 0 up to and without 1."""
    quarters = 4 * turns
    quarter = int(quarters + 0.5)
    sine, cosine = sin_cos_of_quarters(quarters - quarter)
    return [(sine, cosine), (cosine, -sine), (-sine, -cosine), (-cosine, sine)][quarter & 3]


def portable_log_array(x):
    """`portable_log` of each element of a float64 array."""
    significand, exponent = numpy.frexp(x)
    significand, exponent = significand * 2, exponent - 1
    is_large = significand > SQUARE_ROOT_OF_TWO
    significand = numpy.where(is_large, significand * 0.5, significand)
    return log_of_parts(significand, (exponent + is_large).astype(numpy.float64))


def portable_sin_cos_turns_array(turns):
    """`portable_sin_cos_turns` of each element of a float64 array, as two arrays."""
    quarters = 4 * turns
    quarter = (quarters + 0.5).astype(numpy.int64)
    sine, cosine = sin_cos_of_quarters(quarters - quarter)
    quarter &= 3
    return (
        numpy.choose(quarter, [sine, cosine, -sine, -cosine]),
        numpy.choose(quarter, [cosine, -sine, -cosine, sine]),
    )


# Streams.


def float32(x):
    """A float rounded to the nearest number of single precision."""
    return struct.unpack("<f", struct.pack("<f", x))[0]


def uniform(seed, purpose, substream, index):
    """The number at an index, uniform in [0, 1)."""
    return (word(seed, purpose, substream, index) >> 11) * 2.0**-53


def normal(seed, purpose, substream, index):
    """The number at an index, of the standard normal distribution."""
    first, second = word_pair(seed, purpose, substream, index >> 1)
    radius = math.sqrt(-2 * portable_log(1 - (first >> 11) * 2.0**-53))
    sine, cosine = portable_sin_cos_turns((second >> 11) * 2.0**-53)
    return radius * (sine if index & 1 else cosine)


def normals_reference(seed, purpose, substream=0, start=0, count=1, mean=0.0, std=1.0):
    """A list of `count` normally distributed numbers from index `start` on, rounded to single precision."""
    indices = ((start + position) & MASK64 for position in range(count))
    return [float32(mean + std * normal(seed, purpose, substream, index)) for index in indices]


def uniforms_reference(seed, purpose, substream=0, start=0, count=1, low=0.0, high=1.0):
    """A list of `count` numbers uniform between two numbers of single precision."""
    indices = ((start + position) & MASK64 for position in range(count))
    return [float32(low + (high - low) * uniform(seed, purpose, substream, index)) for index in indices]


def word_pair_arrays(seed, purpose, substream, start, count):
    """The words of all blocks that elements `start` to `start + count` lie in, as two arrays of uint64."""
    if numpy is None:
        raise RuntimeError("numpy is needed for arrays of random numbers; normals_reference() gives lists without it")
    block_count = (count + (start & 1) + 1) // 2
    blocks = (numpy.arange(block_count, dtype=numpy.uint64) + numpy.uint64(start >> 1)) & (MASK64 >> 1)
    return word_pair(seed, purpose, substream, blocks)


def uniform_array(words):
    """The upper 53 bits of words as multiples of 2^-53."""
    return (words >> 11).astype(numpy.float64) * 2.0**-53


def interleaved(first, second, start, count):
    """The elements of two arrays by turns, from the second array's on if `start` is odd."""
    return numpy.stack([first, second], axis=1).reshape(-1)[start & 1 :][:count]


def normals(seed, purpose, substream=0, start=0, count=1, mean=0.0, std=1.0):
    """A float32 array of `count` normally distributed numbers from index `start` on."""
    first, second = word_pair_arrays(seed, purpose, substream, start, count)
    radius = numpy.sqrt(-2 * portable_log_array(1 - uniform_array(first)))
    sine, cosine = portable_sin_cos_turns_array(uniform_array(second))
    return (mean + std * interleaved(radius * cosine, radius * sine, start, count)).astype(numpy.float32)


def uniforms(seed, purpose, substream=0, start=0, count=1, low=0.0, high=1.0):
    """A float32 array of `count` numbers uniform between two numbers of single precision."""
    first, second = word_pair_arrays(seed, purpose, substream, start, count)
    numbers = interleaved(uniform_array(first), uniform_array(second), start, count)
    return (low + (high - low) * numbers).astype(numpy.float32)


def integer_below(bound, words):
    """A random integer below a bound by Lemire's method, from an iterator over 64-bit words."""
    surplus = 2**64 % bound
    while True:
        product = next(words) * bound
        if product & MASK64 >= surplus:
            return product >> 64


def words_from(seed, purpose, substream, start=0):
    """An endless iterator over the 64-bit words of a stream."""
    while True:
        yield word(seed, purpose, substream, start & MASK64)
        start += 1


def shuffled(seed, epoch, count, purpose=Purpose.SHUFFLE):
    """The numbers from 0 up to `count` in the order of an epoch, or another stream, as a list."""
    words = words_from(seed, purpose, epoch)
    indices = list(range(count))
    for last in range(count - 1, 0, -1):
        partner = integer_below(last + 1, words)
        indices[last], indices[partner] = indices[partner], indices[last]
    return indices


# The table of the Swift tests.

PI = Fraction(314159265358979323846264338327950288419716939937510582097494459230781640628620899, 10**80)
LOG_TWO = 2 * sum(Fraction(1, (2 * n + 1) * 3 ** (2 * n + 1)) for n in range(60))

NORMAL_CASES = [  # seed, purpose, substream, start, mean, standard deviation
    (0, Purpose.WEIGHTS, 0, 0, 0.0, 1.0),
    (1, Purpose.WEIGHTS, 7, 0, 0.0, 0.02),
    (1, Purpose.WEIGHTS, 7, 3, 1.0, 0.02),
    (42, Purpose.TRAINING_LATENTS, 0, 6401, 0.0, 1.0),
    (42, Purpose.SAMPLE_LATENTS, MASK32, 0, 0.0, 1.0),
    (MASK64, Purpose.EVALUATION, 1, 2**34 + 1, -3.5, 0.125),
    (0x0123_4567_89AB_CDEF, Purpose.TRAINING_LATENTS, 0, MASK64 - 2, 0.0, 1.0),
]
UNIFORM_CASES = [  # seed, purpose, substream, start, low, high
    (0, Purpose.WEIGHTS, 0, 0, 0.0, 1.0),
    (1, Purpose.EVALUATION, 2, 5, -1.0, 1.0),
    (MASK64, Purpose.SAMPLE_LATENTS, 3, MASK64 - 2, -0.375, 1000.5),
]
SHUFFLE_CASES = [(0, 0, 1), (0, 0, 2), (0, 0, 10), (0, 1, 10), (42, 3, 24)]  # seed, epoch, count
BOUNDED_CASES = [1, 2, 3, 10, 2**32, 2**63, 2**63 + 1, MASK64]
LONG_COUNT = 100_000
MATH_COUNT = 10_000


def swift_list(items):
    return "[" + ", ".join(items) + "]"


def swift_number(value):
    """An integer in as few digits as it takes, or a float so that Swift reads the same one."""
    if isinstance(value, int):
        return str(value) if value < 10**6 else f"0x{value:X}"
    return repr(value) if (value * 1024).is_integer() else value.hex()


def swift_rows(cases, values):
    for case in cases:
        arguments = [f".{swift_name(item)}" if isinstance(item, Purpose) else swift_number(item) for item in case]
        bits = [f"0x{struct.unpack('<I', struct.pack('<f', value))[0]:08X}" for value in values(*case)]
        yield "    .init("
        yield f"      {', '.join(arguments)},"
        yield f"      {swift_list(bits)}),"


def swift_name(purpose):
    first, *others = purpose.name.lower().split("_")
    return first + "".join(other.capitalize() for other in others)


def golden():
    """The Swift source of the table of values that the tests compare with."""
    long_normals = normals_reference(7, Purpose.WEIGHTS, 1, 1, LONG_COUNT, 0.0, 0.02)
    arguments = [uniform(7, Purpose.EVALUATION, 0, index) for index in range(MATH_COUNT)]
    logarithms = [portable_log(1 - argument) for argument in arguments]
    sines = [value for argument in arguments for value in portable_sin_cos_turns(argument)]
    bounded_words = words_from(5, Purpose.EVALUATION, 0)
    bounded = [[integer_below(bound, bounded_words) for _ in range(4)] for bound in BOUNDED_CASES]
    lines = [
        "// Written by `python3 scripts/reference/random_numbers.py --golden`; not to be edited by hand.",
        "",
        "/// Random numbers as Python calculates them, bit for bit.",
        "enum RandomGoldenValues {",
        "  static let normals: [Elements] = [",
        *swift_rows(NORMAL_CASES, lambda *case: normals_reference(*case[:4], 6, *case[4:])),
        "  ]",
        "",
        "  static let uniforms: [Elements] = [",
        *swift_rows(UNIFORM_CASES, lambda *case: uniforms_reference(*case[:4], 6, *case[4:])),
        "  ]",
        "",
        "  /// The orders of (seed, epoch).",
        "  static let shuffles: [(seed: UInt64, epoch: UInt32, order: [Int])] = [",
        *(
            f"    ({seed}, {epoch}, {swift_list(map(str, shuffled(seed, epoch, count)))}),"
            for seed, epoch, count in SHUFFLE_CASES
        ),
        "  ]",
        "",
        "  /// The CRC-32 of the order of 10,000 numbers as little-endian 32-bit integers, seed 3, epoch 12.",
        f"  static let longShuffleCRC32: UInt32 = 0x{crc32('<i', shuffled(3, 12, 10_000)):08X}",
        "",
        "  /// Four integers below each bound, drawn one after the other from seed 5, purpose `evaluation`, substream 0.",
        "  static let boundedIntegers: [(bound: UInt64, values: [UInt64])] = [",
        *(
            f"    ({swift_number(bound)}, {swift_list(map(swift_number, values))}),"
            for bound, values in zip(BOUNDED_CASES, bounded)
        ),
        "  ]",
        "",
        "  /// The CRC-32 of 100,000 normals as little-endian `Float`s: seed 7, purpose `weights`, substream 1, from index 1 on,",
        "  /// mean 0, standard deviation 0.02.",
        f"  static let longNormalsCRC32: UInt32 = 0x{crc32('<f', long_normals):08X}",
        "",
        "  /// The CRC-32 of `portableLog(1 - u)` as little-endian `Double`s for the first 10,000 uniform numbers `u` of seed 7,",
        "  /// purpose `evaluation`, substream 0.",
        f"  static let logarithmsCRC32: UInt32 = 0x{crc32('<d', logarithms):08X}",
        "",
        "  /// The CRC-32 of the sines and cosines by turns of the same numbers as turns.",
        f"  static let sinesAndCosinesCRC32: UInt32 = 0x{crc32('<d', sines):08X}",
        "}",
    ]
    return "\n".join(lines)


def crc32(element_format, values):
    return zlib.crc32(b"".join(struct.pack(element_format, value) for value in values))


# The self-test.


def check(condition, claim):
    print(("ok    " if condition else "WRONG ") + claim)
    if not condition:
        sys.exit(1)


def self_test():
    """Checks the constants, the generator and, if there is numpy, that the arrays equal the lists."""
    known_answers = [
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((MASK32,) * 4, (MASK32,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ]
    check(all(philox(counter, key) == words for counter, key, words in known_answers), "Philox's known answers")

    def taylor(n):
        return (-1) ** (n // 2) * (PI / 2) ** n / math.factorial(n)

    check(LOG_TWO_HIGH == float(Fraction(round(LOG_TWO * 2**42), 2**42)), "first part of log(2)")
    check(LOG_TWO_LOW == float(LOG_TWO - Fraction(LOG_TWO_HIGH)), "second part of log(2)")
    check(
        SINE_SERIES == [float(taylor(n)) for n in range(17, 1, -2)] + [float(taylor(1) - Fraction(3, 2))],
        "coefficients of the sine",
    )
    check(COSINE_SERIES == [float(taylor(n)) for n in range(16, 1, -2)], "coefficients of the cosine")

    if numpy is None:
        print("      no numpy: its arrays are not compared")
        return
    for case in NORMAL_CASES:
        arguments = (*case[:4], 1001, *case[4:])
        check(normals(*arguments).tolist() == normals_reference(*arguments), f"normals{arguments}")
    for case in UNIFORM_CASES:
        arguments = (*case[:4], 1001, *case[4:])
        check(uniforms(*arguments).tolist() == uniforms_reference(*arguments), f"uniforms{arguments}")
    extremes = [2.0**-53, 1 - 2.0**-53, 1.0, SQUARE_ROOT_OF_TWO, sys.float_info.min, sys.float_info.max]
    logarithms = portable_log_array(numpy.array(extremes)).tolist()
    check(logarithms == [portable_log(x) for x in extremes], "logarithms of extremes")
    edges = [turns for n in range(9) for turns in (n / 8 - 2.0**-53, n / 8, n / 8 + 2.0**-53) if 0 <= turns < 1]
    sines, cosines = portable_sin_cos_turns_array(numpy.array(edges))
    check(
        list(zip(sines.tolist(), cosines.tolist())) == [portable_sin_cos_turns(turns) for turns in edges],
        "sines and cosines at the edges of the octants",
    )


def main():
    parser = argparse.ArgumentParser(description="The random numbers of dcgan, the same to the bit.")
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--self-test", action="store_true", help="compare the two kinds of functions with each other")
    mode.add_argument("--golden", action="store_true", help="print the table of the Swift tests")
    if parser.parse_args().self_test:
        self_test()
    else:
        print(golden())


if __name__ == "__main__":
    main()
