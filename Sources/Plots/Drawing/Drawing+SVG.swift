import FileFormats
import Foundation

extension Drawing {
  /// The drawing as SVG 1.1, which browsers show and vector programs edit. Texts stay texts, in the reader's own
  /// sans-serif letters.
  public var svg: String {
    var parts: [Rectangle] = []
    func clip(_ part: Rectangle?) -> String {
      guard let part else { return "" }
      if !parts.contains(part) { parts.append(part) }
      return " clip-path=\"url(#part\(parts.firstIndex(of: part) ?? 0))\""
    }
    let lines = elements.map { svg($0, clip) }
    let clips = parts.enumerated().map {
      "<clipPath id=\"part\($0)\"><rect \(Self.attributes(of: $1))/></clipPath>"
    }
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" \(size) viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
      role="img" font-family="Helvetica, Arial, sans-serif" stroke-linecap="round" stroke-linejoin="round" \
      stroke-miterlimit="2">
      <title>\(Self.escaped(title))</title>
      \(clips.isEmpty ? "" : "<defs>\(clips.joined())</defs>\n")\
      <rect width="100%" height="100%" fill="#ffffff"/>
      \(lines.joined(separator: "\n"))
      </svg>

      """
  }

  private func svg(_ element: Element, _ clip: (Rectangle?) -> String) -> String {
    switch element {
    case .line(let points, let width, let paint, let isDashed, let part):
      let path = Self.path(points.count == 1 ? points + points : points)
      let dashes = isDashed ? " stroke-dasharray=\"\(Self.number(Dash.length(width: width)))\"" : ""
      return "<path d=\"\(path)\" fill=\"none\" stroke-width=\"\(Self.number(width))\"\(dashes)"
        + "\(Self.paint("stroke", paint))\(clip(part))/>"
    case .band(let x, let upper, let lower, let paint, let part):
      let points = zip(x, upper).map(Point.init) + zip(x, lower).map(Point.init).reversed()
      return "<path d=\"\(Self.path(points))Z\"\(Self.paint("fill", paint))\(clip(part))/>"
    case .area(let rectangle, let paint):
      return "<rect \(Self.attributes(of: rectangle))\(Self.paint("fill", paint))/>"
    case .text(let text, let place, let size, let paint, let anchor):
      let attributes = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
      return "<text x=\"\(Self.number(place.x))\" y=\"\(Self.number(place.y))\" font-size=\"\(Self.number(size))\""
        + "\(attributes)\(Self.paint("fill", paint))>\(Self.escaped(text))</text>"
    }
  }

  private static func attributes(of part: Rectangle) -> String {
    "x=\"\(number(part.x))\" y=\"\(number(part.y))\" width=\"\(number(part.width))\" height=\"\(number(part.height))\""
  }

  private static func path(_ points: [Point]) -> String {
    "M" + points.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
  }

  private static func paint(_ attribute: String, _ paint: Paint) -> String {
    let digits = [paint.colour.red, paint.colour.green, paint.colour.blue].map {
      ($0 < 16 ? "0" : "") + String($0, radix: 16)
    }
    let opacity = paint.opacity < 1 ? " \(attribute)-opacity=\"\(number(paint.opacity))\"" : ""
    return " \(attribute)=\"#\(digits.joined())\"\(opacity)"
  }

  /// Two decimals are finer than any screen.
  private static func number(_ value: Double) -> String {
    var text = value.text(decimals: 2)
    while text.contains("."), text.hasSuffix("0") { text.removeLast() }
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// The text as XML has it. Control characters, which it cannot have, become a replacement character.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "&": escaped += "&amp;"
      case "\"": escaped += "&quot;"
      case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
