import TestSupport
import Testing

@testable import FileFormats

struct ImageConversionTests {
  /// Converts one array; returns the images and what was remarked.
  private func convert(
    _ array: NumberArray, _ change: (inout ImageConversion) -> Void = { _ in }
  ) throws -> (images: ImageSet, remarks: [String]) {
    var conversion = ImageConversion()
    change(&conversion)
    var remarks: [String] = []
    let images = try conversion.convert([(array, "a.npy")]) { remarks.append($0) }
    return (images[0], remarks)
  }

  private func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: 7 * $0) } }

  /// Numbers of 1 x 1 x 4 pixels, what they become, and what is said of them.
  static let ranges: [(values: [Float], levels: [UInt8], remark: String)] = [
    ([0, 0.5, 1, 0.25], [0, 128, 255, 64], "from 0 to 1: taken as 0..1"),
    ([-1, 0, 1, 0.5], [0, 128, 255, 191], "from -1 to 1: taken as -1..1"),
    ([0, 1, 254.6, 100], [0, 1, 255, 100], "taken as 0..255"),
    ([-2, 0, 2, 1], [0, 128, 255, 191], "from -2 to 2: the least became 0 and the greatest 255"),
    ([5, 5, 5, 5], [5, 5, 5, 5], "from 5 to 5: taken as 0..255"),
  ]

  @Test(arguments: ranges)
  func floatsAreToldByTheirRange(values: [Float], levels: [UInt8], remark: String) throws {
    let (images, remarks) = try convert(NumberArray(shape: [1, 2, 2], values))
    #expect(images.bytes == levels)
    #expect(remarks.count == 1 && remarks[0].hasSuffix(remark), "\(remarks)")
  }

  @Test func imagesThatStandInTheLastDimensionAreSuspected() throws {
    let (images, remarks) = try convert(NumberArray(shape: [2, 2, 5], bytes(20)))
    #expect(images.count == 2 && images.width == 5)
    #expect(
      remarks.contains { $0.hasPrefix("the array is 2 x 2 x 5: if its last dimension counts the images, np.save(") })
    expectFileError(
      .badData,
      "the array is 2 x 2 x 3 x 5: if its last dimension counts the images, np.save('images.npy', np.moveaxis(array, "
        + "-1, 0)) puts them first, and that is how they are read here"
    ) { _ = try convert(NumberArray(shape: [2, 2, 3, 5], bytes(60))) }
  }

  @Test func aGivenRangeGoesBeforeWhatTheNumbersTell() throws {
    let array = NumberArray(shape: [1, 2, 2], [Float(0), 0.5, 1, 1.5])
    let (images, remarks) = try convert(array) { $0.range = IntensityRange("-1..1") }
    #expect(images.bytes == [128, 191, 255, 255])
    #expect(remarks == ["the values are from 0 to 1.5: those outside -1..1 became black or white"])
    #expect(IntensityRange("1..0") == nil && IntensityRange("1..1") == nil && IntensityRange("0-1") == nil)
    #expect(IntensityRange("0..inf") == nil && IntensityRange("-1..1")?.text == "-1..1")
  }

  @Test func bytesStayAsTheyAre() throws {
    let (images, remarks) = try convert(NumberArray(shape: [2, 3, 4], bytes(24)))
    #expect(images == ImageSet(count: 2, height: 3, width: 4, channels: 1, bytes: bytes(24)))
    #expect(remarks == [])
    let binary = try convert(NumberArray(shape: [1, 2, 2], [0, 1, 1, 0] as [UInt8]))
    #expect(binary.images.bytes == [0, 255, 255, 0] && binary.remarks.count == 1)
  }

  @Test(arguments: [(1000, 1023), (4000, 4095), (16000, 16383), (60000, 65535)])
  func fewerBitsThanTheTypeHasAreNoticed(greatest: Int, end: Int) throws {
    var contents: [UInt8] = []
    for value in [0, greatest] { contents.appendLittleEndian(value) }
    let (images, remarks) = try convert(NumberArray(type: .unsigned16, shape: [1, 1, 2], bytes: contents))
    #expect(images.bytes == [0, UInt8((255 * Double(greatest) / Double(end)).rounded())])
    #expect(remarks.count == 1 && remarks[0].hasSuffix("bits, 0..\(end)"))
  }

  @Test func channelsComeLastWhereverTheyStood() throws {
    let last = NumberArray(shape: [2, 4, 5, 3], bytes(120))
    #expect(try convert(last).images == ImageSet(count: 2, height: 4, width: 5, channels: 3, bytes: bytes(120)))
    var planes = [UInt8](repeating: 0, count: 120)
    for image in 0..<2 {
      for pixel in 0..<20 {
        for channel in 0..<3 {
          planes[60 * image + 20 * channel + pixel] = last.bytes[60 * image + 3 * pixel + channel]
        }
      }
    }
    let first = try convert(NumberArray(shape: [2, 3, 4, 5], planes))
    #expect(first.images == (try convert(last).images))
    #expect(first.remarks == ["the images are 2 x 3 x 4 x 5: taken as channels first"])
    // CIFAR's rows are planes, too.
    let rows = try convert(NumberArray(shape: [2, 60], planes)) { $0.size = (width: 5, height: 4) }
    #expect(rows.images == first.images)
  }

  @Test func rowsOfNumbersAreSquareImagesUnlessTheirSizeIsTold() throws {
    let square = try convert(NumberArray(shape: [2, 784], bytes(1568)))
    #expect(square.images.width == 28 && square.images.height == 28)
    #expect(square.remarks == ["rows of 784 numbers: taken as 28x28"])
    let told = try convert(NumberArray(shape: [2, 12], bytes(24))) { $0.size = (width: 4, height: 3) }
    #expect(told.images == ImageSet(count: 2, height: 3, width: 4, channels: 1, bytes: bytes(24)))
    #expect(throws: ImageSizeError(path: "a.npy", shape: "2 x 14", length: 14)) {
      _ = try convert(NumberArray(shape: [2, 14], bytes(28))) { $0.size = (width: 5, height: 3) }
    }
  }

  @Test func imagesAreTurnedAndScaled() throws {
    let turned = try convert(NumberArray(shape: [1, 2, 3], [1, 2, 3, 4, 5, 6] as [UInt8])) { $0.isTransposed = true }
    #expect(turned.images == ImageSet(count: 1, height: 3, width: 2, channels: 1, bytes: [1, 4, 2, 5, 3, 6]))
    let smaller = try convert(NumberArray(shape: [1, 2, 2], [10, 20, 30, 40] as [UInt8])) {
      $0.size = (width: 1, height: 1)
    }
    #expect(smaller.images.bytes == [25])
    let grey = try convert(NumberArray(shape: [1, 1, 1, 3], [255, 0, 0] as [UInt8])) { $0.isGrey = true }
    #expect(grey.images == ImageSet(count: 1, height: 1, width: 1, channels: 1, bytes: [76]))
  }

  /// Dimensions that are none of images, and what must be said of them.
  static let wrongShapes: [(shape: [Int], reason: String)] = [
    ([], "the array is a single number"), ([4], "images must be N x H x W"),
    ([1, 1, 1, 1, 4], "images must be N x H x W"), ([0, 28, 28], "the array is empty: 0 x 28 x 28"),
    ([1, 6, 6, 4], "have 4 channels, where 1 (grey) or 3 (red, green, blue) can be used"),
    ([1, 2, 6, 6], "have 2 channels"),
  ]

  @Test(arguments: wrongShapes)
  func otherDimensionsAreRefused(shape: [Int], reason: String) {
    let array = NumberArray(shape: shape, bytes(shape.reduce(1, *)))
    let error = #expect(throws: FileError.self) { _ = try convert(array) }
    #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func whatIsNoNumberIsRefusedWithItsPlace(value: Float) {
    expectFileError(
      .badData, "value 2 is infinite or not a number; replace such values, for instance with np.nan_to_num(array)"
    ) {
      _ = try convert(NumberArray(shape: [1, 2, 2], [0, 1, value, 1]))
    }
  }
}
