/// An answer of HTTP/1.1 (RFC 9112), after which the connection ends.
struct HTTPResponse {
  /// How the request fared.
  enum Status: String {
    case success = "200 OK"
    case nothingNew = "204 No Content"
    case badRequest = "400 Bad Request"
    case forbidden = "403 Forbidden"
    case notFound = "404 Not Found"
    case methodNotAllowed = "405 Method Not Allowed"
    case tooLarge = "431 Request Header Fields Too Large"
  }

  let status: Status
  let type: String
  let body: [UInt8]

  /// An answer with a body of a media type.
  init(_ status: Status = .success, type: String, _ body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  /// An answer that is a sentence.
  init(_ status: Status, _ sentence: String) {
    self.init(status, type: "text/plain; charset=utf-8", Array((sentence + "\n").utf8))
  }

  /// No other page may read, embed or guess at what is answered, nothing is kept, and the browser loads nothing from
  /// elsewhere.
  private static let fields = [
    "Connection: close", "Cache-Control: no-store", "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
    "Cross-Origin-Resource-Policy: same-origin", "Cross-Origin-Opener-Policy: same-origin", "X-Frame-Options: DENY",
    "Content-Security-Policy: \(PageTemplate.livePolicy); frame-ancestors 'none'",
  ]

  /// The bytes of head and body.
  ///
  /// - Parameter withBody: Whether the body is wanted; its size is told all the same.
  /// - Returns: What is to be sent.
  func bytes(withBody: Bool) -> [UInt8] {
    var lines = ["HTTP/1.1 \(status.rawValue)"]
    if status != .nothingNew { lines += ["Content-Type: \(type)", "Content-Length: \(body.count)"] }
    if status == .methodNotAllowed { lines.append("Allow: GET, HEAD") }
    let head = Array(((lines + Self.fields).joined(separator: "\r\n") + "\r\n\r\n").utf8)
    return withBody && status != .nothingNew ? head + body : head
  }
}
