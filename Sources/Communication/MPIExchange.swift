#if MPI
  import CMPI
  import GAN
  import TensorCore

  /// The ranks of an MPI job.
  final class MPIExchange: Exchange {
    let rank: Int
    let ranks: Int
    // Counts and places of parts, as MPI wants them.
    private var counts: [Int32]
    private var places: [Int32]
    private var receivedCounts: [Int32]
    private var receivedPlaces: [Int32]

    /// Joins the job, once a process.
    init() throws(JobError) {
      guard cmpi_join() != 0 else { throw JobError(.noThreads, processes: Int(cmpi_ranks())) }
      rank = Int(cmpi_rank())
      ranks = Int(cmpi_ranks())
      counts = [Int32](repeating: 0, count: ranks)
      (places, receivedCounts, receivedPlaces) = (counts, counts, counts)
    }

    private func set(_ parts: RankParts) {
      for rank in 0..<ranks {
        counts[rank] = Int32(parts[rank].count)
        places[rank] = Int32(parts[rank].lowerBound)
      }
    }

    func allToAll(_ values: Tensor, _ parts: RankParts, into received: Tensor) {
      set(parts)
      let own = parts[rank].count
      precondition(received.count >= ranks * own, "there is room for a part of every rank")
      for other in 0..<ranks {
        receivedCounts[other] = other == rank ? 0 : Int32(own)
        receivedPlaces[other] = Int32(other * own)
      }
      counts[rank] = 0
      values.withMutableValues { values in
        received.withMutableValues { received in
          cmpi_all_to_all(
            values.baseAddress, counts, places, received.baseAddress, receivedCounts, receivedPlaces)
        }
      }
    }

    func allGather(_ values: Tensor, _ parts: RankParts) {
      set(parts)
      values.withMutableValues { cmpi_all_gather_floats($0.baseAddress, counts, places) }
    }

    func allGather(_ values: inout [Double]) {
      let count = Int32(values.count / ranks)
      values.withUnsafeMutableBufferPointer { cmpi_all_gather_doubles($0.baseAddress, count) }
    }

    func allGather(bytes: [UInt8]) -> [[UInt8]] {
      var counts = [Int32](repeating: 0, count: ranks)
      counts[rank] = Int32(bytes.count)
      cmpi_all_gather_counts(&counts)
      var places: [Int32] = []
      var total: Int32 = 0
      for count in counts {
        places.append(total)
        total += count
      }
      var all = [UInt8](repeating: 0, count: Int(total))
      all.withUnsafeMutableBufferPointer { all in
        cmpi_all_gather_bytes(bytes, Int32(bytes.count), all.baseAddress, counts, places)
      }
      return zip(places, counts).map { Array(all[Int($0)..<Int($0 + $1)]) }
    }

    func agree(_ flags: UInt32) -> UInt32 { cmpi_or(flags) }

    func leave() { cmpi_leave() }
  }
#endif
