import CForeignKernel

/// The worker's view of the shared memory: each area between stretches of address space that fault on
/// every access, the inputs read-only.
struct GuardedBuffers {
  let layout: SharedLayout
  let control: UnsafeMutableRawPointer
  private let areas: [UnsafeMutableRawPointer]

  /// How far a stray access next to an area is still recognised as one.
  static let guardBytes = 1 << 20

  init?(_ layout: SharedLayout, descriptor: Int32) {
    let stride = layout.areaBytes + GuardedBuffers.guardBytes
    guard
      let control = fks_map(nil, layout.controlBytes, descriptor, 0, true),
      let reserved = fks_reserve(GuardedBuffers.guardBytes + 3 * stride)
    else { return nil }
    var areas: [UnsafeMutableRawPointer] = []
    for area in SharedLayout.Area.allCases {
      let address = reserved + GuardedBuffers.guardBytes + area.rawValue * stride
      guard
        fks_map(address, layout.areaBytes, descriptor, layout.areaOffset(area), area == .y) != nil
      else { return nil }
      areas.append(address)
    }
    (self.layout, self.control, self.areas) = (layout, control, areas)
    let told = control + SharedLayout.addressesOffset
    for (i, address) in areas.enumerated() {
      told.storeBytes(of: UInt(bitPattern: address), toByteOffset: 8 * i, as: UInt.self)
    }
  }

  subscript(_ area: SharedLayout.Area) -> UnsafeMutableRawPointer { areas[area.rawValue] }
}

/// The bytes around an output that no guard page protects, filled with a known value.
struct WatchedMargins {
  private static let value: UInt8 = 0xc5
  private let before: UnsafeMutableRawBufferPointer
  private let after: UnsafeMutableRawBufferPointer

  init(_ buffers: GuardedBuffers, _ request: WorkerRequest) {
    let area = buffers[.y]
    let end = request.outputOffset + request.count * buffers.layout.outputWidth
    let first = max(0, request.outputOffset - SharedLayout.watched)
    let last = min(buffers.layout.areaBytes, end + SharedLayout.watched)
    before = .init(start: area + first, count: request.outputOffset - first)
    after = .init(start: area + end, count: last - end)
    for margin in [before, after] {
      _ = margin.initializeMemory(as: UInt8.self, repeating: WatchedMargins.value)
    }
  }

  /// The place of a byte that was changed, the nearest after the output first: see `WorkerReply`.
  func strayByte() -> Int? {
    let late = fks_find_other(after.baseAddress, after.count, WatchedMargins.value)
    if late < after.count { return late }
    let early = fks_find_other(before.baseAddress, before.count, WatchedMargins.value)
    return early < before.count ? early - before.count : nil
  }
}
