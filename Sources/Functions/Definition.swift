/// One function of the suite, in a file of its own: the line of mathematics, then its facts.
///
/// The engine asks for facts, never which function it has. Each fact is a claim about the line of
/// mathematics, with its reason beside it; `FactTests` checks it by interval evaluation at many points and
/// on short stretches, and `FactChecks.all` lists the claims.
package protocol Definition: Hashable, Sendable {
  /// The name users write, without constants.
  static var name: String { get }
  /// The constants that users may change, with the range that the facts hold for.
  static var parameters: [Parameter<Self>] { get }
  /// The function with its usual constants.
  init()

  /// f itself. Every value, derivative, table and proof in the suite comes from here.
  ///
  /// - Precondition: of a function in several branches, the sign of x is known.
  func value<A: Arithmetic>(_ x: A) -> A
  /// The formula of the curved branch, whatever the sign of x.
  func curve<A: Arithmetic>(_ x: A) -> A
  /// f(x)/x by a formula that holds at zero too; nil where f has none.
  func gate<A: Arithmetic>(_ x: A) -> A?

  /// The branches, in ascending order; a smooth function has one.
  var branches: [Branch] { get }
  /// The orders of derivatives that exist everywhere, or are given at the kinks.
  var orders: ClosedRange<Int> { get }
  /// f, f′, f″ and f‴ at zero, of the curved branch if there is one; nil for an irrational number.
  var atZero: [Ratio?] { get }
  /// An upper bound, of at least 1, of |f(x)/(f′(0)·x) − 1|/|x| where |x| < 2^−60; for derivatives that are
  /// zero at zero too. Where it is 1, |f′(x)/f′(0) − 1| ≤ 8·|x| and the like for the others.
  var bend: Double { get }
  /// f(x) = constant + linear·x ± f(−x), if so.
  var mirror: MirrorIdentity? { get }
  /// Whether values far to the right are evaluated through the mirror, and from where on: where f
  /// itself comes so near to x that the difference is lost.
  var mirroredFrom: Double { get }
  /// What f comes to on the far left and on the far right.
  var left: Tail { get }
  var right: Tail { get }
  /// |f(x)| ≤ |x| everywhere.
  var isBoundedByInput: Bool { get }
  /// Where f turns, and where f′ does, with the usual constants; each the double just above.
  static var turns: [[Double]] { get }
  /// The length, a power of two, on which searches for zeros go: at most one zero of f′, f″ or f‴ in a
  /// step, and all within 32 steps.
  var gridStep: Double { get }
  /// An upper estimate of |h′/h| at ±x, h being f or f(x)/x. It sets how narrow cells must be, and is no
  /// more than a choice: the bound proven for each cell holds whatever it is.
  func steepness(at x: Double) -> Double
  /// The shape of the gate, where it is 1/(1 + exp(−z)).
  var logistic: LogisticGate? { get }
  /// The exponent of the far left, where FarTail has digits beyond MPFR's exponents; nil where it has not.
  func exponent<A: Arithmetic>(_ x: A) -> A?
}

extension Definition {
  package static var parameters: [Parameter<Self>] { [] }
  package func curve<A: Arithmetic>(_ x: A) -> A { value(x) }
  package func gate<A: Arithmetic>(_ x: A) -> A? { nil }
  package var branches: [Branch] { [.curved] }
  package var orders: ClosedRange<Int> { 0...2 }
  package var bend: Double { 1 }
  package var mirror: MirrorIdentity? { nil }
  package var mirroredFrom: Double { .infinity }
  package var gridStep: Double { 0.25 }
  package func steepness(at x: Double) -> Double { 1 }
  package var logistic: LogisticGate? { nil }
  package func exponent<A: Arithmetic>(_ x: A) -> A? { nil }
}

/// A constant that users may change: its name, its place, and what is admitted.
package struct Parameter<D> {
  package let name: String
  package let path: WritableKeyPath<D, Constant>
  package let range: ClosedRange<Double>

  init(_ name: String, _ path: WritableKeyPath<D, Constant>, in range: ClosedRange<Double>) {
    self.name = name
    self.path = path
    self.range = range
  }
}
