import Foundation
import Platform

/// Why standard output took no more.
public enum OutputError: ExitCodeProviding, Equatable {
  /// The reader at the other end of a pipe has gone. It has what it wanted: a program ends quietly.
  case closedPipe
  /// The system refused to write, for the reason with this `errno`.
  case failed(errno: Int32)

  /// A sentence for the user.
  public var description: String {
    switch self {
    case .closedPipe: "The reader of standard output has gone."
    case .failed(let code): "Cannot write to standard output: \(String(cString: strerror(code)))."
    }
  }

  /// A closed pipe is no failure; everything else is 74.
  public var exitCode: ExitCode {
    self == .closedPipe ? .success : .inputOutput
  }
}

/// An open file descriptor, written to without a buffer in between.
struct OutputDescriptor: Sendable {
  let fileDescriptor: Int32

  /// Writes all bytes, however many calls that takes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let chunk = UnsafeRawBufferPointer(rebasing: rest)
      let count = systemWrite(fileDescriptor, chunk.baseAddress, chunk.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN, EWOULDBLOCK: waitUntilWritable()
      case EPIPE: throw .closedPipe
      case let code: throw .failed(errno: code)
      }
    }
  }

  /// Writes the text as UTF-8.
  func write(_ text: String) throws(OutputError) {
    // `withUTF8` passes no typed errors on, hence the result.
    var text = text
    let result = text.withUTF8 { bytes in
      Result { () throws(OutputError) in try write(UnsafeRawBufferPointer(bytes)) }
    }
    try result.get()
  }

  /// Whether a person looks at what is written.
  var isTerminal: Bool { TerminalDevice.isTerminal(fileDescriptor) }

  /// The number of columns of the terminal; nil if there is none, or it does not know.
  var columns: Int? { TerminalDevice.columns(fileDescriptor) }

  /// The extents of the terminal; nil if there is none, or it does not know.
  var size: TerminalDevice.Size? { TerminalDevice.size(fileDescriptor) }

  /// Another program may have made a shared terminal or pipe non-blocking.
  private func waitUntilWritable() {
    var request = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
    poll(&request, 1, -1)
  }
}

/// The system call, under a name that no method hides.
private func systemWrite(_ fileDescriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(fileDescriptor, bytes, count)
}
