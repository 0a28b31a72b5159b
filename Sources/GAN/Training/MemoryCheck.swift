import Foundation
import NeuralNetwork

/// Refuses networks that this machine has no room for, before memory is taken.
package enum MemoryCheck {
  /// Adds up what networks would take for batches of `images`, and `otherValues` floats beside them. The size of a batch is
  /// the user's choice in training alone.
  ///
  /// - Throws: ``ArchitectureError`` if it is more than the machine's memory.
  package static func require(
    _ plans: [NetworkPlan], images: Int, for purpose: Sequential.Purpose, otherValues: Int = 0
  ) throws(ArchitectureError) {
    let needed = plans.reduce(4 * Double(otherValues)) { $0 + $1.memory(images: images, for: purpose) }
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed > available else { return }
    func gigabytes(_ bytes: Double) -> String { bytes < 1e18 ? String(Int((bytes / 1e9).rounded(.up))) : "1000000000" }
    throw ArchitectureError(
      purpose.isTraining
        ? "Batches of \(images) images would take about \(gigabytes(needed)) GB of memory, and this machine has "
          + "\(gigabytes(available)) GB. Use a smaller batch size or a smaller network."
        : "The model's networks would take about \(gigabytes(needed)) GB of memory to make images, and this machine has "
          + "\(gigabytes(available)) GB. Use a smaller network, or a machine with more memory.")
  }
}
