import CForeignKernel
import FloatingPointFormats

extension Worker {
  /// A fault at or near the buffers of a call.
  struct StrayAccess {
    var kind: KernelFailure.Kind
    /// `wrote element 100 of its 100 outputs`
    var text: String
    var area: SharedLayout.Area
    var element: Int
  }

  /// What a fault was in terms of the call's buffers; nil where it was elsewhere, or no fault.
  func strayAccess(
    _ ending: Ending, _ request: WorkerRequest, hasGradient: Bool
  ) -> StrayAccess? {
    guard case .ended(.signalled, let fault, _) = ending, fault.address != 0 else { return nil }
    let reach = UInt64(GuardedBuffers.guardBytes / 2)
    for area in SharedLayout.Area.allCases where hasGradient || area != .dy {
      let start = address(area)
      // Wrapping: the record is the worker's, and a kernel may have written over it.
      let fromStart = fault.address &- start
      guard fromStart &+ reach < UInt64(layout.areaBytes) + 2 * reach else { continue }
      let offset = area == .y ? request.outputOffset : request.inputOffset
      let bytes = Int(truncatingIfNeeded: fromStart) - offset
      let width = area == .y ? layout.outputWidth : layout.inputWidth
      let element = bytes >> width.trailingZeroBitCount
      let name = area == .y ? "outputs" : area == .x ? "inputs" : "dy"
      // Where the processor does not say, it was what the area makes likely.
      let isWrite =
        fault.is_write >= 0
        ? fault.is_write == 1 : area == .y || fromStart < UInt64(layout.areaBytes)
      let kind: KernelFailure.Kind =
        !isWrite ? .readOutside : area == .y ? .wroteOutsideOutput : .wroteInput
      return StrayAccess(
        kind: kind,
        text: "\(isWrite ? "wrote" : "read") element \(element) of its \(request.count) \(name)",
        area: area, element: element)
    }
    return nil
  }
}
