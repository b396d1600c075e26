import Defects
import FloatingPointFormats
import Functions
import Kernels
import Oracle
import Scoring
import Testing

@testable import Diagnosis
@testable import Identification

/// Planted defects, one or two of each kind, on some hundred inputs. `gelu-accuracy defects` tries all of them on
/// every input of 16 bits.
@Suite struct DiagnoserTests {
  /// Evenly in x, evenly in encodings, and the special values.
  static func inputs<T: BinaryFormat>(_: T.Type) -> [T] {
    let line =
      stride(from: -16.0, through: 16, by: 1.0 / 16).map { T(nearest: $0) }
      + stride(from: -120.0, through: -16, by: 0.5).map { T(nearest: $0) }
    let top = T.lastOrdinal
    let encodings = (0..<160).flatMap { i -> [T] in
      let ordinal = top / 160 * i + i % 7
      return [T(ordinal: ordinal), T(ordinal: -ordinal)]
    }
    let small = (1...40).flatMap { [T(ordinal: $0), T(ordinal: -$0)] }
    let ends =
      [T.largestFinite, T.largestFinite.negated, T.quietNaN, T(bits: 0)]
      + (T.infinityIfAny.map { [$0, $0.negated] } ?? [])
    return line + encodings + small + ends
  }

  static func diagnosis<T: BinaryFormat>(
    _ kernel: some Kernel<T>, _ target: Target
  ) throws -> Diagnosis {
    let observed = try Observations(of: kernel, at: inputs(T.self))
    let identity = try Identifier(Signature(T.name), [], threads: 1).identify(observed)
    return try Diagnoser(target, threads: 2).diagnose(observed, identity)
  }

  private static let names = [
    "erf-float32", "quick-select-float64", "erfc-float32", "silu-float32",
    "tanh-backward-bfloat16", "gelu_10-float16", "swapped-float32", "scale-1.7-float32",
    "of-output-float32", "value-float16", "no-three-float32", "toward-zero-bfloat16",
    "down-float16", "through-bfloat16-float32", "input-bfloat16-float32", "held-65504-float32",
    "ftz-float16", "daz-slope-bfloat16", "nan-band-float32", "sign-band-float32",
    "cut-left-float32", "nan-at-infinity-float32",
  ]

  @Test(arguments: names) func defectsAreNamed(_ name: String) throws {
    let defect = try #require(PlantedDefect.all.first { $0.name == name }, "no defect \(name)")
    func diagnose<T: BinaryFormat>(_: T.Type) throws -> Diagnosis {
      try Self.diagnosis(#require(defect.kernel as? BatchKernel<T>), defect.target)
    }
    let found = try diagnose(defect.format.type)
    let causes = found.causes.map(\.cause)
    let cause = try #require(
      found.causes.first { defect.causes.contains($0.cause) }, "\(name) is called \(causes)")
    #expect(!cause.sentence.isEmpty && !cause.evidence.isEmpty && !cause.advice.isEmpty)
    // What mends it was run on the same inputs.
    let repair = try #require(found.repair)
    // Doubles do not tell which way the smallest results of their own format go.
    #expect(repair.isSound || defect.format == .float64, "\(repair)")
    if let before = cause.before, let after = cause.after, before > 4 {
      // A few ulp in float64, where there is nothing wider to round from.
      #expect(after <= (defect.format == .float64 ? 16 : 1), "\(name): \(after)")
    }
  }

  /// The sound kernels have none of it.
  @Test(arguments: [FormatName.bfloat16, .float32]) func soundKernelsAreClean(
    _ format: FormatName
  ) throws {
    let defects = PlantedDefect.all.filter { $0.format == format }
    for target in Set(defects.map(\.target)) {
      let defect = try #require(defects.first { $0.target == target })
      func diagnose<T: BinaryFormat>(_: T.Type) throws -> Diagnosis {
        try Self.diagnosis(#require(defect.sound as? BatchKernel<T>), target)
      }
      let found = try diagnose(format.type)
      #expect(found.causes.isEmpty, "\(target) \(format): \(found)")
      #expect(found.bad == 0)
    }
  }

  /// There are eighty at least, of every cause but those that stand for no knowledge, and no name twice.
  @Test func defectsAreMany() {
    let all = PlantedDefect.all
    #expect(all.count >= 80)
    #expect(Set(all.map { "\($0.name) \($0.target)" }).count == all.count)
    #expect(Set(Cause.allCases).subtracting(all.flatMap(\.causes)) == [])
  }

  /// A range says where, and nothing else is in it.
  @Test func rangesAreThePlaces() throws {
    let value = try #require(RepairFormula.of(Target(.gelu), in: .float32)).value
    let kernel = BatchKernel<Float>(KernelDescription(name: "made", Target(.gelu))) { x, y in
      for i in x.indices {
        let v = Double(x[i])
        y[i] = (2...3).contains(v) || (-5 ... -4).contains(v) ? .nan : Float(value(v))
      }
    }
    let found = try Self.diagnosis(kernel, Target(.gelu))
    #expect(found.causes.map(\.cause) == [.nanBand])
    let ranges = found.causes[0].ranges
    #expect(ranges.map(\.from).sorted() == ["-5 (0xc0a00000)", "2 (0x40000000)"])
    #expect(ranges.map(\.through).sorted() == ["-4 (0xc0800000)", "3 (0x40400000)"])
    #expect(found.causes[0].inputs == ranges.reduce(0) { $0 + $1.count })
  }
}
