import Foundation
import Platform
import TestSupport

/// What a server sent.
struct RawAnswer {
  let head: String
  let body: [UInt8]
}

/// A client that sends whatever it is given, whatever sense it makes.
final class RawClient {
  struct ConnectionError: Error {
    let reason: String
  }

  private let descriptor: Int32

  init(_ address: String) throws {
    guard let port = UInt16(address.dropLast().split(separator: ":").last ?? "") else {
      throw ConnectionError(reason: "no port in \(address)")
    }
    descriptor = Sockets.create()
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let isOpen = withUnsafePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 || errno == EINPROGRESS
      }
    }
    // A listener with many clients lets others wait, and a client that the system has turned away asks again later.
    guard isOpen, isReady(POLLOUT, within: Patience.seconds) else {
      throw ConnectionError(reason: "no connection to \(address)")
    }
  }

  deinit { close(descriptor) }

  func send(_ text: String) {
    // The server may have ended already, which is no matter here.
    _ = Sockets.send(descriptor, Array(text.utf8), from: 0)
  }

  /// Whether something comes within so many seconds.
  func hasAnswer(within seconds: Double) -> Bool { isReady(POLLIN, within: seconds) }

  private func isReady(_ event: Int32, within seconds: Double) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    return poll(&polled, 1, Int32(seconds * 1000)) > 0
  }

  /// All that comes until the server ends.
  func answer() throws -> RawAnswer {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while hasAnswer(within: Patience.seconds) {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count <= 0 { break }
      bytes += buffer[..<count]
    }
    guard
      let end = (4...max(4, bytes.count)).first(where: { bytes.prefix($0).suffix(4).elementsEqual("\r\n\r\n".utf8) })
    else { throw ConnectionError(reason: "\(bytes.count) bytes without a head came") }
    return RawAnswer(head: String(decoding: bytes.prefix(end), as: UTF8.self), body: Array(bytes.dropFirst(end)))
  }

  func ask(_ text: String) throws -> RawAnswer {
    send(text)
    return try answer()
  }
}
