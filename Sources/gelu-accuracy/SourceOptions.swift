import ArgumentParser
import Foundation
import GELUAccuracy

/// Where a kernel of the user's own is found.
struct SourceOptions: ParsableArguments {
  @Option(help: "A shared library with the kernel.") var library: String?
  @Option(help: "The function in it.") var symbol: String?
  @Option(help: "The function's form: batch, scalar or backward.") var form: String?
  @Option(help: "Every pointer given to the function is aligned to so many bytes.")
  var alignment: Int?
  @Option(help: "A command, run by sh.") var command: String?
  @Option(name: .customLong("inputs-file"), help: "Inputs that emit-inputs wrote.")
  var inputsFile: String?
  @Option(name: .customLong("outputs-file"), help: "The outputs for them.")
  var outputsFile: String?
  @Flag(help: "The kernel computes the derivative.") var derivative = false

  /// Nil where nothing was said.
  var source: KernelSource? {
    get throws {
      var source = KernelSource(
        library: library, symbol: symbol, form: form, command: command, inputs: inputsFile,
        outputs: outputsFile)
      source.alignment = alignment
      guard source != KernelSource() else { return nil }
      let ways = [library, command, inputsFile].filter { $0 != nil }.count
      guard ways == 1, (library == nil) == (symbol == nil),
        (inputsFile == nil) == (outputsFile == nil)
      else {
        throw Failure(
          "give one of --library with --symbol, --command, and --inputs-file with --outputs-file")
      }
      return source
    }
  }
}

extension KernelSource {
  /// As a contract in `folder` has it, to be found from there: paths below the two folders' common parent
  /// are relative, so that all of it can be copied elsewhere. A command starts where it does now.
  ///
  /// - Parameters:
  ///   - here: what relative paths start from now, and the command.
  ///   - folder: the contract's; it is there.
  func seen(from folder: String, writtenIn here: String) throws -> KernelSource {
    var moved = self
    let way = try RelativePath(from: folder, to: here)
    (moved.library, moved.inputs, moved.outputs) = (
      try library.map(way.path), try inputs.map(way.path), try outputs.map(way.path)
    )
    if let command, way.text != "." { moved.command = "cd \(shellQuoted(way.text)) && \(command)" }
    return moved
  }
}

/// The way from one folder to another, links resolved: `..` of a link is not where it stands.
struct RelativePath {
  /// `../../kernels`; absolute where the two have nothing in common.
  let text: String
  private let start, here: String

  init(from folder: String, to here: String) throws {
    let (start, end) = (try RelativePath.resolved(folder), try RelativePath.resolved(here))
    text = RelativePath.way(from: start, to: end)
    (self.start, self.here) = (start, end)
  }

  /// A path that starts here, as seen from the folder. An absolute one outside stays as it is.
  func path(_ path: String) throws -> String {
    let url = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: here, isDirectory: true))
    let folder = try RelativePath.resolved(url.deletingLastPathComponent().path)
    let full = folder == "/" ? "/" + url.lastPathComponent : folder + "/" + url.lastPathComponent
    guard !path.hasPrefix("/") || full.hasPrefix(here + "/") || full.hasPrefix(start + "/") else {
      return path
    }
    return RelativePath.way(from: start, to: full)
  }

  static func way(from start: String, to end: String) -> String {
    let (a, b) = (start.split(separator: "/"), end.split(separator: "/"))
    let common = zip(a, b).prefix { $0 == $1 }.count
    guard common > 0 else { return end }
    let parts = a.dropFirst(common).map { _ in ".." } + b.dropFirst(common)
    return parts.isEmpty ? "." : parts.joined(separator: "/")
  }

  private static func resolved(_ path: String) throws -> String {
    guard let full = realpath(path, nil) else {
      throw Failure("\(path): \(String(cString: strerror(errno)))")
    }
    defer { free(full) }
    return String(cString: full)
  }
}
