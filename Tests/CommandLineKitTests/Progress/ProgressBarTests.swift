import Synchronization
import Testing

@testable import CommandLineKit

/// A clock that the test moves on.
private final class ManualClock: Sendable {
  private let milliseconds = Mutex(0)

  func advance(milliseconds step: Int) {
    milliseconds.withLock { $0 += step }
  }

  var elapsed: Duration { milliseconds.withLock { .milliseconds($0) } }
}

struct ProgressBarTests {
  /// What a progress bar of 100 units writes; screens have 30 columns.
  private func written(canRedraw: Bool, _ body: (ProgressBar, ManualClock) -> Void) throws -> String {
    try capture(environment: ["COLUMNS": "30"], canRedraw: canRedraw) { terminal in
      let clock = ManualClock()
      body(ProgressBar(terminal: terminal, total: 100, completed: 0) { clock.elapsed }, clock)
      return .success
    }.error
  }

  private static let erase = "\r\u{1B}[K"

  @Test func isDrawnAtMostTenTimesASecond() throws {
    let text = try written(canRedraw: true) { bar, clock in
      for step in 1...50 {
        clock.advance(milliseconds: 10)
        bar.update(completed: step) { ["step \(step)"] }
      }
    }
    let drawings = text.split(separator: Self.erase)
    #expect(
      drawings == [
        "  1 %  step 1  0 s left", " 11 %  step 11  0 s left", " 21 %  step 21  0 s left",
        " 31 %  step 31  0 s left", " 41 %  step 41  0 s left",
      ])
  }

  @Test func theEndIsAlwaysDrawn() throws {
    let text = try written(canRedraw: true) { bar, clock in
      clock.advance(milliseconds: 1000)
      bar.update(completed: 99) { [] }
      bar.update(completed: 100) { [] }
      bar.finish()
      bar.finish()
    }
    #expect(text == "\(Self.erase) 99 %  0 s left\(Self.erase)100 %  0 s left\n")
  }

  @Test func permanentLinesStandAboveTheBar() throws {
    let text = try written(canRedraw: true) { bar, clock in
      bar.report("before")
      clock.advance(milliseconds: 1000)
      bar.log(completed: 10) { ["step 10"] }
      bar.report("saved")
    }
    let drawn = " 10 %  step 10  9 s left"
    #expect(text == "before\n\(Self.erase)\(drawn)\(Self.erase)saved\n\(drawn)")
  }

  @Test func withoutAScreenOnlyPlainLinesAreWritten() throws {
    let text = try written(canRedraw: false) { bar, clock in
      bar.update(completed: 1) {
        Issue.record("Nobody sees these fields."); return []
      }
      clock.advance(milliseconds: 1000)
      bar.log(completed: 10) { ["step 10", "a field that needs more than thirty columns"] }
      bar.report("saved")
      bar.finish()
    }
    #expect(text == "10 %  step 10  a field that needs more than thirty columns  9 s left\nsaved\n")
  }

  @Test func unitsCompletedEarlierCountAsDoneButNotAsFast() throws {
    let result = try capture { terminal in
      let clock = ManualClock()
      let bar = ProgressBar(terminal: terminal, total: 100, completed: 80) { clock.elapsed }
      clock.advance(milliseconds: 3000)
      bar.log(completed: 81) { [] }
      return .success
    }
    #expect(result.error == "81 %  57 s left\n")
  }

  @Test func timeBeforeTheWorkIsNotReckonedWith() throws {
    let result = try capture { terminal in
      let clock = ManualClock()
      let bar = ProgressBar(terminal: terminal, total: 100, completed: 80) { clock.elapsed }
      clock.advance(milliseconds: 60_000)
      bar.workBegins(completed: 80)
      clock.advance(milliseconds: 3000)
      bar.log(completed: 81) { [] }
      return .success
    }
    #expect(result.error == "81 %  57 s left\n")
  }

  @Test func noWorkAtAllIsNoTrouble() throws {
    let result = try capture { terminal in
      ProgressBar(terminal: terminal, total: 0).log(completed: 0) { [] }
      return .success
    }
    #expect(result.error == "0 %\n")
  }
}
