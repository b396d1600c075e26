import FloatingPointFormats
import Identification

/// Finite inputs that give NaN or an infinity: an intermediate result overflows where the run goes on to the end
/// of the line; else a band.
struct OverflowCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let (nan, infinite) = open.filter { !c.rows[$0].y.isFinite && c.rows[$0].right.isFinite }
      .partitioned { c.rows[$0].y.isNaN }
    return findings(c, nan, "NaN", .overflowToNaN)
      + findings(c, infinite, "an infinity", .overflowToInfinity)
  }

  private func findings(_ c: Case, _ rows: [Int], _ what: String, _ cause: Cause) -> [Finding] {
    let runs = Run.of(rows)
    if let run = runs.first, run.count == c.rows.count {
      return [
        Finding(
          cause: cause, sentence: "every output is \(what)",
          evidence: ["at all \(run.count) finite inputs"], rows: rows)
      ]
    }
    let (outer, inner) = runs.partitioned { $0.first == 0 || $0.last == c.rows.count - 1 }
    var found: [Finding] = []
    if !outer.isEmpty {
      let starts = outer.map { run in
        c.rows[run.first == 0 ? run.last : run.first].x
      }
      let insides = outer.map { run in
        let inner = run.first == 0 ? run.last + 1 : run.first - 1
        return c.rows.indices.contains(inner) ? c.rows[inner].x.magnitude : 0
      }
      let known = zip(insides, starts).lazy.compactMap {
        Landmark.between($0, $1.magnitude, c.observed.signature.output)
      }.first
      let why = known.map { "\($0.what) overflows \($0.format.rawValue)" }
      found.append(
        Finding(
          cause: cause,
          sentence: "\(what) for large inputs: " + (why ?? "an intermediate result overflows"),
          evidence: starts.map { "from x = \(c.shown($0)) outwards" }
            + (known.map { ["\($0.what) leaves the range at |x| = \($0.x)"] } ?? []),
          rows: outer.flatMap { $0.first...$0.last }.sorted()))
    }
    if !inner.isEmpty {
      found.append(
        Finding(
          cause: .nanBand,
          sentence:
            "\(what) for finite inputs in \(inner.count == 1 ? "a band" : "\(inner.count) bands")",
          evidence: inner.prefix(4).map {
            "from x = \(c.shown(c.rows[$0.first].x)) to \(c.shown(c.rows[$0.last].x)), \($0.count) inputs tried; "
              + "beside it \(neighbour(c, $0))"
          },
          rows: inner.flatMap { $0.first...$0.last }.sorted()))
    }
    return found
  }

  /// What the outputs beside a band are.
  private func neighbour(_ c: Case, _ run: Run) -> String {
    let errors = [run.first - 1, run.last + 1].filter(c.rows.indices.contains)
      .map { c.rows[$0].error.magnitude }
    return errors.allSatisfy { $0 <= Row.bad } ? "outputs are right" : "outputs are wrong too"
  }
}

/// Results beyond what another format holds: they stand still at its largest number, or are infinite.
struct SaturationCauses: Detector {
  func findings(in c: Case, open: [Int]) -> [Finding] {
    let narrower = FormatName.allCases.filter {
      $0.parameters.largestFinite < c.output.largestFinite
        && !$0.rawValue.hasSuffix("_sat")
    }.sorted { $0.parameters.largestFinite > $1.parameters.largestFinite }
    for format in narrower {
      let largest = format.parameters.largestFinite
      let held = c.observed.signature.output.nearest(largest)
      // Half a unit above the largest is still rounded to it.
      let beyond = c.rows.indices.filter { c.rows[$0].f.magnitude > largest * 1.07 }
      guard beyond.count >= 2 else { continue }
      let ends = beyond.filter {
        let y = c.rows[$0].y
        return y.magnitude == held || y.isInfinite || y.isNaN && !format.parameters.hasInfinity
      }
      guard ends.count * 100 >= beyond.count * 98 else { continue }
      // What ends below belongs to another cause.
      let below = c.rows.filter { $0.f.magnitude < largest * 0.9 && $0.f.magnitude > largest / 4 }
      guard below.count(where: \.isBad) * 10 <= below.count else { continue }
      let rows = ends.filter(Set(open).contains)
      guard rows.count >= 2, let first = rows.min(by: { abs(c.rows[$0].x) < abs(c.rows[$1].x) })
      else { continue }
      let end = c.rows[first].y
      return [
        Finding(
          cause: .saturation,
          sentence: "results beyond \(largest), the largest \(format.rawValue), become \(end)",
          evidence: [
            "x = \(c.shown(c.rows[first].x)) gives \(end), not \(c.shownOutput(c.rows[first].right))",
            "so do \(ends.count) of \(beyond.count) inputs with a larger result",
          ], rows: rows)
      ]
    }
    return []
  }
}
