import Foundation

/// A C source compiled into a library of its own, and loaded.
public final class CompiledC {
  public typealias Batch =
    @convention(c) (
      UnsafePointer<Double>, UnsafeMutablePointer<Double>, Int
    ) -> Void

  public static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/cc")
  /// The top of the project.
  public static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  private let folder = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID())")
  private let handle: UnsafeMutableRawPointer

  public struct Failure: Error {}

  /// - Parameter functions: expressions of `x`, a double or a float, by the names of the loops over them.
  public init(
    including headers: [String], functions: [(name: String, type: String, code: String)]
  ) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let includes = headers.map { "#include \"\(Self.root.appending(path: $0).path)\"\n" }
    let loops = functions.map { name, type, code in
      """
      void \(name)(const double *in, double *out, size_t n) {
        for (size_t i = 0; i < n; i++) { \(type) x = (\(type))in[i]; out[i] = \(code); }
      }

      """
    }
    let source = folder.appending(path: "k.c")
    let text = "#include <math.h>\n#include <stddef.h>\n" + (includes + loops).joined()
    try Data(text.utf8).write(to: source)
    let library = folder.appending(path: "k.so").path
    let compiler = try Process.run(
      URL(fileURLWithPath: "/usr/bin/cc"),
      arguments: [
        "-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-ffp-contract=off", "-shared", "-fPIC",
        "-o", library, source.path, "-lm",
      ])
    compiler.waitUntilExit()
    guard compiler.terminationStatus == 0, let loaded = dlopen(library, RTLD_NOW) else {
      throw Failure()
    }
    handle = loaded
  }

  deinit {
    dlclose(handle)
    try? FileManager.default.removeItem(at: folder)
  }

  public func callAsFunction(_ name: String, _ x: [Double]) throws -> [Double] {
    guard let symbol = dlsym(handle, name) else { throw Failure() }
    var y = [Double](repeating: 0, count: x.count)
    unsafeBitCast(symbol, to: Batch.self)(x, &y, x.count)
    return y
  }
}
