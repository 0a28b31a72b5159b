extension NumberArray {
  /// Calls `body` with the numbers of a range of places in their order, 64-bit integers rounded to 53 bits.
  @inline(__always)
  package func forEachValue(in places: Range<Int>, _ body: (Double) -> Void) {
    precondition(places.lowerBound >= 0 && places.upperBound <= count, "The places lie outside the array.")
    switch type {
    case .boolean: walk(places, UInt8.self) { body($0 == 0 ? 0 : 1) }
    case .unsigned8: walk(places, UInt8.self) { body(Double($0)) }
    case .signed8: walk(places, Int8.self) { body(Double($0)) }
    case .unsigned16: walk(places, UInt16.self) { body(Double(UInt16(littleEndian: $0))) }
    case .signed16: walk(places, Int16.self) { body(Double(Int16(littleEndian: $0))) }
    case .unsigned32: walk(places, UInt32.self) { body(Double(UInt32(littleEndian: $0))) }
    case .signed32: walk(places, Int32.self) { body(Double(Int32(littleEndian: $0))) }
    case .unsigned64: walk(places, UInt64.self) { body(Double(UInt64(littleEndian: $0))) }
    case .signed64: walk(places, Int64.self) { body(Double(Int64(littleEndian: $0))) }
    case .float16: walk(places, UInt16.self) { body(Double(halfPrecision: UInt16(littleEndian: $0))) }
    case .float32: walk(places, UInt32.self) { body(Double(Float(bitPattern: UInt32(littleEndian: $0)))) }
    case .float64: walk(places, UInt64.self) { body(Double(bitPattern: UInt64(littleEndian: $0))) }
    }
  }

  /// Calls `body` with all numbers in their order.
  @inline(__always)
  package func forEachValue(_ body: (Double) -> Void) { forEachValue(in: 0..<count, body) }

  /// All numbers.
  package var values: [Double] {
    var values: [Double] = []
    values.reserveCapacity(count)
    forEachValue { values.append($0) }
    return values
  }

  @inline(__always)
  private func walk<Stored: FixedWidthInteger & BitwiseCopyable>(
    _ places: Range<Int>, _ stored: Stored.Type, _ body: (Stored) -> Void
  ) {
    bytes.withUnsafeBytes { buffer in
      for place in places {
        body(buffer.loadUnaligned(fromByteOffset: place * MemoryLayout<Stored>.size, as: stored))
      }
    }
  }
}

extension Double {
  /// The number that 16 bits stand for in half precision (IEEE 754, binary16): a sign, five bits of an exponent from
  /// -15 and ten bits behind the point. Not every platform has such a type.
  init(halfPrecision bits: UInt16) {
    let fraction = Double(bits & 0x3FF) / 1024
    let exponent = Int(bits >> 10 & 0x1F)
    let magnitude =
      switch exponent {
      case 0: fraction * 0x1p-14
      case 31: fraction == 0 ? Double.infinity : .nan
      default: (1 + fraction) * Double(sign: .plus, exponent: exponent - 15, significand: 1)
      }
    self = bits >> 15 == 0 ? magnitude : -magnitude
  }
}
