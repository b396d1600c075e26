import Foundation
import Synchronization

/// How many damaged files are read, and what reading one may take.
public enum Fuzz {
  /// Files of a kind that `make fuzz` asks for by GELU_ACCURACY_FUZZ; nil in a usual run of the tests.
  public static let asked = ProcessInfo.processInfo.environment["GELU_ACCURACY_FUZZ"].flatMap {
    Int($0)
  }

  /// How many files of a kind are damaged: as many as asked for, else a few hundred, so that `swift test`
  /// stays fast.
  public static func count(_ usual: Int) -> Int { asked ?? usual }

  public static let mostSeconds = 5.0
  public static let mostBytes = 500 << 20

  /// The most memory that this process has had, in bytes.
  public static var peak: Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss << 10
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}

/// What the damaged files of one kind took to read, one by one.
///
/// Memory is the process's, so a run of `make fuzz` is held to its peak as a whole; a usual run, whose other
/// tests need memory too, to what each file adds to the peak.
public struct FuzzBars: CustomStringConvertible {
  public let kind: String
  private var files = 0
  private var longest = 0.0
  private var most = 0

  public init(_ kind: String) { self.kind = kind }

  /// Reads one file, under the bars.
  public mutating func file<R>(_ read: () throws -> R) rethrows -> R {
    let place = Watchdog.begin("damaged file \(files) of kind \(kind)")
    let (start, before) = (ContinuousClock.now, Fuzz.peak)
    defer {
      note(ContinuousClock.now - start, Fuzz.asked == nil ? Fuzz.peak - before : Fuzz.peak)
      Watchdog.end(place)
    }
    return try read()
  }

  mutating func note(_ time: Duration, _ bytes: Int) {
    files += 1
    longest = max(longest, time / .seconds(1))
    most = max(most, bytes)
  }

  /// Whether there were files, none took five seconds, and memory stayed below 500 MB. Says in a long run
  /// what was measured.
  public var areKept: Bool {
    if Fuzz.asked != nil { print(self) }
    return files > 0 && longest < Fuzz.mostSeconds && most < Fuzz.mostBytes
  }

  public var description: String {
    let milliseconds = (longest * 1e4).rounded() / 10
    return "\(kind): \(files) damaged files, longest \(milliseconds) ms, memory \(most >> 20) MB"
  }
}

/// Ends the process, with the name of the file, where reading one has not come back after a minute: a test
/// that hangs says nothing.
private enum Watchdog {
  private static let running = Mutex<[Int: (name: String, since: ContinuousClock.Instant)]>([:])
  private static let count = Atomic(0)

  private static let isAwake: Bool = {
    Thread.detachNewThread {
      while true {
        Thread.sleep(forTimeInterval: 1)
        let late = running.withLock { $0.values.first { .now - $0.since > .seconds(60) } }
        if let late { fatalError("hangs: \(late.name)") }
      }
    }
    return true
  }()

  static func begin(_ name: String) -> Int {
    precondition(isAwake)
    let place = count.wrappingAdd(1, ordering: .relaxed).newValue
    running.withLock { $0[place] = (name, .now) }
    return place
  }

  static func end(_ place: Int) { running.withLock { $0[place] = nil } }
}
