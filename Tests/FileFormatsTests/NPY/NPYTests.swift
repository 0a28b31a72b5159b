import TestSupport
import Testing

@testable import FileFormats

struct NPYTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: NumPyFixture.ofEveryType)
  func everyTypeAndOrderIsReadAsNumPyWroteIt(fixture: NumPyFixture) throws {
    let array = try NPYFile.read(path: fixture.path)
    #expect(array.type.rawValue == fixture.name.prefix(2))
    #expect(array.shape == [2, 3, 4])
    #expect(array.values == NumPyFixture.numbers(array.type))
  }

  @Test(arguments: 1...3)
  func everyVersionOfTheHeaderIsRead(version: Int) throws {
    let array = try NPYFile.read(path: NumPyFixture(name: "version-\(version).npy").path)
    #expect(array.values == NumPyFixture.numbers(.unsigned8))
  }

  @Test func anyNumberOfDimensionsIsRead() throws {
    let scalar = try NPYFile.read(path: NumPyFixture(name: "scalar.npy").path)
    #expect(scalar.shape == [] && scalar.values == [7.5] && scalar.shapeText == "a single number")
    let line = try NPYFile.read(path: NumPyFixture(name: "one-dimension.npy").path)
    #expect(line.shape == [5] && line.values == NumPyFixture.numbers(.signed32, count: 5))
    let empty = try NPYFile.read(path: NumPyFixture(name: "empty.npy").path)
    #expect(empty.shape == [0, 28, 28] && empty.values == [])
  }

  @Test(arguments: ["f4-little-c.npy", "f4-little-fortran.npy", "i2-big-fortran.npy"])
  func aLimitCutsTheFirstDimension(name: String) throws {
    let whole = try NPYFile.read(path: NumPyFixture(name: name).path)
    let part = try NPYFile.read(path: NumPyFixture(name: name).path, limit: 1)
    #expect(part.shape == [1, 3, 4] && part.values == Array(whole.values.prefix(12)))
    #expect(try NPYFile.read(path: NumPyFixture(name: name).path, limit: 5) == whole)
  }

  @Test func whatIsWrittenIsWhatNumPyWrites() throws {
    for type in NumberType.allCases {
      let name = "\(type.rawValue)-little-c.npy"
      let path = directory.file(name)
      try NPYFile.write(try NPYFile.read(path: NumPyFixture(name: name).path), to: path)
      #expect(try bytes(ofFile: path) == bytes(ofFile: NumPyFixture(name: name).path), "\(type)")
    }
    let line = NumberArray(shape: [2], [Float(1.5), -2])
    try NPYFile.write(line, to: directory.file("line.npy"))
    #expect(try NPYFile.read(path: directory.file("line.npy")) == line)
  }

  @Test func aCompressedFileIsReadToo() throws {
    let plain = NumPyFixture(name: "f8-big-fortran.npy").path
    let path = try directory.create("array.npy.gz", gzip(bytes(ofFile: plain)))
    #expect(try NPYFile.read(path: path) == NPYFile.read(path: plain))
  }

  @Test(arguments: [
    ("objects", "it holds pickled Python objects, which are not read, since they could run any program"),
    ("complex", "it holds complex numbers"),
    ("texts", "it holds texts; labels become numbers by np.unique(array, return_inverse=True)[1]"),
    ("dates", "it holds dates or times"),
    ("records", "it holds records of several fields; save each field as an array of its own"),
  ])
  func whatIsNoNumberIsRefusedInASentence(name: String, reason: String) throws {
    let error = #expect(throws: FileError.self) {
      _ = try NPYFile.read(path: NumPyFixture(name: "refused-\(name).npy").path)
    }
    #expect(error?.reason.hasPrefix("the header cannot be understood: \(reason)") == true, "\(error?.reason ?? "")")
  }

  @Test func everyTruncationAndEveryBytesMoreIsRefused() throws {
    let whole = try bytes(ofFile: NumPyFixture(name: "u2-big-c.npy").path)
    for length in 0..<whole.count {
      let path = try directory.create("cut.npy", whole.prefix(length))
      #expect(throws: FileError.self, "length \(length)") { _ = try NPYFile.read(path: path) }
    }
    let path = try directory.create("long.npy", whole + [0])
    expectFileError(
      .badData, "the header announces 48 bytes of numbers (2 x 3 x 4 unsigned 16-bit integers), and 49 follow it"
    ) { _ = try NPYFile.read(path: path) }
    let packed = try directory.create("long.npy.gz", gzip(whole + [0]))
    expectFileError(.badData, "more bytes follow than the header announces") { _ = try NPYFile.read(path: packed) }
  }

  /// Headers, and what must be said of them.
  static let brokenHeaders: [(text: String, reason: String)] = [
    ("{'descr': '<f8', 'fortran_order': False, 'shape': (4000000000, 4000000000), }", "larger than any file can be"),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999,), }", "and 0 follow it"),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }", "a number is too large"),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,), }", "'shape' must be lengths"),
    ("{'descr': '|u1', 'fortran_order': False, 'shape': [1], }", "'shape' must be the lengths"),
    ("{'descr': '|u1', 'fortran_order': 1, 'shape': (1,), }", "'fortran_order' must be True or False"),
    ("{'fortran_order': True, 'shape': (1,), }", "'descr', the type of the numbers, is missing"),
    ("{'descr': '<u3', 'fortran_order': False, 'shape': (1,), }", "of the type '<u3', which is not known"),
    ("{'descr': '|u1', 'descr': '|u1'}", "the key 'descr' is there twice"),
    ("[]", "it is no dictionary"), ("", "a value is missing"), ("{'a", "a string does not end"),
    (String(repeating: "(", count: 1000), "the values lie too deep within each other"),
    ("{} x", "something follows the value"), ("{1: 2}", "a key is no string"), ("{'a' 2}", "':' is missing"),
  ]

  @Test(arguments: brokenHeaders)
  func aHeaderThatIsNotRightIsRefusedBeforeMemoryIsTaken(text: String, reason: String) throws {
    var file = NPYHeader.signature + [1, 0]
    file.appendLittleEndian(text.utf8.count)
    let path = try directory.create("broken.npy", file + Array(text.utf8))
    let error = #expect(throws: FileError.self) { _ = try NPYFile.read(path: path) }
    #expect(error?.kind == .badData && error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
  }

  @Test func aVersionOfLaterTimesAndALongHeaderAreRefused() throws {
    let later = try directory.create("later.npy", NPYHeader.signature + [4, 0, 0, 0])
    expectFileError(.badData, "the version of the format is 4.0, and 1.0, 2.0 and 3.0 can be read", at: 6) {
      _ = try NPYFile.read(path: later)
    }
    let long = try directory.create("long.npy", NPYHeader.signature + [2, 0, 0xFF, 0xFF, 0xFF, 0xFF])
    expectFileError(.badData, "the header would have 4294967295 bytes, more than 65536", at: 8) {
      _ = try NPYFile.read(path: long)
    }
  }
}
