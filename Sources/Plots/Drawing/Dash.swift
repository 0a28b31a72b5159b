/// The dashes of a dashed line.
enum Dash {
  /// The length of a dash and of a gap; the round ends take the width of the line from the gap.
  static func length(width: Double) -> Double { 4 * width }

  /// A line cut into its dashes.
  static func pieces(of points: [Point], width: Double) -> [[Point]] {
    let length = Self.length(width: width)
    guard let first = points.first, points.count > 1 else { return [points] }
    var pieces = [[first]]
    var (rest, isDrawn) = (length, true)
    for (start, end) in zip(points, points.dropFirst()) {
      let (dx, dy) = (end.x - start.x, end.y - start.y)
      let distance = (dx * dx + dy * dy).squareRoot()
      var done = 0.0
      while distance - done > rest {
        done += rest
        let place = Point(start.x + dx * done / distance, start.y + dy * done / distance)
        if isDrawn { pieces[pieces.count - 1].append(place) } else { pieces.append([place]) }
        isDrawn.toggle()
        rest = length
      }
      rest -= distance - done
      if isDrawn { pieces[pieces.count - 1].append(end) }
    }
    return pieces
  }
}
