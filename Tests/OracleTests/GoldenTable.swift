import CMPFR
import Foundation
import Functions
import Testing

@testable import Oracle

/// One of the tables under Reference/Golden, made by another program; its README has the format.
struct GoldenTable: Sendable, CustomTestStringConvertible {
  struct Row: Sendable {
    var x: Double
    var value: String
    var tag: Substring
  }

  let function: Function
  let derivative: Int

  var name: String {
    function.name + ["", "-derivative", "-second-derivative"][derivative]
  }
  var testDescription: String { name }
  var oracle: Oracle { Oracle(function, derivative: derivative) }

  /// Value and derivative of all functions, the second derivative of the smooth ones.
  static let all = Function.all.flatMap { f in
    f.definition.orders.map { GoldenTable(function: f, derivative: $0) }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Reference/Golden").standardized

  func rows() throws -> [Row] {
    let text = try String(contentsOf: Self.folder.appending(path: name + ".tsv"), encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard fields.count == 3, let x = Double(fields[0]) else {
        throw OracleError(description: "\(name).tsv: cannot read '\(line)'")
      }
      return Row(x: x, value: String(fields[1]), tag: fields[2])
    }
  }
}

/// A decimal as sign, 60 figures and the power of ten of the first, however it is written.
struct Decimal60: Hashable {
  var negative: Bool
  var figures: String
  var power: Int

  /// Nil for zeros, for what has more than 60 figures, and for what is no number.
  init?(_ text: String) {
    negative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: "e", omittingEmptySubsequences: false)
    // An exponent of more digits than an Int has is only known to be far below.
    let far =
      parts.count == 2 && parts[1].hasPrefix("-") && parts[1].dropFirst().allSatisfy(\.isNumber)
    guard (1...2).contains(parts.count),
      let written = parts.count == 2 ? Int(parts[1]) ?? (far ? .min / 2 : nil) : 0
    else { return nil }
    let halves = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    let all = halves.joined()
    let kept = all.drop { $0 == "0" }
    guard halves.count <= 2, all.allSatisfy(\.isNumber), !kept.isEmpty, kept.count <= 60 else {
      return nil
    }
    figures = kept + String(repeating: "0", count: 60 - kept.count)
    power = written + halves[0].count - 1 - (all.count - kept.count)
  }

  /// All reals within half a unit of the 60th figure.
  var interval: Interval {
    let sign = negative ? "-" : ""
    return Interval(reading: "\(sign)\(figures)e\(power - 59)") + Interval(
      reading: "5e\(power - 60)")
      * Interval(from: -1, to: 1, precision: 320)
  }
}

extension Interval {
  /// A decimal, rounded outward at 320 bits.
  init(reading text: String) {
    MPFloat.widenExponents()
    func read(_ rounding: mpfr_rnd_t) -> MPFloat {
      MPFloat(precision: 320) { p in
        _ = text.withCString { mpfr_strtofr(p, $0, nil, 10, rounding) }
      }
    }
    self.init(lo: read(MPFR_RNDD), hi: read(MPFR_RNDU))
  }
}
