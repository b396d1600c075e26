import ArgumentParser
import ForeignKernels
import Foundation
import GELUAccuracy

/// How long a kernel from elsewhere may take.
struct TimeOptions: ParsableArguments {
  @Option(help: "Seconds that a batch may take, to its last value.") var timeout = 30.0
  @Option(
    help:
      "Seconds that starting may take: loading a library, or all before a command's first answer.")
  var startTimeout = 60.0

  var limits: TimeLimits {
    get throws {
      for (name, value) in [("timeout", timeout), ("start-timeout", startTimeout)] {
        guard (0.01...86400).contains(value) else {
          throw Failure("--\(name) takes 0.01 to 86400 seconds, not \(value)")
        }
      }
      return TimeLimits(batch: timeout, start: startTimeout)
    }
  }
}
