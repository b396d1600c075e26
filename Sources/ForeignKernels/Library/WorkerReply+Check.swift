extension WorkerReply {
  /// What in it no call of the worker's can have led to; nil where it may be believed.
  ///
  /// A kernel shares the worker's process: a stray write, or a descriptor mistaken for its own, can put
  /// anything into a reply, and what indexes memory here must not come from there unseen.
  func fault(for request: WorkerRequest, _ layout: SharedLayout) -> String? {
    guard ticket == request.ticket else { return "a reply came that answers no request" }
    guard (ticket == 0 ? 0...2 : 0...3).contains(status), stale == 0 || stale == 1 else {
      return "a reply has the status \(status), \(stale)"
    }
    for output in [unwritten, differing] where !(-1..<max(request.count, 0)).contains(output) {
      return "a reply names output \(output) of \(request.count)"
    }
    guard (0...request.count).contains(unwrittenCount), (unwrittenCount > 0) == (unwritten >= 0)
    else { return "a reply counts \(unwrittenCount) of \(request.count) outputs as not written" }
    guard strayByte == .max || strayByte.magnitude <= layout.areaBytes.magnitude else {
      return "a reply names a byte \(strayByte) beside the outputs"
    }
    guard nanoseconds > 0 else { return "a reply says that a call took \(nanoseconds) ns" }
    return nil
  }
}
