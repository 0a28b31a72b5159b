import Testing

@testable import TensorCore

struct PixelValuesTests {
  private static let bytes = (0...255).map(UInt8.init)

  /// A quotient below 2 is rounded by at most 2^-24, and the difference, at most 1, by at most 2^-25.
  @Test func bytesBecomeValuesFromMinusOneToOne() {
    let expected = Self.bytes.map { Double($0) / 127.5 - 1 }
    let tolerances = Self.bytes.map { _ in 0x1p-24 + 0x1p-25 }
    #expect(mismatch(Self.bytes.map(PixelValues.value), expected, tolerances: tolerances) == nil)
    #expect(PixelValues.value(of: 0) == -1)
    #expect(PixelValues.value(of: 255) == 1)
  }

  @Test func everyByteComesBackFromItsValue() {
    #expect(Self.bytes.map { PixelValues.byte(nearest: PixelValues.value(of: $0)) } == Self.bytes)
  }

  @Test func valuesBetweenTwoBytesGoToTheNearer() {
    for byte in Self.bytes.dropLast() {
      let (low, high) = (PixelValues.value(of: byte), PixelValues.value(of: byte + 1))
      #expect(PixelValues.byte(nearest: low + 0.45 * (high - low)) == byte)
      #expect(PixelValues.byte(nearest: low + 0.55 * (high - low)) == byte + 1)
    }
  }

  @Test func aTensorsValuesKeepTheirOrder() {
    let values = Tensor(count: 8)
    values.values = [-1, 1, 0, -0.999, -0.994, 2, -7, 0.5]
    #expect(PixelValues.bytes(nearest: values) == [0, 255, 128, 0, 1, 255, 0, 191])
  }

  @Test func valuesThatNoByteHasGoToTheNearerEnd() {
    for value in [-1.01, -3e38, -Float.infinity] { #expect(PixelValues.byte(nearest: value) == 0) }
    for value in [1.01, 3e38, Float.infinity, Float.nan] { #expect(PixelValues.byte(nearest: value) == 255) }
  }

  @Test(arguments: InstructionSet.available)
  func theKernelsOfEveryInstructionSetKeepToTheMap(instructionSet: InstructionSet) throws {
    let context = try ComputeContext(threads: 1, instructionSet: instructionSet)
    for count in [1, 15, 16, 17, 256] {
      let image = Tensor(count: count)
      let some = Self.bytes.suffix(count)
      context.loadPixels(some, into: image)
      #expect(image.values == some.map(PixelValues.value), "\(count) bytes")
    }
  }
}
