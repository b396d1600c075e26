import Contracts
import ForeignKernels
import Foundation
import GELUAccuracy

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
    if let command, way.text != ".", SocketPath(command) == nil {
      moved.command = "cd \(shellQuoted(way.text)) && \(command)"
    }
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
