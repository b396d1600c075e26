import FloatingPointFormats
import Functions
import Oracle
import Scoring

/// A value of a format: its bits in hex, and the shortest decimal that reads back.
package struct FormatValue: Codable, Equatable, Sendable {
  package let bits: String
  package let value: String

  init<T: BinaryFormat>(_ x: T) { (bits, value) = (x.hexBits, x.exactDecimal) }
}

/// A turning point of a function or of its derivative, with the floats on either side.
///
/// The location is the zero of the next derivative, proven to be the only one of its sign.
package struct Landmark: Equatable, Sendable {
  package enum Kind: String, Codable, Sendable { case minimum, maximum }

  /// f, or f′, whose turning point it is.
  package let target: Target
  package let kind: Kind
  /// Where it is: the zero of the derivative of the next order.
  package let location: RealEnclosure
  /// The value of f (of f′) there.
  package let value: RealEnclosure
  /// By format.
  package let neighbours: [String: Neighbours]

  /// The floats next to the location, the correctly rounded results there, and all inputs whose
  /// correctly rounded result is the extreme one.
  package struct Neighbours: Codable, Equatable, Sendable {
    package let below: FormatValue
    package let above: FormatValue
    package let resultBelow: FormatValue
    package let resultAbove: FormatValue
    package let extremeResult: FormatValue
    package let extremeFrom: FormatValue
    package let extremeThrough: FormatValue
  }

  /// All turning points of a smooth function (one) and of its derivative (two), ascending.
  package static func all(of function: Function) throws -> [Landmark] {
    guard function.definition.orders.contains(2) else { return [] }
    return try (0...1).flatMap { order in
      let slopes = Oracle(function, derivative: order + 1)
      return try slopes.zeros().map { try Landmark(function, order, at: $0) }
    }
  }

  private init(_ f: Function, _ order: Int, at x: Interval) throws {
    let oracle = Oracle(f, derivative: order)
    target = oracle.target
    kind = oracle.expansion(x)[2].isCertainlyNegative ? .maximum : .minimum
    location = RealEnclosure(x)
    value = RealEnclosure(oracle.evaluated(x))
    var found: [String: Neighbours] = [:]
    for format in FormatName.reported {
      found[format.rawValue] = try Neighbours(oracle, kind, x, format.type)
    }
    neighbours = found
  }
}

extension Landmark.Neighbours {
  init<T: BinaryFormat>(_ oracle: Oracle, _ kind: Landmark.Kind, _ x: Interval, _: T.Type) throws {
    let (a, b) = x.neighbours(in: T.self)
    func result(_ ordinal: Int) throws -> T {
      try oracle.rounded(at: T(ordinal: ordinal).double, to: T.self)
    }
    let (left, right) = (try result(a.ordinal), try result(b.ordinal))
    // Rounding is monotone, so the extreme result is that of one of the neighbours; and f is
    // monotone for half a unit on either side, so the inputs that have it are one run.
    let isLeft = kind == .minimum ? left.ordinal <= right.ordinal : left.ordinal >= right.ordinal
    let extreme = isLeft ? left : right
    func end(_ start: Int, _ direction: Int) throws -> Int {
      guard try result(start) == extreme else { return start - direction }
      // Doubled until past the end, then halved.
      var step = 1
      while try result(start + direction * step) == extreme { step *= 2 }
      var (inside, outside) = (step / 2, step)
      while outside - inside > 1 {
        let middle = (inside + outside) / 2
        if try result(start + direction * middle) == extreme {
          inside = middle
        } else {
          outside = middle
        }
      }
      return start + direction * inside
    }
    below = FormatValue(a)
    above = FormatValue(b)
    resultBelow = FormatValue(left)
    resultAbove = FormatValue(right)
    extremeResult = FormatValue(extreme)
    extremeFrom = FormatValue(T(ordinal: try end(a.ordinal, -1)))
    extremeThrough = FormatValue(T(ordinal: try end(b.ordinal, 1)))
  }
}

extension Landmark: Codable {
  private enum Key: String, CodingKey { case kind, location, value, neighbours }

  package init(from decoder: any Decoder) throws {
    target = try Target(flatFrom: decoder)
    let keys = try decoder.container(keyedBy: Key.self)
    kind = try keys.decode(Kind.self, forKey: .kind)
    location = try keys.decode(RealEnclosure.self, forKey: .location)
    value = try keys.decode(RealEnclosure.self, forKey: .value)
    neighbours = try keys.decode([String: Neighbours].self, forKey: .neighbours)
  }

  package func encode(to encoder: any Encoder) throws {
    try target.encodeFlat(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kind, forKey: .kind)
    try keys.encode(location, forKey: .location)
    try keys.encode(value, forKey: .value)
    try keys.encode(neighbours, forKey: .neighbours)
  }
}
