/// A row of columns as an SVG path: neighbours of one height are joined, steps are written as
/// differences in tenths of a pixel, so that a column takes few bytes and none is off.
struct Skyline {
  private var runs: [(from: Int, to: Int, y: Int)] = []

  /// Appends a column; columns come from left to right.
  mutating func append(from: Double, to: Double, y: Double) {
    let (a, b, place) = (SVG.tenths(from), SVG.tenths(to), SVG.tenths(y))
    if let last = runs.last, last.y == place, last.to == a {
      runs[runs.count - 1].to = b
    } else if b > a {
      runs.append((a, b, place))
    }
  }

  /// The upper edge, broken where columns are missing.
  var edge: String {
    var data = ""
    var end: (x: Int, y: Int)?
    for run in runs {
      if let end, end.x == run.from {
        data += "v" + SVG.decimal(tenths: run.y - end.y)
      } else {
        data += "M" + SVG.decimal(tenths: run.from) + " " + SVG.decimal(tenths: run.y)
      }
      data += "h" + SVG.decimal(tenths: run.to - run.from)
      end = (run.to, run.y)
    }
    return data
  }

  /// What lies between the upper edge and a base line.
  func area(base: Double) -> String {
    let floor = SVG.tenths(base)
    var data = ""
    var end: (x: Int, y: Int)?
    for run in runs where run.y < floor {
      if let end, end.x == run.from {
        data += "v" + SVG.decimal(tenths: run.y - end.y)
      } else {
        if end != nil { data += "V\(SVG.decimal(tenths: floor))z" }
        data += "M" + SVG.decimal(tenths: run.from) + " " + SVG.decimal(tenths: floor)
        data += "V" + SVG.decimal(tenths: run.y)
      }
      data += "h" + SVG.decimal(tenths: run.to - run.from)
      end = (run.to, run.y)
    }
    return end == nil ? "" : data + "V\(SVG.decimal(tenths: floor))z"
  }
}

extension Skyline {
  /// Columns, neighbours joined to the largest error in both until they are `pixels` broad. No column is
  /// joined across a place where one begins that does not touch it, or that is empty where it is not.
  static func joined(
    _ columns: [(from: Double, to: Double, ulp: Double?)], pixels: Double
  ) -> [(from: Double, to: Double, ulp: Double?)] {
    columns.reduce(into: []) { all, column in
      if let last = all.last, column.to - last.from <= pixels, column.from - last.to < 0.01,
        let a = last.ulp, let b = column.ulp
      {
        all[all.count - 1] = (last.from, column.to, max(a, b))
      } else {
        all.append(column)
      }
    }
  }
}
