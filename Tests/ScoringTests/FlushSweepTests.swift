import FloatingPointFormats
import Functions
import Kernels
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// Zeros in place of results, at the 64 inputs on either side of every edge: where the truth comes below the
/// smallest normal number, below the smallest subnormal one, to where it rounds to zero, and through zero; and
/// where the inputs become subnormal. Each way of scoring excuses those that the definition does, no others.
@Suite struct FlushSweepTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let oracle: Oracle
    let format: FormatName
    var testDescription: String {
      "\(oracle.function.name)\(oracle.derivative == 1 ? "′" : "") in \(format.rawValue)"
    }
  }

  static let cases = [FormatName.float32, .float64].flatMap { format in
    (Thorough.isAsked ? Function.all : Function.tabulated + [.erf]).flatMap { f in
      (0...1).map { Case(oracle: Oracle(f, derivative: $0), format: format) }
    }
  }

  static let models = [FlushModel.ftz, .dazFtz]

  /// What the definition says of a truth, by multiple precision alone.
  struct Verdict {
    let x: Double
    let nearest: Double
    let isBelowNormal: Bool
    /// From −3 to 3: normal, subnormal, less than that but not rounded to zero, rounded to zero, with the sign.
    let level: Int
    private let countsAsZero: Bool

    init(_ x: Double, _ c: Case) throws {
      let (oracle, least) = (c.oracle, c.format.parameters.smallestNormal)
      self.x = x
      nearest = try oracle.rounded(at: x, to: c.format)
      let cut = try oracle.rounded(at: x, to: c.format, .towardZero).magnitude
      isBelowNormal = cut < least
      let size = nearest == 0 ? 0 : cut == 0 ? 1 : cut < least ? 2 : 3
      level = nearest < 0 ? -size : size
      countsAsZero = try x.magnitude < least && oracle.rounded(at: 0, to: c.format) == 0
    }

    /// Whether a zero that is not the rounding may stand for it.
    func isExcused(_ flush: FlushModel) -> Bool {
      switch flush {
      case .none: false
      case .ftz: isBelowNormal
      case .dazFtz: isBelowNormal || countsAsZero
      }
    }
  }

  /// Ascending runs of consecutive positions about the edges.
  private func windows<T: BinaryFormat>(_ c: Case, _: T.Type) throws -> [Range<UInt64>] {
    func level(_ ordinal: Int) throws -> Int { try Verdict(T(ordinal: ordinal).double, c).level }
    let p = c.format.parameters
    let normal = p.ordinal(of: p.smallestNormal)
    // Between these the truth goes one way, as far as its level tells. A gradient is negative at −4.
    let sizes = stride(from: p.minimumQuantum, through: 1 << 10, by: 8)
      .map { Double(sign: .plus, exponent: $0, significand: 1) }
      .filter { $0 < p.largestFinite }.map { p.ordinal(of: $0) }
    let grid = (sizes.map { -$0 } + [p.ordinal(of: -4), 0] + sizes).sorted()
    var edges = [0, normal, -normal]
    for (first, last) in zip(grid, grid.dropFirst()) {
      let (a, b) = (try level(first), try level(last))
      for threshold in min(a, b)..<max(a, b) {
        var (low, high) = (first, last)
        while high - low > 1 {
          let middle = low + (high - low) / 2
          if (try level(middle) > threshold) == (b > threshold) {
            high = middle
          } else {
            low = middle
          }
        }
        edges.append(high)
      }
    }
    var runs: [Range<UInt64>] = []
    for place in Set(edges.map { T(ordinal: $0).position }).sorted() {
      let next = place - 64..<place + 64
      if let last = runs.last, next.lowerBound <= last.upperBound {
        runs[runs.count - 1] = last.lowerBound..<next.upperBound
      } else {
        runs.append(next)
      }
    }
    return runs
  }

  /// Zeros of both signs, and right results among them and at the ends of runs, where the order is not to
  /// depend on what lies between.
  private func outputs<T: BinaryFormat>(_ run: Range<UInt64>, _ verdicts: [Verdict], _: T.Type)
    -> [T]
  {
    var random = SplitMix64(seed: run.lowerBound)
    return verdicts.indices.map { i in
      let isEnd = i == 0 || i == verdicts.count - 1
      switch isEnd ? 0 : random.next() % 5 {
      case 0: return T(nearest: verdicts[i].nearest)
      case 1, 2: return T(nearest: 0)
      default: return T(nearest: -0.0)
      }
    }
  }

  private func expected<T: BinaryFormat>(
    _ flush: FlushModel, _ verdicts: [Verdict], _ outputs: [T]
  ) -> (correct: Int, flushed: Int, subnormal: Int, lost: Int) {
    var (correct, flushed, subnormal, lost) = (0, 0, 0, 0)
    for (v, y) in zip(verdicts, outputs.map(\.double)) {
      if y == v.nearest || v.isExcused(flush) {
        correct += 1
        if y == v.nearest && y.sign != v.nearest.sign { lost += 1 }
      } else if v.isBelowNormal {
        subnormal += 1
      } else {
        flushed += 1
      }
    }
    return (correct, flushed, subnormal, lost)
  }

  private func sweep<T: BinaryFormat>(_ c: Case, _: T.Type) throws {
    let runs = try windows(c, T.self)
    let source = TruthSource(c.oracle, for: c.format)
    let judges = try Self.models.map { try Judge(c.oracle.target, Signature(c.format), flush: $0) }
    var (all, given, failures) = ([Verdict](), [T](), Failures())
    let vectors = try OutputScorer<T>(
      "zeros", against: c.oracle,
      inputs: c.format == .float32 ? .exhaustive : .positions(runs.flatMap { $0 }),
      flush: Self.models)
    for run in runs {
      let verdicts = try run.map { try Verdict(T(position: $0).double, c) }
      for v in verdicts where v.nearest != 0 {
        let p = try Prepared(
          v.x, source.truth(at: v.x), c.oracle, c.format.parameters, c.format)
        for judge in judges {
          let isExcused = judge.isFlushAllowed(v.x, p, nil)
          failures.check(
            isExcused == v.isExcused(judge.flush), "\(v.x.hexFloat) under \(judge.flush)")
        }
      }
      let ys = outputs(run, verdicts, T.self)
      let rank = c.format == .float32 ? Int(run.lowerBound) : given.count
      try ys.withUnsafeBufferPointer { try vectors.add(from: rank, $0) }
      all += verdicts
      given += ys
    }
    #expect(failures.isEmpty, "\(failures)")
    let byPosition = Dictionary(uniqueKeysWithValues: zip(runs.flatMap { $0 }, given))
    let about = KernelDescription(name: "zeros", c.oracle.target, usesLibm: false)
    let kernel = BatchKernel<T>(about, scalar: { byPosition[$0.position] ?? $0 })
    // The vector loops, over consecutive inputs or a list, and the judge alone.
    for (flush, quick) in zip(Self.models, try vectors.scores()) {
      var options = ScoringOptions(
        inputs: .positions(runs.flatMap { $0 }), flush: flush, threads: 1)
      options.usesHotLoop = false
      let slow = try score(kernel, against: c.oracle, options)
      var fast = quick
      (fast.question, fast.kernel) = (slow.question, slow.kernel)
      expectSame(&fast, slow)
      let wanted = expected(flush, all, given)
      let found = (
        correct: slow.correctlyRounded, flushed: slow.classes.flushed,
        subnormal: slow.classes.flushedSubnormal, lost: slow.classes.lostZeroSign
      )
      #expect(found == wanted, "\(flush)")
      // The leaky gradient alone is never zero.
      let isNeverZero = c.oracle.derivative == 1 && c.oracle.function == .leakyReLU
      #expect(wanted.flushed > 0 && (wanted.lost > 0) != isNeverZero)
      #expect(slow.rungs.polynomial == 0)
    }
    // There is something to tell apart. Where no value is larger than its input, one that is subnormal is
    // excused as a result already.
    let excused = Self.models.map { m in all.count { $0.nearest != 0 && $0.isExcused(m) } }
    let isStep = c.oracle.derivative == 1 && c.oracle.function.isPiecewiseLinear
    #expect((excused[0] > 100) != isStep)
    let isLarger = c.oracle.derivative == 0 && !c.oracle.isBoundedByInput && c.oracle.isZeroAtZero
    #expect((excused[0] < excused[1]) == (isStep && c.oracle.function == .relu || isLarger))
  }

  @Test(arguments: cases) func zerosAreExcusedAsDefined(_ c: Case) throws {
    if c.format == .float32 { try sweep(c, Float.self) } else { try sweep(c, Double.self) }
  }
}
