/// One formula for an activation function or its derivative, written once and evaluated on any
/// arithmetic.
///
/// The text of `value` is the order of operations: nothing reorders or contracts it, Swift having no
/// fast-math.
package protocol Formula: Sendable {
  /// What `list` says of it; the name is the id alone, without a variant.
  static var about: KernelDescription { get }
  /// The variants under which it is in use; those that change no bit are left out by the catalogue.
  static var variants: [Variant] { get }

  static func value<A: KernelArithmetic>(_ x: A) -> A
}

extension Formula {
  package static var variants: [Variant] { Variant.allCases }
}
