import FloatingPointFormats
import Foundation
import Kernels
import Scoring
import Verdicts

/// What the page to explore has of scores: enough for a table, plots and two kernels side by side.
package struct ExplorerData: Codable, Sendable, Equatable {
  /// A format, as far as bits are to be read.
  package struct Format: Codable, Sendable, Equatable {
    package var width, precision, minimumExponent: Int
  }

  /// The regions of one function and format, which many scores share.
  package struct Axis: Codable, Sendable, Hashable {
    package var names, from, to: [String]
  }

  package struct Kernel: Codable, Sendable, Equatable {
    /// The formula's name, which its variants have in common.
    package var family: String
    package var formula, usedBy: String
  }

  package struct Row: Codable, Sendable, Equatable {
    package var kernel, function: String
    /// Of outputs, and of inputs where those differ; and the name of the inputs' format.
    package var format, inputFormat: String
    package var axis: Int
    /// Whether every input was scored.
    package var isExact: Bool
    package var inputs: String
    package var max: Double
    package var maxInput, maxOutput: String
    package var maxSteps: UInt64
    package var mean, rms, bias: Double
    package var numbers, right, faithful: Int
    package var verdict: String
    /// How many special values are wrong.
    package var specialsWrong: Int
    /// Nanoseconds a value.
    package var cost: Double?
    /// Of each region: the largest error, its input, and how many inputs.
    package var largest: [Double]
    package var places: [String]
    package var counts: [Int]
    /// Of each region: bounds of the error in equal parts of its encodings, rounded up; nil where nothing was
    /// scored. Empty where a score was kept without them.
    package var columns: [[Double?]]
  }

  package var formats: [String: Format]
  package var kernels: [String: Kernel]
  package var axes: [Axis]
  package var scores: [Row]

  /// - Parameters:
  ///   - kernels: what is known of kernels; others have no formula.
  ///   - columns: how many columns a region has at most.
  package init(
    _ scores: [Score], kernels: [KernelDescription], costs: [KernelCost], columns: Int
  ) {
    var axes: [Axis] = []
    var places: [Axis: Int] = [:]
    var (formats, known): ([String: Format], [String: Kernel]) = ([:], [:])
    let described = Dictionary(kernels.map { ($0.name, $0) }) { first, _ in first }
    let times = Dictionary(costs.map { ("\($0.kernel) \($0.format.rawValue)", $0.nanoseconds) }) {
      first, _ in first
    }
    self.scores = scores.map { s in
      let axis = Axis(
        names: s.regions.map(\.name), from: s.regions.map(\.from), to: s.regions.map(\.to))
      let place = places[axis] ?? axes.count
      if place == axes.count {
        axes.append(axis)
        places[axis] = place
      }
      for format in [s.question.signature.input, s.format] {
        formats[format.rawValue] = Format(format)
      }
      let about = described[s.kernel]
      known[s.kernel] = Kernel(
        family: about?.id ?? s.kernel, formula: about?.formula ?? "", usedBy: about?.usedBy ?? "")
      return Row(
        s, axis: place, cost: times["\(s.kernel) \(s.format.rawValue)"], columns: columns)
    }
    (self.axes, self.formats, self.kernels) = (axes, formats, known)
  }
}

extension ExplorerData.Format {
  init(_ name: FormatName) {
    let p = name.parameters
    self.init(width: name.width, precision: p.precision, minimumExponent: p.minimumExponent)
  }
}

extension ExplorerData.Row {
  init(_ s: Score, axis: Int, cost: Double?, columns: Int) {
    self.init(
      kernel: s.kernel, function: s.target.symbol, format: s.question.signature.description,
      inputFormat: s.question.signature.input.rawValue, axis: axis, isExact: s.bound == .exact,
      inputs: s.inputsText, max: s.maxUlp,
      maxInput: s.maxUlpInput, maxOutput: s.maxUlpOutput, maxSteps: s.maxSteps, mean: s.meanUlp,
      rms: s.rmsUlp, bias: s.meanSignedUlp, numbers: s.numbers, right: s.correctlyRounded,
      faithful: s.faithful, verdict: Verdict(s).mark, specialsWrong: s.specialsBroken.count,
      cost: cost, largest: s.regions.map(\.maxUlp), places: s.regions.map(\.maxUlpInput),
      counts: s.regions.map(\.count),
      columns: s.regions.allSatisfy(\.profile.isEmpty)
        ? [] : s.regions.map { ExplorerData.joined($0.profile, columns) })
  }
}

extension ExplorerData {
  /// Columns joined until there are at most `most`, each the largest of those in it, rounded up to two digits.
  static func joined(_ profile: [Double?], _ most: Int) -> [Double?] {
    let size = max(1, (profile.count + most - 1) / most)
    // Equal parts of the region: a size that divides the number of columns.
    let step = (size...max(size, profile.count)).first { profile.count % $0 == 0 } ?? size
    return stride(from: 0, to: profile.count, by: step).map { i in
      profile[i..<min(i + step, profile.count)].compactMap { $0 }.max().map {
        roundedUp($0, digits: 2)
      }
    }
  }
}
