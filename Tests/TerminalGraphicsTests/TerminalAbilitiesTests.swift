import Testing

@testable import TerminalGraphics

struct TerminalAbilitiesTests {
  private func form(_ environment: [String: String]) -> PictureForm {
    TerminalAbilities(environment: environment.merging(["LANG": "en_GB.UTF-8"]) { own, _ in own }).form
  }

  @Test func theEnvironmentTellsWhatATerminalShows() {
    #expect(form(["TERM": "xterm-kitty"]) == .kitty)
    #expect(form(["TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"]) == .kitty)
    #expect(form(["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"]) == .iterm2)
    #expect(form(["TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"]) == .iterm2)
    #expect(form(["TERM": "foot"]) == .sixel)
    #expect(form(["TERM": "xterm-256color", "COLORTERM": "truecolor"]) == .blocks)
    #expect(form(["TERM": "xterm-256color"]) == .blocks256)
    #expect(form(["TERM": "linux"]) == .text)
    #expect(form(["TERM": "dumb"]) == .text && form([:]) == .text)
  }

  @Test func aMultiplexerHidesTheTerminalThatItRunsIn() {
    #expect(form(["TERM": "tmux-256color", "KITTY_WINDOW_ID": "1", "COLORTERM": "truecolor"]) == .blocks)
    #expect(form(["TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"]) == .blocks256)
    #expect(form(["TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"]) == .blocks)
  }

  @Test func noColourAndNoUnicodeMeanCharacters() {
    #expect(form(["TERM": "xterm-kitty", "NO_COLOR": "1"]) == .text)
    #expect(form(["TERM": "xterm-kitty", "NO_COLOR": ""]) == .kitty)
    let plain = TerminalAbilities(environment: ["TERM": "xterm-256color", "LC_ALL": "C", "LANG": "en_GB.UTF-8"])
    #expect(plain.form == .text && !plain.hasUnicode && plain.hasColours)
    #expect(TerminalAbilities(environment: ["TERM": "xterm-256color"]).hasUnicode)
  }

  @Test func anAnswerTellsTheProtocolTheCellsAndTheColours() {
    func abilities(_ answer: String) -> TerminalAbilities {
      var abilities = TerminalAbilities(environment: ["TERM": "xterm-256color"])
      abilities.take(answer: Array(answer.utf8))
      return abilities
    }
    // xterm -ti vt340, as it answers.
    let xterm = abilities("\u{1B}[6;15;8t\u{1B}[?1;0;16S\u{1B}[?63;1;2;4;6;9;15;16;22;28c")
    #expect(xterm.form == .sixel && xterm.cell == TerminalAbilities.CellSize(width: 8, height: 15))
    #expect(xterm.sixelRegisters == 16)
    let kitty = abilities("\u{1B}_Gi=4711;OK\u{1B}\\\u{1B}[6;40;20t\u{1B}[?62;c")
    #expect(kitty.form == .kitty && kitty.cell == TerminalAbilities.CellSize(width: 20, height: 40))
    #expect(abilities("\u{1B}[?1;2c").form == .blocks256)
    #expect(abilities("\u{1B}[?4;6c").form == .blocks256)
  }

  @Test func whatIsNoAnswerChangesNothing() {
    for answer in [
      "", "\u{1B}", "\u{1B}[", "\u{1B}[6;99999999999999999999;1t", "\u{1B}[6;0;0t", "\u{1B}[?1;0;S", "q\u{3}[?4c",
      "\u{1B}[?",
      "\u{1B}[6;-1;5t", "\u{1B}_Gi=4711;ENOTSUPPORTED\u{1B}\\", "\u{1B}[é",
    ] {
      let before = TerminalAbilities(environment: ["TERM": "xterm-256color"])
      var after = before
      after.take(answer: Array(answer.utf8))
      #expect(after == before, "\(answer)")
      #expect(!TerminalAbilities.isWholeAnswer(Array(answer.utf8)))
    }
    #expect(TerminalAbilities.isWholeAnswer(Array("x\u{1B}[6;1;1t\u{1B}[?1;2c".utf8)))
  }

  @Test func terminalsThatWouldShowTheQuestionAreNotAsked() {
    for terminal in ["linux", "dumb", "", "screen", "screen-256color"] {
      #expect(!TerminalAbilities.mayBeAsked(["TERM": terminal]))
    }
    #expect(!TerminalAbilities.mayBeAsked(["TERM": "xterm", "STY": "1.pts"]))
    #expect(TerminalAbilities.mayBeAsked(["TERM": "screen-256color", "TMUX": "x"]))
    #expect(TerminalAbilities.mayBeAsked(["TERM": "xterm-256color"]))
  }
}
