import Platform

/// A connection of somebody who looks at the page. It has one request and one answer, and a time for each.
struct LiveConnection {
  /// What it is at.
  enum Phase: Equatable {
    /// Its request is coming.
    case reading
    /// Its answer waits for a version newer than this one.
    case waiting(version: Int)
    /// Its answer is going.
    case writing
    /// Its answer has gone, and its end is awaited: to end first could cut the answer short.
    case ending
  }

  let descriptor: Int32
  private(set) var phase = Phase.reading
  private(set) var deadline: ContinuousClock.Instant
  private var received: [UInt8] = []
  private var sent = 0
  private var answer: [UInt8] = []
  private var wantsBody = true

  private static let readingTime = Duration.seconds(5)
  private static let writingTime = Duration.seconds(20)
  private static let waitingTime = Duration.seconds(25)
  private static let endingTime = Duration.seconds(1)

  init(_ descriptor: Int32, at now: ContinuousClock.Instant) {
    self.descriptor = descriptor
    deadline = now + Self.readingTime
  }

  /// The version that it wants to hear of a newer one than; `nil` if it does not wait for one.
  var awaitedVersion: Int? { if case .waiting(let version) = phase { version } else { nil } }

  /// Whether it waits for room to write to, and not for something to read.
  var writes: Bool { phase == .writing }

  /// Does what can be done without waiting.
  ///
  /// - Returns: whether the connection goes on.
  mutating func proceed(_ site: LiveSite, at now: ContinuousClock.Instant) -> Bool {
    switch phase {
    case .reading: read(site, at: now)
    case .writing: write(at: now)
    // Nothing more is to come than the end.
    case .waiting: false
    case .ending: awaitEnd()
    }
  }

  private mutating func read(_ site: LiveSite, at now: ContinuousClock.Instant) -> Bool {
    switch Sockets.receive(descriptor, atMost: HTTPRequest.maximumSize, into: &received) {
    case .ended: return false
    case .blocked: return true
    case .bytes: break
    }
    if let size = HTTPRequest.size(in: Array(received.prefix(HTTPRequest.maximumSize + 1))) {
      do {
        let request = try HTTPRequest(Array(received[..<size]))
        wantsBody = request.method == .get
        switch site.answer(request) {
        case .response(let response): send(response, at: now)
        case .later(let version):
          phase = .waiting(version: version)
          deadline = now + Self.waitingTime
        }
      } catch {
        send(HTTPResponse(error.status, error.description), at: now)
      }
    } else if received.count > HTTPRequest.maximumSize {
      let error = HTTPRequestError.tooLarge
      send(HTTPResponse(error.status, error.description), at: now)
    }
    return true
  }

  /// Begins to answer.
  mutating func send(_ response: HTTPResponse, at now: ContinuousClock.Instant) {
    answer = response.bytes(withBody: wantsBody)
    received = []
    phase = .writing
    deadline = now + Self.writingTime
  }

  private mutating func write(at now: ContinuousClock.Instant) -> Bool {
    switch Sockets.send(descriptor, answer, from: sent) {
    case .ended: return false
    case .blocked: return true
    case .bytes(let count): sent += count
    }
    if sent == answer.count {
      answer = []
      Sockets.endSending(descriptor)
      phase = .ending
      deadline = now + Self.endingTime
    }
    return true
  }

  /// Passes over what still comes, until the other side ends.
  private mutating func awaitEnd() -> Bool {
    var rest: [UInt8] = []
    return Sockets.receive(descriptor, atMost: HTTPRequest.maximumSize, into: &rest) != .ended
  }
}
