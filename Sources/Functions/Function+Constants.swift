extension Function {
  /// The same function with other constants.
  ///
  /// | function | constants | admitted |
  /// |---|---|---|
  /// | `gelu-tanh` | scale (√(2/π) unless said), cubic | 1/16 … 1024, 0 … 1024 |
  /// | `gelu-sigmoid` | scale | 1/16 … 1024 |
  /// | `leaky-relu` | slope | 0 … 1 |
  ///
  /// The ranges are what the oracle's proofs need: with them |z| ≥ |x|/16 in gate = 1/(1+exp(−z)),
  /// so that every value below −65536 is under 2^−5000, and |z′| ≤ 2^23·x² there; and with a
  /// slope of at most 1 no result overflows, with one of at least 0 the function is monotone.
  /// SiLU with another factor in the exponent is `gelu-sigmoid` with that scale.
  ///
  /// - Parameters: the constants to change; nil keeps the one that the function has.
  /// - Throws: `FunctionError` for a constant that the function has not, or one out of its range.
  public func with(
    scale: DecimalConstant? = nil, cubic: DecimalConstant? = nil, slope: DecimalConstant? = nil
  ) throws -> Function {
    func checked(
      _ value: DecimalConstant?, _ name: String, _ kinds: [Kind], _ range: ClosedRange<Double>
    ) throws -> DecimalConstant? {
      guard let value = value?.reduced else { return nil }
      guard kinds.contains(kind) else {
        let which = kinds.map(\.rawValue).joined(separator: " and ")
        throw FunctionError(
          description: "\(kind.rawValue) has no \(name); it is a constant of \(which)")
      }
      guard range.contains(value.double) else {
        throw FunctionError(
          description: "\(name) = \(value) is out of range: \(kind.rawValue) takes "
            + "\(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    return Function(
      kind,
      scale: try checked(scale, "scale", [.geluTanh, .geluSigmoid], Function.scales)
        .map(Constant.decimal) ?? self.scale,
      cubic: try checked(cubic, "cubic", [.geluTanh], Function.cubics) ?? self.cubic,
      slope: try checked(slope, "slope", [.leakyReLU], Function.slopes) ?? self.slope)
  }

  static let scales = 0x1p-4...1024.0
  static let cubics = 0.0...1024.0
  static let slopes = 0.0...1.0

  /// `scale=1.773`, for every constant that is not the usual one.
  private var unusualConstants: [String] {
    var list: [String] = []
    let usual = Function.all.first { $0.kind == kind }
    if case .decimal(let d) = scale, scale != usual?.scale { list.append("scale=\(d)") }
    if cubic != Function.usualCubic { list.append("cubic=\(cubic)") }
    if slope != Function.usualSlope { list.append("slope=\(slope)") }
    return list
  }

  /// The name of the kind, with the constants that differ from the usual ones:
  /// `gelu-tanh(scale=0.7978845608,cubic=0.0455399241)`. `init(named:)` reads it back.
  public var name: String {
    let list = unusualConstants
    return kind.rawValue + (list.isEmpty ? "" : "(" + list.joined(separator: ",") + ")")
  }

  /// A function by its name; nil for an unknown name or constants that it does not admit.
  public init?(named name: String) {
    guard let function = Function.read(name) else { return nil }
    self = function
  }

  private static func read(_ name: String) -> Function? {
    let parts = name.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    guard let usual = all.first(where: { $0.kind.rawValue == parts[0] }) else { return nil }
    guard parts.count == 2 else { return usual }
    guard parts[1].hasSuffix(")") else { return nil }
    var constants: [Substring: DecimalConstant] = [:]
    for item in parts[1].dropLast().split(separator: ",", omittingEmptySubsequences: false) {
      let pair = item.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, ["scale", "cubic", "slope"].contains(pair[0]),
        constants[pair[0]] == nil, let value = DecimalConstant(String(pair[1]))
      else { return nil }
      constants[pair[0]] = value
    }
    return try? usual.with(
      scale: constants["scale"], cubic: constants["cubic"], slope: constants["slope"])
  }
}
