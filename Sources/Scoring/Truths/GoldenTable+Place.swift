import CGoldenTables
import Digests
import FloatingPointFormats
import Foundation

extension GoldenTable {
  /// Where the tables of a format are read from.
  enum Place: CustomStringConvertible {
    /// The bytes of `Reference/Tables/FORMAT-odd.safetensors` as this program was built with them.
    case program(FormatName)
    case file(String)

    /// What GELU_ACCURACY_TABLES says; nil where it says to do without.
    static func asked(_ format: FormatName) -> Place? {
      guard let folder = ProcessInfo.processInfo.environment["GELU_ACCURACY_TABLES"] else {
        return .program(format)
      }
      return folder.isEmpty ? nil : .file("\(folder)/\(format.rawValue)-odd.safetensors")
    }

    var description: String {
      switch self {
      case .program(let format): "the program's tables of \(format.rawValue)"
      case .file(let path): path
      }
    }

    var isThere: Bool {
      switch self {
      case .program(let format): Place.bytes(format) != nil
      case .file(let path): FileManager.default.fileExists(atPath: path)
      }
    }

    /// The one line to print where a table is not what it has to be.
    func damage(to tensor: String) -> String {
      let what =
        "\(self): '\(tensor)' is damaged or not readable, not the exact values of the function (SHA-256); "
      return switch self {
      case .program: what + "install the program again"
      case .file: what + "put the file back, or let 'gelu-accuracy tables' write it again"
      }
    }

    /// One tensor of 65,536 doubles with this SHA-256; nil for anything else.
    func read(_ tensor: String, digest: String) -> [Double]? {
      switch self {
      case .program(let format):
        guard let bytes = Place.bytes(format) else { return nil }
        return GoldenTable.read(tensor, digest: digest) { offset, count in
          guard offset <= bytes.count, count <= bytes.count - Int(offset) else { return nil }
          return Data(bytes[Int(offset)..<Int(offset) + count])
        }
      case .file(let path):
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        return GoldenTable.read(tensor, digest: digest) { offset, count in
          guard (try? file.seek(toOffset: offset)) != nil else { return nil }
          return try? file.read(upToCount: count)
        }
      }
    }

    /// All of a file that the program was built with; nil for a format that has none.
    static func bytes(_ format: FormatName) -> UnsafeRawBufferPointer? {
      let file: golden_file
      switch format {
      case .float16: file = golden_float16()
      case .bfloat16: file = golden_bfloat16()
      default: return nil
      }
      return UnsafeRawBufferPointer(start: file.bytes, count: file.size)
    }
  }

  private struct Entry: Decodable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]
    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case dataOffsets = "data_offsets"
    }
  }

  /// One tensor of 65,536 doubles with this SHA-256 out of what is laid out as safetensors.
  /// - Parameter bytes: so many bytes from an offset on, or fewer where there are no more; nil where they
  ///   cannot be read.
  private static func read(
    _ tensor: String, digest: String, _ bytes: (_ offset: UInt64, _ count: Int) -> Data?
  ) -> [Double]? {
    guard let prefix = bytes(0, 8), prefix.count == 8 else { return nil }
    let length = prefix.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    let (count, size) = (1 << 16, 1 << 19)
    guard length < 1 << 16, let header = bytes(8, Int(length)),
      let entries = try? JSONDecoder().decode([String: Entry].self, from: header),
      let entry = entries[tensor], entry.dtype == "F64", entry.shape == [count],
      entry.dataOffsets.count == 2, entry.dataOffsets[0] >= 0,
      entry.dataOffsets[0] <= 1 << 40, entry.dataOffsets[1] == entry.dataOffsets[0] + size,
      let data = bytes(8 + length + UInt64(entry.dataOffsets[0]), size), data.count == size,
      SHA256.hexDigest(of: data) == digest
    else { return nil }
    return data.withUnsafeBytes { raw in
      (0..<count).map {
        Double(bitPattern: UInt64(littleEndian: raw.load(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
  }
}
