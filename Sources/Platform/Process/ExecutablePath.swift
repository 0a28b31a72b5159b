import Foundation

/// Where the running program lies.
package enum ExecutablePath {
  /// The path of the program's file, links followed; `nil` if the system does not tell.
  package static var current: String? {
    var bytes = [CChar](repeating: 0, count: 4096)
    #if os(Linux)
      // proc(5): a link to the file. Without /proc there is none.
      let count = readlink("/proc/self/exe", &bytes, bytes.count)
      guard count > 0, count < bytes.count else { return nil }
      return String(pathBytes: bytes.prefix(count).map { UInt8(bitPattern: $0) })
    #else
      // Darwin's dyld(3): the path by which the program was started, with its links.
      var size = UInt32(bytes.count)
      guard _NSGetExecutablePath(&bytes, &size) == 0, let real = realpath(bytes, nil) else { return nil }
      defer { free(real) }
      return String(pathBytes: UnsafeRawBufferPointer(start: real, count: strlen(real)))
    #endif
  }
}
