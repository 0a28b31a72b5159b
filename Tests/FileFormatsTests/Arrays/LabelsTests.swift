import Testing

@testable import FileFormats

struct LabelsTests {
  private func array(_ type: NumberType, _ shape: [Int], _ values: [Int]) -> NumberArray {
    var bytes: [UInt8] = []
    for value in values { bytes.appendLittleEndian(value, size: type.size) }
    return NumberArray(type: type, shape: shape, bytes: bytes)
  }

  @Test(arguments: [NumberType.unsigned8, .signed8, .signed16, .signed32, .signed64, .unsigned16, .unsigned64])
  func labelsOfEveryTypeOfWholeNumbersAreRead(type: NumberType) throws {
    #expect(try array(type, [3], [0, 7, 100]).labels(path: "l") == [0, 7, 100])
    #expect(try NumberArray(shape: [2], [Float(3), 255]).labels(path: "l") == [3, 255])
  }

  @Test func ofTwoDimensionsTheFirstColumnCountsUnlessTheColumnsAreClasses() throws {
    #expect(try array(.signed32, [2, 3], [4, 9, 9, 7, 9, 9]).labels(path: "l") == [4, 7])
    #expect(try array(.unsigned8, [2, 1], [1, 0]).labels(path: "l") == [1, 0])
    #expect(try array(.unsigned8, [3, 3], [0, 1, 0, 0, 0, 1, 1, 0, 0]).labels(path: "l") == [1, 2, 0])
    #expect(try array(.unsigned8, [2, 2], [1, 1, 0, 0]).labels(path: "l") == [1, 0])
  }

  @Test func numbersThatAreNoLabelsAreRefused() {
    expectFileError(
      .badData,
      "label 1 is -1, and labels must be whole numbers from 0 to 255; number the classes, for instance with np.unique(labels, return_inverse=True)[1]"
    ) {
      _ = try array(.signed16, [2], [3, -1]).labels(path: "l")
    }
    expectFileError(
      .badData,
      "label 0 is 256, and labels must be whole numbers from 0 to 255; number the classes, for instance with np.unique(labels, return_inverse=True)[1]"
    ) {
      _ = try array(.signed16, [1], [256]).labels(path: "l")
    }
    expectFileError(
      .badData,
      "label 0 is 0.5, and labels must be whole numbers from 0 to 255; number the classes, for instance with np.unique(labels, return_inverse=True)[1]"
    ) {
      _ = try NumberArray(shape: [1], [Float(0.5)]).labels(path: "l")
    }
    expectFileError(.badData, "labels must be one number for each image, or rows of numbers, and these are 1 x 1 x 1") {
      _ = try array(.unsigned8, [1, 1, 1], [0]).labels(path: "l")
    }
  }
}
