import Foundation
import Testing

/// Regions, parts and searches of kernels from elsewhere: the numbers of `measure` for the same formula.
@Suite(.enabled(if: Compiler.exists)) struct ForeignPartTests {
  private static let beside: Set = ["kernel", "place", "subnormals", "environment"]

  private static func prepared(_ flags: [String] = ["-O1"]) throws -> Files {
    let files = try Files()
    _ = try ForeignKernels.library(in: files, flags)
    return files
  }

  private func json(_ run: Run) throws -> [String: Any] {
    try #require(run.status == 0, "\(run.err)")
    return try jsonObject(Data(run.out.utf8))
  }

  private static let f32 = "validate --library libk.so --symbol mine_f32 --format float32"

  @Test(arguments: [
    "--region=-8:-7.5 --inputs exhaustive", "--region 1:2 --inputs sample:9000",
    "--inputs search:count=4000:7",
  ]) func asMeasured(_ what: String) throws {
    let files = try Self.prepared()
    let ours = try json(files.run("$GA \(Self.f32) \(what) --json -"))
    let theirs = try json(files.run("$GA measure erf --format float32 \(what) --json -"))
    #expect(try isSame(ours, theirs, without: Self.beside), "\(what)")
  }

  /// A command gets its inputs in batches of a chunk.
  @Test(arguments: ["--region 1:2", "--inputs search:count=3000"]) func commands(_ what: String)
    throws
  {
    let files = try Files()
    let ours = try json(
      files.run(
        "$GA validate --command cat --format float32 --function relu --inputs sample:5000 \(what) --json -"
          .replacing("--inputs sample:5000 --inputs", with: "--inputs")))
    #expect(ours["place"] != nil)
    let theirs = try json(
      files.run(
        "$GA validate --expression x --format float32 --function relu --inputs sample:5000 \(what) --json -"
          .replacing("--inputs sample:5000 --inputs", with: "--inputs")))
    #expect(try isSame(ours, theirs, without: Self.beside))
  }

  @Test func shards() throws {
    let files = try Self.prepared()
    let what = "\(Self.f32) --name mine --inputs exhaustive --region=-8:-7.5"
    let whole = try json(files.run("$GA \(what) --json -"))
    let parts = try files.run(
      "for i in 1 2 3; do $GA \(what) --shard $i/3 -o part$i || exit 1; done")
    #expect(parts.status == 0 && parts.err.contains("chunks in part3"), "\(parts)")
    let merged = try json(files.run("$GA merge part2 part3 part1 --json -"))
    #expect(try isSame(merged, whole, without: ["place", "subnormals", "environment"]))
    #expect(merged["kernel"] as? String == "mine")
  }

  /// Killed, and gone on from the file, on other numbers of threads.
  @Test(arguments: [SIGKILL, SIGINT]) func goesOn(_ signal: Int32) throws {
    let files = try Self.prepared()
    let what = "\(Self.f32) --inputs exhaustive --region=-8:-6 --no-place"
    let process = Process()
    process.executableURL = try Run.executable()
    process.currentDirectoryURL = files.folder
    process.arguments =
      what.split(separator: " ").map(String.init) + ["--threads", "1", "--resume", "run.json"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while process.isRunning, !FileManager.default.fileExists(atPath: files.path("run.json")) {
      usleep(10_000)
    }
    let wasRunning = process.isRunning
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    if wasRunning, signal == SIGINT { #expect(process.terminationStatus == 130) }
    let left = try files.object("run.json")
    #expect(left["done"] != nil)
    let resumed = try json(files.run("$GA \(what) --threads 2 --resume run.json --json -"))
    let undisturbed = try json(files.run("$GA \(what) --json -"))
    #expect(try isSame(resumed, undisturbed, without: []))
  }

  /// A run that is kept gives what one that is not gives; an expression is the same kernel when it is compiled
  /// again.
  @Test func keptAndNot() throws {
    let files = try Self.prepared()
    for kernel in [
      "--library libk.so --symbol mine_bf16 --format bfloat16", "--command cat --format float16",
      "--expression '0.5f*x' --format float32 --inputs sample:3000",
    ] {
      let what = "$GA validate \(kernel) --no-place --json -"
      let plain = try json(files.run(what))
      for _ in 1...2 {
        let kept = try json(files.run("\(what) --resume run"))
        #expect(try isSame(kept, plain, without: []), "\(kernel)")
      }
      _ = try files.run("rm run")
    }
  }

  /// Another library, another function of it, and another command line are other kernels.
  @Test func anotherKernelIsRefused() throws {
    let files = try Self.prepared()
    let what = "--format float32 --inputs sample:100 --no-place --name mine --resume run"
    let first = try files.run("$GA validate --library libk.so --symbol mine_f32 \(what)")
    #expect(first.status == 0, "\(first)")
    let again = try files.run("$GA validate --library ./libk.so --symbol mine_f32 \(what)")
    #expect(again.status == 0 && again.out == first.out, "\(again)")
    let mine = "--library libk.so --symbol mine_f32"
    for kernel in [
      "--library libk.so --symbol other_f32", "\(mine) --alignment 64", "--command cat",
      "--expression x", mine,
    ] {
      if kernel == mine { _ = try ForeignKernels.library(in: files, ["-O0"]) }
      let run = try files.run("$GA validate \(kernel) \(what)")
      #expect(run.status == 2 && run.out.isEmpty, "\(run)")
      #expect(
        run.err.contains("run cannot be gone on from") && run.err.contains("digest of the kernel"))
      #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
    }
  }

  /// What was answered before a crash is printed, and is in the file.
  @Test func aCrashLosesNothing() throws {
    let files = try Self.prepared()
    let region = try files.run(
      "$GA validate --library libk.so --symbol crash_bf16 --format bfloat16 --threads 1 --region=-inf:inf "
        + "--resume run")
    #expect(
      region.status == 2 && region.out.hasPrefix("PART  the kernel failed; of 6"), "\(region)")
    let counts = try #require(
      region.err.firstMatch(of: /the score is of the (\d+) inputs of (\d+)/))
    let (scored, all) = (try #require(Int(counts.1)), try #require(Int(counts.2)))
    #expect(region.out.contains(", \(scored) inputs (") && 40_000 < scored && scored < all)
    // All chunks before the one with the crash, each of 2^12 inputs.
    let done = try #require(files.object("run")["done"] as? [String: Any])
    let ranges = try #require(done["ranges"] as? [[Int]])
    #expect(ranges == [[0, scored >> 12]], "\(ranges)")
    let search = try files.run(
      "$GA validate --library libk.so --symbol tired_f32 --format float32 --inputs search:count=100000"
    )
    #expect(search.status == 2, "\(search)")
    #expect(search.out.hasPrefix("PART  the kernel failed; these "), "\(search)")
    #expect(search.err.contains("the score is of the "), "\(search)")
  }

  @Test(arguments: [
    ("--region 3:1", "LO <= HI"), ("--region x", "cannot read region"),
    ("--region 1e6:2e6", "no inputs"), ("--shard 3/2 -o p", "cannot read shard"),
    ("--shard 1/2", "--shard needs --output"), ("-o p", "--output goes with --shard"),
    ("--resume x.csv", "no part of a run"), ("--resume .", "cannot read ."),
    ("--shard 1/2 -o .", "cannot read ."), ("--shard 1/2 -o /proc/nowhere", "cannot write /proc/"),
    ("--shard 1/2 --resume x.csv", "no part of a run"), ("--shard 0/2 -o p", "cannot read shard"),
    ("--resume /proc/nowhere/at.all", "/proc/nowhere"), ("--inputs search:0", "cannot read"),
    ("--inputs search:x", "cannot read"), ("--inputs search:1:2:3", "cannot read"),
    ("--inputs search:1 --region 1:2", "a search takes no"),
    ("--inputs search:1 --input-format float32", "takes no --input-format"),
    ("--resume p --flush all", "one flush model"),
    ("--shard 1/2 -o p --require max_ulp=1", "--require goes with a whole score"),
    ("--region 1:2 --second up", "take no --dy or --second"),
  ]) func refusals(_ options: String, _ text: String) throws {
    let files = try Files()
    _ = try files.write("x,y\n1,1\n", "x.csv")
    let run = try files.run("$GA validate --command cat --format float16 \(options)")
    #expect(run.status == 2 && run.out.isEmpty && run.err.contains(text), "\(run)")
    #expect(run.err.split(separator: "\n").count == 1, "\(run.err)")
    #expect(try files.names == ["x.csv"])
  }

  /// What is recommended can be done.
  @Test func theAdviceForFloat64Holds() throws {
    let files = try Files()
    let what = "validate --command cat --format float64 --function relu --no-place"
    let all = try files.run("$GA \(what) --inputs exhaustive")
    #expect(
      all.status == 2 && all.err.contains("use sample:N, or in 'measure' and 'validate' search:"),
      "\(all)")
    for inputs in ["sample:100", "search:0.2"] {
      let run = try files.run("$GA \(what) --inputs \(inputs)")
      #expect(run.status == 0, "\(run)")
    }
  }
}
