/// What a terminal can show, as far as its environment and its own answers tell.
public struct TerminalAbilities: Equatable, Sendable {
  /// The best form of pictures.
  public var form: PictureForm
  /// Whether texts may have colours.
  public var hasColours: Bool
  /// Whether characters beyond ASCII are shown.
  public var hasUnicode: Bool
  /// Pixels of a cell; `nil` if that is not known.
  public var cell: CellSize?
  /// The colours that Sixel pictures can have.
  public var sixelRegisters = 256

  /// Pixels of a cell.
  public struct CellSize: Equatable, Sendable {
    /// The extents, at least 1 each.
    public var width, height: Int

    /// A size; `nil` if it is none that a cell can have.
    public init?(width: Int, height: Int) {
      guard (1...256).contains(width), (1...256).contains(height) else { return nil }
      (self.width, self.height) = (width, height)
    }
  }

  /// The abilities that the environment tells.
  ///
  /// `NO_COLOR` (no-color.org) leaves characters alone. A multiplexer hides the terminal that it runs in, so that what
  /// the environment still tells of that does not count.
  public init(environment: [String: String]) {
    let terminal = environment["TERM", default: ""]
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "UTF-8"
    hasUnicode = ["utf-8", "utf8"].contains { locale.lowercased().hasSuffix($0) }
    let isPlain = ["", "dumb", "linux", "vt100", "vt102", "vt220"].contains(terminal)
    hasColours =
      environment["NO_COLOR", default: ""].isEmpty && !["", "dumb", "vt100", "vt102", "vt220"].contains(terminal)
    let isDeep =
      ["truecolor", "24bit"].contains(environment["COLORTERM", default: ""]) || terminal.hasSuffix("-direct")
      || ["xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm"].contains(terminal)
    form = !hasColours || !hasUnicode || isPlain ? .text : isDeep ? .blocks : .blocks256
    guard form != .text, !Self.isMultiplexed(environment) else { return }
    form = Self.known(environment) ?? form
  }

  /// Whether a multiplexer stands between the process and the terminal.
  static func isMultiplexed(_ environment: [String: String]) -> Bool {
    let terminal = environment["TERM", default: ""]
    return !environment["TMUX", default: ""].isEmpty || !environment["STY", default: ""].isEmpty
      || terminal.hasPrefix("tmux") || terminal.hasPrefix("screen")
  }

  /// Whether the terminal takes a question that it does not know in silence. GNU screen shows one in its status line,
  /// and the console of Linux on the screen.
  public static func mayBeAsked(_ environment: [String: String]) -> Bool {
    let terminal = environment["TERM", default: ""]
    let isScreen = terminal.hasPrefix("screen") && environment["TMUX", default: ""].isEmpty
    return !isScreen && environment["STY", default: ""].isEmpty && !["", "dumb", "linux"].contains(terminal)
  }

  /// The form of pictures of a terminal that says in its environment which it is.
  private static func known(_ environment: [String: String]) -> PictureForm? {
    let terminal = environment["TERM", default: ""]
    if ["xterm-kitty", "xterm-ghostty"].contains(terminal) || environment["KITTY_WINDOW_ID"] != nil { return .kitty }
    switch environment["TERM_PROGRAM"] ?? environment["LC_TERMINAL"] ?? "" {
    case "ghostty": return .kitty
    case "iTerm.app", "iTerm2", "WezTerm", "mintty": return .iterm2
    default: return ["foot", "foot-extra", "mlterm"].contains(terminal) ? .sixel : nil
    }
  }
}

extension TerminalAbilities {
  /// Asks a terminal whether it knows Kitty's protocol, for the size of its cells and of its palette, and at last what
  /// every terminal answers: its attributes (`CSI c`).
  ///
  /// Those that do not know one of the questions say nothing to it. A device of type 4 among the attributes is Sixel.
  public static let question = Array(
    "\u{1B}_Gi=4711,s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\\u{1B}[16t\u{1B}[?1;1;0S\u{1B}[c".utf8)

  /// Whether the terminal has answered all: its attributes have come.
  public static func isWholeAnswer(_ answer: [UInt8]) -> Bool {
    sequences(answer).contains { $0.start == "?" && $0.end == "c" }
  }

  /// Takes note of what the terminal answered.
  public mutating func take(answer: [UInt8]) {
    let text = String(decoding: answer, as: UTF8.self)
    let sequences = Self.sequences(answer)
    for sequence in sequences {
      let numbers = sequence.numbers
      switch (sequence.start, sequence.end) {
      case (nil, "t") where numbers.count == 3 && numbers[0] == 6:
        cell = CellSize(width: numbers[2], height: numbers[1]) ?? cell
      case ("?", "S") where numbers.count == 3 && numbers[0] == 1 && numbers[1] == 0:
        sixelRegisters = min(1024, max(2, numbers[2]))
      default: break
      }
    }
    // What has no colours has no pictures either, unless they are asked for.
    guard form != .text else { return }
    let attributes = sequences.first { $0.start == "?" && $0.end == "c" }?.numbers ?? []
    if text.contains("\u{1B}_Gi=4711;OK") {
      form = .kitty
    } else if form.isOfCharacters, attributes.dropFirst().contains(4) {
      form = .sixel
    }
  }

  /// The control sequences in an answer: what stands behind `CSI`, the numbers, and the character that ends it.
  private static func sequences(_ answer: [UInt8]) -> [(start: Character?, numbers: [Int], end: Character)] {
    var found: [(start: Character?, numbers: [Int], end: Character)] = []
    var rest = answer[...]
    while let escape = rest.firstIndex(of: 0x1B) {
      rest = rest[(escape + 1)...]
      guard rest.first == UInt8(ascii: "[") else { continue }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(where: { (0x40...0x7E).contains($0) }) else { break }
      let body = String(decoding: rest[..<end], as: UTF8.self)
      let start = body.first.flatMap { $0.isNumber ? nil : $0 }
      let numbers = body.dropFirst(start == nil ? 0 : 1).split(separator: ";").compactMap { Int($0) }
      found.append((start, numbers, Character(UnicodeScalar(rest[end]))))
      rest = rest[(end + 1)...]
    }
    return found
  }
}
