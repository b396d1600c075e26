/// What a function comes to on one side: f(x) − (constant + slope·x) tends to zero.
///
/// Beyond ±65536 that difference, and those of f′ and f″, are below 2^−n in magnitude, where
/// n = 1.25·2^(e−4) at |x| ≥ 2^e: 5120 at the least. Each definition says why.
package struct Tail: Hashable, Sendable {
  package let constant: Int
  package let slope: Ratio
  /// The signs of f − (constant + slope·x) and of its first three derivatives, from |x| = `from` on;
  /// nil where f is that line exactly.
  package let signs: [Int]?
  /// From here on the signs hold.
  package let from: Double

  /// f tends to the line, and the difference has these signs.
  package init(constant: Int = 0, slope: Ratio = 0, signs: [Int], from: Double = 16) {
    self.constant = constant
    self.slope = slope
    self.signs = signs
    self.from = from
  }

  /// f is the line.
  package init(exactly slope: Ratio) {
    constant = 0
    self.slope = slope
    signs = nil
    from = 0
  }

  /// The line of a derivative, as a constant and a slope.
  package func line(_ k: Int) -> (constant: Ratio, slope: Ratio) {
    switch k {
    case 0: (Ratio(constant), slope)
    case 1: (slope, 0)
    default: (0, 0)
    }
  }

  /// The sign of f⁽ᵏ⁾ less its line; 0 where it is the line.
  package func sign(_ k: Int) -> Int { signs.map { $0[k] } ?? 0 }

  /// Whether f⁽ᵏ⁾ rises (1), falls (−1) or stands still far out, x growing.
  package func direction(_ k: Int) -> Int {
    let slope = line(k).slope
    return slope == 0 ? sign(k + 1) : slope.numerator.signum()
  }
}
