import FloatingPointFormats

/// The inputs that break one rule, as ranges of neighbouring encodings.
package struct DefectRanges: Codable, Sendable, Equatable {
  /// A stretch of inputs, both ends in bits, and the output at the first.
  package struct Range: Codable, Sendable, Equatable {
    package var from, to: String
    package var count: Int
    package var output: String
  }

  package var rule: String
  /// How many inputs break it, in how many ranges.
  package var inputs: Int
  package var rangeCount: Int
  /// Those nearest to zero, eight at most.
  package var ranges: [Range]
}

/// Collects inputs of one sign by ascending magnitude.
struct RangeCollector: Codable, Sendable, Equatable {
  struct Piece: Codable, Sendable, Equatable {
    var from, to: Int
    let output: UInt64
  }
  static let kept = 8

  var inputs = 0
  var count = 0
  var first: [Piece] = []
  /// The end of the last range, which the next input may belong to.
  var last = Int.min

  mutating func add(_ magnitude: Int, output: UInt64) {
    inputs += 1
    if last == magnitude - 1 {
      if count <= RangeCollector.kept { first[count - 1].to = magnitude }
    } else {
      count += 1
      if count <= RangeCollector.kept {
        first.append(Piece(from: magnitude, to: magnitude, output: output))
      }
    }
    last = magnitude
  }

  /// Joins what follows directly after.
  mutating func append(_ other: RangeCollector) {
    guard other.count > 0, let head = other.first.first else { return }
    inputs += other.inputs
    let joins = last == head.from - 1
    var rest = other.first[...]
    if joins {
      if count <= RangeCollector.kept { first[count - 1].to = head.to }
      rest = rest.dropFirst()
    }
    count += other.count - (joins ? 1 : 0)
    first += rest.prefix(max(0, RangeCollector.kept - first.count))
    last = other.last
  }
}
