/// The header of an NPY file: `\x93NUMPY`, two bytes of a version, the length of a text, and the text, a Python
/// dictionary that describes the array (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
struct NPYHeader: Equatable {
  /// The type of the numbers.
  let type: NumberType
  /// Whether the most significant byte of a number comes first.
  let isBigEndian: Bool
  /// Whether the first dimension varies fastest in the file, as in Fortran.
  let isFortranOrder: Bool
  /// The lengths of the dimensions.
  let shape: [Int]
  /// Bytes of the header; the numbers follow it.
  let length: Int
  /// Bytes of the numbers.
  let dataSize: Int

  /// How every NPY file begins.
  static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The longest text that is read. NumPy itself reads no more than 10,000 bytes, unless it is told to.
  private static let maximumTextLength = 1 << 16
  /// NumPy's own limit.
  private static let maximumDimensionCount = 64

  /// Reads a header.
  /// - Parameters:
  ///   - source: Is read up to the numbers.
  ///   - name: The file, or the file and its member, which errors speak of.
  /// - Throws: ``FileError`` if the source ends early, or holds something else than such an array.
  init(from source: any ByteSource, path name: String) throws {
    func fault(_ reason: String, at offset: Int? = nil) -> FileError {
      FileError(.badData, path: name, byteOffset: offset, reason: reason)
    }
    func read(_ count: Int) throws -> [UInt8] {
      let bytes = try source.readBytes(count)
      guard bytes.count == count else { throw fault("the file ends within the header of its array") }
      return bytes
    }
    let start = try read(Self.signature.count + 2)
    guard start.starts(with: Self.signature) else { throw fault("this is no NPY file, NumPy's of one array", at: 0) }
    let version = start[6]
    guard (1...3).contains(version), start[7] == 0 else {
      throw fault("the version of the format is \(version).\(start[7]), and 1.0, 2.0 and 3.0 can be read", at: 6)
    }
    let lengthSize = version == 1 ? 2 : 4
    let textLength = try read(lengthSize).littleEndian(at: 0, size: lengthSize)
    guard textLength <= Self.maximumTextLength else {
      throw fault("the header would have \(textLength) bytes, more than \(Self.maximumTextLength)", at: 8)
    }
    let text = try read(textLength)
    length = start.count + lengthSize + textLength
    do throws(PythonLiteral.SyntaxError) {
      guard case .dictionary(let members) = try PythonLiteral(parsing: text) else {
        throw PythonLiteral.SyntaxError(offset: 0, reason: "it is no dictionary")
      }
      (type, isBigEndian, isFortranOrder, shape) = try Self.description(members)
    } catch {
      throw fault("the header cannot be understood: \(error.reason)", at: start.count + lengthSize + error.offset)
    }
    guard let size = (shape + [type.size]).checkedProduct() else {
      throw fault("the dimensions \(shape.map(String.init).joined(separator: " x ")) are larger than any file can be")
    }
    dataSize = size
  }

  private typealias Description = (type: NumberType, isBigEndian: Bool, isFortranOrder: Bool, shape: [Int])

  private static func description(_ members: [String: PythonLiteral]) throws(PythonLiteral.SyntaxError) -> Description {
    func fault(_ reason: String) -> PythonLiteral.SyntaxError { PythonLiteral.SyntaxError(offset: 0, reason: reason) }
    guard case .boolean(let isFortranOrder)? = members["fortran_order"] else {
      throw fault("'fortran_order' must be True or False")
    }
    guard case .tuple(let lengths)? = members["shape"], lengths.count <= maximumDimensionCount else {
      throw fault("'shape' must be the lengths of at most \(maximumDimensionCount) dimensions")
    }
    var shape: [Int] = []
    for length in lengths {
      guard case .integer(let length) = length, length >= 0 else { throw fault("'shape' must be lengths") }
      shape.append(length)
    }
    guard let descriptor = members["descr"] else { throw fault("'descr', the type of the numbers, is missing") }
    guard case .string(let text) = descriptor else {
      throw fault("it holds records of several fields; save each field as an array of its own")
    }
    let (type, isBigEndian) = try elementType(text)
    return (type, isBigEndian, isFortranOrder, shape)
  }

  private static func elementType(
    _ text: String
  ) throws(PythonLiteral.SyntaxError) -> (type: NumberType, isBigEndian: Bool) {
    var code = text[...]
    let order = code.first.flatMap { "<>|=".contains($0) ? code.removeFirst() : nil }
    let named = code == "?" ? .boolean : NumberType(rawValue: String(code))
    if let type = named { return (type, order == ">") }
    let remedy =
      "US".contains(code.first ?? "?")
      ? "labels become numbers by np.unique(array, return_inverse=True)[1]"
      : "save it as uint8 or float32, for instance with np.save('images.npy', array.astype('uint8'))"
    let reason =
      switch code.first {
      case "O": "it holds pickled Python objects, which are not read, since they could run any program"
      case "c": "it holds complex numbers"
      case "U", "S", "a": "it holds texts"
      case "M", "m": "it holds dates or times"
      case "V": "it holds bytes without a type"
      default: "it holds numbers of the type '\(text.excerpt)', which is not known"
      }
    throw PythonLiteral.SyntaxError(offset: 0, reason: "\(reason); \(remedy)")
  }

  /// The header of an array that is written: version 1, little-endian, the last dimension fastest.
  /// - Throws: Nothing: no array has dimensions enough to exceed the 65,535 bytes of version 1.
  static func encoded(_ array: NumberArray) -> [UInt8] { encoded(array.type, array.shape) }

  /// The header of an array of a type and of some lengths.
  static func encoded(_ type: NumberType, _ lengths: [Int]) -> [UInt8] {
    let order = type.size == 1 ? "|" : "<"
    let shape = lengths.map(String.init).joined(separator: ", ") + (lengths.count == 1 ? "," : "")
    var text = "{'descr': '\(order)\(type.rawValue)', 'fortran_order': False, 'shape': (\(shape)), }"
    // NumPy pads so that the numbers begin at a multiple of 64.
    let unpadded = signature.count + 4 + text.utf8.count + 1
    text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    var header = signature + [1, 0]
    header.appendLittleEndian(text.utf8.count)
    return header + Array(text.utf8)
  }
}
