import FloatingPointFormats
import Foundation
import Scoring

/// One measure held against its bound.
public struct Finding: Sendable, Equatable, Codable {
  public enum Kind: String, Sendable, Codable {
    case holds, broken, tighten, waived
    case needlessWaiver = "needless waiver"
  }

  /// The measure: `max_ulp`, `flushed`, `region:tail`, `special:0xff80`.
  public var what: String
  public var kind: Kind
  /// One line: measured, bound, headroom, and where.
  public var text: String

  /// Whether the contract does not hold for it.
  /// - Parameter ratcheting: whether a measure may not be clearly better than its bound.
  package func fails(ratcheting: Bool) -> Bool {
    switch kind {
    case .holds, .waived: false
    case .tighten: ratcheting
    case .broken, .needlessWaiver: true
    }
  }

  /// Whether it is the measure that a kernel is known by.
  package var isLargestError: Bool { what == "max_ulp" || what == "max_finite_ulp" }
}

extension Contract {
  /// How far better than its bound a measure may be before the contract asks to be tightened.
  static let slack = 0.9
  /// On another libm than the contract's: what a bound in ULP may be exceeded by.
  static let foreignLibm = (factor: 1.5, ulp: 0.5)

  /// Holds a score to the contract: a finding for each measure, those that hold included.
  ///
  /// - Parameter libm: the one the score was measured on. Where the contract names another, bounds
  ///   are widened, counts of correct rounding are not compared, and nothing is tightened; the findings
  ///   name both.
  ///   Where the kernel ran in something else than the contract's, as another instruction set, they tell that.
  /// - Parameter more: findings from elsewhere, as that of the place; waivers apply to them too.
  public func check(
    _ score: Score, libm: String = platformLibm, and more: [Finding] = []
  ) -> [Finding] {
    let isForeign = self.libm != nil && self.libm != libm
    let (there, here) = (environment?.line ?? "", score.environment?.line ?? "")
    let isOther = !there.isEmpty && !here.isEmpty && there != here
    let note =
      isForeign
      ? " (bound from \(self.libm ?? ""), measured on \(libm))"
      : isOther ? " (bound from \(there); measured with \(here))" : ""
    let holding = Holding(isForeign: isForeign, note: note)
    return waived(
      errors(of: score, holding) + classes(of: score, holding) + specials(of: score, holding)
        + regions(of: score, holding) + more, of: score)
  }

  /// How measures are held to bounds on this libm.
  private struct Holding {
    let isForeign: Bool
    /// What every finding ends with.
    let note: String

    func callAsFunction(
      _ what: String, _ measured: Double, atMost bound: Double, _ place: String = ""
    ) -> Finding {
      let limit =
        isForeign ? bound * Contract.foreignLibm.factor + Contract.foreignLibm.ulp : bound
      let kind: Finding.Kind =
        measured > limit || measured.isNaN
        ? .broken : !isForeign && measured < bound * Contract.slack ? .tighten : .holds
      let used = measured / bound * 100
      let headroom =
        bound > 0 && bound.isFinite && used.isFinite
        ? String(format: used < 1e5 ? ", %.1f %% used" : ", %.3g %% used", used) : ""
      return Finding(
        what: what, kind: kind,
        text: "\(what) \(short(measured)), bound \(short(bound))\(headroom)\(place)\(note)")
    }

    private func short(_ x: Double) -> String {
      x == x.rounded() && x.magnitude < 1e15 ? String(format: "%.0f", x) : String(format: "%.6g", x)
    }
  }

  private func errors(of score: Score, _ hold: Holding) -> [Finding] {
    [
      maxUlp.map { hold("max_ulp", score.maxUlp, atMost: $0, at(score.maxUlpInput)) },
      maxFiniteUlp.map {
        hold(
          "max_finite_ulp", Contract.asNumber(score.maxFiniteUlp), atMost: $0,
          at(score.maxFiniteUlpInput))
      },
      maxSteps.map {
        hold("max_steps", Double(score.maxSteps), atMost: Double($0), at(score.maxStepsInput))
      },
      hold.isForeign
        ? nil
        : mostWrong.map {
          hold(
            "not_correctly_rounded", Double(score.numbers - score.correctlyRounded),
            atMost: Double($0), " of \(score.numbers)")
        },
    ].compactMap(\.self)
  }

  private var mostWrong: Int? {
    numbers.flatMap { numbers in correctlyRounded.map { numbers - $0 } }
  }

  private func classes(of score: Score, _ hold: Holding) -> [Finding] {
    ErrorClass.allCases.compactMap { c in
      guard let bound = classes[c] else { return nil }
      let example = score.classExamples[c.rawValue].map { at($0.input) } ?? ""
      return hold(
        c.rawValue, Double(score.classes[keyPath: c.count]), atMost: Double(bound), example)
    }
  }

  /// Those that are wrong and not known to be, or right and known to be wrong.
  private func specials(of score: Score, _ hold: Holding) -> [Finding] {
    guard let brokenSpecials else { return [] }
    return score.specials.filter { brokenSpecials.contains($0.input) == $0.ok }.map { special in
      Finding(
        what: "special:\(special.input)",
        kind: !special.ok ? .broken : hold.isForeign ? .holds : .tighten,
        text:
          "special \(special.input): expected \(special.expected), got \(special.got)\(hold.note)")
    }
  }

  private func regions(of score: Score, _ hold: Holding) -> [Finding] {
    (regions ?? [:]).sorted { $0.key < $1.key }.map { name, bound in
      guard let region = score.regions.first(where: { $0.name == name }) else {
        return Finding(
          what: "region:\(name)", kind: .broken, text: "no region is named '\(name)'")
      }
      return hold("region:\(name)", region.maxUlp, atMost: bound, at(region.maxUlpInput))
    }
  }

  /// Applies the waivers, and reports those that nothing needs.
  private func waived(_ findings: [Finding], of score: Score) -> [Finding] {
    let waivers = allowed ?? []
    let applied = findings.map { finding -> Finding in
      guard finding.kind == .broken, let waiver = waivers.first(where: { $0.what == finding.what })
      else { return finding }
      let count = ErrorClass(rawValue: waiver.what).map { score.classes[keyPath: $0.count] }
      let (most, isTooMany) = (waiver.atMost, (count ?? 0) > waiver.atMost ?? .max)
      let limit = most.map { " up to \($0)" } ?? ""
      return Finding(
        what: finding.what, kind: isTooMany ? .broken : .waived,
        text: "\(finding.text); allowed\(limit): \(waiver.reason)")
    }
    let needless = waivers.filter { waiver in
      !findings.contains { $0.what == waiver.what && $0.kind == .broken }
    }
    return applied
      + needless.map {
        Finding(
          what: $0.what, kind: .needlessWaiver,
          text: "\($0.what) is within its bound: remove the waiver (\($0.reason))")
      }
  }

  private func at(_ input: String) -> String { input.isEmpty ? "" : " at \(input)" }
}

extension [Finding] {
  /// Whether the contract holds: nothing broken, nothing to tighten, no waiver too many.
  public var holds: Bool { !contains { $0.fails(ratcheting: true) } }
}
