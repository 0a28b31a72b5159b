/// The control groups of Linux that this process is in, which limit what a container or a service may take: version 1,
/// where each controller has a tree of its own, version 2 with one tree for all, or both beside each other.
///
/// Sources: cgroups(7), and `Documentation/admin-guide/cgroup-v1/memory.rst` and `cgroup-v2.rst` of the kernel.
package struct ControlGroups {
  /// A group's directory of files and those of the groups around it, the innermost first.
  struct Hierarchy: Equatable {
    let version: Int
    let directories: [String]
  }

  private let root: String
  private let mounts: [ControlGroupMount]
  /// The path of this process's group by controller; that of version 2 has no controller's name.
  private let paths: [Substring: Substring]

  /// Reads which groups these are. `root` is put before every path, for tests.
  package init(root: String = "") {
    self.root = root
    mounts = ControlGroupMount.all(SystemFile.text(root + "/proc/self/mountinfo") ?? "")
    var paths: [Substring: Substring] = [:]
    // Lines such as `4:cpu,cpuacct:/docker/0f3a` and `0::/user.slice`; a path may have colons.
    for line in (SystemFile.text(root + "/proc/self/cgroup") ?? "").split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[2].hasPrefix("/") else { continue }
      if fields[1].isEmpty {
        paths[""] = fields[2]
      } else {
        for controller in fields[1].split(separator: ",") { paths[controller] = fields[2] }
      }
    }
    self.paths = paths
  }

  /// The trees that may limit what `controller` governs. Where both versions are mounted, a controller is in one of
  /// them, and the other's groups lack its files.
  func hierarchies(of controller: Substring) -> [Hierarchy] {
    mounts.compactMap { mount in
      switch mount.version {
      case 1:
        guard mount.controllers.contains(controller), let path = paths[controller] else { return nil }
        return Hierarchy(version: 1, directories: mount.directories(along: path).map { root + $0 })
      default:
        guard let path = paths[""] else { return nil }
        return Hierarchy(version: 2, directories: mount.directories(along: path).map { root + $0 })
      }
    }
  }
}

/// A mounted tree of control groups.
struct ControlGroupMount: Equatable {
  let version: Int
  /// Those of version 1.
  let controllers: Set<Substring>
  /// The group that the mount shows at its top: in a container often its own.
  let top: String
  let directory: String

  /// The mounts that `/proc/self/mountinfo` lists, by proc(5): number, parent, device, root, mount point, options,
  /// optional fields, `-`, type, source, options of the file system.
  static func all(_ text: String) -> [ControlGroupMount] {
    text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard let end = fields.firstIndex(of: "-"), end >= 6, fields.count > end + 1 else { return nil }
      let version = fields[end + 1] == "cgroup" ? 1 : fields[end + 1] == "cgroup2" ? 2 : 0
      guard version > 0 else { return nil }
      let options = fields.count > end + 3 ? fields[end + 3].split(separator: ",") : []
      return ControlGroupMount(
        version: version, controllers: Set(options), top: unescaped(fields[3]), directory: unescaped(fields[4]))
    }
  }

  /// The directory of a group and those around it, up to the top of the mount, beyond which nothing can be seen.
  ///
  /// A path that does not lie below the top is that of another name space; then the top is all that is known.
  func directories(along path: Substring) -> [String] {
    let names = path.split(separator: "/")
    let tops = top.split(separator: "/")
    guard names.starts(with: tops), !names.contains(".."), !tops.contains("..") else { return [directory] }
    var directories = [directory]
    for name in names.dropFirst(tops.count) { directories.append("\(directories[directories.count - 1])/\(name)") }
    return directories.reversed()
  }

  /// Spaces and the like are written in octal, as in `\040`.
  private static func unescaped(_ field: Substring) -> String {
    let parts = field.split(separator: "\\", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts[0])) { text, part in
      guard part.count >= 3, let code = UInt8(part.prefix(3), radix: 8) else { return text + "\\" + part }
      return text + String(UnicodeScalar(code)) + part.dropFirst(3)
    }
  }
}
