import Foundation
import TestSupport
import Testing

@testable import Platform

struct ChildProcessTests {
  private func ending(of child: ChildProcess) -> ChildProcess.Ending {
    while true {
      if let ending = child.ending() { return ending }
      Thread.sleep(forTimeInterval: 0.005)
    }
  }

  private func shell(_ script: String, messages: String? = nil, restoring: [Int32] = []) throws -> ChildProcess {
    try ChildProcess("/bin/sh", ["-c", script], messages: messages, restoring: restoring)
  }

  @Test func anExitCodeAndASignalAreToldApart() throws {
    #expect(ending(of: try shell("exit 7")) == .exited(7))
    #expect(ending(of: try shell("exit 0")) == .exited(0))
    #expect(ending(of: try shell("kill -9 $$")) == .killed(SIGKILL))
  }

  @Test func aChildRunsUntilItIsToldToEnd() throws {
    let child = try shell("exec sleep 3600")
    #expect(child.ending() == nil)
    child.send(SIGTERM)
    #expect(ending(of: child) == .killed(SIGTERM))
  }

  @Test func messagesGoToTheirFileAndResultsNowhere() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.create("messages", "old".utf8)
    #expect(ending(of: try shell("cat; echo result; echo message >&2", messages: path)) == .exited(0))
    #expect(try directory.contents("messages") == Data("message\n".utf8))
  }

  @Test func aSignalThatThisProcessIgnoresEndsAChildThatIsToHearIt() throws {
    signal(SIGUSR2, SIG_IGN)
    defer { signal(SIGUSR2, SIG_DFL) }
    #expect(ending(of: try shell("kill -USR2 $$; exit 3")) == .exited(3))
    #expect(ending(of: try shell("kill -USR2 $$; exit 3", restoring: [SIGUSR2])) == .killed(SIGUSR2))
  }

  @Test func whatCannotBeStartedIsAnError() {
    #expect(throws: ChildProcess.StartError.self) { try ChildProcess("/nothing", [], messages: nil, restoring: []) }
  }
}
