/// How a picture is shown on a terminal.
public enum PictureForm: String, CaseIterable, Sendable {
  /// Kitty's graphics protocol, which Ghostty and Konsole have too.
  case kitty
  /// Inline images of iTerm2, which WezTerm and mintty have too.
  case iterm2
  /// DEC's Sixel, as in xterm, foot and mlterm.
  case sixel
  /// Half blocks, two pixels to a character, in 24-bit colours.
  case blocks
  /// Half blocks in the 256 colours of xterm.
  case blocks256 = "blocks-256"
  /// Characters of more or less ink, without colours.
  case text

  /// Whether the picture is made of characters.
  public var isOfCharacters: Bool {
    switch self {
    case .kitty, .iterm2, .sixel: false
    case .blocks, .blocks256, .text: true
    }
  }
}
