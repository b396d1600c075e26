import FloatingPointFormats
import Functions
import Oracle

/// A rule that outputs keep; the text says it.
enum StructureRule: String, CaseIterable {
  case number = "a finite input gives a finite output"
  case monotone = "monotone on either side of the turning points"
  case sign = "the sign of the function"
  case bounded = "|f(x)| ≤ |x|"
  /// f(x) − f(−x) = x; of a derivative f′(x) + f′(−x) = 1. Half an ulp of either result is allowed.
  case symmetry = "f(x) and f(−x) differ by x to within rounding (gradients: add up to 1)"

  /// Its place in the list.
  var place: Int {
    switch self {
    case .number: 0
    case .monotone: 1
    case .sign: 2
    case .bounded: 3
    case .symmetry: 4
    }
  }
}

/// What the rules say of one function.
struct StructureRules: Sendable {
  /// What the sign of an output must be.
  enum Sign: Sendable { case ofInput, positiveOrZero, negativeBelow(Double), zeroBelowZero }

  let derivative: Int
  /// Where f turns from falling to rising or back.
  let turns: [Double]
  let sign: Sign
  let hasSymmetry: Bool

  init(_ oracle: Oracle) {
    derivative = oracle.derivative
    turns = oracle.turningPoints(derivative: oracle.derivative)
    hasSymmetry = !oracle.function.isPiecewiseLinear
    // A derivative changes sign where the function turns.
    let root = derivative == 1 ? oracle.turningPoints(derivative: 0).first : nil
    switch (derivative, oracle.function.kind) {
    case (0, .relu): sign = .zeroBelowZero
    case (0, _): sign = .ofInput
    default: sign = root.map(Sign.negativeBelow) ?? .positiveOrZero
    }
  }

  /// What the output must be for a result that is exactly as the input says.
  @inline(__always)
  func saturated(_ x: Double) -> Double { derivative == 0 ? x : 1 }

  /// Whether the outputs at two neighbours, the second further from zero, are in order.
  @inline(__always)
  func isOrdered(_ a: Double, _ fa: Double, _ b: Double, _ fb: Double) -> Bool {
    guard fa != fb else { return true }
    let (low, high) = a < b ? (a, b) : (b, a)
    guard let rises = rises(from: low, to: high) else { return true }
    return rises == ((a < b) == (fa < fb))
  }

  /// The direction of f on a stretch; nil where it turns.
  @inline(__always)
  func rises(from low: Double, to high: Double) -> Bool? {
    var (below, above) = (0, 0)
    for t in turns {
      below += t <= low ? 1 : 0
      above += t <= high ? 1 : 0
    }
    return below == above ? turns.isEmpty || below % 2 == 1 : nil
  }

  @inline(__always)
  func hasRightSign(_ x: Double, _ y: Double) -> Bool {
    switch sign {
    case .ofInput: y.sign == x.sign
    case .positiveOrZero: y >= 0
    case .negativeBelow(let root): x < root ? y.sign == .minus : y >= 0
    case .zeroBelowZero: x > 0 ? y > 0 : y == 0
    }
  }

  /// Whether outputs on a stretch below zero have a minus sign; nil where the sign changes.
  func isNegative(from low: Double, to high: Double) -> Bool? {
    switch sign {
    case .ofInput: true
    case .positiveOrZero, .zeroBelowZero: false
    case .negativeBelow(let root): high < root ? true : low >= root ? false : nil
    }
  }

  /// Whether outputs at x ≥ 0 and −x fit each other; true where one is no finite number.
  ///
  /// - Parameter halves: half an ulp of each output, added up.
  @inline(__always)
  func isSymmetric(_ x: Double, _ y: Double, _ z: Double, halves: Double) -> Bool {
    let rest = derivative == 0 ? (y - x) - z : (y - 1) + z
    return !(rest.magnitude > halves * (1 + 0x1p-20))
  }
}
