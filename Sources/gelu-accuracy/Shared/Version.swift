import CBuild
import Foundation

/// What `--version` prints.
enum Version {
  /// The one place for it: CITATION.cff and the Python package say the same, which a test checks.
  static let number = "0.1.0"

  /// The commit that the program was built from; nil where the build was not told.
  static let commit = build_commit().map { String(cString: $0) }

  /// `linux-x86_64` and so on.
  static var platform: String {
    #if os(macOS)
      let system = "macos"
    #else
      let system = "linux"
    #endif
    #if arch(arm64)
      return "\(system)-arm64"
    #else
      return "\(system)-x86_64"
    #endif
  }

  static var line: String {
    "gelu-accuracy \(number) (commit \(commit ?? "not recorded"), \(platform))"
  }
}
