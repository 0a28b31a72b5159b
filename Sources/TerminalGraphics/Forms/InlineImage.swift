import FileFormats
import Foundation

/// A picture as an inline image of iTerm2 (iterm2.com/documentation-images.html): a PNG file in Base64.
enum InlineImage {
  /// The command that shows the picture at the cursor, in its own pixels or scaled to so many rows of cells.
  ///
  /// - Throws: what encoding a PNG file throws.
  static func text(_ picture: RasterImage, rows: Int?) throws -> String {
    let file = try PNG.encode(picture, path: "-")
    let size = rows.map { "width=auto;height=\($0)" } ?? "width=\(picture.width)px;height=\(picture.height)px"
    let arguments = "inline=1;size=\(file.count);\(size);preserveAspectRatio=1;doNotMoveCursor=1"
    return "\u{1B}]1337;File=\(arguments):\(Data(file).base64EncodedString())\u{7}"
  }
}
