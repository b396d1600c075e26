import CEnvironment

/// Which build costs were measured with, and on what: the first line of a file of costs.
package struct CostBuild: Codable, Sendable, Equatable {
  /// The instructions that the compiler was allowed to use: `x86-64-v3`, or `x86-64` for the baseline.
  package var build: String
  /// The command that measured, its flags for the compiler, the compiler's version, the sources' commit.
  package var command: String
  package var flags: String
  package var compiler: String
  package var commit: String
  package var processor: String
  package var libm: String
  package var date: String
  /// Nanoseconds for the call of a kernel that returns its input: a part of each latency.
  package var call: Double
  /// The build of `KernelCost.baseline`, where there is one.
  package var baseline: String?

  /// - Parameter environment: what differs from run to run, by the names of the keys here.
  package init(
    command: String, flags: String, _ environment: [String: String], call: Double
  ) {
    func said(_ key: String) -> String { environment[key] ?? "unknown" }
    (build, libm) = (CostBuild.compiledFor, platformLibm)
    (self.command, self.flags, self.call) = (command, flags, call)
    (compiler, commit) = (said("compiler"), said("commit"))
    (processor, date) = (said("processor"), said("date"))
  }

  /// The instructions that this program was compiled for, as `x86-64-v3`.
  package static var compiledFor: String { String(cString: fks_compiled_for()) }
}
