import CEnvironment

/// What a kernel from elsewhere ran in, as far as it is known. One wheel gives different results on different
/// processors, so that a score without this cannot be repeated.
public struct KernelEnvironment: Codable, Sendable, Equatable {
  /// What the kernel calls itself.
  public var name: String?
  /// The framework that it is part of, as `torch`.
  public var framework: String?
  /// Versions by what they are of: `{"torch": "2.9.1", "python": "3.12.3"}`.
  public var versions: [String: String]?
  /// What computed, as `cpu` or the name of a GPU.
  public var device: String?
  /// The instruction set that the kernel used, in its framework's words, as `AVX512`. Where it does not say, the
  /// widest that this machine's processor has: see `processorInstructionSet`.
  public var instructionSet: String?
  /// How it was compiled, or with which switches it ran.
  public var flags: String?

  public init(
    name: String? = nil, framework: String? = nil, versions: [String: String]? = nil,
    device: String? = nil, instructionSet: String? = nil, flags: String? = nil
  ) {
    (self.name, self.framework, self.versions) = (name, framework, versions)
    (self.device, self.instructionSet, self.flags) = (device, instructionSet, flags)
  }

  /// `torch 2.9.1, python 3.12.3, cpu, AVX512, -O3`: one line.
  public var line: String {
    let all = versions ?? [:]
    let own = framework.map { all[$0].map { version in "\(framework ?? "") \(version)" } ?? $0 }
    let others = all.filter { $0.key != framework }.sorted { $0.key < $1.key }
      .map { "\($0.key) \($0.value)" }
    return ([own] + others + [device, instructionSet, flags]).compactMap(\.self)
      .joined(separator: ", ")
  }
}

/// The widest vector instructions of this machine's processor that kernels are written for, as `AVX512F`; nil where
/// that is not known.
public var processorInstructionSet: String? {
  fks_instruction_set().map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
