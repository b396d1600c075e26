import FloatingPointFormats
import TestSupport
import Testing

@testable import Functions
@testable import Oracle

/// Each definition's facts hold, and a false one is seen.
@Suite struct FactTests {
  @Test(arguments: Function.all + Thorough.some(ConstantsTests.functions, usual: 2)) func hold(
    _ f: Function
  ) {
    for (name, check) in FactChecks.all {
      let failures = check(FactChecks(function: f))
      #expect(failures.count == 0, "\(name): \(failures)")
    }
  }

  @Test(arguments: Liar.Lie.allCases) func falseFactsAreSeen(_ lie: Liar.Lie) throws {
    let liar = FactChecks(function: Function(Liar(lie: lie)))
    let caught = FactChecks.all.filter { $0.check(liar).count > 0 }.map(\.name)
    // The signs of the right tail are told through the mirror.
    let also = lie == .mirror ? ["signs of tails"] : []
    #expect(caught == (lie == .none ? [] : [lie.rawValue] + also), "\(caught)")
  }
}

/// SiLU with one false fact. (A false turning point is a mutant of the sources.)
struct Liar: Definition {
  enum Lie: String, CaseIterable, Sendable {
    case none
    case mirror, branches, gate, bend
    case atZero = "values at zero"
    case bounded = "bounded by input"
    case signs = "signs of tails"
  }
  var lie = Lie.none
  private let truth = SiLU()

  static let name = "liar"
  init() {}
  init(lie: Lie) { self.lie = lie }

  func value<A: Arithmetic>(_ x: A) -> A { truth.value(x) }
  func gate<A: Arithmetic>(_ x: A) -> A? {
    lie == .gate ? truth.gate(x).map { $0 * $0 } : truth.gate(x)
  }
  var atZero: [Ratio?] {
    lie == .atZero ? [0, Ratio(1, over: 2), Ratio(1, over: 4), 0] : truth.atZero
  }
  var mirror: MirrorIdentity? {
    lie == .mirror ? MirrorIdentity(linear: 1, sign: -1) : truth.mirror
  }
  var bend: Double { lie == .bend ? 0.4 : 1 }
  var branches: [Branch] {
    guard lie == .branches else { return [.curved] }
    return [
      Branch(through: 30, form: .curved),
      Branch(through: .infinity, form: .polynomial(Polynomial([0, 2]))),
    ]
  }
  var left: Tail { truth.left }
  var right: Tail { Tail(slope: 1, signs: lie == .signs ? [-1, -1, -1, 1] : [-1, 1, -1, 1]) }
  var isBoundedByInput: Bool { lie != .bounded }
  static let turns: [[Double]] = []
}
