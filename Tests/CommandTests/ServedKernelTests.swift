import Foundation
import Testing

/// Commands that speak the second version of the protocol, and built-in kernels as such: `filter`.
@Suite struct ServedKernelTests {
  /// A score's JSON without what only calls find out, and where it ran.
  private static func figures(_ json: String) throws -> NSDictionary {
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
    var score = try #require(parsed as? [String: Any])
    for key in ["place", "subnormals", "environment"] { score[key] = nil }
    return score as NSDictionary
  }

  @Test(arguments: ["--format bfloat16", "--input-format bfloat16 --format float16"])
  func aFilterHasTheBuiltInScore(_ formats: String) throws {
    let files = try Files()
    let own = try files.run("$GA measure erf \(formats) --json -")
    let run = try files.run(
      "$GA validate --command \"'$GA' filter tanh erf erf-backward\" \(formats) --kernel erf --json -"
    )
    #expect(run.status == 0, "\(run)")
    #expect(try Self.figures(run.out) == Self.figures(own.out))
    // The function is that which the kernel says, where none was asked for.
    let tanh = try files.run(
      "$GA validate --command \"'$GA' filter tanh erf\" \(formats) --kernel tanh --no-place")
    #expect(tanh.status == 0 && tanh.out.contains("against gelu-tanh"), "\(tanh)")
    // What fits the question needs no name.
    let fitting = try files.run(
      "$GA validate --command \"'$GA' filter tanh erf erf-backward\" \(formats) --derivative --no-place"
    )
    #expect(fitting.status == 0 && fitting.out.hasPrefix("erf-backward "), "\(fitting)")
  }

  /// Bits in, bits out: of float32, at which results are known; and what is left of a value is no value.
  @Test func rawBits() throws {
    let files = try Files()
    let run = try files.run(
      """
      printf '\\000\\000\\200\\077\\000\\000\\000\\200\\000\\000\\300\\377' | $GA filter relu --format float32 | od -An -tx4
      printf '\\000\\000\\200\\077\\000' | $GA filter relu --format float32 | od -An -tx4
      $GA filter relu --format float32 < /dev/null | wc -c
      """)
    let words = run.out.split(whereSeparator: \.isWhitespace)
    #expect(words == ["3f800000", "80000000", "ffc00000", "3f800000", "0"], "\(run)")
    #expect(run.err.contains("ends inside a value: 1 of the 4 bytes"), "\(run)")
  }

  @Test func allKernelsOfAProcess() throws {
    let files = try Files()
    let run = try files.run(
      "$GA validate --command \"'$GA' filter relu tanh\" --kernel all --format bfloat16 --no-place --json s.json; cat s.json"
    )
    let json = try #require(run.out.firstRange(of: "\n["))
    let scores = try #require(
      JSONSerialization.jsonObject(with: Data(run.out[json.lowerBound...].utf8)) as? [[String: Any]]
    )
    #expect(scores.map { $0["kernel"] as? String } == ["relu", "tanh"], "\(run)")
    #expect(scores.map { $0["function"] as? String } == ["relu", "gelu-tanh"])
    let environment = scores[0]["environment"] as? [String: String]
    #expect(environment?["framework"] == "gelu-accuracy" && environment?["instruction_set"] != nil)
    #expect(run.out.contains("  ran    gelu-accuracy, cpu"), "\(run)")
  }

  /// One of several kernels that fails costs the others nothing.
  @Test func oneFailureLosesNoOther() throws {
    let files = try Files()
    _ = try files.write(
      """
      import os, struct, sys
      say = sys.stdout.buffer
      say.write(b'gelu-accuracy 2 {"kernels": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}\\n'); say.flush()
      while head := sys.stdin.buffer.read(16):
        n, kernel, _ = struct.unpack("<QII", head)
        if kernel == 1: sys.exit(7)
        say.write(head + sys.stdin.buffer.read(2 * n) + head); say.flush()
      """, "k.py")
    let run = try files.run(
      """
      $GA validate --command 'python3 k.py' --kernel all --function relu --format bfloat16 --no-place --json s.json
      echo "status $?"; grep '"kernel"' s.json
      """)
    #expect(run.out.contains("a bfloat16 against") && run.out.contains("c bfloat16"), "\(run)")
    #expect(run.out.contains("status 2") && run.out.contains(#""kernel" : "c""#), "\(run)")
    #expect(run.err.contains("b: ") && run.err.contains("exited with status 7"), "\(run)")
  }

  @Test(arguments: [
    ("--kernel golu", "the command has no kernel 'golu'; it has relu, tanh, tanh-backward"),
    ("--kernel ,", "--kernel takes names by commas, each once, or all; not ','"),
    ("--kernel relu,relu", "each once"),
    ("", "the command has the kernels relu, tanh, tanh-backward: say --kernel NAME"),
    (
      "--kernel relu,tanh --backward --dy 1", "--dy, --name, --resume and --shard take one --kernel"
    ),
    ("--kernel relu --function swish", "unknown function 'swish'"),
  ]) func refusals(_ options: String, _ says: String) throws {
    let run = try Files().run(
      "$GA validate --command \"'$GA' filter relu tanh tanh-backward\" --format bfloat16 \(options)"
    )
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(says), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run)")
  }

  @Test func otherRefusals() throws {
    let files = try Files()
    for (line, says) in [
      (
        "$GA validate --command cat --format bfloat16 --kernel a", "lists no kernels in a handshake"
      ),
      (
        "$GA validate --library k.so --symbol f --format bfloat16 --kernel a", "goes with --command"
      ),
      ("$GA filter relu erf --format bfloat16 < /dev/null", "a filter has one kernel, not 2"),
      ("$GA filter relu < /dev/null", "say the format"),
      // Both compute what is asked for.
      (
        "$GA validate --command \"'$GA' filter erf best\" --format bfloat16",
        "the command has the kernels erf, best: say --kernel NAME"
      ),
      ("$GA filter golu --format bfloat16 < /dev/null", "unknown kernel \"golu\""),
    ] {
      let run = try files.run(line)
      #expect(run.status == 2 && run.out.isEmpty && run.err.contains(says), "\(line) \(run)")
    }
  }

  /// A contract says which kernel and on which instruction set; another one is told beside what is broken.
  @Test func contracts() throws {
    let files = try Files()
    let run = try files.run(
      """
      $GA seed mine --command "'$GA' filter relu tanh" --kernel tanh --format bfloat16 -o c --accept 'as it is'
      grep -E 'instruction_set|"kernel"|"function"' c/bfloat16/mine.json
      $GA check c; echo "status $?"
      sed -i.old -e 's/"instruction_set" : ".*"/"instruction_set" : "MMX"/' -e 's/"max_steps" : [0-9]*/"max_steps" : 1/' c/bfloat16/mine.json
      $GA check c; echo "status $?"
      sed -i.old 's/"kernel" : "tanh"/"kernel" : "relu"/' c/bfloat16/mine.json
      $GA check c; echo "status $?"
      sed -i.old 's/"kernel" : "relu"/"kernel" : "golu"/' c/bfloat16/mine.json
      $GA check c; echo "status $?"
      """)
    let statuses = run.out.split(separator: "\n").filter { $0.hasPrefix("status") }
    #expect(statuses == ["status 0", "status 1", "status 1", "status 2"], "\(run)")
    #expect(run.out.contains(#""function" : "gelu-tanh""#), "\(run)")
    #expect(run.out.contains("(bound from gelu-accuracy, cpu, MMX; measured with "), "\(run)")
    #expect(run.err.contains("the command has no kernel 'golu'; it has relu, tanh"), "\(run)")
  }

  @Test func pairsAndGradients() throws {
    let files = try Files()
    _ = try files.write(
      """
      import array, os, struct, sys
      say = sys.stdout.buffer
      say.write(b'gelu-accuracy 2 {"framework": "array"}\\n'); say.flush()
      while head := sys.stdin.buffer.read(16):
        n, _, arrays = struct.unpack("<QII", head)
        up, x = [array.array("f", sys.stdin.buffer.read(4 * n)) for _ in range(arrays)]
        y = array.array("f", [a * max(b, 0) if b == b and a == a else float("nan") for a, b in zip(up, x)])
        say.write(head + y.tobytes() + head); say.flush()
      """, "k.py")
    let run = try files.run(
      "$GA validate --command 'python3 k.py' --second up --seconds 1,-2,0.5 --function relu --format float32 --inputs sample:50"
    )
    #expect(run.out.contains("7893 pairs"), "\(run)")
    #expect(run.out.contains("7884 of 7884 correctly rounded"), "\(run)")
    #expect(run.out.contains("do not depend on length (1 to "), "\(run)")
    #expect(run.out.contains("not varied: alignment"), "\(run)")
  }

  /// What a process says or does after its last answer counts, though it may answer for the next kernel.
  @Test func theEndCounts() throws {
    let files = try Files()
    for (end, says) in [("exit 4", "status 4 after its last answer"), ("echo done", "more output")]
    {
      let run = try files.run(
        "$GA validate --command \"'$GA' filter relu; \(end)\" --format bfloat16 --no-place")
      #expect(run.status == 2 && run.err.contains(says), "\(run)")
      // In a contract, as by the library's own run.
      let seed = try files.run(
        "$GA seed mine --command \"'$GA' filter relu; \(end)\" --format bfloat16 -o c")
      #expect(seed.status == 2 && seed.err.contains(says), "\(seed)")
    }
  }

  /// A library's function of two inputs is called at every alignment, and the verdict on it is no mere claim.
  @Test(.enabled(if: Compiler.exists)) func aPairsAlignmentIsVaried() throws {
    let files = try Files()
    _ = try files.write(
      """
      #include <stddef.h>
      #include <stdint.h>
      void up(const uint16_t *x, const uint16_t *u, uint16_t *y, size_t n) {
        for (size_t i = 0; i < n; i++) y[i] = (x[i] & 0x7fff) > 0x7f80 ? x[i] : x[i] & 0x8000 ? 0 : u[i];
      }
      void peeled(const uint16_t *x, const uint16_t *u, uint16_t *y, size_t n) {
        up(x, u, y, n);
        if ((uintptr_t)x % 32) y[0] ^= 1;
      }
      """, "k.c")
    let run = try files.run(
      """
      cc -O1 -w -shared -fPIC -o libk.so k.c
      for f in up peeled; do
        $GA validate --library ./libk.so --symbol $f --second up --seconds 1 --function relu --format bfloat16
        echo "status $?"
      done
      """)
    #expect(run.out.contains("alignment (16 places after 64 bytes)"), "\(run)")
    #expect(run.out.contains("PLACE  position"), "\(run)")
  }
}
