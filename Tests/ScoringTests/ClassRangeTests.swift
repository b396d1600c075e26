import FloatingPointFormats
import Functions
import Kernels
import Oracle
import TestSupport
import Testing

@testable import Scoring

/// The ranges of each class are those of a list that is made input by input.
@Suite struct ClassRangeTests {
  /// Every class that an input shows, found by judging it with the one before it alone.
  static func classes<X: BinaryFormat, Y: BinaryFormat>(
    _ judge: Judge, _ inputs: [X], _ outputs: [Y]
  ) throws -> [ErrorClass: [Int]] {
    var found: [ErrorClass: [Int]] = [:]
    var (cursor, total) = (Cursor(), Accumulator(judge.map))
    for (i, (x, y)) in zip(inputs, outputs).enumerated() {
      let before = total.classes
      try judge.judge(
        x: x.double, y: y.double, input: x.bits, output: y.bits, &cursor, &total)
      for c in ErrorClass.allCases where total.classes[keyPath: c.count] > before[keyPath: c.count]
      {
        found[c, default: []].append(i)
      }
    }
    return found
  }

  static func outputs<X: BinaryFormat>(_ kernel: any Kernel<X>, _ inputs: [X]) throws -> [X] {
    var results = inputs
    try inputs.withUnsafeBufferPointer { x in
      try results.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return results
  }

  private func isBruteForce<T: BinaryFormat>(
    _ kernel: any Kernel<T>, _ function: Function, _ wanted: Set<ErrorClass>
  ) throws {
    let found = try score(kernel, against: Oracle(function), ScoringOptions(inputs: .exhaustive))
    let inputs = (0..<UInt64(1) << UInt64(T.width)).map { T(position: $0) }
    let judge = try Judge(Target(function), Signature(T.name))
    let outputs = try Self.outputs(kernel, inputs)
    let classes = try Self.classes(judge, inputs, outputs)
    #expect(Set(classes.keys).isSuperset(of: wanted))
    #expect(
      found.classRanges
        == Dictionary(
          uniqueKeysWithValues: classes.map { ($0.rawValue, Self.ranges($1, inputs)) }))
    for c in ErrorClass.allCases {
      let places = found.classRanges?[c.rawValue]
      let all = (places?.inputs ?? 0) + (places?.atInfinities?.count ?? 0)
      #expect(all == found.classes[keyPath: c.count], "\(c)")
    }
    let nans = found.regions.reduce(0) { $0 + ($1.nanForNumber ?? -1) }
    let infinities = found.regions.reduce(0) { $0 + ($1.infiniteForFinite ?? -1) }
    #expect(nans == classes[.nanForNumber]?.count { inputs[$0].isFiniteValue } ?? 0)
    #expect(infinities == classes[.infiniteForFinite]?.count { inputs[$0].isFiniteValue } ?? 0)
  }

  /// The ranges that places make up.
  private static func ranges<X: BinaryFormat>(_ places: [Int], _ inputs: [X]) -> ClassPlaces {
    let others = places.filter { !inputs[$0].double.isInfinite }
    var all: [(from: Int, to: Int)] = []
    for i in others {
      if let last = all.last, last.to == i - 1 {
        all[all.count - 1].to = i
      } else {
        all.append((i, i))
      }
    }
    let infinite = places.filter { inputs[$0].double.isInfinite }.map { inputs[$0].hexBits }
    let list = all.map {
      ClassPlaces.Range(
        from: inputs[$0.from].hexBits, to: inputs[$0.to].hexBits, count: $0.to - $0.from + 1)
    }
    return ClassPlaces(
      inputs: others.count, ranges: all.count, atInfinities: infinite.isEmpty ? nil : infinite,
      list: all.count > 16 ? Array(list.prefix(8) + list.suffix(8)) : list)
  }

  /// A sound kernel with every class of defect, each at places of its own.
  static func broken<T: BinaryFormat>(_ sound: any Kernel<T>) -> BatchKernel<T> {
    func open(_ kernel: some Kernel<T>) -> BatchKernel<T> {
      let one = T(nearest: 1).ordinal
      let flushed = Mutants.flushedTail(Mutants.flushedSubnormals(kernel), below: -3.5)
      let moved = Mutants.displaced(flushed, steps: 3, at: one - 2...one + 1)
      let large = Mutants.exceedingInput(moved, from: 100)
      let signed = Mutants.wrongSign(large, inputs: -3.25 ... -3)
      let wild = Mutants.infinite(
        Mutants.nan(signed, at: one - 20...one - 10), at: one + 10...one + 11)
      return Mutants.lostZeroSign(Mutants.numberForNaN(wild))
    }
    return open(sound)
  }

  @Test func sixteenBits() throws {
    let all = Set(ErrorClass.allCases)
    for name in ["erfc", "best"] {
      try isBruteForce(
        Self.broken(try Catalogue.kernel(named: name, for: Float16.self)), .gelu, all)
      try isBruteForce(
        Self.broken(try Catalogue.kernel(named: name, for: BFloat16.self)), .gelu, all)
    }
  }

  /// About as many ranges as there are defects.
  @Test(arguments: ["erfc", "relu"]) func riddledKernels(_ name: String) throws {
    let kernel = try Catalogue.kernel(named: name, for: Float16.self)
    try isBruteForce(
      riddled(kernel), kernel.description.target.function,
      [.nanForNumber, .infiniteForFinite, .numberForNan, .wrongSign, .notMonotone, .exceedsInput])
  }

  /// NaN and an infinity beside each border of chunks, and over it.
  @Test func chunkBorders() throws {
    let first = Float(1).position
    // Chunks are counted from the first input of the run.
    let region = 1.0...Double(Float(position: first + 1 << 20 + 5000))
    let bands: [ClosedRange<UInt64>] = [
      first...first + 3, first + 1000...first + 2600, first + 1 << 20 - 7...first + 1 << 20 - 1,
      first + 1 << 20...first + 1 << 20 + 9, first + 1 << 20 + 600...first + 1 << 20 + 600,
    ]
    let kernel = BatchKernel<Float>(
      try Catalogue.kernel(named: "relu", for: Float.self).description
    ) {
      x, y in
      for i in x.indices { y[i] = bands.contains { $0.contains(x[i].position) } ? .nan : x[i] }
    }
    let found = try score(
      kernel, against: Oracle(.relu),
      ScoringOptions(inputs: .exhaustive, region: region, threads: 2))
    let places = try #require(found.classRanges?["nan_for_number"])
    // The third and fourth are one, over the border.
    let joined = [bands[0], bands[1], bands[2].lowerBound...bands[3].upperBound, bands[4]]
    #expect(
      places.list
        == joined.map {
          ClassPlaces.Range(
            from: Float(position: $0.lowerBound).hexBits,
            to: Float(position: $0.upperBound).hexBits,
            count: $0.count)
        })
    #expect(places.ranges == 4 && places.inputs == joined.reduce(0) { $0 + $1.count })
    #expect(places.atInfinities == nil && found.classRanges?.count == 1)
  }

  /// In a sample, inputs are neighbours where no input of the sample lies between.
  @Test func samples() throws {
    let one = Double(1).ordinal
    let kernel = Mutants.nan(
      try Catalogue.kernel(named: "best", for: Double.self), at: one...one + 1 << 48)
    let inputs = InputSet.sample(count: 9000, seed: 3)
    let found = try score(
      kernel, against: Oracle(.gelu), ScoringOptions(inputs: inputs, threads: 2))
    let plan = try InputPlan(Question(Target(.gelu), Signature(.float64), inputs: inputs))
    let all = (0..<plan.count).map { Double(position: plan.position($0)) }
    let places = all.indices.filter { one...one + 1 << 48 ~= all[$0].ordinal && !all[$0].isNaN }
    #expect(found.classRanges?["nan_for_number"] == Self.ranges(places, all))
    #expect(places.count > 1 && plan.chunks > 1)
  }
}
