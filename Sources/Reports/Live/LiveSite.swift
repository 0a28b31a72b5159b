import FileFormats
import Foundation
import Platform
import Runs

/// What the server of a live page answers. It only reads files of the run, and those no more often than once a second.
final class LiveSite {
  /// What to do about a request.
  enum Answer {
    case response(HTTPResponse)
    /// To be answered once there is a newer version.
    case later(than: Int)
  }

  private let run: RunDirectory
  private let program: String
  private let words: RunWords.Choice
  private var log: RunLog?
  /// Grows with every change that is seen.
  private(set) var version = 1
  private var state: State
  private var lastLook: ContinuousClock.Instant?
  private var hasEnded = false
  /// When somebody was last told what there is. A page asks again within a second or so.
  private(set) var lastTold: ContinuousClock.Instant?
  /// What was made of the version that it has.
  private var made: (version: Int, data: JSONValue)?

  /// What tells whether something has changed.
  private struct State: Equatable {
    let times: [Date?]
    let pictures: [String]

    init(_ run: RunDirectory) {
      times = [run.metrics, run.configuration, run.evaluation, run.evaluationPicture].map(timeOfLastChange)
      pictures = run.samplePictures().map(\.path).sorted()
    }
  }

  private static let lookInterval = Duration.seconds(1)

  init(_ run: RunDirectory, program: String, words: @escaping RunWords.Choice) {
    self.run = run
    self.program = program
    self.words = words
    state = State(run)
  }

  /// Looks whether the run has gone on.
  func look(at now: ContinuousClock.Instant) {
    if let lastLook, now - lastLook < Self.lookInterval { return }
    lastLook = now
    let current = State(run)
    if current != state { version += 1 }
    state = current
  }

  /// Takes note of the run's end: there is nothing new after this.
  func end() {
    hasEnded = true
    version += 1
  }

  /// Answers a request.
  func answer(_ request: HTTPRequest) -> Answer {
    guard request.isForThisMachine else {
      return .response(
        HTTPResponse(.forbidden, "This page answers to 127.0.0.1 and localhost alone, not to '\(request.hostName)'."))
    }
    switch LivePaths(request) {
    case nil: return .response(HTTPResponse(.notFound, "There is nothing here. The page is at '/'."))
    case .page: return .response(HTTPResponse(type: "text/html; charset=utf-8", page))
    case .data(let after):
      if let after, after == version { return .later(than: after) }
      return .response(dataResponse())
    case .picture(let name):
      let path = run.samplePictures().first { PathComponents.lastName(of: $0.path) == name }?.path
      return .response(picture(path))
    case .evaluationPicture: return .response(picture(run.evaluationPicture))
    }
  }

  /// What the page shows, as it stands.
  func dataResponse() -> HTTPResponse {
    lastTold = .now
    return HTTPResponse(type: "application/json", Array(data.text.utf8))
  }

  /// The answer to somebody who has waited long.
  func nothingNew() -> HTTPResponse {
    lastTold = .now
    return HTTPResponse(.nothingNew, "")
  }

  private func picture(_ path: String?) -> HTTPResponse {
    guard let path, let bytes = PagePictures.bytes(of: path) else {
      return HTTPResponse(.notFound, "There is no such picture.")
    }
    return HTTPResponse(type: "image/png", bytes)
  }

  private var page: [UInt8] {
    PageTemplate.fill(title: "\(run.path.excerpt(120)) – dcgan live", policy: PageTemplate.livePolicy, data: data)
  }

  private var data: JSONValue {
    if let made, made.version == version { return made.data }
    do {
      if log == nil { log = try RunLog(run) } else { try log?.refresh() }
    } catch {
      // What cannot be read is told on the page, by whoever reads it there.
      log = nil
    }
    let contents = RunContents(run, log: log, words, .addressed).json
    let data = ReportPage.data(
      [contents], title: "Training", program: program,
      live: .object(["version": .number(version), "ended": .bool(hasEnded)]))
    made = (version, data)
    return data
  }
}
