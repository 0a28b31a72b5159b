import Foundation

/// A socket that listens on a port of 127.0.0.1, which no other machine can reach.
package final class LoopbackListener: Sendable {
  /// The port.
  package let port: UInt16
  /// The open socket, for poll(2). It does not block.
  package let descriptor: Int32

  /// Why there is no listening on a port.
  package enum Failure: Error, Equatable {
    /// Another program listens there.
    case taken
    /// The system keeps it for its administrator.
    case forbidden
    /// Anything else, in the system's words.
    case other(String)
  }

  /// The connections that the system keeps waiting. Whoever comes beyond them is turned away, and asks again after
  /// seconds that double each time.
  private static let backlog: Int32 = 128

  /// Listens on a port; on any that is free if it is 0.
  ///
  /// - Throws: ``Failure``.
  package init(port: UInt16) throws(Failure) {
    let descriptor = Sockets.create()
    guard descriptor >= 0 else { throw Self.failure() }
    // A port whose connections ended a moment ago is free.
    var isOn: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    #if !os(Linux)
      address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
    #endif
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) == 0 && listen(descriptor, Self.backlog) == 0
          && getsockname(descriptor, $0, &length) == 0
      }
    }
    guard isListening else {
      let failure = Self.failure()
      close(descriptor)
      throw failure
    }
    self.descriptor = descriptor
    self.port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }

  private static func failure() -> Failure {
    switch errno {
    case EADDRINUSE: .taken
    case EACCES, EPERM: .forbidden
    default: .other(String(cString: strerror(errno)))
    }
  }

  /// A connection that somebody has opened, as a descriptor that does not block; `nil` if there is none, or no more
  /// can be open.
  package func accept() -> Int32? {
    let connection = Foundation.accept(descriptor, nil, nil)
    guard connection >= 0 else {
      // The connection stays, and so does the news of it: whoever asks on and on would keep a processor busy.
      if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(errno) { usleep(100_000) }
      return nil
    }
    Sockets.prepare(connection)
    return connection
  }
}
