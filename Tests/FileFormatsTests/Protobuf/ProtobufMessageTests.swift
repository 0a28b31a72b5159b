import FileFormats
import Testing

/// Bytes as "Encoding" of the format's documentation gives or defines them.
struct ProtobufMessageTests {
  private func bytes(_ fill: (inout ProtobufMessage) -> Void) -> [UInt8] {
    var message = ProtobufMessage()
    fill(&message)
    return message.bytes
  }

  @Test func wholeNumbersTakeSevenBitsAByte() {
    #expect(bytes { $0.add(1, Int64(150)) } == [0x08, 0x96, 0x01])
    #expect(bytes { $0.add(1, Int64(0)) } == [0x08, 0x00])
    #expect(bytes { $0.add(1, Int64(-1)) } == [0x08] + Array(repeating: 0xFF, count: 9) + [0x01])
    #expect(bytes { $0.add(16, Int64(127)) } == [0x80, 0x01, 0x7F])
  }

  @Test func textsAndMessagesHaveTheirLengthBeforeThem() {
    #expect(bytes { $0.add(2, "testing") } == [0x12, 0x07] + Array("testing".utf8))
    #expect(bytes { $0.add(3, ProtobufMessage()) } == [0x1A, 0x00])
    var inner = ProtobufMessage()
    inner.add(1, Int64(150))
    #expect(bytes { $0.add(3, inner) } == [0x1A, 0x03, 0x08, 0x96, 0x01])
    #expect(bytes { $0.add(4, Array(repeating: UInt8(7), count: 200)) }.prefix(3) == [0x22, 0xC8, 0x01])
  }

  @Test func floatsTakeTheirBytesTheLeastSignificantFirst() {
    #expect(bytes { $0.add(5, Float(1)) } == [0x2D, 0, 0, 0x80, 0x3F])
    #expect(bytes { $0.add(1, 1.0) } == [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
  }
}
