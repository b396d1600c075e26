/// How long a kernel from elsewhere may take, in seconds.
public struct TimeLimits: Sendable, Equatable {
  /// For a batch, from the answer before to its own last value.
  public var batch: Double
  /// For starting: loading a library; on top of the first batch's time for a command, whose interpreter
  /// and framework come first.
  public var start: Double

  public init(batch: Double = 30, start: Double = 60) {
    (self.batch, self.start) = (batch, start)
  }
}
