import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

/// What tells an activation from its neighbours: its turning points, and the share of inputs from N(0, 1) for which
/// the output or the gradient is of a kind.
struct ActivationFacts {
  let function: Function
  /// The turning points of f and f′; none of a piecewise linear function.
  let landmarks: [Landmark]

  /// Outputs nearer to zero than this count as near zero.
  static let near = 0.01

  init(_ function: Function) throws {
    self.function = function
    landmarks = try Landmark.all(of: function)
  }

  /// The turning points of f, or of f′.
  func turns(_ derivative: Int) -> [Landmark] {
    landmarks.filter { $0.target.derivative == derivative }
  }

  /// A turning point's place and value, in doubles that are off by no more than their last bit.
  static func doubles(_ turn: Landmark) -> (place: Double, value: Double) {
    (Double(turn.location.lo) ?? .nan, Double(turn.value.lo) ?? .nan)
  }

  /// Φ(a), as gelu(a)/a.
  static func below(_ a: Double) throws -> Double {
    if a == 0 { return 0.5 }
    let product: Double = try Oracle(.gelu).rounded(at: a)
    return product / a
  }

  /// The share with an output that rounds to zero in float32.
  func exactZero() throws -> Double {
    let zero = try Thresholds(Oracle(function), .float32).zeroThrough
    return try zero.flatMap { Double($0.value) }.map(ActivationFacts.below) ?? 0
  }

  /// The share with |f(x)| < `near`.
  func nearZero() throws -> Double {
    let (far, right) = (-40.0, 3.0)
    let turn = turns(0).first.map { ActivationFacts.doubles($0).place }
    let upper = try crossing(ActivationFacts.near, turn ?? far, right)
    let isLow = try value(turn ?? far) < -ActivationFacts.near
    guard isLow else { return try ActivationFacts.below(upper) }
    let lower = try crossing(-ActivationFacts.near, turn ?? far, right)
    let middle = try ActivationFacts.below(upper) - ActivationFacts.below(lower)
    // Left of a minimum f comes back to zero.
    guard let turn else { return middle }
    return try middle + ActivationFacts.below(crossing(-ActivationFacts.near, turn, far))
  }

  /// The share with f′(x) < 0.
  func negativeGradient() throws -> Double {
    try turns(0).first.map { try ActivationFacts.below(ActivationFacts.doubles($0).place) } ?? 0
  }

  func value(_ x: Double, derivative: Int = 0) throws -> Double {
    try Oracle(function, derivative: derivative).rounded(at: x)
  }

  /// Where f takes a value between two places of which one lies below it and the other above, to the last bit.
  private func crossing(_ level: Double, _ a: Double, _ b: Double) throws -> Double {
    let isRising = try value(a) < level
    var (a, b) = (a, b)
    while true {
      let middle = a / 2 + b / 2
      guard middle != a, middle != b else { return middle }
      if try (value(middle) < level) == isRising { a = middle } else { b = middle }
    }
  }
}

extension ActivationFacts {
  /// The score of a kernel on all inputs of a format of 16 bits.
  static func score(_ kernel: String, in format: FormatName) throws -> Score {
    func made<T: BinaryFormat>(_: T.Type) throws -> Score {
      func scored<K: Kernel<T>>(_ kernel: K) throws -> Score {
        try Scoring.score(
          kernel, against: Oracle(kernel.description.target), ScoringOptions(inputs: .exhaustive))
      }
      return try scored(Catalogue.kernel(named: kernel, for: T.self))
    }
    return try made(format.type)
  }
}
