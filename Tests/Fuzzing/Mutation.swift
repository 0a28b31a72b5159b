import CZlib

@testable import CommandLineKit
@testable import FileFormats
@testable import dcgan

// Mutations that keep what a reader checks first: checksums, lengths, compression. Blind ones hardly ever get past
// them.

/// Random decisions that follow from libFuzzer's seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt32) { state = UInt64(seed) }

  /// A number of 0 ..< `count` (SplitMix64).
  mutating func roll(_ count: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ bits >> 31) % UInt64(count))
  }
}

@_silgen_name("LLVMFuzzerMutate")
private func libFuzzerMutate(_ address: UnsafeMutablePointer<UInt8>?, _ count: Int, _ capacity: Int) -> Int

/// `bytes` after one of libFuzzer's own mutations.
private func mutatedBlindly(_ bytes: [UInt8], capacity: Int) -> [UInt8] {
  let room = max(bytes.count, capacity, 1)
  var buffer = bytes + [UInt8](repeating: 0, count: room - bytes.count)
  let count = buffer.withUnsafeMutableBufferPointer { libFuzzerMutate($0.baseAddress, bytes.count, room) }
  return Array(buffer.prefix(count))
}

extension HostileInput {
  /// Another input, made from `input`, of about `capacity` bytes at most.
  func mutated(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    guard dice.roll(4) > 0 else { return mutatedBlindly(input, capacity: capacity) }
    switch self {
    case .idx: return Self.idx(mutatedBlindly(input, capacity: capacity))
    case .gzip:
      let contents = mutatedBlindly(Self.inflated(input, .gzip), capacity: capacity)
      return Self.deflated(dice.roll(2) == 0 ? contents : Self.idx(contents), .gzip, &dice)
    case .safetensors: return Self.safetensors(input, &dice, capacity: capacity)
    case .png: return Self.png(input, &dice, capacity: capacity)
    case .jpeg: return Self.jpeg(input, &dice, capacity: capacity)
    case .arguments: return Self.arguments(input, &dice, capacity: capacity)
    case .npy: return Self.npy(input, &dice, capacity: capacity)
    case .npz: return Self.npz(input, &dice, capacity: capacity)
    case .gif, .bmp, .pnm, .csv, .config, .architecture, .http: return mutatedBlindly(input, capacity: capacity)
    }
  }

  /// Gives an IDX file the length that its header announces, if that is small.
  private static func idx(_ input: [UInt8]) -> [UInt8] {
    guard input.count > 4 else { return input }
    let length = 4 + 4 * Int(input[3] % 5)
    let dimensions = stride(from: 4, to: min(length, input.count), by: 4).map { [UInt8].bigEndianValue(input[$0...]) }
    guard let size = dimensions.checkedProduct(), size < 1 << 12 else { return input }
    return Array(input.prefix(length + size)) + [UInt8](repeating: 0, count: max(0, length + size - input.count))
  }

  /// Mutates the header's text or the numbers, and mends the length of the text and mostly that of the numbers.
  private static func npy(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    guard input.count > 10 else { return mutatedBlindly(input, capacity: capacity) }
    let length = min(input.littleEndian(at: 8), input.count - 10)
    var text = Array(input.dropFirst(10).prefix(length))
    var numbers = Array(input.dropFirst(10 + length))
    if dice.roll(4) > 0 {
      text = mutatedBlindly(text, capacity: min(capacity, 500))
    } else {
      numbers = mutatedBlindly(numbers, capacity: capacity)
    }
    var file = Array(input.prefix(8))
    file.appendLittleEndian(text.count)
    file += text
    if dice.roll(4) > 0, let source = try? NPYHeader(from: BytesInput(file), path: "fuzz"), source.dataSize < 1 << 11 {
      numbers = Array(numbers.prefix(source.dataSize))
      numbers += [UInt8](repeating: 1, count: source.dataSize - numbers.count)
    }
    return file + numbers
  }

  /// Packs a mutated array into an archive of one member anew, or mutates the archive.
  private static func npz(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    let start = input.firstRange(of: NPYHeader.signature)?.lowerBound
    guard dice.roll(2) == 0, let start else { return mutatedBlindly(input, capacity: capacity) }
    let end = input[start...].firstRange(of: ZipMember.signature)?.lowerBound ?? input.count
    let contents = npy(Array(input[start..<end]), &dice, capacity: capacity)
    let isPacked = dice.roll(2) == 0
    let packed = isPacked ? deflated(contents, .raw, &dice) : contents
    var checksum = CRC32()
    checksum.update(contents.span.bytes)
    let name = Array(["x.npy", "arr_0.npy", "labels.npy"][dice.roll(3)].utf8)
    var common: [UInt8] = []
    for field in [20, 0, isPacked ? ZipMember.deflated : 0, 0, 0] { common.appendLittleEndian(field) }
    for number in [Int(checksum.value), packed.count, contents.count] { common.appendLittleEndian(number, size: 4) }
    common.appendLittleEndian(name.count)
    let local = ZipMember.localSignature + common + [0, 0] + name + packed
    let directory = ZipMember.signature + [20, 0] + common + [UInt8](repeating: 0, count: 16) + name
    var file = local + directory + ZipDirectoryEnd.signature + [0, 0, 0, 0, 1, 0, 1, 0]
    for number in [directory.count, local.count] { file.appendLittleEndian(number, size: 4) }
    return file + [0, 0]
  }

  /// Mutates the header or the tensors, and mends the header's length and mostly the checksum.
  private static func safetensors(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    let announced = input.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let length = Int(min(announced, UInt64(max(0, input.count - 8))))
    var header = Array(input.dropFirst(8).prefix(length))
    var data = Array(input.dropFirst(8 + length))
    if dice.roll(4) > 0 {
      header = mutatedBlindly(header, capacity: capacity)
    } else {
      data = mutatedBlindly(data, capacity: capacity)
    }
    var file = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    let key = Array("\"crc32\":\"".utf8)
    guard dice.roll(4) > 0, let place = file.firstRange(of: key)?.upperBound, place + 8 <= file.count else {
      return file
    }
    file.replaceSubrange(place..<place + 8, with: "00000000".utf8)
    var checksum = CRC32()
    checksum.update(file.span.bytes)
    file.replaceSubrange(place..<place + 8, with: checksum.hexadecimal.utf8)
    return file
  }

  /// Mutates one chunk, the pixels before their compression, or the order of chunks, and mends lengths and checksums.
  private static func png(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    var chunks: [(type: [UInt8], contents: [UInt8])] = []
    var position = PNG.signature.count
    while position + 8 <= input.count {
      let length = min([UInt8].bigEndianValue(input[position...]), input.count - position - 8)
      let start = position + 8
      chunks.append((Array(input[position + 4..<start]), Array(input[start..<start + length])))
      position = start + length + 4
    }
    guard !chunks.isEmpty else { return mutatedBlindly(input, capacity: capacity) }
    let index = dice.roll(chunks.count)
    switch dice.roll(8) {
    case 0: chunks.swapAt(index, dice.roll(chunks.count))
    case 1: chunks.insert(chunks[dice.roll(chunks.count)], at: index)
    case 2: chunks[index].type = mutatedBlindly(chunks[index].type, capacity: 4)
    case 3, 4:
      let pixels = inflated(chunks.filter { $0.type == Array("IDAT".utf8) }.flatMap(\.contents), .zlib)
      if let first = chunks.firstIndex(where: { $0.type == Array("IDAT".utf8) }) {
        chunks.removeAll { $0.type == Array("IDAT".utf8) }
        let stream = deflated(mutatedBlindly(pixels, capacity: capacity), .zlib, &dice)
        chunks.insert((Array("IDAT".utf8), stream), at: min(first, chunks.count))
      }
    default: chunks[index].contents = mutatedBlindly(chunks[index].contents, capacity: capacity)
    }
    var file = PNG.signature
    for chunk in chunks {
      let body = (chunk.type + [0, 0, 0, 0]).prefix(4) + chunk.contents
      file.appendBigEndian(UInt32(chunk.contents.count))
      file += body
      var checksum = CRC32()
      checksum.update(Array(body).span.bytes)
      file.appendBigEndian(checksum.value)
    }
    return file
  }

  /// Mutates one segment, the data of a scan, or the order of segments, and mends the segment's length.
  private static func jpeg(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    var parts: [(marker: UInt8, contents: [UInt8], data: [UInt8])] = []
    var position = 2
    while position + 4 <= input.count, input[position] == 0xFF, input[position + 1] != 0xD9 {
      let length = Int(input[position + 2]) << 8 | Int(input[position + 3])
      let start = min(position + 4, input.count)
      let end = min(max(position + 2 + length, start), input.count)
      var next = end
      while next < input.count,
        input[next] != 0xFF || next + 1 < input.count && input[next + 1] & 0xF8 == 0xD0
          || next + 1 < input.count && input[next + 1] == 0
      { next += 1 }
      parts.append((input[position + 1], Array(input[start..<end]), Array(input[end..<next])))
      position = next
    }
    guard !parts.isEmpty else { return mutatedBlindly(input, capacity: capacity) }
    let index = dice.roll(parts.count)
    switch dice.roll(8) {
    case 0: parts.swapAt(index, dice.roll(parts.count))
    case 1: parts.insert(parts[dice.roll(parts.count)], at: index)
    case 2: parts[index].marker = 0xC0 | UInt8(dice.roll(64))
    case 3, 4: parts[parts.count - 1].data = mutatedBlindly(parts[parts.count - 1].data, capacity: capacity)
    case 5: parts[index].data = mutatedBlindly(parts[index].data, capacity: capacity)
    default: parts[index].contents = mutatedBlindly(parts[index].contents, capacity: capacity)
    }
    return parts.reduce([0xFF, 0xD8]) { file, part in
      let length = part.contents.count + 2
      let head = [0xFF, part.marker, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
      return file + head + part.contents + part.data
    } + [0xFF, 0xD9]
  }

  /// Mutates one argument, or adds an option of a real command with a value that may fit.
  private static func arguments(_ input: [UInt8], _ dice: inout Dice, capacity: Int) -> [UInt8] {
    var arguments = input.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    let commands = Program.command.subcommands
    let place = dice.roll(arguments.count)
    switch dice.roll(6) {
    case 0: arguments[0] = Array(commands[dice.roll(commands.count)].name.utf8)
    case 1: arguments.remove(at: place)
    case 2: arguments[place] = mutatedBlindly(arguments[place], capacity: capacity)
    default:
      let command = commands.first { Array($0.name.utf8) == arguments.first } ?? commands[dice.roll(commands.count)]
      let parameter = command.parameters[dice.roll(command.parameters.count)]
      let values =
        parameter.candidates + ["0", "1", "-1", "28", "0.5", "1e999", "9223372036854775808", "", "nan", "64x48"]
      let value = values[dice.roll(values.count)]
      arguments.insert(Array("--\(parameter.name)=\(value)".utf8), at: min(1, arguments.count))
    }
    return Array(arguments.joined(separator: [0]))
  }

  /// Up to a few kilobytes of what a stream holds before it ends or breaks.
  private static func inflated(_ stream: [UInt8], _ container: Deflater.Container) -> [UInt8] {
    final class Source: ByteSource {
      var rest: ArraySlice<UInt8>
      init(_ bytes: [UInt8]) { rest = bytes[...] }
      func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let part = rest.prefix(buffer.count)
        buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
      }
    }
    var contents: [UInt8] = []
    guard let source = try? InflatedInput(Source(stream), container, path: "") else { return [] }
    while contents.count < 1 << 13, let more = try? source.readBytes(64), !more.isEmpty { contents += more }
    return contents
  }

  /// `contents` compressed, at times in two members or not compressed at all.
  private static func deflated(_ contents: [UInt8], _ container: Deflater.Container, _ dice: inout Dice) -> [UInt8] {
    let cut = container == .gzip && dice.roll(4) == 0 ? dice.roll(contents.count + 1) : contents.count
    let level = Int32(dice.roll(3) * 3)
    return [contents[..<cut], contents[cut...]].flatMap { part -> [UInt8] in
      guard !part.isEmpty, let deflater = try? Deflater(container, level: level, path: "") else { return [] }
      try? deflater.write(Array(part).span.bytes)
      return (try? deflater.finish()) ?? []
    }
  }
}
