import CForeignKernel
import FloatingPointFormats

/// How the worker process finds its descriptors.
enum WorkerDescriptor {
  static let memory: Int32 = 3
  static let requests: Int32 = 4
  static let replies: Int32 = 5
}

/// One call, sent through a pipe; the values lie in shared memory.
struct WorkerRequest: BitwiseCopyable {
  /// Which request it is; its reply has the same.
  var ticket = 0
  var count = 0
  /// Offsets in bytes from the start of the areas of the inputs and of the output.
  var inputOffset = 0
  var outputOffset = 0
  /// Whether the call is made again with another poison, and compared.
  var isAudit = false
}

/// What became of a call, or of loading the library, which is answered before the first request.
/// Integers only: whatever bytes come can be read as one, and are then checked.
struct WorkerReply: BitwiseCopyable {
  /// The request's; 0 while loading.
  var ticket = 0
  /// 0; while loading also 1 for no library, 2 for no symbol, with a text in the control page. Of a
  /// call 3: the symbol takes and returns its values in floating-point registers.
  var status = 0
  /// FKS_ROUNDING, FKS_FLUSHING, FKS_TRAPS.
  var environmentChanges: Int32 = 0
  /// The first output that was not written; −1 if all were.
  var unwritten = -1
  /// How many outputs were not written.
  var unwrittenCount = 0
  /// How many bytes before the output (negative) or after its end (0 and up) a byte was changed.
  var strayByte = Int.max
  /// The first output that came out differently when the call was made again; −1 if none.
  var differing = -1
  /// 1 where it is the output's old contents that made the difference, else 0.
  var stale = 0
  var firstBits: UInt64 = 0
  var secondBits: UInt64 = 0
  /// How long the symbol took for the shortest of the calls.
  var nanoseconds = Int.max
}

/// The forms of a symbol; see gelu_accuracy_kernel.h.
public enum LibraryForm: String, Sendable, Codable, CaseIterable {
  /// `void f(const T *x, T *y, size_t n)`
  case batch
  /// `void f(const T *dy, const T *x, T *dx, size_t n)`
  case backward
  /// `T f(T)`
  case scalar

  var code: Int32 {
    switch self {
    case .batch: Int32(FKS_BATCH)
    case .backward: Int32(FKS_BACKWARD)
    case .scalar: Int32(FKS_SCALAR)
    }
  }
}

extension CType {
  var code: Int32 {
    switch self {
    case .int8: Int32(FKS_INT8)
    case .uint8: Int32(FKS_BITS8)
    case .int16: Int32(FKS_INT16)
    case .uint16: Int32(FKS_BITS16)
    case .float: Int32(FKS_FLOAT32)
    case .double: Int32(FKS_FLOAT64)
    }
  }
}

extension StoredFormat {
  /// What outputs hold before a call. The first is a NaN, a signalling one where there is any, which
  /// arithmetic does not produce; a kernel that copies its input can, so a hit is only a suspicion until
  /// the second confirms it. The second is a number: what is computed from it differs from what is
  /// computed from the NaN.
  static var poisonBits: (UInt64, UInt64) {
    (Self(bitPattern: poisons.0).bits, Self(bitPattern: poisons.1).bits)
  }
}

/// The parts of the shared memory: a page for messages, then the areas of dy, x and the output, each
/// with room for `capacity` values and what is placed around them.
struct SharedLayout {
  let pageSize = fks_page_size()
  let capacity: Int
  /// Bytes in a value of x and dy, and in one of the output.
  let inputWidth, outputWidth: Int

  /// In the control page: the fault record, the three areas' addresses in the worker, and a text.
  static let addressesOffset = 64
  static let textOffset = 128
  static let textLength = 1024
  /// Bytes around an output that are watched where no guard page is next to it.
  static let watched = 4096

  /// Values that an area may have room for.
  static let capacities = 1...(1 << 32)

  init(_ signature: StoredSignature, capacity: Int) {
    self.capacity = capacity
    (inputWidth, outputWidth) = (signature.input.width / 8, signature.output.width / 8)
  }

  var areaBytes: Int {
    let needed = capacity * max(inputWidth, outputWidth) + 2 * SharedLayout.watched
    return (needed + pageSize - 1) / pageSize * pageSize
  }

  var controlBytes: Int { pageSize }
  var totalBytes: Int { controlBytes + 3 * areaBytes }
  func areaOffset(_ area: Area) -> Int { controlBytes + area.rawValue * areaBytes }

  enum Area: Int, CaseIterable { case dy, x, y }
}
