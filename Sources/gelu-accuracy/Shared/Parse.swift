import ArgumentParser
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

/// Reading what users write, each with one line of complaint.
enum Parse {
  private static let formatNames = FormatName.allCases.map(\.rawValue).joined(separator: ", ")
  static var formatHelp: ArgumentHelp { ArgumentHelp("One of \(formatNames).") }
  static var endHelp: ArgumentHelp {
    ArgumentHelp(
      "One of \(formatNames); or codes, as int8(scale=0.05,zero-point=3), with int8, uint8 or int16. A scale in "
        + "decimal is the nearest float32; a hex float and a fraction as 1/256 are exact.")
  }

  static func format(_ text: String) throws -> FormatName {
    guard let format = FormatName(alias: text) else {
      guard !EndFormat.isInteger(text) else {
        throw Failure("'\(text)': quantised formats are for the kernels of validate and score")
      }
      let near = didYouMean(text, among: FormatName.namesAndAliases)
      throw Failure("unknown format '\(text)'\(near ?? ""); one of \(formatNames)")
    }
    return format
  }

  /// The formats of inputs and outputs: two where an input format is named beside the outputs'.
  static func signature(_ output: String, input: String?) throws -> Signature {
    let output = try format(output)
    return Signature(input: try input.map(format) ?? output, output: output)
  }

  /// The format of an end, which may be quantised.
  static func end(_ text: String) throws -> EndFormat {
    EndFormat.isInteger(text) ? try EndFormat(quantised: text) : .float(try format(text))
  }

  /// Whether one of the ends that are named is quantised.
  static func isQuantised(_ ends: String?...) -> Bool {
    ends.contains { $0.map(EndFormat.isInteger) ?? false }
  }

  static func function(_ text: String) throws -> Function {
    guard let function = Function(named: text) else {
      let names = Function.all.map(\.name)
      throw Failure(
        "unknown function '\(text)'\(didYouMean(text, among: names) ?? ""); one of "
          + "\(names.joined(separator: ", ")), with constants as in "
          + "gelu-tanh(scale=0.7978845608,cubic=0.0455399241)")
    }
    return function
  }

  static func inputs(_ text: String) throws -> InputSet { try InputSet(text) }

  /// `search:SECONDS`, or `search:count=N` with `:SEED`; nil if the text is no search.
  static func search(_ text: String) throws -> (SearchBudget, UInt64)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts[0] == "search" else { return nil }
    let seed = parts.count == 3 ? UInt64(parts[2]) : InputSet.usualSeed
    if (2...3).contains(parts.count), let seed {
      if let seconds = Double(parts[1]), (0.1...1e6).contains(seconds) {
        return (.seconds(seconds), seed)
      }
      if parts[1].hasPrefix("count="), let n = Int(parts[1].dropFirst(6)),
        (1...10_000_000_000).contains(n)
      {
        return (.count(n), seed)
      }
    }
    throw Failure(
      "cannot read '\(text)'; write search:SECONDS, search:count=N or search:count=N:SEED")
  }

  /// `LO:HI`, two numbers as `ExactInput` reads them; what bits were taken for is said.
  static func region(_ text: String, _ format: FormatName) throws -> ClosedRange<Double> {
    var ends: [String] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false).map(String.init) {
      // The colon of `float16:0xc10a` parts no ends.
      if let last = ends.last, last == "bits" || FormatName(alias: last) != nil {
        ends[ends.count - 1] = "\(last):\(part)"
      } else {
        ends.append(part)
      }
    }
    let form = "cannot read region '\(text)'"
    guard ends.count == 2 else { throw Failure("\(form); write LO:HI with LO <= HI, as -6:-3") }
    let numbers: [ExactInput]
    do { numbers = try ends.map { try ExactInput($0, format: format) } } catch {
      throw Failure("\(form): \(error)")
    }
    guard numbers[0].double <= numbers[1].double else {
      throw Failure("\(form); write LO:HI with LO <= HI, as -6:-3")
    }
    for end in numbers { if let reading = end.reading { complain("\(end.text) = \(reading)") } }
    return numbers[0].double...numbers[1].double
  }

  static func flush(_ text: String) throws -> FlushModel {
    guard let model = FlushModel(rawValue: text) else {
      throw Failure("unknown flush model '\(text)'; one of none, ftz, daz+ftz")
    }
    return model
  }

  /// One model, or all three for `all`.
  static func flushModels(_ text: String) throws -> [FlushModel] {
    guard text != "all" else { return FlushModel.allCases }
    guard let model = FlushModel(rawValue: text) else {
      throw Failure("unknown flush model '\(text)'; one of none, ftz, daz+ftz, all")
    }
    return [model]
  }

  /// Upstream gradients: decimals by commas, or `usual` for those of `GradientSet.usual` that are fit.
  static func gradients<T: BinaryFormat>(_ text: String, _: T.Type) throws -> [T] {
    if text == "usual" { return GradientSet<T>.usual().values.filter(isFit) }
    return try text.split(separator: ",").map { part in
      let number: ExactInput
      do { number = try ExactInput(String(part), format: T.name) } catch {
        throw Failure(
          "cannot read dy '\(part)': \(error); write numbers by commas, as 1,-0.5,3, or usual")
      }
      if let reading = number.reading { complain("\(part) = \(reading)") }
      return try gradient(T(nearest: number.nearest(in: T.name)), String(part))
    }
  }

  /// Second inputs: numbers by commas, infinities and NaN among them, `usual`, or `all` of a small format.
  static func seconds<T: BinaryFormat>(_ text: String, _: T.Type) throws -> [T] {
    if text == "usual" { return GradientSet<T>.usual().values }
    if text == "all" {
      guard T.width <= 16 else {
        throw Failure("--seconds all is for formats of up to 16 bits, not \(T.name.rawValue)")
      }
      return (0..<1 << UInt64(T.width)).map { T(position: $0) }
    }
    let values = try text.split(separator: ",").map { part in
      do {
        return T(nearest: try ExactInput(String(part), format: T.name).nearest(in: T.name))
      } catch {
        throw Failure(
          "cannot read second input '\(part)': \(error); write numbers by commas, usual or all")
      }
    }
    guard !values.isEmpty else {
      throw Failure("--seconds names no number; write numbers by commas, usual or all")
    }
    guard Set(values.map(\.position)).count == values.count else {
      throw Failure("--seconds names a \(T.name.rawValue) twice in '\(text)'")
    }
    return values
  }

  static func gradient<T: BinaryFormat>(_ dy: T, _ text: String) throws -> T {
    guard isFit(dy) else {
      throw Failure("dy \(text): only a finite nonzero number can be scored")
    }
    return dy
  }

  private static func isFit<T: BinaryFormat>(_ dy: T) -> Bool {
    dy.isFiniteValue && !dy.isZeroValue
  }

  static func shard(_ text: String) throws -> ScoringOptions.Shard {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let i = parts[0], let n = parts[1], (1...100_000).contains(n),
      (1...n).contains(i)
    else { throw Failure("cannot read shard '\(text)'; write I/N with 1 <= I <= N, as 3/16") }
    return ScoringOptions.Shard(index: i - 1, of: n)
  }

  static func threads(_ n: Int?) throws -> Int {
    guard let n else { return Parallel.cores }
    guard (1...1024).contains(n) else { throw Failure("--threads takes 1 to 1024, not \(n)") }
    return n
  }
}
