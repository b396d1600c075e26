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
  enum Sign: Sendable {
    case ofInput, zeroBelowZero
    /// Negative or positive at first, and the other way round from each of these on.
    case changing(at: [Double], first: Int)
  }

  /// |f(x)| ≤ |x|.
  let isBounded: Bool
  /// Where f turns from falling to rising or back.
  let turns: [Double]
  let sign: Sign
  let mirror: MirrorIdentity?
  private let firstDirection: Int
  private let derivative: Int
  private let lines: (left: Line, right: Line)

  /// constant + slope·x, one of which is zero.
  private struct Line: Sendable {
    let constant, slope: Double
    init(_ line: (constant: Ratio, slope: Ratio)) {
      (constant, slope) = (line.constant.double, line.slope.double)
    }
    @inline(__always) func value(_ x: Double) -> Double { slope == 0 ? constant : slope * x }
  }

  init(_ oracle: Oracle) {
    let k = oracle.derivative
    derivative = k
    lines = (
      Line(oracle.function.definition.left.line(k)), Line(oracle.function.definition.right.line(k))
    )
    isBounded = oracle.isBoundedByInput
    turns = oracle.turningPoints(derivative: k)
    firstDirection = oracle.firstDirection
    let definition = oracle.function.definition
    mirror = definition.mirror?.derivative(k)
    if k == 0, oracle.isZeroAtZero {
      sign = oracle.isFlatBelowZero ? .zeroBelowZero : .ofInput
    } else {
      // A derivative changes sign where the order below turns.
      let roots = k == 0 ? [] : oracle.turningPoints(derivative: k - 1)
      let line = oracle.line(at: -1)
      sign = .changing(
        at: roots, first: line == 0 ? definition.left.sign(k) < 0 ? -1 : 1 : line < 0 ? -1 : 1)
    }
  }

  var hasSymmetry: Bool { mirror != nil }

  /// What a rule says of this function.
  func text(_ rule: StructureRule) -> String {
    guard rule == .symmetry, let mirror else { return rule.rawValue }
    let usual = MirrorIdentity(linear: 1, sign: 1)
    guard mirror != usual, derivative == 0 || mirror != usual.derivative(derivative) else {
      return rule.rawValue
    }
    let f = "f" + String(repeating: "′", count: derivative)
    var terms = mirror.constant == 0 ? "" : "\(mirror.constant)"
    if mirror.linear != 0 {
      terms += (terms.isEmpty ? "" : " + ") + (mirror.linear == 1 ? "x" : "\(mirror.linear)·x")
    }
    let sign = mirror.sign < 0 ? (terms.isEmpty ? "−" : " − ") : (terms.isEmpty ? "" : " + ")
    return "\(f)(x) = \(terms)\(sign)\(f)(−x) to within rounding"
  }

  /// What the output must be for a result that is the line that the function tends to.
  @inline(__always)
  func saturated(_ x: Double) -> Double { x < 0 ? lines.left.value(x) : lines.right.value(x) }

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
    return below == above ? Oracle.rises(after: below, first: firstDirection) : nil
  }

  /// - Parameter underflows: whether a positive result may be rounded to zero, as in a format of fewer
  ///   exponents than the inputs have.
  @inline(__always)
  func hasRightSign(_ x: Double, _ y: Double, underflows: Bool = false) -> Bool {
    switch sign {
    case .ofInput: y.sign == x.sign
    case .changing(let roots, let first):
      // A zero at zero has either sign.
      x == 0 && y == 0
        || ((first < 0) == (roots.count { $0 <= x } % 2 == 0) ? y.sign == .minus : y >= 0)
    case .zeroBelowZero: x > 0 ? y > 0 || underflows && y == 0 : y == 0
    }
  }

  /// Whether outputs on a stretch on one side of zero have a minus sign; nil where the sign changes.
  func isNegative(from low: Double, to high: Double) -> Bool? {
    switch sign {
    case .ofInput: return high <= 0
    case .zeroBelowZero: return false
    case .changing(let roots, let first):
      let before = roots.count { $0 <= low }
      return before == roots.count { $0 <= high } ? (first < 0) == (before % 2 == 0) : nil
    }
  }

  /// Whether outputs at x ≥ 0 and −x fit each other; true where one is no finite number.
  ///
  /// - Parameter halves: half an ulp of each output, added up.
  @inline(__always)
  func isSymmetric(_ x: Double, _ y: Double, _ z: Double, halves: Double) -> Bool {
    guard let mirror else { return true }
    let line = Double(mirror.constant) + Double(mirror.linear) * x
    let rest = (y - line) - Double(mirror.sign) * z
    return !(rest.magnitude > halves * (1 + 0x1p-20))
  }
}
