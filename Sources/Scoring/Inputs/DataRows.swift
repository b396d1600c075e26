import FloatingPointFormats

/// Recorded inputs and outputs, sorted by input, then second input, then output; equal rows are one, counted.
struct DataRows: Sendable {
  struct Row: Sendable {
    /// The input's place in totalOrder.
    var position: UInt64
    /// The second input's place, 0 where there is none.
    var second: UInt64
    var output: UInt64
    var count: Int
  }

  private(set) var rows: [Row] = []
  /// Where each distinct input begins in `rows`; one more at the end.
  private(set) var starts: [Int] = []

  /// - Precondition: the arrays are equally long.
  init<X: BinaryFormat, Y: BinaryFormat>(_ x: [X], _ second: [X]?, _ y: [Y]) {
    precondition(x.count == y.count && second?.count ?? x.count == x.count)
    // Where both fit into one word, sorting words is several times as fast.
    if second == nil, X.width + Y.width <= 64 {
      let shift = UInt64(Y.width), mask: UInt64 = (1 << shift) - 1
      var keys = zip(x, y).map { $0.position << shift | UInt64($1.bitPattern) }
      keys.sort()
      for key in keys { append(key >> shift, 0, key & mask) }
    } else {
      let order = x.indices.map {
        (x[$0].position, second?[$0].position ?? 0, UInt64(y[$0].bitPattern))
      }
      for row in order.sorted(by: <) { append(row.0, row.1, row.2) }
    }
    starts.append(rows.count)
  }

  private mutating func append(_ position: UInt64, _ second: UInt64, _ output: UInt64) {
    if let last = rows.last, last.position == position, last.second == second {
      if last.output == output {
        rows[rows.count - 1].count += 1
        return
      }
    } else {
      starts.append(rows.count)
    }
    rows.append(Row(position: position, second: second, output: output, count: 1))
  }

  /// How many distinct inputs there are.
  var count: Int { starts.count - 1 }

  /// The rows of one distinct input: one for each of its outputs.
  func outputs(of input: Int) -> ArraySlice<Row> { rows[starts[input]..<starts[input + 1]] }

  /// All inputs that the format has, or those that there are.
  func inputs<X: BinaryFormat>(_: X.Type, hasSecond: Bool) -> InputSet {
    guard !hasSecond else {
      return .given(
        GivenInputs(pairs: (0..<count).map { (rows[starts[$0]].position, rows[starts[$0]].second) })
      )
    }
    guard X.name.canTryAllInputs, count == 1 << X.width else {
      return .positions((0..<count).map { rows[starts[$0]].position })
    }
    return .exhaustive
  }
}
