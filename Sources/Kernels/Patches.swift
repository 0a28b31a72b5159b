import KernelInterface

// Patches of pixels added up to a picture. Those that do not overlap come one after the other, so that none waits for
// the values that the one before it has just stored.

/// Adds every pixel's patch to the picture.
package func addPatches(_ operands: PatchOperands) {
  for first in 0..<operands.apart {
    for pixel in stride(from: first, to: operands.pixels, by: operands.apart) {
      var from = operands.patches + pixel * operands.patchStride
      var to = operands.picture + pixel * operands.pixelStride
      for _ in 0..<operands.rows {
        addRow(from, to, operands.columns)
        from += operands.columns
        to += operands.rowStride
      }
    }
  }
}

@inline(__always)
private func addRow(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>, _ count: Int) {
  var index = 0
  while index + 4 <= count {
    let sum =
      UnsafeRawPointer(to + index).loadUnaligned(as: SIMD4<Float>.self)
      + UnsafeRawPointer(from + index).loadUnaligned(as: SIMD4<Float>.self)
    UnsafeMutableRawPointer(to + index).storeBytes(of: sum, as: SIMD4<Float>.self)
    index += 4
  }
  while index < count {
    to[index] += from[index]
    index += 1
  }
}
