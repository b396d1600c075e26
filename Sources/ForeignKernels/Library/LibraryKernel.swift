import CForeignKernel
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization

/// A kernel in a shared library, called in worker processes, so that its accidents are theirs: a crash,
/// a hang, a stray write, `kill(0, …)`. It is no shelter against malice: a worker runs with this
/// process's rights.
///
/// Its batches lie between guard pages, at the end or at the start of their memory in turn, its
/// inputs are read-only and its outputs poisoned; rounding mode and flush flags are looked at after
/// each call and put back. What it does wrong is thrown as a `KernelFailure`; the next call gets a
/// new worker where the old one has ended.
public final class MixedLibraryKernel<Input: StoredFormat, Output: StoredFormat>: StoredKernel {
  public struct Options: Sendable {
    /// Seconds that one batch may take.
    public var timeout: Double
    /// Seconds that loading the library may take.
    public var startTimeout: Double
    /// Values in a batch at most; longer ones are cut.
    public var batch: Int
    /// Processes at most, as many as threads call.
    public var workers: Int
    /// What buffers are aligned to, in bytes, a power of two up to 4096; less than a value's size
    /// means that.
    public var alignment: Int
    /// Whether misbehaviour that leaves usable outputs is only recorded, in `findings`. An output that
    /// was not written is a NaN then.
    public var keepsGoing: Bool
    /// Whether outputs that change from call to call are only recorded, in `changes`.
    package var toleratesChanges = false
    /// Each so many batches one is an audit, beside the first of each worker: called at the other
    /// place too, and twice with different poisons.
    public var auditInterval: Int

    public init(
      timeout: Double = 10, startTimeout: Double = 60, batch: Int = 1 << 20,
      workers: Int = ProcessInfo.processInfo.activeProcessorCount, alignment: Int = 1,
      keepsGoing: Bool = false, auditInterval: Int = 64
    ) {
      self.timeout = timeout
      self.startTimeout = startTimeout
      self.batch = min(max(1, batch), SharedLayout.capacities.upperBound)
      self.workers = workers
      self.alignment = alignment
      self.keepsGoing = keepsGoing
      self.auditInterval = max(1, auditInterval)
    }
  }

  public let description: KernelDescription
  public let library: String
  public let symbol: String
  public let form: LibraryForm
  public let order: ArgumentOrder
  public let options: Options
  let pool: WorkerPool
  /// As the system's loader takes it.
  let path: String
  private let found = Mutex<[KernelFailure]>([])
  let changed = Mutex<[PositionFinding]>([])
  /// Whether a failure has been looked into already.
  let isExplained = Mutex(false)

  /// - Parameters:
  ///   - library: a path; a bare name is looked for in the current folder first, then where the system
  ///     looks.
  ///   - order: nil for the form's usual one.
  ///   - name: nil for `library:symbol`.
  /// - Precondition: a scalar function has one format: the register of its result would not be known; so
  ///   has one that works in place.
  public init(
    _ library: String, symbol: String, form: LibraryForm = .batch,
    order: ArgumentOrder? = nil, target: Target, launcher: WorkerLauncher,
    options: Options = Options(), name: String? = nil
  ) {
    precondition(
      form != .scalar || Input.storedName == Output.storedName, "a scalar function has one format")
    self.library = library
    self.symbol = symbol
    self.form = form
    let order = order ?? .usual(for: form)
    precondition(
      !order.isInPlace || Input.storedName == Output.storedName, "in place there is one format")
    self.order = order
    self.options = options
    description = KernelDescription(
      name: name ?? "\(library):\(symbol)", target, formula: "",
      arithmetic: "", usedBy: "", usesLibm: false)
    let isHere = !library.contains("/") && FileManager.default.fileExists(atPath: library)
    let path = isHere ? "./" + library : library
    self.path = path
    pool = WorkerPool(limit: options.workers) {
      try Worker(
        launcher, library: path, symbol: symbol, form: form, order: order,
        signature: StoredSignature(input: Input.storedName, output: Output.storedName),
        capacity: options.batch, timeout: options.timeout, startTimeout: options.startTimeout)
    }
  }

  /// The first misbehaviour of each kind so far.
  public var findings: [KernelFailure] { found.withLock { $0 } }

  /// The first outputs that changed from call to call, where that is tolerated.
  package var changes: [PositionFinding] { changed.withLock { $0 } }

  /// A failure of which more is known now.
  func replace(_ failure: KernelFailure) {
    found.withLock { list in
      for i in list.indices where list[i].kind == failure.kind { list[i] = failure }
    }
  }

  /// Keeps the first of each kind; throws where going on makes no sense or is not wanted.
  func report(_ failure: KernelFailure, isFatal: Bool) throws {
    found.withLock { list in
      if !list.contains(where: { $0.kind == failure.kind }) { list.append(failure) }
    }
    if isFatal || !options.keepsGoing { throw failure }
  }

  /// A backward symbol is called with dy = 1.
  /// - Throws: `KernelFailure`.
  public func evaluate(
    _ inputs: UnsafeBufferPointer<Input>, into outputs: UnsafeMutableBufferPointer<Output>
  ) throws {
    try evaluate(dy: nil, inputs, into: outputs, at: nil)
  }
}

/// A function that writes the format that it reads.
public typealias LibraryKernel<Element: BinaryFormat> = MixedLibraryKernel<Element, Element>

extension MixedLibraryKernel: MixedKernel where Input: BinaryFormat, Output: BinaryFormat {}

extension MixedLibraryKernel: Kernel, GradientKernel where Input == Output, Input: BinaryFormat {
  public typealias Element = Input

  /// - Throws: `KernelFailure`.
  /// - Precondition: the form is `backward`.
  public func evaluate(
    dy: UnsafeBufferPointer<Input>, x: UnsafeBufferPointer<Input>,
    into dx: UnsafeMutableBufferPointer<Input>
  ) throws {
    precondition(form == .backward, "only a backward symbol takes dy")
    try evaluate(dy: dy, x, into: dx, at: nil)
  }
}
