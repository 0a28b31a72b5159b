import FileFormats
import Foundation
import Platform
import TestSupport
import Testing

@testable import Reports
@testable import Runs

/// A page that is served to sockets of the test's own.
struct LivePageTests {
  let small: SmallRun
  let page: LivePage

  init() throws {
    small = try SmallRun()
    try small.log(1...20)
    try small.picture(epoch: 1)
    page = try LivePage(port: 0)
    page.begin(small.run, program: "dcgan 9", words: SmallRun.words)
  }

  private func get(_ target: String, host: String = "127.0.0.1", method: String = "GET") throws -> RawAnswer {
    try RawClient(page.address).ask("\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
  }

  @Test func thePageItsDataAndItsPicturesAreServed() throws {
    defer { page.end() }
    let html = try get("/")
    #expect(html.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(html.head.contains("connect-src 'self'"))
    #expect(html.head.contains("X-Frame-Options: DENY"))
    #expect(try SmallRun.data(html.body)["live"]?["ended"]?.bool == false)
    let json = try JSONValue(parsing: try get("/data.json").body)
    #expect(json["runs"]?.array?.first?["lastStep"]?.integer == 20)
    let address = json["runs"]?.array?.first?["pictures"]?.array?.first?["source"]?.string
    #expect(address?.hasPrefix("samples/epoch-0001.png?") == true)
    let picture = try get("/samples/epoch-0001.png")
    #expect(picture.body == (try WholeFile.read(path: small.run.sample(epoch: 1), maximumSize: 1 << 20)))
    let head = try get("/samples/epoch-0001.png", method: "HEAD")
    #expect(head.body.isEmpty)
    #expect(head.head.contains("Content-Length: \(picture.body.count)\r\n"))
  }

  @Test func nothingElseIsServed() throws {
    defer { page.end() }
    for target in [
      "/config.json", "/metrics.jsonl", "/samples/../config.json", "/samples/", "/samples/epoch-0002.png", "/x",
    ] {
      #expect(try get(target).head.hasPrefix("HTTP/1.1 404 "), "\(target)")
    }
    #expect(try get("/", method: "POST").head.hasPrefix("HTTP/1.1 405 "))
  }

  @Test func aPageFromElsewhereIsToldNothing() throws {
    defer { page.end() }
    let answer = try get("/data.json", host: "evil.example")
    #expect(answer.head.hasPrefix("HTTP/1.1 403 "))
    #expect(!String(decoding: answer.body, as: UTF8.self).contains("lossD"))
  }

  @Test func whoeverHasTheNewestWaitsForNewsAndIsToldOfTheEnd() throws {
    defer { page.end() }
    let version = try #require(try JSONValue(parsing: try get("/data.json").body)["live"]?["version"]?.integer)
    let client = try RawClient(page.address)
    client.send("GET /data.json?after=\(version) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(!client.hasAnswer(within: 0.3))
    try small.log(1...40)
    let news = try JSONValue(parsing: try client.answer().body)
    #expect(news["runs"]?.array?.first?["lastStep"]?.integer == 40)
    let next = try #require(news["live"]?["version"]?.integer)
    #expect(next > version)
    let last = try RawClient(page.address)
    last.send("GET /data.json?after=\(next) HTTP/1.1\r\nHost: localhost\r\n\r\n")
    #expect(!last.hasAnswer(within: 0.2))
    page.end()
    #expect(try JSONValue(parsing: try last.answer().body)["live"]?["ended"]?.bool == true)
  }

  @Test func nobodyAnswersAfterTheEnd() throws {
    page.end()
    page.end()
    // The listener goes with the page.
    #expect(try JSONValue(parsing: "1").integer == 1)
  }

  @Test func slowBrokenAndHostileClientsKeepNobodyElseOut() throws {
    defer { page.end() }
    var clients: [RawClient] = []
    for _ in 0..<40 { clients.append(try RawClient(page.address)) }
    for (place, client) in clients.enumerated() {
      switch place % 4 {
      case 0: break
      case 1: client.send("GET / HT")
      case 2: client.send(String(repeating: "a", count: 20_000))
      default: client.send("GET /data.json?after=1 HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\n")
      }
    }
    // Each of them has its few seconds at most.
    #expect(try get("/").head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(clients.count == 40)
  }

  @Test func aRequestThatIsTooLargeIsRefused() throws {
    defer { page.end() }
    let answer = try RawClient(page.address).ask("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 9000))\r\n\r\n")
    #expect(answer.head.hasPrefix("HTTP/1.1 431 "))
    #expect(try RawClient(page.address).ask("nonsense\r\n\r\n").head.hasPrefix("HTTP/1.1 400 "))
  }

  @Test func aPortThatIsTakenIsRefusedWithASentence() throws {
    defer { page.end() }
    let port = try #require(UInt16(page.address.dropLast().split(separator: ":").last ?? ""))
    #expect { try LivePage(port: port) } throws: { error in
      "\(error)" == "Port \(port) of this machine is taken by another program."
    }
  }

  @Test func serverOnlyReads() throws {
    defer { page.end() }
    func state() throws -> [String: Data] {
      var state: [String: Data] = [:]
      for name in try FileManager.default.subpathsOfDirectory(atPath: small.run.path) {
        state[name] = FileManager.default.contents(atPath: "\(small.run.path)/\(name)") ?? Data()
      }
      return state
    }
    let before = try state()
    _ = try (get("/"), get("/data.json"), get("/samples/epoch-0001.png"))
    #expect(try state() == before)
  }
}
