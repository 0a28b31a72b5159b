import FileFormats
import Foundation

/// A picture in Kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol): a PNG file in pieces of Base64.
enum KittyPicture {
  /// The longest piece that the protocol allows.
  private static let maximumPiece = 4096

  /// The command that shows the picture at the cursor, which stays (`C=1`), in place of the one of that number, and
  /// that the terminal does not answer (`q=2`).
  ///
  /// - Parameters:
  ///   - picture: The picture.
  ///   - number: What the terminal is to know it by, from 1.
  ///   - rows: Cells to scale it to; its own pixels if `nil`.
  /// - Returns: All characters to write.
  /// - Throws: what encoding a PNG file throws.
  static func text(_ picture: RasterImage, number: Int, rows: Int?) throws -> String {
    let data = Array(Data(try PNG.encode(picture, path: "-")).base64EncodedString().utf8)
    let starts = Array(stride(from: 0, to: data.count, by: maximumPiece))
    return starts.map { start in
      let end = min(start + maximumPiece, data.count)
      let isFirst = start == 0
      let keys =
        (isFirst ? "a=T,f=100,i=\(number),p=1,C=1,q=2," + (rows.map { "r=\($0)," } ?? "") : "")
        + "m=\(end == data.count ? 0 : 1)"
      return "\u{1B}_G\(keys);\(String(decoding: data[start..<end], as: UTF8.self))\u{1B}\\"
    }.joined()
  }
}
