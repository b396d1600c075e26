import FloatingPointFormats
import Functions
import Identification
import Scoring

/// Looks for causes, one after another: each explains what those before it left open.
public struct Diagnoser: Sendable {
  public let target: Target
  public var threads: Int

  public init(_ target: Target, threads: Int = Parallel.cores) {
    (self.target, self.threads) = (target, threads)
  }

  /// In order: what leaves the surest sign comes first.
  private static let detectors: [any Detector] = [
    LimitCauses(), FunctionCauses(), SaturationCauses(), OverflowCauses(), SignCauses(),
    RoundingCauses(), InputCauses(), TableCauses(), FlushCauses(),
    CancellationCauses(sign: .multiples),
    ArgumentCauses(), ZeroCauses(), CancellationCauses(sign: .size), TailCauses(),
    ApproximationCauses(), ZeroSignCauses(),
  ]

  /// - Parameter identity: what the outputs were identified as.
  /// - Throws: `OracleError`, `ScoringError`: one line.
  public func diagnose(_ observed: Observations, _ identity: Identification) throws -> Diagnosis {
    let c = try Case(observed, target, identity)
    var open = c.rows.indices.filter { !c.rows[$0].isRight }
    var findings: [Finding] = []
    for detector in Diagnoser.detectors {
      for finding in detector.findings(in: c, open: open) {
        findings.append(finding)
        let explained = Set(finding.rows)
        open.removeAll { explained.contains($0) }
      }
    }
    let bad = open.filter { c.rows[$0].isBad }
    if !bad.isEmpty { findings.append(unexplained(c, bad)) }
    let repair = try MeasuredRepair(c, threads: threads)
    return Diagnosis(
      name: observed.name, signature: observed.signature, target: target,
      inputs: observed.inputs.count, isComplete: observed.isComplete, identity: identity,
      bad: c.rows.count(where: \.isBad), right: c.rows.count(where: \.isRight),
      numbers: c.rows.count,
      causes: calls(identity) + merged(findings).map { found($0, c, repair) },
      repair: repair?.repair)
  }

  private func unexplained(_ c: Case, _ bad: [Int]) -> Finding {
    let worst = bad.max { abs(c.rows[$0].error) < abs(c.rows[$1].error) } ?? bad[0]
    let row = c.rows[worst]
    return Finding(
      cause: .unexplained,
      sentence: "\(bad.count) results are wrong for a reason that is not known here",
      evidence: [
        "x = \(c.shown(row.x)) gives \(c.shownOutput(row.y)), not \(c.shownOutput(row.right))"
      ], rows: bad)
  }

  /// Outputs that change with the call.
  private func calls(_ identity: Identification) -> [Diagnosis.FoundCause] {
    identity.calls.map { call in
      Diagnosis.FoundCause(
        cause: .dependsOnCall,
        sentence: "in \(call.calls) other outputs come: \(call.identity)",
        evidence: ["x = \(call.input) gives \(call.output) there, and \(call.usual) else"],
        inputs: 0, ranges: [], limits: [], advice: Cause.dependsOnCall.advice, before: nil,
        after: nil)
    }
  }

  /// One finding for each cause and sentence.
  private func merged(_ findings: [Finding]) -> [Finding] {
    findings.reduce(into: []) { all, next in
      guard
        let i = all.firstIndex(where: { $0.cause == next.cause && $0.sentence == next.sentence })
      else {
        all.append(next)
        return
      }
      let known = all[i]
      all[i] = Finding(
        cause: known.cause, sentence: known.sentence, evidence: known.evidence,
        rows: (known.rows + next.rows).sorted(), limits: known.limits + next.limits)
    }
  }

  private func found(
    _ finding: Finding, _ c: Case, _ repair: MeasuredRepair?
  ) -> Diagnosis.FoundCause {
    let errors = finding.rows.map { c.rows[$0].error.magnitude }
    return Diagnosis.FoundCause(
      cause: finding.cause, sentence: finding.sentence, evidence: finding.evidence,
      inputs: finding.rows.count, ranges: ranges(finding.rows, c),
      limits: finding.limits.map { "\($0)" }, advice: finding.cause.advice, before: errors.max(),
      after: finding.rows.isEmpty ? nil : repair?.worst(c, finding.rows))
  }

  /// Stretches of rows with no other bad row between, and not more right ones than are in it already.
  private func ranges(_ rows: [Int], _ c: Case) -> [Diagnosis.Range] {
    let own = Set(rows)
    var stretches: [(first: Int, last: Int, count: Int)] = []
    for i in rows {
      if let s = stretches.last, i - s.last - 1 <= max(2, s.count / 8),
        (s.last + 1..<i).allSatisfy({ own.contains($0) || !c.rows[$0].isBad })
      {
        stretches[stretches.count - 1] = (s.first, i, s.count + 1)
      } else {
        stretches.append((i, i, 1))
      }
    }
    return stretches.sorted { $0.count > $1.count }.map {
      Diagnosis.Range(
        from: c.shown(c.rows[$0.first].x), through: c.shown(c.rows[$0.last].x), count: $0.count)
    }
  }
}
