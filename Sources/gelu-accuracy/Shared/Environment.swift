import Foundation
import Oracle
import Scoring

/// What a report was made on: the one part of it that differs from run to run.
enum Environment {
  static var record: [String: String] {
    [
      "date": ISO8601DateFormatter().string(from: Date()),
      "processor": processor(
        of: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""),
      "commit": given("COMMIT") ?? Version.commit ?? "unknown",
      "compiler": given("COMPILER") ?? "unknown",
      "instructions": CostBuild.compiledFor, "libm": platformLibm, "mpfr": mpfrVersion,
      "system": ProcessInfo.processInfo.operatingSystemVersionString,
    ]
  }

  /// What the Makefile tells of the sources; nil where it did not start the program.
  private static func given(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["GELU_ACCURACY_\(name)"]
  }

  /// The name of the first processor in Linux's list, with its numbers: virtual machines hide a name's end.
  /// - Returns: `AMD EPYC (family 26, model 2, stepping 1)`; `unknown` where there is no name.
  static func processor(of list: String) -> String {
    let fields = list.split(separator: "\n").map { line in
      line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    func field(_ name: String) -> String? {
      fields.first { $0.count == 2 && $0[0] == name && !$0[1].isEmpty }?[1]
    }
    guard let name = field("model name") else { return "unknown" }
    let numbers = [("family", "cpu family"), ("model", "model"), ("stepping", "stepping")]
      .compactMap { label, key in field(key).map { "\(label) \($0)" } }
    return name + (numbers.isEmpty ? "" : " (\(numbers.joined(separator: ", ")))")
  }
}
