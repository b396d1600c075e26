/// What answers batches: a process that was started here, or one that runs already.
protocol Answering: AnyObject {
  /// How it ended; nil if it has not within the time.
  func end(within seconds: Double) -> Spawned.End?
  /// Makes it end at once, if it has not.
  func kill()
}

extension Spawned: Answering {}
