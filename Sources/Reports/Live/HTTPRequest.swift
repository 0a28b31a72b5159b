/// A request of HTTP/1.0 or 1.1 (RFC 9112), as far as a server that only shows pages needs it: method, target and host.
///
/// Whatever a browser sends fits in; everything else is refused.
struct HTTPRequest: Equatable {
  /// What is to be done with the target.
  enum Method: String {
    case get = "GET"
    case head = "HEAD"
  }

  let method: Method
  /// The part of the target before a question mark.
  let path: String
  /// The part behind it; empty if there is none.
  let query: String
  /// The name of the machine that was asked for, in lower case, without a port.
  let hostName: String

  /// The most bytes of a request.
  static let maximumSize = 8192
  private static let maximumTargetSize = 1024
  private static let maximumFieldCount = 64

  /// The number of bytes of the request that `bytes` begin with; `nil` as long as its end has not come.
  static func size(in bytes: [UInt8]) -> Int? {
    let end = Array("\r\n\r\n".utf8)
    guard bytes.count >= end.count else { return nil }
    return (end.count...bytes.count).first { bytes[$0 - end.count..<$0].elementsEqual(end) }
  }

  /// Reads the bytes of a request, its empty line included.
  ///
  /// - Throws: ``HTTPRequestError``.
  init(_ bytes: [UInt8]) throws(HTTPRequestError) {
    guard bytes.count <= Self.maximumSize else { throw .tooLarge }
    guard bytes.allSatisfy({ (32..<127).contains($0) || [9, 10, 13].contains($0) }) else {
      throw .malformed("it has bytes that are no ASCII")
    }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)[...]
    guard lines.count >= 3, lines.popLast() == "", lines.popLast() == "" else { throw .malformed("its end is missing") }
    let first = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
    guard first.count == 3, first[2] == "HTTP/1.1" || first[2] == "HTTP/1.0" else {
      throw .malformed("its first line is none of HTTP/1")
    }
    guard let method = Method(rawValue: String(first[0])) else { throw .methodNotAllowed }
    guard first[1].hasPrefix("/"), first[1].utf8.count <= Self.maximumTargetSize, !first[1].contains("\t") else {
      throw .malformed("its target is no path")
    }
    let target = first[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.method = method
    path = String(target[0])
    query = target.count > 1 ? String(target[1]) : ""
    hostName = try Self.hostName(lines)
  }

  /// Walks the fields, of which there must be one for the host and none for a body.
  private static func hostName(_ lines: ArraySlice<Substring>) throws(HTTPRequestError) -> String {
    guard lines.count <= maximumFieldCount else { throw .tooLarge }
    var hosts: [String] = []
    for line in lines {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex,
        !line[..<colon].contains(where: \.isWhitespace)
      else { throw .malformed("a field has no name") }
      guard !line.contains(where: { $0 == "\r" || $0 == "\n" || $0 == "\r\n" }) else {
        throw .malformed("a field has a line end in it")
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      switch line[..<colon].lowercased() {
      case "host": hosts.append(value.lowercased())
      case "content-length" where value != "0": throw .malformed("it has a body")
      case "transfer-encoding": throw .malformed("it has a body")
      default: break
      }
    }
    guard hosts.count == 1 else { throw .malformed("it must name one host") }
    return name(hosts[0])
  }

  /// A host without the port behind it.
  private static func name(_ host: String) -> String {
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
      let rest = host[host.index(after: end)...]
      return rest.isEmpty || rest.hasPrefix(":") ? String(host[...end]) : host
    }
    return String(host.prefix { $0 != ":" && $0 != " " && $0 != "\t" })
  }

  /// Whether the request is for this machine by one of its own names. A page from elsewhere whose name was bent to
  /// 127.0.0.1 (DNS rebinding) asks by that name.
  var isForThisMachine: Bool { ["127.0.0.1", "localhost", "[::1]"].contains(hostName) }
}

/// A request that is not answered as it wishes.
enum HTTPRequestError: Error, Equatable, CustomStringConvertible {
  /// It is no request, for a reason.
  case malformed(String)
  /// It has too many bytes.
  case tooLarge
  /// It wants something done.
  case methodNotAllowed

  /// The status of the answer.
  var status: HTTPResponse.Status {
    switch self {
    case .malformed: .badRequest
    case .tooLarge: .tooLarge
    case .methodNotAllowed: .methodNotAllowed
    }
  }

  /// A sentence.
  var description: String {
    switch self {
    case .malformed(let reason): "This is no request that can be read: \(reason)."
    case .tooLarge: "The request is larger than \(HTTPRequest.maximumSize) bytes, or has too many fields."
    case .methodNotAllowed: "This server only shows pages: ask with GET or HEAD."
    }
  }
}
