import FloatingPointFormats
import Foundation

extension PositionRun {
  /// How often a call is made again before its outputs count as its own: a kernel of chance agrees
  /// with itself once easily.
  private static var confirmations: Int { 4 }

  mutating func add(_ i: Int, _ output: Y, _ k: Int, _ batch: [X], _ offset: Int?) throws {
    let kind = try kind(i, output, k, batch, offset)
    report.counts[kind.rawValue, default: 0] += 1
    guard report.findings.count(where: { $0.kind == kind }) < kept else { return }
    var finding = PositionFinding(
      kind: kind, input: inputs[i].hexBits, reference: reference[i].hexBits,
      output: output.hexBits, index: k, length: batch.count, offset: offset,
      referenceLength: inputs.count)
    let isFirst = !report.findings.contains { $0.kind == kind }
    if kind == .position, isFirst, batch.count > inputs.count,
      let length = try leastLength(i, output, batch.count)
    {
      (finding.referenceLength, finding.length, finding.index) = (length - 1, length, -1)
    }
    report.findings.append(finding)
  }

  /// The same call again and again tells a change from call to call; calls of the same lengths that have
  /// the one input everywhere tell whether the neighbours matter, in this call or in the first.
  private mutating func kind(
    _ i: Int, _ output: Y, _ k: Int, _ batch: [X], _ offset: Int?
  ) throws -> PositionFinding.Kind {
    // A long run of findings needs no proof for each.
    if let known = report.findings.last, report.counts[known.kind.rawValue, default: 0] >= kept {
      return known.kind
    }
    for _ in 0..<Self.confirmations {
      if try differ(call(batch, offset)[k], output) { return .call }
      if try differ(call(inputs, nil)[i], reference[i]) { return .call }
    }
    if try differ(alone(i, batch.count, offset)[k], output) { return .neighbours }
    return try differ(alone(i, inputs.count, nil)[i], reference[i]) ? .neighbours : .position
  }

  /// A call of `length` times the one input.
  private mutating func alone(_ i: Int, _ length: Int, _ offset: Int?) throws -> [Y] {
    try call([X](repeating: inputs[i], count: length), offset)
  }

  /// Where an input's output changes with the length of the call alone: a length that gives the output
  /// of a long call, while one value less gives the reference; nil where it is not the length alone.
  private mutating func leastLength(_ i: Int, _ output: Y, _ length: Int) throws -> Int? {
    var (short, long) = (inputs.count, length)
    guard try !differ(alone(i, short, nil)[0], reference[i]),
      try !differ(alone(i, long, nil)[0], output)
    else { return nil }
    while long - short > 1 {
      let middle = short + (long - short) / 2
      let found = try alone(i, middle, nil)[0]
      if differ(found, output) { short = middle } else { long = middle }
    }
    return try differ(alone(i, short, nil)[0], reference[i]) ? nil : long
  }

  // Long calls

  /// How long a call may be so that three of them take half of the time that is left; nil where that is
  /// no longer than the first.
  func affordable(_ longest: Int) -> Int? {
    guard longest > inputs.count else { return longest }
    var length = longest
    let each = secondsOfACall / Double(inputs.count) * 3
    while Double(length) * each > secondsLeft / 2 { length /= 2 }
    return length > inputs.count ? length : nil
  }

  /// The place in the inputs of a long call's element: round by round turned, so that threads that share
  /// a call get different inputs at the same time.
  private func source(_ k: Int) -> Int { (k + k / inputs.count * 1001) % inputs.count }

  /// The same call of `length` values again and again: the first is held against the reference, the
  /// others against it.
  mutating func long(_ length: Int, times: Int) throws {
    let batch = (0..<length).map { inputs[source($0)] }
    // The other half is for other calls.
    let reserve = secondsLeft / 2
    let first = try call(batch, nil)
    tried.lengths.insert(length)
    try compare(first, with: (0..<length).map { reference[source($0)] }) { run, k, _ in
      try run.add(run.source(k), first[k], k, batch, nil)
    }
    for repeats in 1..<times where !isStopped && (repeats < 2 || secondsLeft > reserve) {
      try compare(call(batch, nil), with: first) { run, k, output in
        run.addChange(run.source(k), first[k], output, k, length)
      }
      tried.repeats = true
    }
  }

  /// Tells of each input once.
  private mutating func compare(
    _ outputs: [Y], with wanted: [Y], _ tell: (inout Self, Int, Y) throws -> Void
  ) throws {
    report.compared += outputs.count
    let isEqual = outputs.withUnsafeBytes { outputs in
      wanted.withUnsafeBytes { outputs.elementsEqual($0) }
    }
    guard !isEqual else { return }
    for k in outputs.indices where differ(outputs[k], wanted[k]) && !isKnown[source(k)] {
      isKnown[source(k)] = true
      try tell(&self, k, outputs[k])
      if isStopped { return }
    }
  }

  /// The same call gave another output.
  private mutating func addChange(_ i: Int, _ first: Y, _ output: Y, _ k: Int, _ length: Int) {
    report.counts[PositionFinding.Kind.call.rawValue, default: 0] += 1
    guard report.findings.count(where: { $0.kind == .call }) < kept else { return }
    report.findings.append(
      PositionFinding(
        kind: .call, input: inputs[i].hexBits, reference: first.hexBits, output: output.hexBits,
        index: k, length: length, referenceLength: length))
  }
}
