/// Elements of which the least is always at hand: a binary heap.
struct LeastFirst<Element: Comparable> {
  /// No element is less than the one of half its place.
  private var elements: [Element] = []

  /// Takes elements in any order.
  init(_ elements: [Element]) {
    // Sorted elements are a heap.
    self.elements = elements.sorted()
  }

  /// Adds an element.
  mutating func insert(_ element: Element) {
    elements.append(element)
    var place = elements.count - 1
    while place > 0, elements[place] < elements[(place - 1) / 2] {
      elements.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes the least element away; `nil` if there is none.
  mutating func popLeast() -> Element? {
    guard let last = elements.popLast() else { return nil }
    guard let least = elements.first else { return last }
    elements[0] = last
    var place = 0
    while true {
      let children = [2 * place + 1, 2 * place + 2].filter { $0 < elements.count }
      guard let child = children.min(by: { elements[$0] < elements[$1] }), elements[child] < elements[place] else {
        return least
      }
      elements.swapAt(place, child)
      place = child
    }
  }
}
