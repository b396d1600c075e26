import CForeignKernel
import FloatingPointFormats
import Foundation

/// How a worker process is started: an executable, and the arguments that make it call
/// `WorkerMain.run` with those that follow.
public struct WorkerLauncher: Sendable {
  public var executable: String
  public var arguments: [String]

  public init(executable: String, arguments: [String]) {
    self.executable = executable
    self.arguments = arguments
  }

  /// This very program, with a hidden subcommand.
  public static func thisProgram(subcommand: String) -> WorkerLauncher {
    WorkerLauncher(
      executable: Bundle.main.executablePath ?? CommandLine.arguments[0], arguments: [subcommand])
  }
}

/// One worker process, from the side of the parent; used by one thread at a time.
final class Worker: @unchecked Sendable {
  // Handed from thread to thread by the pool's lock.
  let layout: SharedLayout
  private let memory: UnsafeMutableRawPointer
  private let process: Spawned
  private let requests: Descriptor
  private let replies: Descriptor
  private var errors: ErrorTail
  private let timeout: Double
  private var tickets = 0
  /// Where the areas lie in the worker, as it said before any kernel was called.
  private var addresses: [UInt64] = []
  /// What loading the library led to.
  private(set) var loaded = WorkerReply()
  private var hasEnded = false
  /// How many batches it has answered.
  var answered = 0

  /// What ended it, before it is known which inputs were in work.
  enum Ending: Error {
    case ended(Spawned.End, fault: fks_fault, lastLine: String?)
    case hung(lastLine: String?)
    /// A reply that no call can lead to.
    case brokeProtocol(String)
  }

  init(
    _ launcher: WorkerLauncher, library: String, symbol: String, form: LibraryForm,
    order: ArgumentOrder, signature: StoredSignature, capacity: Int, timeout: Double,
    startTimeout: Double
  ) throws {
    layout = SharedLayout(signature, capacity: capacity)
    self.timeout = timeout
    let shared = Descriptor(fks_shared_memory(layout.totalBytes))
    guard shared.number >= 0,
      let memory = fks_map(nil, layout.totalBytes, shared.number, 0, true)
    else { throw SystemError("no shared memory", errno) }
    self.memory = memory
    do {
      let (theirRequests, requests) = try Descriptor.pipe()
      let (replies, theirReplies) = try Descriptor.pipe()
      let (errors, theirErrors) = try Descriptor.pipe()
      process = try Spawned(
        launcher.executable,
        launcher.arguments + [
          library, symbol, form.rawValue, order.letters, signature.input.rawValue,
          signature.output.rawValue, "\(capacity)",
        ],
        environment: ProcessInfo.processInfo.environment,
        descriptors: [
          -1, theirErrors.number, theirErrors.number, shared.number, theirRequests.number,
          theirReplies.number,
        ], ownsGroup: true)
      (self.requests, self.replies) = (requests, replies)
      self.errors = ErrorTail(errors)
    } catch {
      fks_unmap(memory, layout.totalBytes)
      throw error
    }
    fks_set_nonblocking(replies.number)
    loaded = try receive(within: startTimeout)
    try check(loaded, WorkerRequest())
    addresses = SharedLayout.Area.allCases.map {
      (memory + SharedLayout.addressesOffset).load(fromByteOffset: 8 * $0.rawValue, as: UInt64.self)
    }
  }

  /// Whether it can be called.
  var isUsable: Bool { loaded.status == 0 && !hasEnded }

  deinit { fks_unmap(memory, layout.totalBytes) }

  func area(_ area: SharedLayout.Area) -> UnsafeMutableRawPointer {
    memory + layout.areaOffset(area)
  }

  /// The text that goes with a library or symbol that is missing.
  var text: String {
    let bytes = UnsafeRawBufferPointer(
      start: memory + SharedLayout.textOffset, count: SharedLayout.textLength)
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Where an area lies in the worker.
  func address(_ area: SharedLayout.Area) -> UInt64 { addresses[area.rawValue] }

  /// Has one call made.
  /// - Throws: `Ending`.
  func call(_ request: WorkerRequest) throws -> WorkerReply {
    var request = request
    tickets += 1
    request.ticket = tickets
    // A request that cannot be written is one that nobody reads: the reply's end says why.
    _ = withUnsafeBytes(of: request) { fks_write(requests.number, $0.baseAddress, $0.count) }
    let reply = try receive(within: timeout)
    try check(reply, request)
    return reply
  }

  private func check(_ reply: WorkerReply, _ request: WorkerRequest) throws {
    if let fault = reply.fault(for: request, layout) { throw broken(fault) }
  }

  private func broken(_ fault: String) -> Ending {
    hasEnded = true
    process.kill()
    return .brokeProtocol(fault)
  }

  private func receive(within seconds: Double) throws -> WorkerReply {
    var reply = WorkerReply()
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      let n = withUnsafeMutableBytes(of: &reply) {
        read(replies.number, $0.baseAddress, $0.count)
      }
      if n == MemoryLayout<WorkerReply>.size { return reply }
      if n > 0 { throw broken("a reply of \(n) bytes came") }
      if n == 0 { throw ended() }
      guard errno == EAGAIN || errno == EINTR else { throw ended() }
      let left = deadline - ContinuousClock.now
      guard left > .zero else {
        hasEnded = true
        process.kill()
        throw Ending.hung(lastLine: errors.lastLine())
      }
      var polled = [
        pollfd(fd: replies.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors.number, events: Int16(POLLIN), revents: 0),
      ]
      poll(&polled, 2, Int32(min(left / .milliseconds(1), 1e6).rounded(.up)))
      if polled[1].revents != 0 { errors.drain() }
    }
  }

  private func ended() -> Ending {
    hasEnded = true
    guard let end = process.end(within: min(timeout, 5)) else {
      process.kill()
      return .hung(lastLine: errors.lastLine())
    }
    let fault = memory.load(as: fks_fault.self)
    return .ended(end, fault: fault, lastLine: errors.lastLine())
  }
}
