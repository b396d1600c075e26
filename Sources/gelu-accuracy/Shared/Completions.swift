import ArgumentParser
import FloatingPointFormats
import Functions
import Kernels
import Scoring

/// What shells offer for an option's value.
extension CompletionKind {
  static var formats: Self { .list(FormatName.allCases.map(\.rawValue)) }
  static var functions: Self { .list(Function.all.map(\.name)) }
  static var flushModels: Self { .list(FlushModel.allCases.map(\.rawValue) + ["all"]) }

  /// Kernels are asked of the program when Tab is pressed: making the list takes longer than starting,
  /// and `--format` says which of them there are.
  static var kernels: Self {
    .custom { words, _, prefix in Completions.kernels(words, prefix) }
  }
}

enum Completions {
  /// The kernels whose names begin with a prefix, in the order of the catalogue.
  /// - Parameter words: the command line; what it says of the format decides which kernels there are.
  static func kernels(_ words: [String], _ prefix: String) -> [String] {
    let said = zip(words, words.dropFirst()).first { $0.0 == "--format" }?.1
    let formats = said.flatMap { FormatName(alias: $0) }.map { [$0] } ?? FormatName.reported
    var seen: Set<String> = []
    return formats.flatMap { Catalogue.names(for: $0) }
      .filter { $0.hasPrefix(prefix) && seen.insert($0).inserted }
  }
}
