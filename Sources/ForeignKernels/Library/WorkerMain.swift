import CForeignKernel
import FloatingPointFormats
import Foundation

/// The process that a library is loaded and called in. A command makes itself usable as one by a
/// hidden subcommand that calls `run` with what follows it.
public enum WorkerMain {
  /// Serves calls until the parent goes; never returns.
  /// - Parameter arguments: as `WorkerLauncher` passes them, after its own.
  public static func run(_ arguments: [String]) -> Never {
    guard arguments.count == 7, let form = LibraryForm(rawValue: arguments[2]),
      let input = StoredName(rawValue: arguments[4]),
      let output = StoredName(rawValue: arguments[5]), let capacity = Int(arguments[6]),
      SharedLayout.capacities.contains(capacity),
      let buffers = GuardedBuffers(
        SharedLayout(StoredSignature(input: input, output: output), capacity: capacity),
        descriptor: WorkerDescriptor.memory)
    else {
      FileHandle.standardError.write(Data("this is started by validate --library only\n".utf8))
      exit(64)
    }
    fks_record_faults(buffers.control.assumingMemoryBound(to: fks_fault.self))
    let clean = fks_get_environment()
    var loaded = WorkerReply()
    let symbol = load(arguments[0], arguments[1], buffers.control, &loaded)
    loaded.environmentChanges = fks_environment_changes(clean, fks_get_environment())
    fks_set_environment(clean)
    send(loaded)
    guard let symbol else { exit(0) }
    let caller = WorkerCaller(
      buffers, symbol, form, ArgumentOrder(arguments[3], for: form) ?? .usual(for: form),
      StoredSignature(input: input, output: output), clean)
    while let request = receive() { send(caller.answer(request)) }
    // No destructors of the library: what they do is not the kernel's result.
    _exit(0)
  }

  private static func load(
    _ library: String, _ symbol: String, _ control: UnsafeMutableRawPointer,
    _ reply: inout WorkerReply
  ) -> UnsafeMutableRawPointer? {
    func fail(_ status: Int) -> UnsafeMutableRawPointer? {
      reply.status = status
      let text = dlerror().map { String(cString: $0) } ?? "unknown"
      let bytes = Array(text.utf8.prefix(SharedLayout.textLength - 1)) + [0]
      (control + SharedLayout.textOffset).copyMemory(from: bytes, byteCount: bytes.count)
      return nil
    }
    guard let handle = dlopen(library, RTLD_NOW | RTLD_LOCAL) else { return fail(1) }
    return dlsym(handle, symbol) ?? fail(2)
  }

  private static func receive() -> WorkerRequest? {
    var request = WorkerRequest()
    let isWhole = withUnsafeMutableBytes(of: &request) { bytes in
      var done = 0
      while done < bytes.count {
        let n = read(
          WorkerDescriptor.requests, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if n < 0 && errno == EINTR { continue }
        guard n > 0 else { return false }
        done += n
      }
      return true
    }
    return isWhole ? request : nil
  }

  private static func send(_ reply: WorkerReply) {
    // Far below what a pipe takes as a whole.
    let isWhole = withUnsafeBytes(of: reply) {
      fks_write(WorkerDescriptor.replies, $0.baseAddress, $0.count) == $0.count
    }
    if !isWhole { _exit(70) }
  }
}
