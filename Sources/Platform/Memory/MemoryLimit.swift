/// One of the bounds on the memory of this process, and what is left of it.
public struct MemoryLimit: Equatable, Sendable {
  /// Who sets it.
  public enum Kind: Equatable, Sendable {
    /// The machine has no more.
    case machine
    /// The control group of a container or a service.
    case controlGroup
    /// `RLIMIT_AS`, `ulimit -v`.
    case addressSpace
    /// `RLIMIT_DATA`, `ulimit -d`.
    case data

    /// Whether memory counts as soon as it is mapped, before it is used: the stacks of threads do in full.
    var countsMappings: Bool { self == .addressSpace || self == .data }
  }

  /// Who sets it.
  public let kind: Kind
  /// The bound in bytes.
  public let total: Int
  /// Bytes that are not taken yet.
  public let left: Int

  /// Names a limit.
  package init(_ kind: Kind, total: Int, left: Int) {
    self.kind = kind
    self.total = total
    self.left = left
  }

  /// All limits of this process as they stand. `root` is put before `/proc` and `/sys`, for tests.
  package static func current(root: String = "", _ limits: ProcessLimits = .current) -> [MemoryLimit] {
    let machine = MachineMemory(root: root)
    var all = [MemoryLimit(.machine, total: machine.total, left: machine.available)]
    if let group = ControlGroups(root: root).memoryLimit {
      all.append(MemoryLimit(.controlGroup, total: group.total, left: group.left))
    }
    if limits.addressSpace != nil || limits.data != nil {
      let mapped = ProcessUsage.mapped(root: root) ?? (0, 0)
      if let total = limits.addressSpace {
        all.append(MemoryLimit(.addressSpace, total: total, left: max(0, total - mapped.addressSpace)))
      }
      if let total = limits.data { all.append(MemoryLimit(.data, total: total, left: max(0, total - mapped.data))) }
    }
    return all
  }
}
