import TensorCore

/// Images in PyTorch's order, image, channel, row, column, in double precision.
struct ReferenceImages {
  var images: Int
  var channels: Int
  var height: Int
  var width: Int
  var values: [Double]

  init(images: Int, channels: Int, height: Int, width: Int, _ values: [Double]? = nil) {
    self.images = images
    self.channels = channels
    self.height = height
    self.width = width
    self.values = values ?? [Double](repeating: 0, count: images * channels * height * width)
  }

  /// The place of a value in PyTorch's order.
  func index(_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    ((image * channels + channel) * height + row) * width + column
  }

  subscript(image: Int, channel: Int, row: Int, column: Int) -> Double {
    get { values[index(image, channel, row, column)] }
    set { values[index(image, channel, row, column)] = newValue }
  }

  /// Calls `body` with every place.
  func forEachPlace(_ body: (_ image: Int, _ channel: Int, _ row: Int, _ column: Int) -> Void) {
    for image in 0..<images {
      for channel in 0..<channels {
        for row in 0..<height {
          for column in 0..<width { body(image, channel, row, column) }
        }
      }
    }
  }
}

extension Tensor {
  /// The values in PyTorch's order. Assigning them puts them in their places.
  var torchValues: [Float] {
    get {
      let memory = values
      return torchOrder.map { memory[$0] }
    }
    nonmutating set {
      var memory = values
      for (torch, place) in torchOrder.enumerated() { memory[place] = newValue[torch] }
      values = memory
    }
  }

  /// For each value in PyTorch's order, its place in memory: images, rows, columns, channels.
  private var torchOrder: [Int] {
    var places: [Int] = []
    for image in 0..<shape.images {
      for channel in 0..<shape.channels {
        for row in 0..<shape.height {
          for column in 0..<shape.width {
            places.append(((image * shape.height + row) * shape.width + column) * shape.channels + channel)
          }
        }
      }
    }
    return places
  }

  /// A tensor of values in PyTorch's order.
  init(_ shape: Shape, torchValues: [Float]) {
    self.init(shape)
    self.torchValues = torchValues
  }
}
