extension Function {
  /// The same function with other constants; Documentation/Definitions.md has which each has, and
  /// `Definition.parameters` what is admitted.
  ///
  /// - Parameters: the constants to change; nil keeps the one that the function has.
  /// - Throws: `FunctionError` for a constant that the function has not, or one out of its range.
  public func with(
    scale: DecimalConstant? = nil, cubic: DecimalConstant? = nil, slope: DecimalConstant? = nil
  ) throws -> Function {
    try with(
      [("scale", scale), ("cubic", cubic), ("slope", slope)].compactMap { name, value in
        value.map { (name, $0) }
      })
  }

  private func with(_ constants: [(name: String, value: DecimalConstant)]) throws -> Function {
    func changed<D: Definition>(_ definition: D) throws -> Function {
      var definition = definition
      for (name, value) in constants {
        guard let parameter = D.parameters.first(where: { $0.name == name }) else {
          let which = Function.all.filter { $0.constantNames.contains(name) }.map(\.baseName)
          throw FunctionError(
            description: "\(D.name) has no \(name); it is a constant of "
              + which.joined(separator: " and "))
        }
        let (value, range) = (value.reduced, parameter.range)
        guard range.contains(value.double) else {
          throw FunctionError(
            description: "\(name) = \(value) is out of range: \(D.name) takes "
              + "\(range.lowerBound) to \(range.upperBound)")
        }
        definition[keyPath: parameter.path] = .decimal(value)
      }
      return Function(definition)
    }
    return try changed(definition)
  }

  /// The name without constants.
  public var baseName: String { type(of: definition).name }

  private var constantNames: [String] {
    func names<D: Definition>(_: D) -> [String] { D.parameters.map(\.name) }
    return names(definition)
  }

  /// `scale=1.773`, for every constant that is not the usual one.
  private var unusualConstants: [String] {
    func unusual<D: Definition>(_ definition: D) -> [String] {
      D.parameters.compactMap { p in
        let own = definition[keyPath: p.path]
        guard own != D()[keyPath: p.path], case .decimal(let d) = own else { return nil }
        return "\(p.name)=\(d)"
      }
    }
    return unusual(definition)
  }

  /// The name, with the constants that differ from the usual ones:
  /// `gelu-tanh(scale=0.7978845608,cubic=0.0455399241)`. `init(named:)` reads it back.
  public var name: String {
    let list = unusualConstants
    return baseName + (list.isEmpty ? "" : "(" + list.joined(separator: ",") + ")")
  }

  /// A function by its name; nil for an unknown name or constants that it does not admit.
  public init?(named name: String) {
    guard let function = Function.read(name) else { return nil }
    self = function
  }

  private static func read(_ name: String) -> Function? {
    let parts = name.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    guard let usual = all.first(where: { $0.baseName == parts[0] }) else { return nil }
    guard parts.count == 2 else { return usual }
    guard parts[1].hasSuffix(")") else { return nil }
    var constants: [(name: String, value: DecimalConstant)] = []
    for item in parts[1].dropLast().split(separator: ",", omittingEmptySubsequences: false) {
      let pair = item.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, !constants.contains(where: { $0.name == pair[0] }),
        let value = DecimalConstant(String(pair[1]))
      else { return nil }
      constants.append((String(pair[0]), value))
    }
    return try? usual.with(constants)
  }
}
