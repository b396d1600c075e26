import FloatingPointFormats
import Foundation

/// Results that are right but for how they are rounded: toward zero, up or down, by way of another format; or that
/// are, all of them, numbers of a narrower one.
struct RoundingCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let wrong = open.filter {
      let row = c.rows[$0]
      return !row.isRight && row.y.isFinite && row.y != row.right
    }
    guard wrong.count >= 2 else { return [] }
    return narrow(c, wrong) ?? directed(c, wrong) ?? twice(c, wrong) ?? []
  }

  // MARK: Toward zero, up, down

  private func directed(_ c: Case, _ wrong: [Int]) -> [Finding]? {
    let modes: [(name: String, cause: Cause, isUp: (Row) -> Bool)] = [
      ("toward zero: bits are cut off", .truncation, { _ in false }),
      ("up", .directedRounding, { $0.f.sign == .plus }),
      ("down", .directedRounding, { $0.f.sign == .minus }),
      ("away from zero", .directedRounding, { _ in true }),
    ]
    for mode in modes {
      // Of rows whose rounding goes the other way, what the mode would give.
      let all = c.rows.indices.filter { c.rows[$0].isRoundedUp != nil && c.rows[$0].y.isFinite }
      func agrees(_ i: Int) -> Bool {
        let row = c.rows[i]
        // What is nearly a number of the format is one already where it is cut.
        let isNear = (row.right - row.f).magnitude < row.unit * 0x1p-10
        return row.y == expected(c, i, isUp: mode.isUp(row)) || isNear && row.y == row.right
      }
      let explained = wrong.filter(agrees)
      guard explained.count * 100 >= wrong.count * 95,
        all.count(where: agrees) * 100 >= all.count * 98, let example = explained.first
      else { continue }
      let inward = c.rows.filter { $0.error.isFinite && $0.f != 0 && $0.error != 0 }
        .count { ($0.error < 0) == ($0.f > 0) }
      return [
        Finding(
          cause: mode.cause, sentence: "results are rounded \(mode.name), not to nearest",
          evidence: [
            "\(all.count(where: agrees)) of \(all.count) inexact results are what that gives, "
              + "\(inward) of them nearer to zero than the exact value",
            "x = \(c.shown(c.rows[example].x)) gives \(c.shownOutput(c.rows[example].y)), "
              + "nearest is \(c.shownOutput(c.rows[example].right))",
          ], rows: explained)
      ]
    }
    return nil
  }

  /// The rounding away from zero or toward it.
  private func expected(_ c: Case, _ i: Int, isUp: Bool) -> Double {
    let row = c.rows[i]
    guard let isRoundedUp = row.isRoundedUp, isRoundedUp != isUp else { return row.right }
    return c.observed.signature.output.neighbour(of: row.right, outward: isUp, sign: row.f)
  }

  // MARK: By way of another format

  private func twice(_ c: Case, _ wrong: [Int]) -> [Finding]? {
    let output = c.observed.signature.output
    // Results that come from float64 are off by next to nothing more than half an ulp: that is no defect.
    for format in FormatName.allCases
    where format != .float64 && format.parameters.precision > output.parameters.precision
      && format.parameters.largestFinite >= output.parameters.largestFinite / 2
    {
      let through = wrong.filter { i in
        let once = format.nearest(c.rows[i].f)
        return once.isFinite && output.nearest(once) == c.rows[i].y
      }
      guard through.count >= 2, through.count * 100 >= wrong.count * 90, let first = through.first
      else { continue }
      let row = c.rows[first]
      return [
        Finding(
          cause: .doubleRounding,
          sentence:
            "results are rounded twice, to \(format.rawValue) and then to \(output.rawValue)",
          evidence: [
            "\(through.count) of \(wrong.count) wrong results are what that gives, at most "
              + String(
                format: "%.4g ulp off", through.map { c.rows[$0].error.magnitude }.max() ?? 0),
            "x = \(c.shown(row.x)) gives \(c.shownOutput(row.y)), nearest is \(c.shownOutput(row.right))",
          ], rows: through)
      ]
    }
    return nil
  }

  // MARK: A narrower format inside

  private func narrow(_ c: Case, _ wrong: [Int]) -> [Finding]? {
    let output = c.observed.signature.output
    let narrower = FormatName.allCases.filter {
      $0.parameters.precision < c.output.precision && !$0.rawValue.hasSuffix("_sat")
    }.sorted { $0.parameters.precision < $1.parameters.precision }
    let bad = wrong.filter { c.rows[$0].isBad }
    guard bad.count >= 4 else { return nil }
    let inexact = c.rows.filter {
      $0.y.isFinite && $0.y != 0 && $0.y != $0.x
        && $0.f.magnitude > output.parameters.smallestNormal
    }
    for format in narrower {
      let p = format.parameters
      let inRange = inexact.filter {
        $0.y.magnitude <= p.largestFinite && $0.y.magnitude >= p.smallestNormal
      }
      guard inRange.count >= 64, inRange.allSatisfy({ format.nearest($0.y) == $0.y }) else {
        continue
      }
      let nearest = inRange.count { format.nearest($0.f) == $0.y }
      // A table of a few numbers is another matter, and results may have few bits by themselves.
      guard nearest * 4 >= inRange.count,
        inRange.count(where: { format.nearest($0.right) != $0.right }) * 2 >= inRange.count
      else { continue }
      let explained = bad.filter {
        let y = c.rows[$0].y
        return y == 0 || format.nearest(y) == y
      }
      return [
        Finding(
          cause: .narrowFormat,
          sentence: "every result is a \(format.rawValue) number: it was rounded to that format",
          evidence: [
            "so are all \(inRange.count) results within its range; \(nearest) of them are the nearest one"
          ], rows: explained)
      ]
    }
    return nil
  }
}

/// Inputs that are rounded to a narrower format before anything else.
struct InputCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let input = c.observed.signature.input
    let bad = open.filter { c.rows[$0].isBad && c.rows[$0].y.isFinite && c.rows[$0].y != 0 }
    guard bad.count >= 16 else { return [] }
    let narrower = FormatName.allCases.filter {
      $0.parameters.precision < input.parameters.precision && !$0.rawValue.hasSuffix("_sat")
    }.sorted { $0.parameters.precision > $1.parameters.precision }
    for format in narrower {
      let ways: [(String, (Double) -> Double)] = [
        ("rounded to \(format.rawValue)", { format.nearest($0) }),
        ("cut to \(format.rawValue)", { format.cut($0) }),
      ]
      for (how, change) in ways {
        let explained = bad.filter { i in
          let row = c.rows[i]
          let x = change(row.x)
          guard x != row.x, x.isFinite else { return false }
          let other = c.target.approximate(at: x)
          return (row.y - other).magnitude <= (row.y - row.f).magnitude / 16
        }
        guard explained.count * 100 >= bad.count * 90, let first = explained.first else { continue }
        let row = c.rows[first]
        return [
          Finding(
            cause: .narrowInput, sentence: "x is \(how) before it is used",
            evidence: [
              "\(explained.count) of \(bad.count) results more than \(Int(Row.bad)) ulp off are those of such an x",
              "x = \(c.shown(row.x)) gives \(c.shownOutput(row.y)), as \(change(row.x)) does",
            ], rows: explained)
        ]
      }
    }
    return []
  }
}

extension FormatName {
  /// The next number away from zero, or toward it; of zero the smallest with the sign of another.
  func neighbour(of y: Double, outward: Bool, sign: Double) -> Double {
    func next<T: BinaryFormat>(_: T.Type) -> Double {
      let value = T(nearest: y)
      guard y != 0 else {
        return outward
          ? (sign.sign == .minus ? T.smallestSubnormal.negated : T.smallestSubnormal).double : y
      }
      return (outward == (y > 0) ? value.next : value.previous).double
    }
    return next(self.type)
  }

  /// The nearest number toward zero.
  func cut(_ x: Double) -> Double {
    func cut<T: BinaryFormat>(_: T.Type) -> Double { T(x, rounding: .towardZero).double }
    return cut(self.type)
  }
}
