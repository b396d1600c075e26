/// How a second input of every row enters what outputs are held to.
///
/// | role | exact result of x and a second input a |
/// |---|---|
/// | `dy` | a·f′(x): a gradient with its upstream gradient |
/// | `up` | u·f(g): a gated layer (GEGLU, SwiGLU, ReGLU), with u = clamp(a, ±limit) + offset and g = min(x, gate-limit) |
/// | `bias` | f(x + a), the sum exact |
///
/// The clamped SwiGLU (a + 1)·x·σ(1.702·x) with limits of 7, for example, is
/// `up(offset=1,limit=7,gate-limit=7)` of `gelu-sigmoid`.
public struct SecondInput: Hashable, Sendable {
  public enum Role: String, Sendable, CaseIterable { case dy, up, bias }

  public let role: Role
  /// Added to the clamped second input; of the role `up` alone, as are the limits.
  public let offset: Double
  public let limit: Double
  public let gateLimit: Double

  /// Nil where a dy or a bias is given an offset or a limit, or one of them is not a number.
  public init?(
    _ role: Role, offset: Double = 0, limit: Double = .infinity, gateLimit: Double = .infinity
  ) {
    guard offset.isFinite, limit > 0, !gateLimit.isNaN, gateLimit > -.infinity,
      role == .up || offset == 0 && limit == .infinity && gateLimit == .infinity
    else { return nil }
    (self.role, self.offset, self.limit, self.gateLimit) = (role, offset, limit, gateLimit)
  }

  private init(_ role: Role) {
    (self.role, offset, limit, gateLimit) = (role, 0, .infinity, .infinity)
  }

  public static let dy = SecondInput(.dy)
  public static let up = SecondInput(.up)
  public static let bias = SecondInput(.bias)
}

extension SecondInput: CustomStringConvertible {
  /// `up`, `up(offset=1.0,limit=7.0)`: what `init(_:)` reads.
  public var description: String {
    var parts: [String] = []
    if offset != 0 { parts.append("offset=\(offset)") }
    if limit != .infinity { parts.append("limit=\(limit)") }
    if gateLimit != .infinity { parts.append("gate-limit=\(gateLimit)") }
    return role.rawValue + (parts.isEmpty ? "" : "(\(parts.joined(separator: ",")))")
  }

  /// Nil for what is no second input.
  public init?(_ text: String) {
    let name = text.prefix { $0 != "(" }
    guard let role = Role(rawValue: String(name)) else { return nil }
    var values: [String: Double] = [:]
    let rest = text.dropFirst(name.count)
    if !rest.isEmpty {
      guard rest.hasSuffix(")") else { return nil }
      for part in rest.dropFirst().dropLast().split(
        separator: ",", omittingEmptySubsequences: false)
      {
        let pair = part.split(separator: "=", omittingEmptySubsequences: false)
        guard pair.count == 2, ["offset", "limit", "gate-limit"].contains(pair[0]),
          let value = Double(pair[1]), values.updateValue(value, forKey: String(pair[0])) == nil
        else { return nil }
      }
    }
    self.init(
      role, offset: values["offset"] ?? 0, limit: values["limit"] ?? .infinity,
      gateLimit: values["gate-limit"] ?? .infinity)
  }
}
