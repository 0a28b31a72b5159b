import Foundation
import Testing

@testable import Platform

struct ScreenRestorationTests {
  @Test func aTerminalIsToldThatTheDrawingIsOver() throws {
    let pipe = Pipe()
    ScreenRestoration.prepare(for: pipe.fileHandleForWriting.fileDescriptor)
    ScreenRestoration.perform()
    ScreenRestoration.prepare(for: -1)
    ScreenRestoration.perform()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(text == "\u{1B}\\\u{1B}[?25h\u{1B}[?2026l\n")
  }
}
