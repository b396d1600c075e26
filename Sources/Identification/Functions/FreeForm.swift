import Functions

/// A formula whose constants are free.
struct FreeForm: Sendable {
  struct Parameter: Sendable {
    /// `scale`, `cubic`, `factor`.
    let name: String
    /// What it is in the right formula.
    let usual: Double
  }

  let target: Target
  /// The formula in ASCII, with the parameters' names.
  let text: String
  let parameters: [Parameter]
  /// Where the search begins; the first is the right formula.
  let starts: [[Double]]
  let value: @Sendable ([Double], Double) -> Double

  private static let (scale, cubic) = (0x1.9884533d43651p-1, 0.044715)

  static func all(order: Int) -> [FreeForm] { order == 0 ? values : order == 1 ? slopes : [] }

  private static let values = [
    FreeForm(
      target: Target(.gelu), text: "factor * x * Phi(scale * x)",
      parameters: [Parameter(name: "scale", usual: 1), Parameter(name: "factor", usual: 1)],
      starts: [[1, 1], [1.4, 1], [0.7, 1], [1, 2], [1, 0.5]]
    ) { c, x in c[1] * x * normal(c[0] * x) },
    FreeForm(
      target: Target(.geluTanh),
      text: "factor * x * (1 + tanh(scale * (x + cubic * x^3)))/2",
      parameters: [
        Parameter(name: "scale", usual: scale), Parameter(name: "cubic", usual: cubic),
        Parameter(name: "factor", usual: 1),
      ],
      starts: [
        [scale, cubic, 1], [cubic, scale, 1], [1, 0.02, 1], [scale, 0.2, 1], [0.4, 0.1, 1],
        [scale, cubic, 2], [scale, cubic, 0.5],
      ]
    ) { c, x in c[2] * x * logistic(2 * c[0] * (x + c[1] * x * x * x)) },
    FreeForm(
      target: Target(.geluSigmoid), text: "factor * x * sigma(scale * x)",
      parameters: [Parameter(name: "scale", usual: 1.702), Parameter(name: "factor", usual: 1)],
      starts: [[1.702, 1], [1, 1], [2.5, 1], [0.5, 1], [1.702, 2], [1.702, 0.5]]
    ) { c, x in c[1] * x * logistic(c[0] * x) },
    FreeForm(
      target: Target(.leakyReLU), text: "x < 0 ? slope * x : factor * x",
      parameters: [Parameter(name: "slope", usual: 0.01), Parameter(name: "factor", usual: 1)],
      starts: [[0.01, 1], [0.2, 1]]
    ) { c, x in (x < 0 ? c[0] : c[1]) * x },
  ]

  private static let slopes = [
    FreeForm(
      target: Target(.gelu, derivative: 1),
      text: "first * Phi(scale * x) + second * x * phi(scale * x)",
      parameters: [
        Parameter(name: "scale", usual: 1), Parameter(name: "first", usual: 1),
        Parameter(name: "second", usual: 1),
      ],
      starts: [[1, 1, 1], [1.4, 1, 1], [0.7, 1, 1], [1, 1, 0], [1, 0, 1]]
    ) { c, x in c[1] * normal(c[0] * x) + c[2] * x * density(c[0] * x) },
    FreeForm(
      target: Target(.geluTanh, derivative: 1),
      text: "s + second * x * s * (1 - s) * 2*scale * (1 + inner * x^2), "
        + "s = sigma(2*scale * (x + cubic * x^3))",
      parameters: [
        Parameter(name: "scale", usual: scale), Parameter(name: "cubic", usual: cubic),
        Parameter(name: "inner", usual: 3 * cubic), Parameter(name: "second", usual: 1),
      ],
      starts: [
        [scale, cubic, 3 * cubic, 1], [scale, cubic, cubic, 1], [scale, cubic, 0, 1],
        [cubic, scale, 3 * scale, 1],
      ]
    ) { c, x in
      let z = 2 * c[0] * (x + c[1] * x * x * x)
      let s = logistic(z)
      return s + c[3] * x * s * logistic(-z) * 2 * c[0] * (1 + c[2] * x * x)
    },
    FreeForm(
      target: Target(.geluSigmoid, derivative: 1),
      text: "s + second * x * s * (1 - s) * scale, s = sigma(scale * x)",
      parameters: [Parameter(name: "scale", usual: 1.702), Parameter(name: "second", usual: 1)],
      starts: [[1.702, 1], [1, 1], [1.702, 0.5]]
    ) { c, x in
      let s = logistic(c[0] * x)
      return s + c[1] * x * s * logistic(-c[0] * x) * c[0]
    },
  ]
}
