import FloatingPointFormats
import Functions
import Oracle

/// One thing that a kernel of codes may do wrong, all else being right.
struct QuantisedMistake: Sendable {
  enum Rounding: Sendable { case nearest, towardZero, sumTowardZero, down, up }

  let text: String
  var rounding = Rounding.nearest
  var wraps = false
  /// What it takes for the quantisation of its inputs, and of its outputs.
  var input, output: Quantisation?
  /// Which code it takes for an input's, given all codes.
  var read: (@Sendable (Int, ClosedRange<Int>) -> Int)?
  /// Codes of the other signedness, of which it writes the bits.
  var writes: ClosedRange<Int>?
  var function: Function?

  var changesTruth: Bool { input != nil || output != nil || read != nil || function != nil }

  /// Nil where inputs are no codes, or what it reads is none.
  func argument(_ row: CauseSearch.Row, _ format: EndFormat) -> CodeArgument? {
    guard case .quantised(let name, let own) = format else { return row.argument }
    let code = name.code(bits: row.bits)
    let q = input ?? own
    return .code(scale: q.scale, steps: (read?(code, name.codes) ?? code) - q.zeroPoint)
  }

  /// The codes that it may write: two at a tie.
  func codes(_ truth: CodeTruth, zeroPoint: Int, _ name: IntegerName) -> [Int] {
    let isCeiled = truth.isWhole ? 0 : 1
    func towardZero(_ zero: Int) -> Int { truth.floor + (truth.floor < zero ? isCeiled : 0) }
    let whole: [Int] =
      switch rounding {
      case .nearest: Array(truth.nearest)
      case .towardZero: [towardZero(zeroPoint)]
      case .sumTowardZero: [towardZero(0)]
      case .down: [truth.floor]
      case .up: [truth.floor + isCeiled]
      }
    let range = writes ?? name.codes
    return whole.map { n in
      let kept = wraps ? n : min(max(n, range.lowerBound), range.upperBound)
      return name.code(bits: name.bits(code: kept))
    }
  }
}

extension QuantisedMistake {
  /// Those that are possible here; of two that do the same the first is named.
  static func all(
    _ input: EndFormat, _ name: IntegerName, _ output: Quantisation, _ target: Target
  ) -> [QuantisedMistake] {
    var all = roundings
    all += outputs(input, name, output)
    if case .quantised(let codes, let own) = input { all += inputs(codes, own, output) }
    if target.derivative == 0 {
      all += Function.all.filter { $0 != target.function }.map {
        QuantisedMistake(
          text: "computes \($0.name) in place of \(target.function.name)", function: $0)
      }
    }
    return all
  }

  private static let roundings: [QuantisedMistake] = {
    let wrong: [(String, Rounding)] = [
      ("rounds toward zero, before the zero point is added, in place of to nearest", .towardZero),
      ("rounds toward zero in place of to nearest", .sumTowardZero),
      ("rounds down in place of to nearest", .down), ("rounds up in place of to nearest", .up),
    ]
    let wraps = "wraps around in place of saturating"
    return wrong.map { QuantisedMistake(text: $0, rounding: $1) }
      + [QuantisedMistake(text: wraps, wraps: true)]
      + wrong.map { QuantisedMistake(text: "\($0) and \(wraps)", rounding: $1, wraps: true) }
  }()

  private static func outputs(
    _ input: EndFormat, _ name: IntegerName, _ own: Quantisation
  ) -> [QuantisedMistake] {
    let other = otherSign(name)
    return quantisations(
      of: "outputs", own, other: "inputs", input.quantisation, sign: "subtracts"
    ) { QuantisedMistake(text: $0, output: $1) } + [
      QuantisedMistake(
        text: "writes \(other.text) in place of \(name.rawValue)", writes: other.codes)
    ]
  }

  /// What an end may be taken to stand for in place of what it does.
  /// - Parameters:
  ///   - end: its plural, as `inputs`; `other` is that of the other end.
  ///   - theirs: the other end's; nil where it has none.
  ///   - sign: what a kernel does with the zero point that has its sign wrong.
  private static func quantisations(
    of end: String, _ own: Quantisation, other: String, _ theirs: Quantisation?, sign: String,
    _ mistake: (String, Quantisation) -> QuantisedMistake
  ) -> [QuantisedMistake] {
    var all: [QuantisedMistake] = []
    func add(_ text: String, scale: Double = own.scale, zeroPoint: Int = own.zeroPoint) {
      let wrong = Quantisation(scale: scale, zeroPoint: zeroPoint)
      if let wrong, wrong != own { all.append(mistake(text, wrong)) }
    }
    add("leaves the zero point of its \(end) out", zeroPoint: 0)
    add("\(sign) the zero point of its \(end)", zeroPoint: -own.zeroPoint)
    if let q = theirs {
      let place = "of its \(other) for that of its \(end)"
      add("takes the scale \(place)", scale: q.scale)
      add("takes the zero point \(place)", zeroPoint: q.zeroPoint)
      add("takes the quantisation \(place)", scale: q.scale, zeroPoint: q.zeroPoint)
    }
    add("takes 1 for the scale of its \(end)", scale: 1)
    return all
  }

  private static func inputs(
    _ name: IntegerName, _ own: Quantisation, _ output: Quantisation
  ) -> [QuantisedMistake] {
    var all = quantisations(of: "inputs", own, other: "outputs", output, sign: "adds") {
      QuantisedMistake(text: $0, input: $1)
    }
    let (other, size) = (otherSign(name), 1 << name.width)
    all.append(
      QuantisedMistake(text: "reads \(other.text) in place of \(name.rawValue)") { code, _ in
        other.codes.contains(code) ? code : code < 0 ? code + size : code - size
      })
    for (shift, text) in [
      (1, "the next input"), (-1, "the input before"),
      (
        size / 2,
        "the input half the range away: is its table ordered by the bits of \(name.rawValue)?"
      ),
    ] {
      all.append(
        QuantisedMistake(text: "gives the output of \(text)") { code, codes in
          let moved = code - codes.lowerBound + shift
          return (moved & (size - 1)) + codes.lowerBound
        })
    }
    return all
  }

  /// The integers of the same width and the other signedness.
  private static func otherSign(_ name: IntegerName) -> (text: String, codes: ClosedRange<Int>) {
    switch name {
    case .int8: ("uint8", IntegerName.uint8.codes)
    case .uint8: ("int8", IntegerName.int8.codes)
    case .int16: ("uint16", 0...65535)
    }
  }
}

extension QuantisedMistake {
  fileprivate init(
    text: String, read: @escaping @Sendable (Int, ClosedRange<Int>) -> Int
  ) {
    self.init(text: text)
    self.read = read
  }
}
