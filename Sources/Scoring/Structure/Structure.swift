import FloatingPointFormats
import Functions
import Kernels
import Oracle

/// What a kernel's outputs say by themselves, held to what the function is: no error is measured, only
/// rules that every correct result keeps.
package struct Structure: Sendable, Equatable {
  package var kernel: String
  package var target: Target
  package var signature: Signature
  /// How many inputs were looked at: all finite ones.
  package var inputs: Int
  /// The rules that are broken.
  package var defects: [DefectRanges]
  package var landmarks: [StructureLandmark]

  package var isSound: Bool { defects.isEmpty && landmarks.allSatisfy(\.ok) }

  init<X: BinaryFormat, Y: BinaryFormat>(
    _ kernel: String, from _: X.Type, to _: Y.Type, _ oracle: Oracle, _ whole: StructurePart
  ) throws {
    self.kernel = kernel
    (target, signature) = (oracle.target, Signature(input: X.name, output: Y.name))
    inputs = 2 * X.largestFinite.ordinal + 2
    defects = whole.defects(in: signature, StructureRules(oracle))
    // Between two formats results come and go from their line, and the least one is that of an input.
    landmarks = X.name == Y.name ? try whole.landmarks(oracle, X.self) : []
  }
}

extension Structure {
  package var asked: Asked { Asked(target, signature) }
}

extension Structure: Codable {
  private enum Key: String, CodingKey { case kernel, inputs, defects, landmarks }

  package init(from decoder: any Decoder) throws {
    let asked = try Asked(from: decoder)
    (target, signature) = (asked.target, asked.signature)
    let keys = try decoder.container(keyedBy: Key.self)
    kernel = try keys.decode(String.self, forKey: .kernel)
    inputs = try keys.decode(Int.self, forKey: .inputs)
    defects = try keys.decode([DefectRanges].self, forKey: .defects)
    landmarks = try keys.decode([StructureLandmark].self, forKey: .landmarks)
  }

  package func encode(to encoder: any Encoder) throws {
    try Asked(target, signature).encode(to: encoder)
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(kernel, forKey: .kernel)
    try keys.encode(inputs, forKey: .inputs)
    try keys.encode(defects, forKey: .defects)
    try keys.encode(landmarks, forKey: .landmarks)
  }
}

/// A place that the function has and the kernel should have too.
package struct StructureLandmark: Codable, Sendable, Equatable {
  package var name: String
  /// In bits.
  package var expected, found: String
  package var ok: Bool
}
