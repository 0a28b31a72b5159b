import FileFormats

/// An area of cells on a terminal, and how pictures get there.
public struct PictureArea: Equatable, Sendable {
  /// How pictures are shown.
  public let form: PictureForm
  /// Cells, at least 1 in each direction.
  public let columns, rows: Int
  private let abilities: TerminalAbilities

  /// What is taken for the size of a cell that is not known: a small one, so that nothing grows beyond its area.
  private static let assumedCell = (width: 8, height: 16)

  /// An area of so many cells of a terminal. Pictures have its best form, unless another is wished.
  public init(columns: Int, rows: Int, of abilities: TerminalAbilities, form: PictureForm? = nil) {
    (self.columns, self.rows) = (max(1, columns), max(1, rows))
    self.abilities = abilities
    self.form = form ?? abilities.form
  }

  private var cell: (width: Int, height: Int) {
    abilities.cell.map { ($0.width, $0.height) } ?? Self.assumedCell
  }

  /// The pixels of the area; those of a cell of characters are two.
  public var width: Int { form.isOfCharacters ? columns : columns * cell.width }

  /// The pixels of the area, downwards.
  public var height: Int {
    switch form {
    case .blocks, .blocks256, .text: 2 * rows
    case .kitty, .iterm2: rows * cell.height
    // Bands are drawn whole.
    case .sixel: rows * cell.height / SixelPicture.bandHeight * SixelPicture.bandHeight
    }
  }

  /// The cells that a picture takes beside each other.
  public func columns(of picture: RasterImage) -> Int {
    form.isOfCharacters ? picture.width : (picture.width + cell.width - 1) / cell.width
  }

  /// A picture as characters to write from the beginning of a line on.
  public struct Drawing: Equatable, Sendable {
    /// The characters. They leave the cursor at the beginning of the line below the picture.
    public let text: String
    /// The lines that it takes.
    public let rows: Int
  }

  /// Draws a picture that is no larger than the area, `indent` cells from the left.
  ///
  /// - Parameters:
  ///   - picture: What to draw.
  ///   - indent: Cells between the left margin and the picture.
  ///   - number: What tells it from others that Kitty's protocol shows at the same time.
  ///   - isDrawnOver: Whether something may stand where it is drawn. Of text that has to be erased, which is a sequence
  ///     that no file should have.
  /// - Returns: The characters to write.
  /// - Throws: what encoding a PNG file throws.
  public func draw(
    _ picture: RasterImage, indent: Int = 0, number: Int = 1, isDrawnOver: Bool = false
  ) throws -> Drawing {
    let space = String(repeating: " ", count: indent)
    func lines(_ lines: [String]) -> Drawing {
      Drawing(text: lines.map { "\(space)\($0)\u{1B}[K\n" }.joined(), rows: lines.count)
    }
    let scaledRows = abilities.cell == nil ? (picture.height + cell.height - 1) / cell.height : nil
    switch form {
    case .blocks: return lines(HalfBlocks.lines(picture, trueColour: true))
    case .blocks256: return lines(HalfBlocks.lines(picture, trueColour: false))
    case .text:
      let texts = HalfBlocks.textLines(picture)
      if isDrawnOver { return lines(texts) }
      // No sequences at all: such a picture may go to a file.
      return Drawing(text: texts.map { "\($0.isEmpty ? "" : space)\($0)\n" }.joined(), rows: texts.count)
    case .kitty:
      return place(try KittyPicture.text(picture, number: number, rows: scaledRows), picture, indent)
    case .iterm2: return place(try InlineImage.text(picture, rows: scaledRows), picture, indent)
    case .sixel: return place(SixelPicture.text(picture, registers: abilities.sixelRegisters), picture, indent)
    }
  }

  /// Makes room below the cursor, draws there, and goes to the line behind, wherever the terminal itself would leave
  /// the cursor.
  private func place(_ text: String, _ picture: RasterImage, _ indent: Int) -> Drawing {
    let rows = (picture.height + cell.height - 1) / cell.height
    let room = String(repeating: "\u{1B}[K\n", count: rows) + "\u{1B}[\(rows)A"
    let right = indent > 0 ? "\u{1B}[\(indent)C" : ""
    return Drawing(text: "\(room)\u{1B}7\(right)\(text)\u{1B}8\u{1B}[\(rows)B\r", rows: rows)
  }
}
