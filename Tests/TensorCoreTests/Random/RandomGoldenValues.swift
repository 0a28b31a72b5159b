// Written by `python3 scripts/reference/random_numbers.py --golden`; not to be edited by hand.

/// Random numbers as Python calculates them, bit for bit.
enum RandomGoldenValues {
  static let normals: [Elements] = [
    .init(
      0, .weights, 0, 0, 0.0, 1.0,
      [0xBFCFFECD, 0xBFA25944, 0x3F6C2E4B, 0x3E6042DE, 0xBDF4BF0D, 0x3F5E8054]),
    .init(
      1, .weights, 7, 0, 0.0, 0x1.47ae147ae147bp-6,
      [0x3C71CA75, 0x3C17CBA9, 0x3CEC394A, 0x3B5B847E, 0x3C2560EB, 0xBC2A5453]),
    .init(
      1, .weights, 7, 3, 1.0, 0x1.47ae147ae147bp-6,
      [0x3F806DC2, 0x3F814AC2, 0x3F7D56AF, 0x3F8130A7, 0x3F806593, 0x3F7E00EE]),
    .init(
      42, .trainingLatents, 0, 6401, 0.0, 1.0,
      [0x3D496CC9, 0x3E8D1D80, 0x3F944E41, 0x3F67644D, 0x3F734CC3, 0xC02F1D0C]),
    .init(
      42, .sampleLatents, 0xFFFFFFFF, 0, 0.0, 1.0,
      [0xBF0B2792, 0x3F027A6A, 0x40145227, 0x3F244445, 0x3FF6AABB, 0xBE12D193]),
    .init(
      0xFFFFFFFFFFFFFFFF, .evaluation, 1, 0x400000001, -3.5, 0.125,
      [0xC0612CEE, 0xC06649E7, 0xC0710D7E, 0xC05A5243, 0xC06111A4, 0xC0599814]),
    .init(
      0x123456789ABCDEF, .trainingLatents, 0, 0xFFFFFFFFFFFFFFFD, 0.0, 1.0,
      [0xBEC5F94C, 0xBF07450D, 0x3E0D5BA8, 0xBF708009, 0x3E64A1F1, 0x3FAE1757]),
  ]

  static let uniforms: [Elements] = [
    .init(
      0, .weights, 0, 0, 0.0, 1.0,
      [0x3F6169C6, 0x3F1B00DC, 0x3EB96402, 0x3D17EFF6, 0x3EA38E65, 0x3E8B226C]),
    .init(
      1, .evaluation, 2, 5, -1.0, 1.0,
      [0x3E79531D, 0xBEA1378D, 0xBE84DBDB, 0xBE9EFDDB, 0xBEB7085A, 0xBEB3D1EB]),
    .init(
      0xFFFFFFFFFFFFFFFF, .sampleLatents, 3, 0xFFFFFFFFFFFFFFFD, -0.375, 1000.5,
      [0x4473D40E, 0x445990F0, 0x438717CC, 0x4479B0AC, 0x44321DE8, 0x434AE3D9]),
  ]

  /// The orders of (seed, epoch).
  static let shuffles: [(seed: UInt64, epoch: UInt32, order: [Int])] = [
    (0, 0, [0]),
    (0, 0, [1, 0]),
    (0, 0, [9, 3, 6, 7, 1, 8, 4, 2, 5, 0]),
    (0, 1, [7, 9, 6, 0, 4, 1, 8, 2, 3, 5]),
    (42, 3, [9, 18, 11, 14, 3, 20, 4, 12, 16, 0, 1, 19, 8, 23, 13, 17, 5, 10, 7, 2, 15, 22, 6, 21]),
  ]

  /// The CRC-32 of the order of 10,000 numbers as little-endian 32-bit integers, seed 3, epoch 12.
  static let longShuffleCRC32: UInt32 = 0x598A04DE

  /// Four integers below each bound, drawn one after the other from seed 5, purpose `evaluation`, substream 0.
  static let boundedIntegers: [(bound: UInt64, values: [UInt64])] = [
    (1, [0, 0, 0, 0]),
    (2, [1, 1, 0, 1]),
    (3, [0, 2, 0, 0]),
    (10, [8, 8, 3, 5]),
    (0x100000000, [0xBF8D4D21, 0x376E834F, 0xD33C6213, 0xC35F14F4]),
    (0x8000000000000000, [0x7F3B701587EAA0F, 0x4F95562BD6322927, 0x143A17A952826BD7, 0xA5443C62DF15C06]),
    (0x8000000000000001, [0x24B92D9AADB5F5F4, 0x5CD95060BF25F88B, 0x760ED77018128B07, 0x251C87563380E348]),
    (0xFFFFFFFFFFFFFFFF, [0xC12730D2D2ADD319, 0x36F64B5C74465E5D, 0x99F2EC43C77D9E53, 0xE8E3B63D14E73F0]),
  ]

  /// The CRC-32 of 100,000 normals as little-endian `Float`s: seed 7, purpose `weights`, substream 1, from index 1 on,
  /// mean 0, standard deviation 0.02.
  static let longNormalsCRC32: UInt32 = 0x7616EB6C

  /// The CRC-32 of `portableLog(1 - u)` as little-endian `Double`s for the first 10,000 uniform numbers `u` of seed 7,
  /// purpose `evaluation`, substream 0.
  static let logarithmsCRC32: UInt32 = 0xF7BC41B6

  /// The CRC-32 of the sines and cosines by turns of the same numbers as turns.
  static let sinesAndCosinesCRC32: UInt32 = 0x2B09E8F4
}
