import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Synchronization
import Testing

@testable import ForeignKernels

/// The second version of the protocol, with children that keep it and children that do not.
@Suite(.enabled(if: hasPython, "python3 is not installed")) struct FramedCommandTests {
  /// A child in Python; `body` computes the list y from n, kernel, and the lists x and dy of a float format.
  static func child(
    handshake: String = "{}", before: String = "", answer: String = "head + pack(y) + head",
    atEnd: String = "", _ body: String = "y = x"
  ) -> String {
    python(
      """
      import array, os, struct, sys
      code = {"float32": "f", "float64": "d", "bfloat16": "H"}[os.environ["GELU_ACCURACY_FORMAT"]]
      assert os.environ["GELU_ACCURACY_PROTOCOL"] == "2"
      def pack(y): return array.array(code, y).tobytes()
      def say(b): sys.stdout.buffer.write(b); sys.stdout.buffer.flush()
      \(before)
      say(b"gelu-accuracy 2 " + \(handshake.isEmpty ? "b''" : "'''\(handshake)'''.encode()") + b"\\n")
      size, calls = array.array(code).itemsize, 0
      while head := sys.stdin.buffer.read(16):
        n, kernel, arrays = struct.unpack("<QII", head)
        lists = [array.array(code, sys.stdin.buffer.read(n * size)) for _ in range(arrays)]
        x, dy, calls = lists[-1], lists[0], calls + 1
        \(body.replacing("\n", with: "\n  "))
        say(\(answer))
      \(atEnd)
      """)
  }

  private func kernel<T: BinaryFormat>(
    _ command: String, _: T.Type = T.self, batch: Int = 1 << 12, timeout: Double = 20
  ) -> CommandKernel<T> {
    CommandKernel<T>(
      command, target: Target(.gelu),
      options: .init(timeout: timeout, startTimeout: 20, streamBatch: batch))
  }

  private func outputs<T: BinaryFormat>(
    _ kernel: CommandKernel<T>, _ plan: InputPlan<T>, dy: T? = nil, chunk: Int = 1000
  ) throws -> [T] {
    let found = Mutex<[Int: [T]]>([:])
    try kernel.stream(plan, dy: dy, chunk: chunk, threads: 3) { first, values in
      let copy = Array(values)
      found.withLock { $0[first] = copy }
    }
    return found.withLock { parts in parts.keys.sorted().flatMap { parts[$0] ?? [] } }
  }

  private func call<T: BinaryFormat>(_ kernel: any MixedKernel<T, T>, _ x: [T]) throws -> [T] {
    var y = [T](repeating: T.quietNaN, count: x.count)
    try x.withUnsafeBufferPointer { x in
      try y.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return y
  }

  /// Batches and chunks that are no multiples of each other, a last one that is short, and calls between.
  @Test(arguments: [(1 << 12, 999), (1000, 1000), (777, 5000), (1 << 17, 1 << 14)])
  func allComesBackInItsPlace(_ batch: Int, _ chunk: Int) throws {
    let identity = kernel(Self.child(), BFloat16.self, batch: batch)
    let plan = InputPlan<BFloat16>(exhaustive: .bits)
    for _ in 0..<2 {
      let found = plan.canonical(try outputs(identity, plan, chunk: chunk))
      #expect(found.enumerated().allSatisfy { $1.position == UInt64($0) })
      for count in [0, 1, 3, 5000] {
        let x = (0..<count).map { BFloat16(bitPattern: UInt16($0)) }
        #expect(try call(identity, x).map(\.bitPattern) == x.map(\.bitPattern))
      }
    }
    try identity.finish()
  }

  @Test(arguments: [0, 3, 5]) func aCallIsOneBatch(_ count: Int) throws {
    let lengths = kernel(Self.child("y = [n] * n"), Float.self)
    #expect(
      try call(lengths, [Float](repeating: 1, count: count)).allSatisfy { $0 == Float(count) })
  }

  @Test func dyComesBeforeX() throws {
    let product = kernel(
      Self.child("assert arrays == 2\ny = [a * b for a, b in zip(dy, x)]"), Float.self, batch: 70)
    let x = (0..<200).map { Float($0) }
    #expect(try outputs(product, InputPlan(samples: x), dy: -3) == x.map { -3 * $0 })
    #expect(try call(FixedGradient(product, dy: 5), x) == x.map { 5 * $0 })
  }

  /// One process answers for all kernels of a server, and counts its calls.
  @Test func severalKernelsShareAProcess() throws {
    let server = CommandServer(
      Self.child(
        handshake: #"{"kernels": [{"name": "a"}, {"name": "b", "function": "silu"}]}"#,
        "y = [1000 * calls + 10 * kernel] * n"))
    let both = (0...1).map {
      CommandKernel<Float>(server, number: $0, name: "k", target: Target(.gelu))
    }
    #expect(try both[0].handshake()?.kernels?.map(\.name) == ["a", "b"])
    #expect(try call(both[0], [7]) == [1000])
    #expect(try call(both[1], [7]) == [2010])
    try both[1].finish()
    #expect(try call(both[1], [7]) == [1010])
  }

  @Test func theHandshakeIsRead() throws {
    let said = try kernel(
      Self.child(
        handshake: """
          {"name": "mine", "framework": "torch", "versions": {"torch": "2.9", "cUda": "13"}, "device": "cpu",\
           "instruction_set": "AVX512", "flags": "-O3", "other": [1]}
          """), Float.self
    ).handshake()
    let environment = try #require(said?.environment)
    #expect(environment.name == "mine" && said?.kernels == nil)
    #expect(environment.line == "torch 2.9, cUda 13, cpu, AVX512, -O3")
    #expect(try kernel("cat", Float.self).handshake() == nil)
  }

  /// Children that break the protocol, the kind of failure, and what its line says.
  static let breaking: [(String, KernelFailure.Kind, String)] = [
    (
      child(answer: #"(b"Warning: x is large\n" if calls == 2 else b"") + head + pack(y) + head"#),
      .excessOutput, "begins with 'Warning: x is la', not with the batch's header"
    ),
    (child(answer: "pack(y)"), .excessOutput, "not with the batch's header"),
    (child(answer: "head + pack(y[1:]) + head"), .excessOutput, "values ends with "),
    (
      child(answer: #"head + (b"calls" * 4 if calls == 2 else b"") + pack(y) + head"#),
      .excessOutput, "values ends with "
    ),
    (child(answer: "head + pack(y) + head + b'!'"), .excessOutput, "values begins with "),
    (child(atEnd: #"say(b"done\n")"#), .excessOutput, "does it print to standard output?"),
    (child(atEnd: "sys.exit(4)"), .exit, "status 4 after its last answer"),
    (child("if calls == 3: sys.exit('no memory')\ny = x"), .exit, "last message: no memory"),
    (
      child(before: "say(b'hello\\n')"), .badHandshake, "output before its handshake, 'hello'"
    ),
    (child(handshake: "{"), .badHandshake, "no JSON object of the handshake"),
    (child(handshake: #"{"kernels": []}"#), .badHandshake, "lists no kernel"),
    (
      child(handshake: #"{"kernels": [{"function": "gelu"}]}"#), .badHandshake,
      "a kernel has no 'name'"
    ),
    (
      child(handshake: #"{"kernels": [{"name": "a"}, {"name": "a"}]}"#), .badHandshake,
      "several kernels of one name"
    ),
    (
      child(handshake: #"{"kernels": [{"name": "a", "function": "golu"}]}"#), .badHandshake,
      "unknown function 'golu'"
    ),
    (child(handshake: #"{"versions": "2.9"}"#), .badHandshake, "'versions' has another type"),
    (child(handshake: "{}\\nloading"), .excessOutput, "output after its handshake"),
    (child(handshake: String(repeating: " ", count: 70_000)), .badHandshake, "over 65536 bytes"),
    ("printf 'gelu-accuracy 2 {}'", .badHandshake, "its first line has no end"),
  ]

  @Test(arguments: breaking.indices) func whatBreaksItFails(_ i: Int) throws {
    let (command, kind, says) = Self.breaking[i]
    let plan = InputPlan<Float>(samples: (0..<5000).map { Float($0) })
    let broken = kernel(command, Float.self, batch: 1000, timeout: 3)
    let failure = #expect(throws: KernelFailure.self) {
      _ = try outputs(broken, plan)
      try broken.finish()
    }
    let text = "\(try #require(failure))"
    #expect(failure?.kind == kind && text.contains(says) && isOneLine(text), "\(text)")
    let isScored = kind == .exit
    #expect(failure?.leavesUsableOutputs == isScored, "\(text)")
  }

  /// Values that are missing at the end of a call show there, not at the next.
  @Test func tooFewAtTheEnd() throws {
    let broken = kernel(Self.child(answer: "head + pack(y[2:]) + head"), Float.self)
    let failure = #expect(throws: KernelFailure.self) { _ = try call(broken, [1, 2, 3]) }
    #expect(failure?.kind == .excessOutput && failure?.batch?.count == 3)
    #expect(failure?.detail.contains("3 values ends with") == true, "\(failure?.detail ?? "")")
  }

  /// A handshake that comes too late when the child is asked is not taken for answers.
  @Test func aSlowStartIsNoFirstVersion() throws {
    let scratch = try Scratch()
    let flag = scratch.file("asked")
    let slow = CommandKernel<Float>(
      "[ -e '\(flag)' ] || { touch '\(flag)'; sleep 3; }; \(Self.child(handshake: #"{"device": "cpu"}"#))",
      target: Target(.gelu), options: .init(timeout: 0.5, startTimeout: 0.5, streamBatch: 8))
    let failure = #expect(throws: KernelFailure.self) {
      _ = try outputs(slow, InputPlan<Float>(samples: [1, 2, 3, 4, 5, 6, 7, 8]))
    }
    #expect(failure?.kind == .badHandshake && failure?.detail.contains("--start-timeout") == true)
  }

  /// A function is compared by its constants, however they are written.
  @Test func functionsAreKnownByTheirConstants() throws {
    let text = "gelu-tanh(cubic=0.0455399241,scale=0.79788456080)"
    let said = try #require(
      try kernel(
        Self.child(
          handshake:
            #"{"kernels": [{"name": "a"}, {"name": "b", "function": "\#(text)", "derivative": 1}]}"#
        ), Float.self
      ).handshake())
    let function = try #require(Function(named: text))
    #expect(said.kernels?[1].function == function.name && function.name != text)
    #expect(said.number(for: Target(function, derivative: 1)) == 1)
  }

  /// A child that changes its mind is not scored as one of the first version.
  @Test func theVersionStays() throws {
    let scratch = try Scratch()
    let flag = scratch.file("asked")
    let command = "[ -e '\(flag)' ] && exec cat; touch '\(flag)'; \(Self.child())"
    let failure = #expect(throws: KernelFailure.self) {
      _ = try call(
        CommandKernel<Float>(
          command, target: Target(.gelu), options: .init(timeout: 0.5, startTimeout: 2)), [1])
    }
    #expect(failure?.kind == .badHandshake && failure?.detail.contains("does not now") == true)
  }

  /// Lengths and places are varied in truth, and what depends on them is found.
  @Test(arguments: [
    ("y = [2 * v if n >= 100 else v for v in x]", "position"),
    ("y = [2 * v if i % 8 == 7 else v for i, v in enumerate(x)]", "position"),
    ("m = max(v for v in x if v < 1e30)\ny = [v + m for v in x]", "neighbours"),
    ("y = [v + calls for v in x]", "call"),
  ])
  func positions(_ body: String, _ kind: String) throws {
    var check = PositionCheck.usual
    (check.seconds, check.longest) = (2, 1 << 13)
    let inputs = (0..<2048).map { Float($0) / 64 - 16 }
    let found = try check.report(kernel(Self.child(body), Float.self), inputs: inputs)
    #expect(found.counts[kind] ?? 0 > 0, "\(found)")
  }

  @Test func whatWasVariedIsSaid() throws {
    var check = PositionCheck.usual
    (check.seconds, check.longest) = (5, 1 << 13)
    let report = try check.report(
      kernel(Self.child("y = [v / 3 for v in x]"), Float.self),
      inputs: (0..<2048).map { Float($0) / 64 - 16 })
    #expect(
      report.isClean
        && report.scope.varied == ["length (1 to 8192)", "position", "neighbours", "call"])
    #expect(report.scope.fixed == ["alignment"])
  }

  /// A framework that takes long to start has the whole time for its calls.
  @Test func startingIsNoPartOfTheTime() throws {
    var check = PositionCheck.usual
    (check.seconds, check.longest) = (0.5, 0)
    let report = try check.report(
      kernel(Self.child(before: "import time; time.sleep(1)"), Float.self),
      inputs: (0..<1024).map { Float($0) })
    #expect(report.scope.varied.contains("neighbours"), "\(report.line)")
  }

  @Test func headers() {
    for (count, number, arrays) in [(0, 0, 1), (258, 7, 2), (1 << 39, 1 << 31, 1)] {
      let header = FrameHeader(count: count, kernel: number, arrays: arrays)
      #expect(header.bytes.count == 16 && FrameHeader(bytes: header.bytes) == header)
    }
    #expect(
      FrameHeader(count: 258, kernel: 3, arrays: 2).bytes == [
        2, 1, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0,
      ])
    #expect(FrameHeader(bytes: [UInt8](repeating: 0xff, count: 16)) == nil)
  }
}
