/// Colours, sizes and distances of plots, in points.
enum Style {
  /// Texts, lesser texts, the frame of a panel, and the lines across it.
  static let ink = Paint(0x1F2328)
  static let greyInk = Paint(0x59636E)
  static let frame = Paint(0x8C959F)
  static let grid = Paint(0xE4E8EC)
  /// Behind steps at which the run was not in health.
  static let warning = Paint(0xE69F00, opacity: 0.16)

  /// Colours that the colour-blind can tell apart, after M. Okabe and K. Ito, "Color Universal Design" (2008), with a
  /// darker yellow.
  static let colours = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x6A3D9A, 0x4D4D4D].map {
    Paint($0)
  }

  static let width = 1200.0
  static let margin = 28.0
  static let panelHeight = 250.0
  static let panelGap = 34.0
  /// Room in a panel around what is drawn in it: numbers at the left, title above, numbers below.
  static let left = 54.0
  static let top = 28.0
  static let bottom = 40.0

  static let titleSize = 20.0
  static let panelTitleSize = 15.0
  static let legendSize = 13.0
  static let tickSize = 12.0

  static let line = 1.8
  static let thinLine = 1.4
  static let dot = 6.0
  static let sampleLength = 26.0
}
