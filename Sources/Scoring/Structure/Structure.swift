import FloatingPointFormats
import Functions
import Kernels
import Oracle

/// What a kernel's outputs say by themselves, held to what the function is: no error is measured, only
/// rules that every correct result keeps.
public struct Structure: Sendable, Equatable {
  public var kernel: String
  public var target: Target
  public var signature: Signature
  /// How many inputs were looked at: all finite ones.
  public var inputs: Int
  /// The rules that are broken.
  public var defects: [DefectRanges]
  public var landmarks: [StructureLandmark]

  public var isSound: Bool { defects.isEmpty && landmarks.allSatisfy(\.ok) }

  init<T: BinaryFormat>(_ kernel: any Kernel<T>, _ oracle: Oracle, _ whole: StructurePart) throws {
    self.kernel = kernel.description.name
    (target, signature) = (oracle.target, Signature(T.name))
    inputs = 2 * T.largestFinite.ordinal + 2
    defects = whole.defects(in: T.name)
    landmarks = try whole.landmarks(oracle, T.self)
  }
}

extension Structure {
  package var asked: Asked { Asked(target, signature) }
}

extension Structure: Codable {
  private enum Key: String, CodingKey { case kernel, inputs, defects, landmarks }

  public init(from decoder: any Decoder) throws {
    let asked = try Asked(from: decoder)
    (target, signature) = (asked.target, asked.signature)
    let keys = try decoder.container(keyedBy: Key.self)
    kernel = try keys.decode(String.self, forKey: .kernel)
    inputs = try keys.decode(Int.self, forKey: .inputs)
    defects = try keys.decode([DefectRanges].self, forKey: .defects)
    landmarks = try keys.decode([StructureLandmark].self, forKey: .landmarks)
  }

  public func encode(to encoder: any Encoder) throws {
    try Asked(target, signature).encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encode(inputs, forKey: .inputs)
    try keys.encode(defects, forKey: .defects)
    try keys.encode(landmarks, forKey: .landmarks)
  }
}

/// A place that the function has and the kernel should have too.
public struct StructureLandmark: Codable, Sendable, Equatable {
  public var name: String
  /// In bits.
  public var expected, found: String
  public var ok: Bool
}

/// Runs a kernel on all finite inputs of a format of at most 32 bits and checks its structure.
///
/// - Throws: `ScoringError` for float64; what the kernel throws.
public func structure<T: BinaryFormat>(
  of kernel: any Kernel<T>, against oracle: Oracle, threads: Int = Parallel.cores,
  progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
) throws -> Structure {
  if T.name.keepsAllTruths { return try small(kernel.inCallersEnvironment, oracle) }
  guard let kernel = kernel as? any Kernel<Float> else {
    throw ScoringError("structure looks at all inputs; \(T.name.rawValue) has 2^\(T.width)")
  }
  let options = ScoringOptions(inputs: .exhaustive, threads: threads, progress: progress)
  return try survey(kernel, structureOf: oracle, against: [], options).structure(kernel, oracle)
}

/// All inputs of a small format at once.
private func small<T: BinaryFormat>(_ kernel: any Kernel<T>, _ oracle: Oracle) throws -> Structure {
  try FloatingPointEnvironment.standard.run { try checked(kernel, oracle) }
}

private func checked<T: BinaryFormat>(
  _ kernel: any Kernel<T>, _ oracle: Oracle
) throws -> Structure {
  let above = (0...T.largestFinite.ordinal).map { T(ordinal: $0) }
  var (y, z) = (above, above)
  var part = StructurePart()
  try y.withUnsafeMutableBufferPointer { y in
    try z.withUnsafeMutableBufferPointer { z in
      try above.withUnsafeBufferPointer { try kernel.evaluate($0, into: y) }
      try above.map(\.negated).withUnsafeBufferPointer { try kernel.evaluate($0, into: z) }
      guard let ys = y.baseAddress, let zs = z.baseAddress else { return }
      StructureChecker<T>(oracle).check(0, ys, zs, above.count, &part)
    }
  }
  return try Structure(kernel, oracle, part)
}
