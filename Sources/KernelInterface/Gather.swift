/// Channels that work is divided by: a multiple of every tile's columns.
@inlinable package var blockColumns: Int { 64 }

/// Lanes of the logical vector that every kernel is written in.
@inlinable package var simdLanes: Int { 16 }

/// So many values and the rest of their last vector of ``simdLanes``.
@inlinable package func wholeVectors(_ count: Int) -> Int { (count + simdLanes - 1) / simdLanes * simdLanes }

/// A stretch of consecutive input values that one output pixel reads, and the packed weight rows they meet.
///
/// In NHWC the taps of one kernel row lie side by side in memory, channels within them, so a run covers
/// (taps in the row) x (channels) values.
package struct GatherRun: Sendable, Equatable {
  /// Floats from the pixel's input position to the run's first value.
  package var inputOffset: Int
  /// The packed weight row, within the region's sub-kernel, that meets the first value.
  package var weightRow: Int
  /// Values in the run.
  package var length: Int

  /// Creates a run.
  package init(inputOffset: Int, weightRow: Int, length: Int) {
    self.inputOffset = inputOffset
    self.weightRow = weightRow
    self.length = length
  }
}

/// A rectangle of output pixels all of which read the same taps, so that no tap falls into the padding.
package struct GatherRegion: Sendable, Equatable {
  /// Output rows and columns of the rectangle, in one image.
  package var height: Int
  package var width: Int
  /// Floats from the image's start to the first pixel's input position. May be negative where the taps start later.
  package var inputOrigin: Int
  package var inputRowStride: Int
  package var inputPixelStride: Int
  /// Floats from the image's start to the first pixel's outputs.
  package var outputOrigin: Int
  package var outputRowStride: Int
  package var outputPixelStride: Int
  /// The region's runs are `runs[firstRun ..< firstRun + runCount]` of the plan.
  package var firstRun: Int
  package var runCount: Int
  /// Floats from the start of the packed weights to the region's sub-kernel, and the rows of that sub-kernel.
  package var weightOrigin: Int
  package var weightRows: Int

  /// Creates a region with every field given.
  package init(
    height: Int, width: Int, inputOrigin: Int, inputRowStride: Int, inputPixelStride: Int, outputOrigin: Int,
    outputRowStride: Int, outputPixelStride: Int, firstRun: Int, runCount: Int, weightOrigin: Int, weightRows: Int
  ) {
    self.height = height
    self.width = width
    self.inputOrigin = inputOrigin
    self.inputRowStride = inputRowStride
    self.inputPixelStride = inputPixelStride
    self.outputOrigin = outputOrigin
    self.outputRowStride = outputRowStride
    self.outputPixelStride = outputPixelStride
    self.firstRun = firstRun
    self.runCount = runCount
    self.weightOrigin = weightOrigin
    self.weightRows = weightRows
  }
}

/// What happens to a sum before it is stored.
package struct Epilogue: @unchecked Sendable {
  /// One value an output channel to add last, padded to whole vectors of ``simdLanes``; `nil` adds nothing.
  package var bias: UnsafePointer<Float>?

  /// Creates an epilogue.
  package init(bias: UnsafePointer<Float>? = nil) {
    self.bias = bias
  }
}

/// The operands of the gather engine,
/// `y[pixel, n] = sum over runs r, k of x[input(pixel) + r.inputOffset + k] * W[r.weightRow + k][n]`.
package struct GatherOperands: @unchecked Sendable {
  package var input: UnsafePointer<Float>
  package var output: UnsafeMutablePointer<Float>
  /// Weights packed as `[sub-kernel][panel of columns][k][column]`, a panel as wide as the instruction set's tile and
  /// the last one narrowed to a multiple of ``simdLanes``.
  package var weights: UnsafePointer<Float>
  /// Floats from a row of weights to the next, if they are not packed but one matrix; 0 if they are.
  package var weightRowStride: Int
  package var runs: UnsafePointer<GatherRun>
  /// Floats from a weight to the one that the next call reads in its place, which is fetched into the cache meanwhile.
  /// It may lead anywhere; 0 leads nowhere.
  package var ahead: Int
  /// Floats from an image to the next.
  package var inputImageStride: Int
  package var outputImageStride: Int
  /// Output channels, the `n` of the formula.
  package var outputChannels: Int
  package var epilogue: Epilogue

  /// Creates the operands.
  package init(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, weights: UnsafePointer<Float>,
    weightRowStride: Int = 0, runs: UnsafePointer<GatherRun>, ahead: Int = 0, inputImageStride: Int,
    outputImageStride: Int, outputChannels: Int, epilogue: Epilogue
  ) {
    self.input = input
    self.output = output
    self.weights = weights
    self.weightRowStride = weightRowStride
    self.runs = runs
    self.ahead = ahead
    self.inputImageStride = inputImageStride
    self.outputImageStride = outputImageStride
    self.outputChannels = outputChannels
    self.epilogue = epilogue
  }
}

/// The part of a region that one call of the gather engine computes.
package struct GatherShare: Sendable {
  /// The pixels `firstPixel ..< lastPixel`, counted over the images, rows and columns of the region in this order.
  package var firstPixel: Int
  package var lastPixel: Int
  /// The output channels `firstChannel ..< lastChannel`, the first of them the start of a block.
  package var firstChannel: Int
  package var lastChannel: Int

  /// Creates a share.
  package init(firstPixel: Int, lastPixel: Int, firstChannel: Int, lastChannel: Int) {
    self.firstPixel = firstPixel
    self.lastPixel = lastPixel
    self.firstChannel = firstChannel
    self.lastChannel = lastChannel
  }
}
