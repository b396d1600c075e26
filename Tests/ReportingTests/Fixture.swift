import FloatingPointFormats
import Functions
import Kernels

@testable import Reporting
@testable import Scoring

/// Scores made up for tests, shaped like real ones: a kernel that loses its tail, without running it.
struct Fixture {
  var kernel = "made-up"
  var function = Function.gelu
  var derivative = 0
  var format = FormatName.bfloat16
  var bound = Score.Bound.exact
  /// Columns of a region's profile; an odd number, so that nothing relies on a usual one.
  var columns = 37
  /// The largest error of each region, nil for a region without inputs.
  var errors: [Double?] = [0, 40, 254.933609, 1.5, 0.5, 0.49, 0, 0.5, 0, 0.49, 0.499, 0.25, 0]

  static let names = [
    "rounds to −0", "subnormal tail", "deep tail", "tail", "dip", "near zero −", "tiny −",
    "around zero", "tiny +", "near zero +", "bend", "shoulder", "rounds to x",
  ]
  /// The first input of each region but the first.
  static let starts: [Double] = [
    -13.5, -13, -5, -3, -0.25, -0x1p-9, -0x1p-12, 0x1p-12, 0x1p-9, 0.25, 3, 3.5,
  ]

  var description: KernelDescription {
    let parts = kernel.split(separator: "+", maxSplits: 1)
    var description = KernelDescription(
      name: String(parts[0]), function: .gelu, derivative: derivative, formula: "x | y * <z> & `w`",
      arithmetic: "native", usedBy: "nobody", defects: ["loses the tail | all of it"])
    if parts.count > 1 { description.variant = Variant(rawValue: "+" + parts[1]) ?? .usual }
    return description
  }

  func hex(_ x: Double) -> String {
    func bits<T: BinaryFormat>(_: T.Type) -> String { T(nearest: x).hexBits }
    return bits(format.type)
  }

  private func step(_ x: Double, up: Bool) -> Double {
    func moved<T: BinaryFormat>(_: T.Type) -> Double {
      let y = T(nearest: x)
      return up ? y.next.double : y.previous.double
    }
    return moved(format.type)
  }

  private var regions: [RegionScore] {
    let largest = format.parameters.largestFinite
    let from = [-largest] + Fixture.starts
    let to = Fixture.starts.map { step($0, up: false) } + [largest]
    return Fixture.names.indices.map { i in
      let error = errors[i]
      return RegionScore(
        name: Fixture.names[i], from: hex(from[i]), to: hex(to[i]), count: error == nil ? 0 : 1000,
        maxUlp: error ?? 0, maxUlpInput: error.map { $0 > 0 ? hex(from[i]) : "" } ?? "",
        maxFiniteUlp: finite(error), maxFiniteUlpInput: finite(error) > 0 ? hex(from[i]) : "",
        meanUlp: (error ?? 0).isFinite ? (error ?? 0) / 4 : 0,
        correctlyRounded: (error ?? 0) <= 0.5 ? 1000 : 300, profile: profile(error))
    }
  }

  private func finite(_ error: Double?) -> Double { error.map { $0.isFinite ? $0 : 0 } ?? 0 }

  /// A ramp up to the region's error, which its last column has; of three digits, as a score's columns are.
  private func profile(_ error: Double?) -> [Double?] {
    guard let error else { return [Double?](repeating: nil, count: columns) }
    return (1...columns).map { i in
      guard i < columns else { return error }
      return error.isFinite ? roundedUp(error * Double(i) / Double(columns), digits: 3) : 0.5
    }
  }

  var score: Score {
    let largest = errors.compactMap { $0 }.max() ?? 0
    let place = errors.firstIndex { $0 == largest } ?? 0
    let input = hex(([-format.parameters.largestFinite] + Fixture.starts)[place])
    let numbers = errors.count { $0 != nil } * 1000
    let right = errors.count { $0.map { $0 <= 0.5 } ?? false } * 1000
    let faithful = errors.count { $0.map { $0 < 1 } ?? false } * 1000
    let isExact = bound == .exact
    return Score(
      kernel: kernel,
      question: Question(
        Target(function, derivative: derivative), Signature(format),
        inputs: isExact ? .exhaustive : .sample(count: numbers, seed: 7)),
      bound: bound, scored: numbers + 2, numbers: numbers, maxUlp: largest, maxUlpInput: input,
      maxUlpOutput: hex(0), maxFiniteUlp: finite(largest),
      maxFiniteUlpInput: finite(largest) > 0 ? input : "", maxSteps: 13_215, maxStepsInput: input,
      meanUlp: 0.470321,
      rmsUlp: 9.17329, meanSignedUlp: -0.000012, correctlyRounded: right, faithful: faithful,
      classes: ClassCounts(), classExamples: [:],
      specials: [Special(input: hex(-0.0), expected: hex(-0.0), got: hex(-0.0), ok: true)],
      histogram: [
        HistogramBin(from: -256, to: -128, count: 1),
        HistogramBin(from: -0.5, to: -0.375, count: 9),
        HistogramBin(from: -0.125, to: 0.125, count: 60_000),
        HistogramBin(from: 0.5, to: 0.625, count: 40),
      ],
      regions: regions,
      worst: [
        WorstInput(
          input: input, output: hex(-0.0), truth: "-1.2345678901234567890e-4",
          truthBits: hex(-0.000123), ulp: largest, steps: 13_215)
      ], rungs: RungCounts())
  }

  /// All formats, bounds and oddities at once.
  static var mixed: [Score] {
    var scores = FormatName.reported.map { Fixture(format: $0).score }
    scores += FormatName.reported.map {
      Fixture(kernel: "erf", format: $0, bound: !$0.keepsAllTruths ? .largestKnown : .exact).score
    }
    scores += ["erfc", "tanh", "best"].map { Fixture(kernel: $0).score }
    scores.append(Fixture(kernel: "tanh", function: .geluTanh).score)
    var empty = Fixture(kernel: "empty+native")
    empty.errors[3] = nil
    scores.append(empty.score)
    var infinite = Fixture(kernel: "infinite")
    infinite.errors[12] = .infinity
    scores.append(infinite.score)
    var slope = Fixture(kernel: "made-up-backward", derivative: 1)
    slope.errors[2] = .infinity
    var nan = slope.score
    nan.classes.nanForNumber = 12
    nan.regions[0].profile = nan.regions[0].profile.map { _ in nil }
    scores.append(nan)
    return scores
  }

  static var list: KernelList {
    KernelList(Dictionary(uniqueKeysWithValues: FormatName.reported.map { ($0, mixedKernels) }))
  }

  static var mixedKernels: [KernelDescription] {
    mixed.reduce(into: [KernelDescription]()) { all, score in
      guard !all.contains(where: { $0.name == score.kernel }) else { return }
      all.append(Fixture(kernel: score.kernel, derivative: score.target.derivative).description)
    }
  }
}
