import CForeignKernel
import FloatingPointFormats

/// Calls the symbol, in the worker, and looks at what it left behind.
struct WorkerCaller {
  private let buffers: GuardedBuffers
  private let symbol: UnsafeMutableRawPointer
  private let form: LibraryForm
  private let order: ArgumentOrder
  /// Of the outputs.
  private let format: StoredName
  private let types: (input: Int32, output: Int32)
  private let poisons: (UInt64, UInt64)
  private let clean: fks_environment
  private let kept: UnsafeMutableRawPointer
  private static let confirmations = 5

  init(
    _ buffers: GuardedBuffers, _ symbol: UnsafeMutableRawPointer, _ form: LibraryForm,
    _ order: ArgumentOrder, _ signature: StoredSignature, _ clean: fks_environment
  ) {
    self.buffers = buffers
    self.symbol = symbol
    self.form = form
    self.order = order
    format = signature.output
    types = (signature.input.type.cType.code, format.type.cType.code)
    poisons = format.type.poisonBits
    self.clean = clean
    kept = .allocate(byteCount: buffers.layout.capacity * buffers.layout.outputWidth, alignment: 64)
  }

  private var width: Int { buffers.layout.outputWidth }

  /// Makes the call on poisoned outputs. Where a poison is still there, and in an audit, it is made
  /// again with another one.
  func answer(_ request: WorkerRequest) -> WorkerReply {
    var reply = WorkerReply()
    reply.ticket = request.ticket
    let output = buffers[.y] + request.outputOffset
    let margins = WatchedMargins(buffers, request)
    call(request, poison: poisons.0, &reply)
    if request.ticket == 1, form == .scalar, width == 2, fks_is_float16_function(symbol) {
      reply.status = 3
      return reply
    }
    let suspect = fks_find(output, request.count, Int32(width), poisons.0)
    if suspect < request.count || request.isAudit {
      let bytes = request.count * width
      kept.copyMemory(from: output, byteCount: bytes)
      call(request, poison: poisons.1, &reply)
      compare(request, output, &reply)
      output.copyMemory(from: kept, byteCount: bytes)
    }
    reply.strayByte = margins.strayByte() ?? .max
    return reply
  }

  private func call(_ request: WorkerRequest, poison: UInt64, _ reply: inout WorkerReply) {
    let output = buffers[.y] + request.outputOffset
    if order.isInPlace {
      output.copyMemory(
        from: buffers[.x] + request.inputOffset, byteCount: request.count * width)
    } else {
      fks_fill(output, request.count, Int32(width), poison)
    }
    fks_set_environment(clean)
    let began = ContinuousClock.now
    if form == .scalar || order == .usual(for: form) {
      fks_call(
        symbol, form.code, types.input, types.output, buffers[.dy] + request.inputOffset,
        buffers[.x] + request.inputOffset, output, request.count)
    } else {
      callOrdered(request, output)
    }
    let time = ContinuousClock.now - began
    let after = fks_get_environment()
    fks_set_environment(clean)
    reply.environmentChanges |= fks_environment_changes(clean, after)
    reply.nanoseconds = min(reply.nanoseconds, max(1, Int(time / .nanoseconds(1))))
  }

  private func callOrdered(_ request: WorkerRequest, _ output: UnsafeMutableRawPointer) {
    let arguments = order.letters.map { letter -> UInt in
      switch letter {
      case "g": UInt(bitPattern: buffers[.dy] + request.inputOffset)
      case "x" where !order.isInPlace: UInt(bitPattern: buffers[.x] + request.inputOffset)
      case "n": UInt(bitPattern: request.count)
      default: UInt(bitPattern: output)
      }
    }
    fks_call_ordered(symbol, arguments, Int32(arguments.count))
  }

  /// Holds the second call's outputs against the first's, which are `kept`.
  private func compare(
    _ request: WorkerRequest, _ output: UnsafeMutableRawPointer, _ reply: inout WorkerReply
  ) {
    var i = 0
    while true {
      i = fks_find_difference(kept, output, i, request.count, Int32(width))
      guard i < request.count else { break }
      let (first, second) = (bits(kept, i), bits(output, i))
      if first == poisons.0 && second == poisons.1 && !order.isInPlace {
        if reply.unwritten < 0 { reply.unwritten = i }
        reply.unwrittenCount += 1
      } else if reply.differing < 0, !(format.isNaN(first) && format.isNaN(second)) {
        (reply.differing, reply.firstBits, reply.secondBits) = (i, first, second)
      }
      i += 1
    }
    // In place there are no old contents but the inputs.
    guard reply.differing >= 0, !order.isInPlace else { return }
    // Each poison again and again: only where every call agrees with the first of its kind is it the
    // poison that matters. A kernel of chance agrees once easily, and all these times hardly.
    reply.stale = 1
    for _ in 0..<WorkerCaller.confirmations where reply.stale == 1 {
      for (poison, wanted) in [
        (poisons.0, reply.firstBits), (poisons.1, reply.secondBits),
      ] {
        call(request, poison: poison, &reply)
        if bits(output, reply.differing) != wanted { reply.stale = 0 }
      }
    }
  }

  private func bits(_ memory: UnsafeMutableRawPointer, _ i: Int) -> UInt64 {
    switch width {
    case 1: UInt64(memory.load(fromByteOffset: i, as: UInt8.self))
    case 2: UInt64(memory.load(fromByteOffset: 2 * i, as: UInt16.self))
    case 4: UInt64(memory.load(fromByteOffset: 4 * i, as: UInt32.self))
    default: memory.loadUnaligned(fromByteOffset: 8 * i, as: UInt64.self)
    }
  }
}
