extension JSONText {
  /// A list of objects as one object of columns, `[{"a":1,"b":2},{"a":3}]` as
  /// `{"a":[1,3],"b":[2,null]}`: the keys stand there once. Objects in a column become columns
  /// too. What is no list of objects, or an empty one, stays.
  var inColumns: JSONText {
    guard let rows = array, !rows.isEmpty, rows.contains(where: \.isObject),
      rows.allSatisfy({ $0.isObject || $0 == .null })
    else { return self }
    let keys = Set(rows.flatMap(\.keys))
    return .object(
      Dictionary(
        uniqueKeysWithValues: keys.map { key in
          (key, JSONText.array(rows.map { $0[key] ?? .null }).inColumns)
        }))
  }

  /// The inverse: a cell that is null is a key that its row lacks, and a row without any key is null.
  ///
  /// - Returns: nil where the columns are not equally long.
  var inRows: JSONText? {
    guard case .object(let columns) = self else { return self }
    var cells: [String: [JSONText]] = [:]
    for (key, column) in columns {
      guard let rows = column.inRows?.array else { return nil }
      cells[key] = rows
    }
    let count = cells.values.first?.count ?? 0
    guard cells.values.allSatisfy({ $0.count == count }) else { return nil }
    return .array(
      (0..<count).map { i in
        let row = cells.compactMapValues { $0[i] == .null ? nil : $0[i] }
        return row.isEmpty ? .null : .object(row)
      })
  }

  private var isObject: Bool { if case .object = self { true } else { false } }

  private var keys: [String] { if case .object(let keys) = self { Array(keys.keys) } else { [] } }
}
