/// Permutations of the values of every image.
extension ComputeContext {
  /// `output[image][i] = input[image][source[i]]`.
  public func gatherValues(_ input: Tensor, into output: Tensor, from source: [Int]) {
    precondition(input.shape.images == output.shape.images)
    precondition(input.shape.imageCount == source.count && output.shape.imageCount == source.count)
    executor.forEach(input.shape.images) { image in
      let from = input.pointer + image * source.count
      let to = output.pointer + image * source.count
      for (index, place) in source.enumerated() { to[index] = from[place] }
    }
  }

  /// `output[image][target[i]] = input[image][i]`, the inverse of ``gatherValues(_:into:from:)``.
  public func scatterValues(_ input: Tensor, into output: Tensor, to target: [Int]) {
    precondition(input.shape.images == output.shape.images)
    precondition(input.shape.imageCount == target.count && output.shape.imageCount == target.count)
    executor.forEach(input.shape.images) { image in
      let from = input.pointer + image * target.count
      let to = output.pointer + image * target.count
      for (index, place) in target.enumerated() { to[place] = from[index] }
    }
  }
}
