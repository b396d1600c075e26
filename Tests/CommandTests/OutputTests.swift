import Foundation
import Testing

/// Where a command writes, and where it refuses to.
@Suite struct OutputTests {
  /// Paths that the run reads, by their own names and by others, as each option that writes has them.
  @Test func whatIsReadIsNotOverwritten() throws {
    let files = try Files()
    try files.prepare()
    let prepared = try files.run(
      """
      ln part hard; ln -s part soft; ln -s . here
      $GA emit-inputs --format bfloat16 --function relu -o z.npy; cp z.npy w.npy
      printf '{"kernels": [{"contract": "float16/relu.json"}]}' > manifest.json
      """)
    #expect(prepared.status == 0)
    let before = try contents(files)
    for line in [
      "merge part --json part", "merge part --json ./part", "merge part --json hard",
      "merge part --json soft", "merge soft --json part", "merge part --json here/part",
      "measure relu --format float16 --resume r --json r",
      "measure relu --format float16 --resume r --json ./here/r",
      "measure relu --format float16 --shard 1/2 -o part --json part",
      "score --inputs x.npy --outputs y.npy --json x.npy",
      "score --inputs x.npy --outputs y.npy --json y.npy",
      "score --inputs x.npy --outputs y.npy --json x.npy.json",
      "check float16/relu.json --junit float16/relu.json",
      "check float16/relu.json --markdown here/float16/relu.json",
      "check --manifest manifest.json --junit manifest.json",
      "check --manifest manifest.json --markdown float16/relu.json",
      "check float16/relu.json --junit a --markdown a",
      "validate --library y.npy --symbol f --format float16 --json y.npy",
    ] {
      let run = try files.run("$GA \(line)")
      #expect(run.status == 2 && run.err.contains("would overwrite a file"), "\(line): \(run)")
      #expect(run.out.isEmpty && run.err.split(separator: "\n").count == 1, "\(line): \(run)")
    }
    let kept = try files.run(
      "ln float16/relu.json relu-float16-relu.json; $GA check float16 --scores .")
    #expect(kept.status == 2 && kept.err.contains("--scores . would overwrite ./relu-float16-relu"))
    #expect(try files.run("rm relu-float16-relu.json").status == 0)
    #expect(try contents(files) == before)
    // Other names are free.
    #expect(try files.run("$GA merge part --json other").status == 0)
  }

  private func contents(_ files: Files) throws -> [String: Data] {
    var all: [String: Data] = [:]
    for name in try files.names {
      all[name] = (try? Data(contentsOf: files.folder.appending(path: name))) ?? Data()
    }
    return all
  }

  /// A pipe's reader gets the result, and a link to standard output is where that already is. The link is
  /// one of the test's own: a mistake of root's would replace the system's.
  @Test func pipesAndDescriptors() throws {
    let files = try Files()
    let run = try files.run(
      """
      mkfifo p; cat p > got & $GA oracle 1 --format float16 --json p; wait; test -p p || exit 9
      $GA oracle 1 --format float16 --json whole
      cmp got whole && $GA oracle 1 --format float16 --json >(cat > sub)
      for i in {1..200}; do cmp -s sub whole && break; sleep 0.05; done; cmp sub whole || exit 8
      if test -e /proc/self/fd; then ln -s /proc/self/fd/1 out; else ln -s /dev/fd/1 out; fi
      (echo first; $GA oracle 1 --format float16 --json out; echo last) > three
      test -L out && (echo first; cat whole; echo last) | cmp - three
      """)
    #expect(run.status == 0 && run.err.isEmpty, "\(run)")
  }

  /// Parts come from pipes too.
  @Test func partsFromPipes() throws {
    let files = try Files()
    try files.prepare()
    let run = try files.run("$GA merge <(cat part) --json a && $GA merge part --json b && cmp a b")
    #expect(run.status == 0, "\(run)")
  }

  @Test func linksAndModesStay() throws {
    let files = try Files()
    let run = try files.run(
      """
      mkdir d; echo old > d/real; chmod 640 d/real; ln -s d/real link; ln -s d/new dangling
      $GA oracle 1 --json link && $GA oracle 1 --json dangling && cmp d/real d/new
      test -L link -a -L dangling && stat -c %a d/real 2>/dev/null || stat -f %Lp d/real
      """)
    #expect(run.status == 0 && run.out == "640\n", "\(run)")
    #expect(try files.names == ["d", "d/new", "d/real", "dangling", "link"])
  }

  /// A name that is no text would be written under another.
  @Test func namesThatAreNotText() throws {
    let files = try Files()
    let run = try files.run("$GA oracle 1 --json $'\\xff.json'")
    #expect(run.status == 2 && run.err.contains("is not UTF-8"), "\(run)")
    #expect(try files.names.isEmpty)
  }

  @Test func aLimitOfTheFileSizeIsAFailedWrite() throws {
    let files = try Files()
    let run = try files.run("ulimit -f 8; $GA emit-inputs --format float16 -o x.npy")
    #expect(run.status == 2 && run.err.contains("x.npy: writing failed at byte"), "\(run)")
    #expect(try files.names.isEmpty)
  }

  /// Stopped by any signal that can be caught, emit-inputs leaves what was there, and says so; killed, its
  /// beginning is taken over by the next.
  @Test func stoppedInputs() throws {
    let files = try Files()
    for (signal, status) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
      let run = try files.run(
        """
        echo old > x.npy; set -m
        $GA emit-inputs --format float32 --inputs exhaustive -o x.npy & child=$!
        while test ! -s x.npy.partial && kill -0 $child; do sleep 0.01; done
        $GA emit-inputs --format float32 --inputs exhaustive -o x.npy 2> second; test $? = 2 || exit 8
        kill -\(signal) $child; wait $child
        """)
      #expect(run.status == status && run.err.contains("nothing is kept"), "\(signal): \(run)")
      #expect(try files.names == ["second", "x.npy"])
      #expect(try String(contentsOfFile: files.path("x.npy"), encoding: .utf8) == "old\n")
      let second = try String(contentsOfFile: files.path("second"), encoding: .utf8)
      #expect(second.contains("is being written by another process"), "\(second)")
    }
    let killed = try files.run(
      """
      $GA emit-inputs --format float32 --inputs exhaustive -o x.npy & child=$!
      while test ! -s x.npy.partial && kill -0 $child; do sleep 0.01; done; kill -9 $child; wait $child
      $GA emit-inputs --format float16 -o x.npy
      """)
    #expect(killed.status == 0, "\(killed)")
    #expect(try files.names == ["second", "x.npy", "x.npy.json"])
  }

  /// Tables that are stopped leave no beginnings, and the sums of what stood there.
  @Test(arguments: [("INT", 130), ("TERM", 143)]) func stoppedTables(
    _ signal: String, _ status: Int32
  ) throws {
    let files = try Files()
    let run = try files.run(
      """
      mkdir t; echo old > t/SHA256SUMS; set -m
      $GA tables --output t & child=$!
      while test ! -s t/float16.safetensors.partial && kill -0 $child; do sleep 0.01; done
      kill -\(signal) $child; wait $child
      """)
    #expect(run.status == status, "\(run)")
    #expect(run.err.contains("stopped; in t 0 files are new"), "\(run)")
    #expect(try files.names == ["t", "t/SHA256SUMS", "t/float16"])
    #expect(try String(contentsOfFile: files.path("t/SHA256SUMS"), encoding: .utf8) == "old\n")
  }
}
