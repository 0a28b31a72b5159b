import Foundation
import TestSupport
import Testing

/// `dcgan train --preview`, on a terminal and without one.
struct PreviewTests {
  let fixture: SmallModel

  init() throws { fixture = try SmallModel() }

  private func previewed(
    _ arguments: [String], columns: Int = 90, rows: Int = 30, environment: [String: String] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      arguments, in: fixture.directory.path, columns: columns, rows: rows, environment: environment)
  }

  @Test func thePictureStandsAboveCurvesAndBarAndTheRunIsTheSame() throws {
    let plain = try fixture.program.run(fixture.training("plain", "--epochs", "2"))
    #expect(plain.status == 0)
    for form in ["kitty", "iterm2", "sixel", "blocks", "blocks-256", "text"] {
      let result = try previewed(fixture.training(form, "--epochs", "2", "--preview", form)).finish()
      #expect(result.status == 0)
      let mark = ["kitty": "\u{1B}_Ga=T", "iterm2": "\u{1B}]1337;File=", "sixel": "\u{1B}P9;1q"][form] ?? "loss D "
      #expect(result.text.contains(mark), "\(form)")
      for name in ["loss D  ", "loss G  ", "D(real) ", "D(fake) ", "health  not examined yet", "step 10/10"] {
        #expect(result.text.contains(name), "\(form) \(name)")
      }
      // Nothing to restore: each drawing shows the cursor again.
      #expect(
        result.text.components(separatedBy: "\u{1B}[?25l").count
          == result.text.components(separatedBy: "\u{1B}[?25h").count)
      for file in ["checkpoint.safetensors", "samples/epoch-0002.png"] {
        #expect(try fixture.directory.contents("\(form)/\(file)") == fixture.directory.contents("plain/\(file)"))
      }
    }
  }

  @Test func theTerminalsEnvironmentChoosesTheForm() throws {
    let arguments = fixture.training("run", "--epochs", "1", "--overwrite", "--preview")
    let kitty = try previewed(arguments, environment: ["TERM": "xterm-kitty"]).finish()
    #expect(kitty.text.contains("\u{1B}_Ga=T"))
    let blocks = try previewed(arguments, environment: ["COLORTERM": "truecolor"]).finish()
    #expect(blocks.text.contains("\u{1B}[38;2;") && blocks.text.contains("▀"))
    let plain = try previewed(arguments, environment: ["NO_COLOR": "1"]).finish()
    #expect(!plain.text.contains("\u{1B}[38;") && !plain.text.contains("▀") && plain.text.contains("loss D  "))
    // Of longer lines that stood there before, nothing is left.
    let drawings = plain.text.components(separatedBy: "\u{1B}[?2026h").dropFirst()
    let lines = drawings.flatMap { ($0.components(separatedBy: "\u{1B}[?2026l").first ?? "").split(separator: "\r\n") }
    #expect(lines.count > 5 && lines.dropLast().allSatisfy { $0.hasSuffix("\u{1B}[K") || $0.hasPrefix("\r\u{1B}[K") })
  }

  @Test func withoutATerminalASentenceSaysWhereThePicturesAre() throws {
    let result = try fixture.program.run(fixture.training("run", "--epochs", "1", "--preview"))
    #expect(result.status == 0)
    #expect(
      result.error.contains(
        "Note: '--preview' draws on a terminal, and messages go elsewhere: the pictures are in run/samples.\n"))
    #expect(!result.error.contains("\u{1B}"))
    let quiet = try fixture.program.run(fixture.training("quiet", "--epochs", "1", "--preview", "--quiet"))
    #expect(quiet.status == 0 && quiet.error == "")
  }

  @Test func aQuietRunShowsThePictureAndItsPlaceAlone() throws {
    let result = try previewed(fixture.training("run", "--epochs", "1", "--preview=text", "--quiet")).finish()
    #expect(result.status == 0)
    #expect(
      result.text.contains("epoch 1, step 5") && !result.text.contains("Writing to") && !result.text.contains(" left"))
  }

  @Test func aSignalEndsTheRunBelowThePicture() throws {
    let run = try previewed(fixture.training("run", "--max-steps", "1000000", "--epochs", "1000000", "--preview=sixel"))
    run.wait { $0.contains("\u{1B}P9;1q") }
    run.send(SIGTERM)
    let result = run.finish()
    #expect(result.status == 143)
    #expect(result.text.contains("; the checkpoint is written. Go on with: dcgan train --resume run"))
  }

  @Test func aScreenOfAnotherSizeIsClearedAndMessagesAreWrittenAgain() throws {
    let run = try previewed(
      fixture.training("run", "--max-steps", "1000000", "--epochs", "1000000", "--preview=blocks"))
    run.wait { $0.contains("health") }
    run.resize(columns: 60, rows: 20)
    run.wait { $0.contains("\u{1B}[H\u{1B}[2J") }
    run.send(SIGINT)
    let result = run.finish()
    #expect(result.status == 130)
    #expect(result.text.contains("\u{1B}[H\u{1B}[2J"))
  }

  @Test func whatAShellWroteWhileTheRunWasStoppedIsNotDrawnOver() throws {
    let run = try previewed(
      fixture.training("run", "--max-steps", "1000000", "--epochs", "1000000", "--preview=blocks"))
    let goesUp = /\r\u{1B}\[\d+A/
    run.wait { $0.contains(goesUp) }
    run.send(SIGSTOP)
    Thread.sleep(forTimeInterval: 0.3)
    let start = run.text.count
    run.send(SIGCONT)
    func drawings(_ text: String) -> [Substring] {
      Array(text.dropFirst(start).split(separator: "\u{1B}[?2026h").dropFirst())
    }
    run.wait { drawings($0).count >= 3 }
    run.send(SIGINT)
    let all = drawings(run.finish().text)
    #expect(all.first?.contains(goesUp) == false && all.dropFirst().first?.contains(goesUp) == true)
  }

  @Test func aScreenWithoutRoomShowsTheBarAlone() throws {
    let result = try previewed(fixture.training("run", "--epochs", "1", "--preview=blocks"), columns: 15, rows: 4)
      .finish()
    #expect(result.status == 0 && !result.text.contains("loss D  "))
  }

  @Test func anUnknownFormIsAnsweredWithTheOnesThereAre() throws {
    let result = try fixture.program.run(fixture.training("run", "--preview=kity"))
    #expect(result.status == 64)
    #expect(
      result.error.hasPrefix(
        "Error: '--preview' wants 'auto', 'kitty', 'iterm2', 'sixel', 'blocks', 'blocks-256', 'text', not 'kity'. Did you "
          + "mean 'kitty'?"))
  }
}
