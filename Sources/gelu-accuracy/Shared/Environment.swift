import Foundation
import Oracle
import Scoring

/// What a report was made on: the one part of it that differs from run to run.
enum Environment {
  static var record: [String: String] {
    let processor =
      (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n").first { $0.hasPrefix("model name") }
      .map { String($0.split(separator: ":")[1].dropFirst()) }
    return [
      "date": ISO8601DateFormatter().string(from: Date()),
      "processor": processor ?? "unknown", "libm": platformLibm, "mpfr": mpfrVersion,
      "system": ProcessInfo.processInfo.operatingSystemVersionString,
    ]
  }
}
