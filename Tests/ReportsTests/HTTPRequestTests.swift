import Testing

@testable import Reports

struct HTTPRequestTests {
  private func request(_ text: String) throws(HTTPRequestError) -> HTTPRequest { try HTTPRequest(Array(text.utf8)) }

  @Test func whatABrowserSendsIsRead() throws {
    let request = try request(
      "GET /data.json?after=3 HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: Mozilla/5.0 (X11; Linux)\r\n"
        + "Accept: */*\r\nContent-Length: 0\r\n\r\n")
    #expect(request.method == .get)
    #expect(request.path == "/data.json")
    #expect(request.query == "after=3")
    #expect(request.hostName == "127.0.0.1")
    #expect(request.isForThisMachine)
    #expect(LivePaths(request) == .data(after: 3))
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("localhost:5000", true), ("LocalHost", true), ("[::1]:8080", true),
    ("evil.example:8080", false),
    ("127.0.0.1.evil.example", false), ("localhost.evil.example", false), ("127.0.0.1@evil.example", false),
    ("", false),
    ("127.0.0.2", false), ("[::1].evil.example", false),
  ])
  func aPageFromElsewhereWhoseNameWasBentToThisMachineIsTold(host: String, isOurs: Bool) throws {
    let request = try request("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
    #expect(request.isForThisMachine == isOurs, "\(request.hostName)")
  }

  @Test(arguments: [
    "", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET / HTTP/2\r\nHost: a\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\r\nHost: a\r\n\r\n",
    "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\u{e9} HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\n: a\r\nHost: a\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
    "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n",
    "GET /\(String(repeating: "a", count: 1024)) HTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func whatIsNoRequestIsRefusedWithASentence(text: String) {
    #expect { try request(text) } throws: { error in
      guard case .malformed = error as? HTTPRequestError else { return false }
      return "\(error)".hasSuffix(".")
    }
  }

  @Test func methodsThatChangeThingsAreRefused() {
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "get", "CONNECT"] {
      #expect(throws: HTTPRequestError.methodNotAllowed) { try request("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n") }
    }
  }

  @Test func requestsHaveALargestSizeAndNumberOfFields() {
    let fields = String(repeating: "X: a\r\n", count: 64)
    #expect(throws: HTTPRequestError.tooLarge) { try request("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n") }
    let long = String(repeating: "a", count: 8192)
    #expect(throws: HTTPRequestError.tooLarge) { try request("GET / HTTP/1.1\r\nHost: a\r\nX: \(long)\r\n\r\n") }
  }

  @Test func theEndOfARequestIsItsFirstEmptyLine() {
    let text = Array("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / ".utf8)
    #expect(HTTPRequest.size(in: text) == 27)
    for count in 0..<27 { #expect(HTTPRequest.size(in: Array(text[..<count])) == nil) }
  }

  @Test func noAddressLeadsToAnythingButThePageAndItsPictures() throws {
    func path(_ target: String) throws -> LivePaths? {
      LivePaths(try request("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n"))
    }
    #expect(try path("/") == .page)
    #expect(try path("/?x=1") == .page)
    #expect(try path("/data.json") == .data(after: nil))
    #expect(try path("/data.json?after=x") == .data(after: nil))
    #expect(try path("/data.json?a=b&after=7") == .data(after: 7))
    #expect(try path("/samples/epoch-0001.png") == .picture(name: "epoch-0001.png"))
    #expect(try path("/evaluation.png") == .evaluationPicture)
    for target in [
      "//", "/config.json", "/checkpoint.safetensors", "/../config.json", "/%2e%2e/config.json", "/index.html",
    ] {
      #expect(try path(target) == nil, "\(target)")
    }
  }
}
