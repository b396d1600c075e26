import Dispatch
import FloatingPointFormats
import Foundation
import Functions
import Synchronization
import Testing

@testable import ForeignKernels

@Suite(.enabled(if: Compiled.hasCompiler, "there is no C compiler: cc"))
struct LibraryKernelTests {
  func kernel<T: BinaryFormat>(
    _ symbol: String, _ type: T.Type = T.self, form: LibraryForm = .batch, timeout: Double = 20,
    startTimeout: Double = 60,
    batch: Int = 1 << 16, workers: Int = 2, alignment: Int = 1, keepsGoing: Bool = false,
    library: String? = nil
  ) throws -> LibraryKernel<T> {
    LibraryKernel<T>(
      try library ?? #require(Compiled.kernels), symbol: symbol, form: form, target: Target(.gelu),
      launcher: .forTests,
      options: .init(
        timeout: timeout, startTimeout: startTimeout, batch: batch, workers: workers,
        alignment: alignment, keepsGoing: keepsGoing))
  }

  func run<T: BinaryFormat>(_ kernel: LibraryKernel<T>, _ x: [T]) throws -> [T] {
    var y = [T](repeating: T(bitPattern: 0), count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return y
  }

  /// 0.5, 1.5 … with a 100 at 700.
  static let inputs: [Float] = (0..<1001).map { $0 == 700 ? 100 : Float($0) + 0.5 }

  @Test(arguments: [1, 64], [1, 7, 1001, 70_001]) func behavingKernels(
    _ alignment: Int, _ count: Int
  ) throws {
    let x = (0..<count).map { Float($0) - 7.5 }
    #expect(try run(kernel("identity", alignment: alignment), x) == x)
    #expect(try run(kernel("scalar_half", form: .scalar), x) == x.map { $0 / 2 })
    #expect(try run(kernel("chatty"), x) == x)
    #expect(try run(kernel("sets_flags_only"), x) == x)
    #expect(try run(kernel("product", form: .backward), x) == x)
    let wide = x.map(Double.init)
    #expect(try run(kernel("identity64"), wide) == wide)
  }

  @Test func everyEncodingPasses() throws {
    // The poisons among them.
    let all = (0..<65_536).map { BFloat16(bitPattern: UInt16($0)) }
    #expect(bits(try run(kernel("identity16"), all)) == bits(all))
    #expect(bits(try run(kernel("identity16", batch: 1000), all)) == bits(all))
    let flipped = try run(kernel("scalar_flip", BFloat16.self, form: .scalar), all)
    #expect(zip(all, flipped).allSatisfy { $0.negated.bitPattern == $1.bitPattern })
    let half = (0..<65_536).map { Float16(bitPattern: UInt16($0)) }
    #expect(bits(try run(kernel("identity16"), half)) == bits(half))
  }

  @Test func gradients() throws {
    let backward = try kernel("product16", BFloat16.self, form: .backward)
    let x = (0..<65_536).map { BFloat16(bitPattern: UInt16($0)) }
    try GradientSet<BFloat16>.usual(random: 2).forEach(backward) { dy, fixed in
      var dx = x
      try x.withUnsafeBufferPointer { x in
        try dx.withUnsafeMutableBufferPointer { try fixed.evaluate(x, into: $0) }
      }
      #expect(zip(x, dx).allSatisfy { $1.bitPattern == $0.bitPattern &+ dy.bitPattern })
    }
  }

  /// What each kernel does, and what its line says.
  static let misbehaving: [(String, KernelFailure.Kind, String)] = [
    ("crashes", .crash, "SIGSEGV, an invalid memory access at address 0x10"),
    ("aborts", .abort, "SIGABRT, an abort in the call; its last message: invariant violated"),
    ("exits", .exit, "exit status 5"),
    ("exits_at_once", .exit, "exit status 0"),
    ("hangs", .hang, "did not return within 1.5 s"),
    ("spins", .hang, "did not return within 1.5 s"),
    ("traps", .crash, "SIG"),
    ("overflows_stack", .crash, "SIG"),
    ("writes_one_after", .wroteOutsideOutput, "wrote element 1001 of"),
    ("writes_one_before", .wroteOutsideOutput, "wrote "),
    ("writes_whole_vectors", .wroteOutsideOutput, "wrote element 1001 of"),
    ("writes_far_after", .wroteOutsideOutput, "wrote element 11001 of"),
    ("writes_input", .wroteInput, "wrote element 500 of its 1001 inputs"),
    ("reads_one_after", .readOutside, "read element 1001 of its 1001 inputs"),
    ("reads_whole_vectors", .readOutside, "read element 1001 of its 1001 inputs"),
    ("forgets_last", .unwrittenOutput, "output 1000 of 1001, of input 0x447a2000,"),
    ("forgets_tail", .unwrittenOutput, "output 1000 of 1001"),
    ("forgets_half", .unwrittenOutput, "output 501 of 1001"),
    ("writes_nothing", .unwrittenOutput, "output 0 of 1001"),
    ("accumulates", .dependsOnOldOutput, "output 0, of input 0x3f000000, was 0x7fe5c3e1 and then"),
    ("mixes_old_bits", .dependsOnOldOutput, "output 0, of input 0x3f000000, was 0x4361"),
    ("changes", .changesFromCallToCall, "output 700, of input 0x42c80000, was 0x"),
    ("rounds_up", .changedRounding, "during the call"),
    ("flushes", .changedFlushing, "during the call"),
    ("ends_its_group", .crash, "SIGTERM in the call"),
  ]

  /// The x87 control word alone; MXCSR stays as it was.
  static let legacy: [(String, KernelFailure.Kind, String)] = {
    #if arch(x86_64)
      [
        ("rounds_up_x87", .changedRounding, "during the call"),
        ("narrows_x87", .changedRounding, "during the call"),
        ("traps_x87", .changedTraps, "during the call"),
      ]
    #else
      []
    #endif
  }()

  @Test(arguments: misbehaving + legacy)
  func misbehaviourIsFoundAndNamed(
    _ symbol: String, _ kind: KernelFailure.Kind, _ says: String
  ) throws {
    let broken = try kernel(symbol, Float.self, timeout: kind == .hang ? 1.5 : 20)
    let failure = try #require(
      #expect(throws: KernelFailure.self) { try run(broken, Self.inputs) })
    let text = "\(failure)"
    #expect(failure.kind == kind && text.contains(says) && isOneLine(text), "\(text)")
    #expect(
      failure.batch
        == .init(first: "0x3f000000", last: "0x447a2000", count: 1001, earlier: 0), "\(text)")
    #expect(text.contains(":\(symbol): \(kind.rawValue)"))
    #expect(broken.findings == [failure])
  }

  /// At one length the stray access may hit what nothing protects; the places change in turn.
  @Test(arguments: ["writes_one_after", "writes_one_before", "reads_one_after"], [1, 2, 15, 4096])
  func strayAccessesAtAllLengths(_ symbol: String, _ count: Int) throws {
    let broken = try kernel(symbol, Float.self)
    let aligned = try kernel(symbol, Float.self, alignment: 64)
    let x = [Float](repeating: 3, count: count)
    #expect(throws: KernelFailure.self) { try run(broken, x) }
    // Aligned, a read past the end may stay inside the page; a write is seen all the same.
    if symbol.hasPrefix("writes") {
      #expect(throws: KernelFailure.self) { try run(aligned, x) }
    }
  }

  @Test func aWriteToDyIsFound() throws {
    let broken = try kernel("writes_dy", Float.self, form: .backward)
    let failure = #expect(throws: KernelFailure.self) { try run(broken, Self.inputs) }
    #expect(failure?.kind == .wroteInput)
    #expect(failure?.detail.contains("wrote element 0 of its 1001 dy") == true)
  }

  @Test func resultsBeforeAndAfterAreKept() throws {
    let broken = try kernel("crashes", Float.self, batch: 100, workers: 1)
    var y = [Float](repeating: 0, count: 1001)
    let failure = #expect(throws: KernelFailure.self) {
      try Self.inputs.withUnsafeBufferPointer { x in
        try y.withUnsafeMutableBufferPointer { try broken.evaluate(x, into: $0) }
      }
    }
    #expect(failure?.batch?.earlier == 7 && failure?.batch?.first == "0x42c80000")
    #expect(Array(y[..<700]) == Array(Self.inputs[..<700]))
    #expect(try run(broken, Array(Self.inputs[800...])) == Array(Self.inputs[800...]))
  }

  @Test func goingOnIsPossible() throws {
    let forgetful = try kernel("forgets_last", Float.self, keepsGoing: true)
    let y = try run(forgetful, Self.inputs)
    #expect(Array(y[..<1000]) == Array(Self.inputs[..<1000]))
    #expect(y[1000].isNaN)
    #expect(forgetful.findings.map(\.kind) == [.unwrittenOutput])
    let rounding = try kernel("rounds_up", Float.self, keepsGoing: true)
    #expect(try run(rounding, Self.inputs) == Self.inputs)
    #expect(rounding.findings.map(\.kind) == [.changedRounding])
    // A crash is not gone on from.
    #expect(throws: KernelFailure.self) {
      try run(kernel("crashes", keepsGoing: true), Self.inputs)
    }
  }

  @Test func severalThreadsAndWorkers() throws {
    let identity = try kernel("identity", Float.self, batch: 1 << 12, workers: 3)
    let broken = try kernel("crashes", Float.self, workers: 2)
    let wrong = Atomic(0)
    let failures = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 12) { t in
      let x = (0..<9000).map { Float($0 + 10_000 * t) + 0.5 }
      if (try? run(identity, x)) != x { wrong.wrappingAdd(1, ordering: .relaxed) }
      let hasCrash = t % 3 == 0
      if (try? run(broken, hasCrash ? Self.inputs : x)) == nil {
        failures.wrappingAdd(1, ordering: .relaxed)
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0 && failures.load(ordering: .relaxed) == 4)
  }

  @Test func missingThings() throws {
    let noSymbol = #expect(throws: KernelFailure.self) {
      try run(kernel("no_such_symbol"), Self.inputs)
    }
    #expect(noSymbol?.kind == .missingSymbol)
    #expect(noSymbol?.detail.contains("no_such_symbol") == true)
    let noLibrary = #expect(throws: KernelFailure.self) {
      try run(kernel("identity", library: "/no/such/lib.so"), Self.inputs)
    }
    #expect(noLibrary?.kind == .missingLibrary)
    #expect(noLibrary?.detail.contains("/no/such/lib.so") == true)
    let noWorker = LibraryKernel<Float>(
      "lib.so", symbol: "f", target: Target(.gelu),
      launcher: WorkerLauncher(executable: "/no/such/worker", arguments: []))
    let notStarted = #expect(throws: KernelFailure.self) { try run(noWorker, Self.inputs) }
    #expect(notStarted?.kind == .couldNotStart)
    let noLibraryAtAll = #expect(throws: KernelFailure.self) {
      try run(kernel("identity", library: testFolder + "/Misbehaving/kernels.c"), Self.inputs)
    }
    #expect(noLibraryAtAll?.kind == .missingLibrary)
  }

  @Test(arguments: [
    (1, KernelFailure.Kind.abort), (2, .hang), (3, .changedRounding),
  ])
  func loading(_ how: Int, _ kind: KernelFailure.Kind) throws {
    let library = try #require(Compiled.library("loading.c", ["-DHOW=\(how)"]))
    let failure = #expect(throws: KernelFailure.self) {
      try run(kernel("identity", startTimeout: how == 2 ? 1.5 : 20, library: library), Self.inputs)
    }
    #expect(failure?.kind == kind && failure?.detail.contains("while it was loaded") == true)
    if how == 2 { #expect(failure?.detail.contains("1.5 s (--start-timeout)") == true) }
  }
}
