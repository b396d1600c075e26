import Foundation
import Testing

/// Commands that name a socket: a process that runs already answers there, as a child would. And
/// what the package for Python asks beside it: the truth as a filter, and pictures of scores.
@Suite struct SocketCommandTests {
  /// A process that listens, in Python without a package: it answers float16 as it came, or fails as
  /// it is told. It writes the variables that it was handed to `variables`.
  static let listener = """
    import os, select, socket, struct, sys
    path, how = sys.argv[1:]
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    def answer(end, fds, head):
        if how == "vanish":
            end.close()
            for fd in fds: os.close(fd)
            return None
        if how == "fail":
            os.write(fds[2], b"out of luck\\n")
            for fd in fds: os.close(fd)
            end.send(bytes([3]))
            return None
        n, _, arrays = struct.unpack("<QII", head)
        x = b""
        while len(x) < 2 * n * arrays: x += os.read(fds[0], 2 * n * arrays - len(x))
        y = head + x[-2 * n:] + head
        while y: y = y[os.write(fds[1], y):]
    calls = {}
    parent = os.getppid()
    while os.getppid() == parent:
        ready = select.select([listener] + [fds[0] for fds in calls.values()], [], [], 1)[0]
        if listener in ready:
            end, _ = listener.accept()
            first, fds, _, _ = socket.recv_fds(end, 4, 3)
            text = b""
            while len(text) < struct.unpack("<I", first)[0]: text += end.recv(1 << 16)
            open("variables", "wb").write(text)
            os.write(fds[1], b'gelu-accuracy 2 {"name": "there", "framework": "elsewhere"}\\n')
            calls[end] = fds
        for end, fds in list(calls.items()):
            if fds[0] not in ready: continue
            head = os.read(fds[0], 16)
            if head:
                answer(end, fds, head)
                if how != "answer": del calls[end]
                continue
            for fd in fds: os.close(fd)
            try: end.send(bytes([0]))
            except BrokenPipeError: pass
            del calls[end]
    """

  /// A script with the listener at `unix:s`, which ends with it.
  private func run(_ script: String, _ how: String = "answer", in files: Files) throws -> Run {
    _ = try files.write(Self.listener, "listener.py")
    return try files.run(
      """
      python3 listener.py s \(how) > /dev/null 2>listener.log & listener=$!
      trap 'kill -KILL $listener' EXIT
      for i in $(seq 200); do test -S s && break; sleep 0.05; done
      \(script)
      """)
  }

  @Test(.timeLimit(.minutes(2))) func aProcessThatRunsAnswers() throws {
    let files = try Files()
    let score = try run(
      "$GA validate --command unix:s --format float16 --function relu --json v.json", in: files)
    #expect(score.status == 0 && score.out.hasPrefix("there float16 against relu"), "\(score)")
    #expect(score.out.contains("ran    elsewhere"), "\(score)")
    let variables = try String(contentsOfFile: files.path("variables"), encoding: .utf8)
    let names = variables.split(separator: "\0").map(String.init)
    #expect(
      names.contains("GELU_ACCURACY_FORMAT=float16")
        && names.contains("GELU_ACCURACY_FUNCTION=relu")
        && names.allSatisfy { $0.hasPrefix("GELU_ACCURACY_") }, "\(names)")
    let cat = try files.run(
      "$GA validate --command cat --format float16 --function relu --no-place --json -")
    let (here, there) = (try json(Data(cat.out.utf8)), try json(files.data("v.json")))
    for key in here.keys where !["kernel", "environment", "place"].contains(key) {
      #expect(try plain(here[key]) == plain(there[key]), "\(key)")
    }
  }

  @Test(
    .timeLimit(.minutes(2)),
    arguments: [
      ("vanish", "ended by SIGKILL"),
      ("fail", "status 3 before its last answer; its last message: out of luck"),
    ]) func itFails(_ how: String, _ says: String) throws
  {
    let score = try run(
      "$GA validate --command unix:s --format float16 --no-place", how, in: Files())
    #expect(score.status == 2 && score.err.contains(says), "\(score)")
  }

  @Test(arguments: ["unix:nowhere", "unix:", "unix:/" + String(repeating: "a", count: 200)])
  func nobodyListens(_ command: String) throws {
    let run = try Run(["validate", "--command", command, "--format", "float16"])
    #expect(run.status == 2 && run.err.contains("nobody listens on the socket"), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run)")
  }

  /// Its path is that of the process, not of the contract's folder, and says nothing of the kernel.
  @Test(.timeLimit(.minutes(2))) func contractsAndParts() throws {
    let files = try Files()
    let made = try run(
      """
      $GA seed there --command "unix:$PWD/s" --format float16 --function relu --accept tried -o c || exit 9
      grep -q "unix:" c/float16/there-against-relu.json || exit 8
      $GA check c || exit 7
      part="--format float16 --function relu --region 1:4 --resume kept --no-place"
      $GA validate --command unix:s $part > first || exit 6
      ln s t
      $GA validate --command unix:t $part > second || exit 5
      cmp first second
      """, in: files)
    #expect(made.status == 0, "\(made)")
  }

  @Test func theTruthIsAFilter() throws {
    let files = try Files()
    let run = try files.run(
      """
      $GA emit-inputs --format bfloat16 -o x.npy
      tail -c 131072 x.npy > x.bin
      $GA filter truth --format bfloat16 --function silu --derivative < x.bin > y.bin
      $GA filter truth --format bfloat16 < x.bin > g.bin
      $GA score --inputs x.bin --outputs g.bin --format bfloat16 --require wrong=0,broken_specials=0 || exit 9
      $GA score --inputs x.bin --outputs y.bin --format bfloat16 --function silu --derivative --require wrong=0
      """)
    #expect(run.status == 0, "\(run)")
    let refused = try Run(["filter", "erf", "--format", "float16", "--function", "gelu"])
    #expect(refused.status == 2 && refused.err.contains("go with truth"), "\(refused)")
  }

  @Test func aScoreIsDrawn() throws {
    let files = try Files()
    let run = try files.run(
      """
      $GA measure erf --format bfloat16 --json s.json > /dev/null
      $GA plot s.json > errors.svg && $GA plot - --histogram < s.json > histogram.svg
      """)
    #expect(run.status == 0, "\(run)")
    let page = DocumentationTests.root.appending(path: "Reports/plots/erf-bfloat16-gelu.svg")
    #expect(try files.data("errors.svg") == Data(contentsOf: page))
    let histogram = String(decoding: try files.data("histogram.svg"), as: UTF8.self)
    #expect(histogram.hasPrefix("<svg") && histogram.contains("signed errors"))
    _ = try files.write("{}", "none.json")
    let refused = try Run(["plot", files.path("none.json")])
    #expect(refused.status == 2 && refused.err.contains("is no score of numbers"), "\(refused)")
  }

  private func plain(_ value: Any?) throws -> Data {
    try JSONSerialization.data(withJSONObject: [value ?? ""], options: .sortedKeys)
  }

  private func json(_ data: Data) throws -> [String: Any] {
    let tree = try JSONSerialization.jsonObject(with: data)
    return try #require(tree as? [String: Any] ?? (tree as? [[String: Any]])?.first)
  }
}

extension Files {
  fileprivate func data(_ name: String) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: path(name)))
  }
}
