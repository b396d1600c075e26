import Foundation

@testable import ForeignKernels

/// Libraries made from the C files beside this one by the system's compiler.
enum Compiled {
  static let hasCompiler = succeeds("cc", ["--version"])

  static let kernels: String? = library("kernels.c", ["-O1"])

  static func library(_ source: String, _ flags: [String]) -> String? {
    guard hasCompiler else { return nil }
    let path = folder.file(
      "lib\(source)-\(flags.joined()).so".replacingOccurrences(of: "/", with: ""))
    let whole = source.hasPrefix("/") ? source : testFolder + "/Misbehaving/" + source
    let compiler = whole.hasSuffix("pp") ? "c++" : "cc"
    let include = testFolder + "/../../Sources/CForeignKernel/include"
    return succeeds(
      compiler, flags + ["-I", include, "-shared", "-fPIC", "-w", "-o", path, whole, "-lm"])
      ? path : nil
  }

  /// Kept for the whole run.
  private static let folder: Scratch = {
    atexit { try? FileManager.default.removeItem(atPath: Compiled.folder.path) }
    do { return try Scratch() } catch { fatalError("no temporary folder: \(error)") }
  }()

  private static func succeeds(_ program: String, _ arguments: [String]) -> Bool {
    let process = try? Spawned(
      program, arguments, environment: ProcessInfo.processInfo.environment,
      descriptors: [-1, -1, 2], ownsGroup: false)
    return process?.end(within: 60) == .exited(0)
  }
}

extension WorkerLauncher {
  /// The worker that is built beside the tests.
  static let forTests: WorkerLauncher = {
    var folders = [Bundle.main.bundleURL, Bundle.main.executableURL?.deletingLastPathComponent()]
    // On macOS the tests are in a bundle beside the products.
    folders += Bundle.allBundles.map { $0.bundleURL.deletingLastPathComponent() }
    let paths = folders.compactMap { $0?.appendingPathComponent("foreign-worker").path }
    let found = paths.first { FileManager.default.isExecutableFile(atPath: $0) }
    return WorkerLauncher(executable: found ?? "foreign-worker", arguments: [])
  }()
}
