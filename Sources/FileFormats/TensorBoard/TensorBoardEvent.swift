/// What TensorBoard is told of a step: a message `Event`, as a record of its files.
///
/// The numbers of the fields are those of `event.proto`, `summary.proto` and `histogram.proto` of TensorBoard 2.
public struct TensorBoardEvent {
  /// The step.
  public let step: Int
  private var summary = ProtobufMessage()

  private enum Field {
    static let wallTime = 1
    static let step = 2
    static let fileVersion = 3
    static let summary = 5
    static let sessionLog = 7
    static let value = 1
    static let tag = 1
    static let scalar = 2
    static let image = 4
    static let histogram = 5
  }

  /// An event that tells of nothing yet.
  public init(step: Int) { self.step = step }

  /// Adds a number.
  public mutating func add(_ tag: String, scalar: Double) {
    add(tag) { $0.add(Field.scalar, Float(scalar)) }
  }

  /// Adds a picture in the format PNG.
  public mutating func add(_ tag: String, png: [UInt8], width: Int, height: Int, channels: Int) {
    var image = ProtobufMessage()
    image.add(1, Int64(height))
    image.add(2, Int64(width))
    image.add(3, Int64(channels))
    image.add(4, png)
    add(tag) { $0.add(Field.image, image) }
  }

  /// Adds the distribution of values.
  public mutating func add(_ tag: String, histogram: ValueHistogram) {
    add(tag) { $0.add(Field.histogram, histogram.message) }
  }

  private mutating func add(_ tag: String, _ body: (inout ProtobufMessage) -> Void) {
    var value = ProtobufMessage()
    value.add(Field.tag, tag)
    body(&value)
    summary.add(Field.value, value)
  }

  /// The record that a file has of it, with the time at which that is written, in seconds since 1970.
  public func record(wallTime: Double) -> [UInt8] {
    Self.record(step: step, wallTime) { $0.add(Field.summary, summary) }
  }

  /// The first record of every file.
  public static func fileVersion(wallTime: Double) -> [UInt8] {
    record(step: 0, wallTime) { $0.add(Field.fileVersion, "brain.Event:2") }
  }

  /// The record that a training begins with: what was told of its first step and later ones before no longer holds.
  public static func sessionStart(step: Int, wallTime: Double) -> [UInt8] {
    var session = ProtobufMessage()
    let start: Int64 = 1
    session.add(1, start)
    return record(step: step, wallTime) { $0.add(Field.sessionLog, session) }
  }

  private static func record(step: Int, _ wallTime: Double, _ body: (inout ProtobufMessage) -> Void) -> [UInt8] {
    var event = ProtobufMessage()
    event.add(Field.wallTime, wallTime)
    event.add(Field.step, Int64(step))
    body(&event)
    return TFRecord.framed(event.bytes)
  }

  /// Bytes that the step of an event ends within.
  static let stepEnd = 20

  /// The step of an event that begins as these files' do; `nil` if it does not.
  static func step(start bytes: [UInt8]) -> Int? {
    let (timeKey, stepKey): (UInt8, UInt8) = (0x09, 0x10)
    guard bytes.count > 10, bytes[0] == timeKey, bytes[9] == stepKey else { return nil }
    var step: UInt64 = 0
    for (place, byte) in bytes[10...].prefix(9).enumerated() {
      step |= UInt64(byte & 0x7F) << UInt64(7 * place)
      if byte < 0x80 { return Int(step) }
    }
    return nil
  }
}
