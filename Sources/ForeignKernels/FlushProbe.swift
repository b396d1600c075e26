import FloatingPointFormats
import Foundation
import Kernels

/// How a kernel treats subnormal numbers, found by calling it.
///
/// No truth is needed: near zero an activation is a multiple of x, and what multiple, the kernel's own
/// normal results say. Where that makes a result at least two subnormals large and zero comes out,
/// something was flushed.
package struct FlushProbe: Sendable, Equatable, Codable {
  package enum Behaviour: String, Sendable, Codable {
    case kept, flushed
    /// Some are kept and some flushed.
    case mixed
    /// No probe could show it.
    case notSeen = "not seen"
  }

  /// Of subnormal inputs. Flushed may also mean that their results were, which are subnormal too.
  package var subnormalInputs: Behaviour
  /// Of subnormal results of normal inputs.
  package var subnormalResults: Behaviour
  /// The narrowest of `none`, `ftz` and `daz+ftz` that explains what was seen; `undecided` where
  /// subnormals are kept in one place and lost in another, or normal results are lost too: no model
  /// does that.
  package var model: String

  /// Nothing is seen in formats of a few digits: they have too few subnormals, and steps too large to tell
  /// a tail that ends from one that is flushed.
  /// - Throws: what the kernel throws.
  package init<K: MixedKernel>(_ kernel: K) throws {
    guard K.Input.precision >= 8, K.Output.precision >= 8 else {
      (subnormalInputs, subnormalResults, model) = (.notSeen, .notSeen, "undecided")
      return
    }
    let probe = Probe<K.Input, K.Output>(kernel)
    let isGradient = kernel.description.target.derivative != 0
    var inputs = Evidence()
    var results = try probe.tail()
    var losesNormals = false
    for sign in [1.0, -1] {
      if isGradient {
        try inputs.add(probe.gradientNearZero(sign))
      } else {
        losesNormals = try losesNormals || probe.losesNormals(sign)
        let (subnormal, normal) = try probe.multiples(sign)
        inputs.add(subnormal)
        results.add(normal)
      }
    }
    subnormalInputs = inputs.behaviour
    subnormalResults = results.behaviour
    let isFlushed = inputs.flushed > 0
    let isMixed = inputs.behaviour == .mixed || results.behaviour == .mixed
    if isMixed || losesNormals && isFlushed {
      model = "undecided"
    } else if results.flushed > 0 {
      model = "ftz"
    } else if isFlushed && (isGradient || results.kept > 0) {
      // The results of other inputs are kept, or are not near zero: it is the inputs.
      model = "daz+ftz"
    } else {
      model = isFlushed ? "ftz" : "none"
    }
  }
}

/// How many probes were kept and how many flushed.
struct Evidence {
  var kept = 0
  var flushed = 0

  mutating func add(_ other: Evidence) {
    kept += other.kept
    flushed += other.flushed
  }

  var behaviour: FlushProbe.Behaviour {
    switch (kept > 0, flushed > 0) {
    case (true, true): .mixed
    case (true, false): .kept
    case (false, true): .flushed
    case (false, false): .notSeen
    }
  }
}

struct Probe<X: BinaryFormat, Y: BinaryFormat> {
  let kernel: any MixedKernel<X, Y>
  init(_ kernel: any MixedKernel<X, Y>) { self.kernel = kernel }

  /// The least size from which both the inputs and what is as large among the outputs are normal.
  private var normal: Double { max(X.smallestNormal.double, Y.smallestNormal.double) }

  func call(_ x: [Double]) throws -> [Y] {
    let inputs = x.map { X(nearest: $0) }
    var outputs = [Y](repeating: Y.quietNaN, count: x.count)
    try inputs.withUnsafeBufferPointer { x in
      try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return outputs
  }

  /// Subnormal inputs of every binade, odd digits among them.
  private var subnormals: [Double] {
    let least = X.smallestSubnormal.double
    return (0..<(X.precision - 1)).flatMap { k -> [Double] in
      let power = least * Double(UInt64(1) << UInt64(k))
      return [power, power + least * (k > 0 ? 1 : 0)]
    }
  }

  /// Of inputs near zero: the subnormal ones, and the normal ones whose results are subnormal.
  func multiples(_ sign: Double) throws -> (subnormal: Evidence, normal: Evidence) {
    let least = Y.smallestSubnormal.double
    let outer = sign * normal * 4096
    let ratio = try call([outer])[0].double / outer
    guard ratio.isFinite, ratio != 0 else { return (Evidence(), Evidence()) }
    func evidence(_ x: [Double]) throws -> Evidence {
      var evidence = Evidence()
      for (x, y) in zip(x, try call(x)) where abs(ratio * x) >= 2 * least {
        if y.isZeroValue { evidence.flushed += 1 } else { evidence.kept += 1 }
      }
      return evidence
    }
    let above = (0..<64).map { sign * normal * (1 + Double($0) / 64) }
    // Where outputs have fewer exponents, smaller normal inputs have subnormal results too.
    let below = (1..<32).map { sign * Y.smallestNormal.double / abs(ratio) * Double($0) / 64 }
      .filter {
        X.smallestNormal.double < Y.smallestNormal.double && abs($0) >= X.smallestNormal.double
      }
    return (
      try evidence(subnormals.map { sign * $0 }),
      try evidence((above + below).filter { abs($0 * ratio) < Y.smallestNormal.double })
    )
  }

  /// Whether normal results near zero are lost as well, as by a table: then it is no flush.
  func losesNormals(_ sign: Double) throws -> Bool {
    let x = (2...11).map { sign * normal * exp2(Double($0)) }
    let outer = sign * normal * 4096
    let ratio = try call([outer])[0].double / outer
    return try zip(x, call(x)).contains { x, y in
      abs(ratio * x) >= 2 * Y.smallestNormal.double && y.isZeroValue
    }
  }

  /// A gradient that has a step at zero shows on which side a subnormal input was seen.
  func gradientNearZero(_ sign: Double) throws -> Evidence {
    let around = try call([0, sign * X.smallestNormal.double])
    guard around[0].bitPattern != around[1].bitPattern else { return Evidence() }
    var evidence = Evidence()
    for y in try call(subnormals.map { sign * $0 }) {
      if y.bitPattern == around[0].bitPattern { evidence.flushed += 1 }
      if y.bitPattern == around[1].bitPattern { evidence.kept += 1 }
    }
    return evidence
  }
}
