import FileFormats
import Foundation

/// The page without what it shows: markup, style and script, which lie beside this file and are compiled in.
enum PageTemplate {
  /// The parts of the script in the order in which they need each other.
  private static let script = [
    PackageResources.elements_js, PackageResources.numbers_js, PackageResources.scales_js, PackageResources.chart_js,
    PackageResources.curves_js, PackageResources.samples_js, PackageResources.network_js, PackageResources.facts_js,
    PackageResources.live_js, PackageResources.page_js,
  ]

  /// What a page in a file may load: nothing but itself.
  static let closedPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    + "form-action 'none'"

  /// What a page of a server may load: what that server has.
  static let livePolicy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src 'self' data: blob:; "
    + "connect-src 'self'; base-uri 'none'; form-action 'none'"

  /// The page with its data.
  static func fill(title: String, policy: String, data: JSONValue) -> [UInt8] {
    let contents = [
      "title": escaped(title), "policy": policy, "style": text(PackageResources.style_css),
      "script": script.map(text).joined(separator: "\n"), "data": scriptSafe(data.text),
    ]
    var page = ""
    // What is put in is not looked through again: it may hold the look of a place.
    var pieces = text(PackageResources.page_html).components(separatedBy: "{{")[...]
    page += pieces.popFirst() ?? ""
    for piece in pieces {
      let parts = piece.components(separatedBy: "}}")
      page += (contents[parts[0]] ?? "") + parts.dropFirst().joined(separator: "}}")
    }
    return Array(page.utf8)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Text between tags.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// JSON in which no text can end the element that it stands in, or begin a comment there.
  static func scriptSafe(_ json: String) -> String {
    var safe: [UInt8] = []
    safe.reserveCapacity(json.utf8.count)
    for byte in json.utf8 {
      switch byte {
      case UInt8(ascii: "<"): safe += Array(#"\u003c"#.utf8)
      case UInt8(ascii: ">"): safe += Array(#"\u003e"#.utf8)
      case UInt8(ascii: "&"): safe += Array(#"\u0026"#.utf8)
      default: safe.append(byte)
      }
    }
    return String(decoding: safe, as: UTF8.self)
  }
}
