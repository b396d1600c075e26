import Foundation
import Testing

/// What goes wrong with a command that serves kernels loses no score, keeps no wrong one, and replaces no page.
@Suite struct ServedKernelTrustTests {
  /// relu of bfloat16 in the second version of the protocol: what it lists, what it does first, and before a batch.
  private static func child(
    kernels: String = "null", start: String = "", batch: String = "", head: String = "head"
  ) -> String {
    """
    import array, os, struct, sys
    say = sys.stdout.buffer
    \(start)
    say.write(b'gelu-accuracy 2 {"kernels": \(kernels)}\\n'); say.flush()
    calls = 0
    while head := sys.stdin.buffer.read(16):
      n, kernel, _ = struct.unpack("<QII", head)
      x = array.array("H", sys.stdin.buffer.read(2 * n))
      calls += 1
      \(batch)
      y = array.array("H", [v if v <= 0x8000 or v > 0xff80 else 0 for v in x])
      say.write(\(head) + y.tobytes() + head); say.flush()
    """
  }

  private static let validate =
    "$GA validate --command 'python3 k.py' --function relu --format bfloat16 --no-place"

  /// Bytes too many in a batch: no score, and none in the file that a run is kept in, so that the mended kernel goes
  /// on to its own score.
  @Test func garbledBatches() throws {
    let files = try Files()
    _ = try files.write(Self.child(head: "head + (b'oops' if calls == 3 else b'')"), "k.py")
    let run = try files.run("\(Self.validate) --resume run.json --json s.json; echo status $?; ls")
    #expect(run.out.contains("status 2") && !run.out.contains("s.json"), "\(run)")
    #expect(run.err.contains("excess output"), "\(run)")
    _ = try files.write(Self.child(), "k.py")
    let mended = try files.run("\(Self.validate) --resume run.json")
    #expect(mended.status == 0 && mended.out.contains("max    0.0 ulp"), "\(mended)")
    _ = try files.write(Self.child(head: "head + b'oops'"), "k.py")
    let whole = try files.run("\(Self.validate) --report r --name mine; ls")
    #expect(whole.err.contains("excess output") && !whole.out.contains("correctly"), "\(whole)")
    #expect(try !files.names.contains { $0.contains("mine") }, "\(whole)")
  }

  /// A device that one process has for itself: the check of places waits for the scored one to end.
  @Test func oneProcessAtATime() throws {
    let files = try Files()
    let lock = """
      try: os.mkdir("lock")
      except FileExistsError: sys.exit("device is busy")
      import atexit; atexit.register(os.rmdir, "lock")
      """
    _ = try files.write(Self.child(start: lock), "k.py")
    let command = Self.validate.replacing(" --no-place", with: "")
    let run = try files.run("rm -rf lock; \(command); echo status $?; rm -rf lock")
    #expect(run.out.contains("65280 of 65280 correctly rounded"), "\(run)")
    #expect(run.out.contains("place  outputs do not depend on length"), "\(run)")
    // One that never starts again: the score is there, and why.
    let once = """
      if os.path.exists("done"): sys.exit("out of licences")
      if os.fstat(0).st_size == 0 and os.path.exists("asked"): open("done", "w")
      open("asked", "w")
      """
    _ = try files.write(Self.child(start: once), "k.py")
    let never = try files.run(command)
    #expect(never.status == 1 && never.out.contains("65280 of 65280"), "\(never)")
    #expect(
      never.out.contains("in a second process: ") && never.out.contains("out of licences"),
      "\(never)")
  }

  /// A process of the first version is followed to its end in parts too.
  @Test(arguments: ["", "--region=-1:1", "--inputs search:count=2000"]) func theFirstVersionsEnd(
    _ what: String
  ) throws {
    let run = try Files().run(
      "$GA validate --command 'cat; exit 7' --function relu --format bfloat16 --no-place \(what)")
    #expect(run.status == 2 && run.err.contains("status 7 after its last answer"), "\(run)")
  }

  @Test func pagesAreOfOneKernel() throws {
    let files = try Files()
    for (kernels, says) in [
      (#"[{"name": "erf"}]"#, "is that of a built-in kernel"),
      (#"[{"name": "my erf"}, {"name": "my-erf"}]"#, "several kernels would have the page"),
    ] {
      _ = try files.write(Self.child(kernels: kernels), "k.py")
      let run = try files.run("\(Self.validate) --kernel all --report r")
      #expect(run.status == 2 && run.out.isEmpty && run.err.contains(says), "\(run)")
    }
  }

  /// A kernel without the format costs the others nothing; each line of a gate has its kernel.
  @Test func severalKernels() throws {
    let files = try Files()
    let kernels = #"[{"name": "a"}, {"name": "b", "formats": ["float32"]}, {"name": "c"}]"#
    _ = try files.write(Self.child(kernels: kernels), "k.py")
    let run = try files.run(
      "\(Self.validate) --kernel all --require max_ulp=0 --json s.json; echo status $?; head -1 s.json"
    )
    #expect(run.out.contains("HOLDS  a: ") && run.out.contains("HOLDS  c: "), "\(run)")
    #expect(run.out.contains("status 2\n["), "\(run)")
    #expect(run.err.contains("the kernel 'b' has the formats float32, not bfloat16"), "\(run)")
    let two = try files.run("\(Self.validate) --kernel a,b --json s.json; head -1 s.json")
    #expect(two.out.hasSuffix("\n[\n"), "\(two)")
    let one = try files.run("\(Self.validate) --kernel b")
    #expect(one.status == 2 && one.err.contains("not bfloat16") && one.out.isEmpty, "\(one)")
  }

  @Test(arguments: [
    (
      "measure relu --format float16 --shard 1/2 -o p --json s.json",
      "--json goes with a whole score"
    ),
    (
      "validate --command cat --format float16 --shard 1/2 -o p --json -",
      "--json goes with a whole score"
    ),
    ("validate --command cat --format float16 --scalar", "--scalar is the form of a library's"),
  ]) func refusals(_ arguments: String, _ says: String) throws {
    let files = try Files()
    let run = try files.run("$GA \(arguments)")
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(says), "\(run)")
    #expect(try files.names.isEmpty)
  }
}
