import Foundation

/// What can be done with open sockets and pipes that do not block.
package enum Sockets {
  /// What came of reading or writing.
  package enum Outcome: Equatable {
    /// So many bytes went.
    case bytes(Int)
    /// Nothing goes at the moment.
    case blocked
    /// The other side has ended, or something went wrong.
    case ended
  }

  /// A socket for streams of the internet's protocol, which does not block; -1 with the reason in `errno`.
  package static func create() -> Int32 {
    #if os(Linux)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    if descriptor >= 0 { prepare(descriptor) }
    return descriptor
  }

  /// Keeps a descriptor from blocking, from being passed on to other programs, and from ending the process by a signal.
  static func prepare(_ descriptor: Int32) {
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    #if !os(Linux)
      var isOn: Int32 = 1
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Both ends of a pipe, to read from and to write to, which do not block; `nil` if no more can be open.
  package static func pipe() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard Foundation.pipe(&ends) == 0 else { return nil }
    ends.forEach(prepare)
    return (ends[0], ends[1])
  }

  /// Appends what has come, at most `count` bytes.
  package static func receive(_ descriptor: Int32, atMost count: Int, into bytes: inout [UInt8]) -> Outcome {
    var buffer = [UInt8](repeating: 0, count: count)
    let received = recv(descriptor, &buffer, count, 0)
    if received > 0 { bytes += buffer[..<received] }
    return outcome(received)
  }

  /// Sends what goes at once of the bytes behind the first `start`.
  package static func send(_ descriptor: Int32, _ bytes: [UInt8], from start: Int) -> Outcome {
    #if os(Linux)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
    #endif
    let sent = bytes[start...].withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, flags) }
    return outcome(sent)
  }

  private static func outcome(_ count: Int) -> Outcome {
    if count > 0 { return .bytes(count) }
    if count < 0, errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR { return .blocked }
    return .ended
  }

  /// Says that nothing more will be sent.
  package static func endSending(_ descriptor: Int32) {
    #if os(Linux)
      shutdown(descriptor, Int32(SHUT_WR))
    #else
      shutdown(descriptor, SHUT_WR)
    #endif
  }

  /// Waits until something can be read from, or written to, one of the descriptors, at most for a time.
  ///
  /// - Returns: for each, whether there is something to do.
  package static func wait(_ descriptors: [(descriptor: Int32, writes: Bool)], atMost time: Duration) -> [Bool] {
    var polled = descriptors.map {
      pollfd(fd: $0.descriptor, events: Int16($0.writes ? POLLOUT : POLLIN), revents: 0)
    }
    let (seconds, attoseconds) = time.components
    let milliseconds = Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1)
    guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return descriptors.map { _ in false } }
    return polled.map { $0.revents != 0 }
  }
}
