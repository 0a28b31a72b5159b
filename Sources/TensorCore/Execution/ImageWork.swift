/// Work on single images of a batch, which another operation does on its way while they are in a cache.
public struct ImageWork: Sendable {
  /// Does it for some images. It is called once for each image, by any worker.
  public let run: @Sendable (_ images: Range<Int>) -> Void

  /// Makes work of a function. Sums must not depend on how the images are divided.
  public init(_ run: @escaping @Sendable (_ images: Range<Int>) -> Void) {
    self.run = run
  }
}

extension ComputeContext {
  /// Does work, if there is any, for so many images on its own.
  public func run(_ work: ImageWork?, images: Int) {
    guard let work else { return }
    executor.forEach(images) { work.run($0..<$0 + 1) }
  }
}
