import Foundation

// The entry points of libFuzzer. `scripts/safety/fuzz.sh` compiles this folder together with `HostileInput.swift` and
// the instrumented modules; it is no target of the package, because the plain toolchain cannot link it as a product.

/// Where one process of the fuzzer stands: the reader under test, and what its inputs have cost so far.
final class Fuzzer {
  let reader: HostileInput
  private let scratch: ScratchFile
  private var executions = 0
  private var maximumMemory = 0
  private var maximumMicroseconds = 0

  private static let maximumSeconds = 1

  /// Takes the reader's name from the environment, since libFuzzer keeps the arguments to itself.
  init() throws {
    guard let reader = ProcessInfo.processInfo.environment["FUZZ_READER"].flatMap(HostileInput.init) else {
      throw HostileInput.BrokenPromise(description: "FUZZ_READER must name a reader.")
    }
    self.reader = reader
    scratch = try ScratchFile()
  }

  /// Reads one input, and ends the process if that breaks a promise.
  func run(_ bytes: [UInt8]) throws {
    HeapUse.start()
    let start = Self.processorMicroseconds
    try reader.read(bytes, scratch)
    let microseconds = Self.processorMicroseconds - start
    let memory = HeapUse.peak
    if microseconds > Self.maximumSeconds * 1_000_000 {
      throw HostileInput.BrokenPromise(description: "The input took \(microseconds) microseconds.")
    }
    // The limit of an input that needs little is not worth asking for: it means reading the input once more.
    if memory > 64 << 20, memory > reader.memoryLimit(bytes, scratch) {
      throw HostileInput.BrokenPromise(description: "The input took \(memory) bytes of memory.")
    }
    executions += 1
    maximumMemory = max(maximumMemory, memory)
    maximumMicroseconds = max(maximumMicroseconds, microseconds)
  }

  /// Tells the script what the inputs have cost, and removes the scratch file, which no one else would at `exit`.
  func report() {
    unlink(scratch.path)
    rmdir(scratch.directory)
    let line = "fuzzer: executions=\(executions) memory=\(maximumMemory) microseconds=\(maximumMicroseconds)\n"
    FileHandle.standardError.write(Data(line.utf8))
  }

  /// Of the processor and not of the clock on the wall: the machine may have other work.
  private static var processorMicroseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
  }
}

/// The heap as the address sanitizer sees it: every allocation of the process, zlib's included, by its true size.
enum HeapUse {
  // The fuzzer has one thread.
  nonisolated(unsafe) private static var current = 0
  nonisolated(unsafe) private(set) static var peak = 0

  static func install() {
    _ = installHooks(
      { _, size in
        HeapUse.current += size
        if HeapUse.current > HeapUse.peak { HeapUse.peak = HeapUse.current }
      }, { HeapUse.current -= allocatedSize($0) })
  }

  static func start() {
    current = 0
    peak = 0
  }
}

@_silgen_name("__sanitizer_install_malloc_and_free_hooks")
private func installHooks(
  _ allocated: @convention(c) (UnsafeRawPointer?, Int) -> Void, _ freed: @convention(c) (UnsafeRawPointer?) -> Void
) -> CInt

@_silgen_name("__sanitizer_get_allocated_size")
private func allocatedSize(_ address: UnsafeRawPointer?) -> Int

nonisolated(unsafe) private var fuzzer: Fuzzer?

/// Ends the process as libFuzzer expects of a broken promise: it then keeps the input.
private func fail(_ error: any Error) -> Never { fatalError("\(error)") }

/// Called once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> CInt {
  do {
    fuzzer = try Fuzzer()
  } catch {
    fail(error)
  }
  HeapUse.install()
  atexit { fuzzer?.report() }
  return 0
}

/// Called with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ address: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  do {
    try fuzzer?.run([UInt8](UnsafeBufferPointer(start: address, count: count)))
  } catch {
    fail(error)
  }
  return 0
}

/// Called to change an input in place; returns its new length.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ address: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int, _ seed: UInt32) -> Int {
  guard let reader = fuzzer?.reader else { return count }
  var dice = Dice(seed: seed)
  let input = [UInt8](UnsafeBufferPointer(start: address, count: count))
  let output = reader.mutated(input, &dice, capacity: capacity).prefix(capacity)
  UnsafeMutableBufferPointer(start: address, count: capacity).baseAddress?.update(
    from: Array(output), count: output.count)
  return output.count
}
