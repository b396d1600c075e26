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

  /// Whether it is the measure that a kernel is known by.
  public var isLargestError: Bool { what == "max_ulp" || what == "max_finite_ulp" }
}

extension Contract {
  /// How far better than its bound a measure may be before the contract asks to be tightened.
  static let slack = 0.9
  /// On another libm than the contract's: what a bound in ULP may be exceeded by.
  static let foreignLibm = (factor: 1.5, ulp: 0.5)

  /// Holds a score to the contract: a finding for each measure, those that hold included.
  ///
  /// - Parameter libm: the one the score was measured on. Where the contract names another, bounds
  ///   in ULP are widened, counts of correct rounding are not compared, and nothing is tightened;
  ///   the findings name both.
  /// - Parameter more: findings from elsewhere, as that of the place; waivers apply to them too.
  public func check(
    _ score: Score, libm: String = platformLibm, and more: [Finding] = []
  ) -> [Finding] {
    let isForeign = self.libm != nil && self.libm != libm
    let note = isForeign ? " (bound from \(self.libm ?? ""), measured on \(libm))" : ""
    var findings: [Finding] = []

    func hold(
      _ what: String, _ measured: Double, atMost bound: Double, tightenable: Bool = true,
      _ place: String = ""
    ) {
      let limit =
        isForeign ? bound * Contract.foreignLibm.factor + Contract.foreignLibm.ulp : bound
      let kind: Finding.Kind =
        measured > limit || measured.isNaN
        ? .broken
        : tightenable && !isForeign && measured < bound * Contract.slack
          ? .tighten : .holds
      let used = measured / bound * 100
      let headroom =
        bound > 0 && bound.isFinite
        ? String(format: used < 1e5 ? ", %.1f %% used" : ", %.3g %% used", used) : ""
      findings.append(
        Finding(
          what: what, kind: kind,
          text: "\(what) \(short(measured)), bound \(short(bound))\(headroom)\(place)\(note)"))
    }

    if let maxUlp { hold("max_ulp", score.maxUlp, atMost: maxUlp, at(score.maxUlpInput)) }
    if let maxFiniteUlp {
      hold(
        "max_finite_ulp", Contract.asNumber(score.maxFiniteUlp), atMost: maxFiniteUlp,
        at(score.maxFiniteUlpInput))
    }
    hold(
      "max_steps", Double(score.maxSteps), atMost: Double(maxSteps), at(score.maxStepsInput))
    if !isForeign {
      let wrong = (score.numbers - score.correctlyRounded, numbers - correctlyRounded)
      hold(
        "not_correctly_rounded", Double(wrong.0), atMost: Double(wrong.1),
        " of \(score.numbers)")
    }
    for c in ErrorClass.allCases {
      let example = score.classExamples[c.rawValue].map { at($0.input) } ?? ""
      hold(
        c.rawValue, Double(score.classes[keyPath: c.count]),
        atMost: Double(classes[keyPath: c.count]),
        example)
    }
    for special in score.specials {
      let isKnown = brokenSpecials.contains(special.input)
      guard isKnown == special.ok else { continue }
      findings.append(
        Finding(
          what: "special:\(special.input)",
          kind: !special.ok ? .broken : isForeign ? .holds : .tighten,
          text: "special \(special.input): expected \(special.expected), got \(special.got)\(note)")
      )
    }
    for (name, bound) in (regions ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let region = score.regions.first(where: { $0.name == name }) else {
        findings.append(
          Finding(what: "region:\(name)", kind: .broken, text: "no region is named '\(name)'"))
        continue
      }
      hold("region:\(name)", region.maxUlp, atMost: bound, at(region.maxUlpInput))
    }
    return waived(findings + more)
  }

  /// Applies the waivers, and reports those that nothing needs.
  private func waived(_ findings: [Finding]) -> [Finding] {
    let waivers = allowed ?? []
    let applied = findings.map { finding -> Finding in
      guard finding.kind == .broken, let waiver = waivers.first(where: { $0.what == finding.what })
      else { return finding }
      return Finding(
        what: finding.what, kind: .waived, text: "\(finding.text); allowed: \(waiver.reason)")
    }
    let needless = waivers.filter { waiver in
      !applied.contains { $0.what == waiver.what && $0.kind == .waived }
    }
    return applied
      + needless.map {
        Finding(
          what: $0.what, kind: .needlessWaiver,
          text: "\($0.what) is within its bound: remove the waiver (\($0.reason))")
      }
  }

  private func at(_ input: String) -> String { input.isEmpty ? "" : " at \(input)" }

  private func short(_ x: Double) -> String {
    x == x.rounded() && x.magnitude < 1e15 ? String(format: "%.0f", x) : String(format: "%.6g", x)
  }
}

extension [Finding] {
  /// Whether the contract holds: nothing broken, nothing to tighten, no waiver too many.
  public var holds: Bool { allSatisfy { $0.kind == .holds || $0.kind == .waived } }
}
