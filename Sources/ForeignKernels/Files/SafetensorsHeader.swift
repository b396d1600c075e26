import FloatingPointFormats
import Foundation

/// The header of a safetensors file: the length of a JSON object in 8 bytes little-endian, the
/// object, then the bytes of all tensors without gaps
/// (https://huggingface.co/docs/safetensors, "Format").
struct SafetensorsHeader {
  struct Tensor: Codable {
    var dtype: String
    var shape: [Int]
    /// From the start of the values, the end not included.
    var data_offsets: [Int]
  }

  var tensors: [String: Tensor]
  /// Where the values start.
  var dataOffset: Int

  /// The limit of the reference implementation.
  private static let longest = 100_000_000

  init(_ file: ByteFile) throws {
    let lengthBytes = try file.bytes(8, "header length")
    let length = lengthBytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(SafetensorsHeader.longest) else {
      throw FileError(file.path, "claims a header of \(length) bytes: not a safetensors file")
    }
    let text = try file.bytes(Int(length), "header")
    dataOffset = file.offset
    guard text.first == UInt8(ascii: "{") else {
      throw FileError(file.path, "is not a safetensors file: byte 8 does not start a JSON object")
    }
    do {
      tensors = try JSONDecoder().decode(Entries.self, from: Data(text)).tensors
    } catch {
      throw FileError(file.path, "has a malformed safetensors header: \(jsonProblem(error))")
    }
    try checkLayout(file.path, length: file.size - dataOffset)
  }

  /// Every tensor's extent agrees with its shape, and together they fill the file exactly, as the
  /// format demands. So a name that stands twice is found too: one of its extents is a gap.
  private func checkLayout(_ path: String, length: Int) throws {
    var extents: [(name: String, begin: Int, end: Int)] = []
    for (name, tensor) in tensors {
      let quoted = "tensor '\(printable(name, limit: 30))'"
      guard tensor.data_offsets.count == 2,
        case let (begin, end) = (tensor.data_offsets[0], tensor.data_offsets[1]),
        0 <= begin, begin <= end, end <= length
      else {
        throw FileError(path, "\(quoted) has data_offsets outside the \(length) bytes of values")
      }
      if let width = SafetensorsHeader.width(ofType: tensor.dtype) {
        guard let count = elementCount(tensor.shape), end - begin == count * width else {
          throw FileError(path, "\(quoted): its shape does not fit its \(end - begin) bytes")
        }
      }
      extents.append((quoted, begin, end))
    }
    var reached = 0
    for extent in extents.sorted(by: { ($0.begin, $0.end) < ($1.begin, $1.end) }) {
      guard extent.begin == reached else {
        throw FileError(path, "\(extent.name) does not start where the one before it ends")
      }
      reached = extent.end
    }
    guard reached == length else {
      throw FileError(path, "has \(length - reached) bytes of values that belong to no tensor")
    }
  }

  /// The tensor of a name, or the only one.
  func tensor<T: StoredFormat>(_ name: String?, _ type: T.Type, path: String) throws -> Tensor {
    let names = tensors.keys.sorted().map { printable($0, limit: 30) }.prefix(8)
      .joined(separator: ", ")
    let found: Tensor?
    if let name {
      found = tensors[name]
    } else {
      found = tensors.count == 1 ? tensors.first?.value : nil
    }
    guard let found else {
      let missing = name.map { "has no tensor '\(printable($0))'" } ?? "needs a tensor's name"
      throw FileError(path, "\(missing); it has: \(names.isEmpty ? "none" : names)")
    }
    let wanted = T.foreignNames.safetensors
    guard found.dtype == wanted else {
      throw FileError(
        path, "holds \(printable(found.dtype, limit: 20)), not \(T.storedName.rawValue) (\(wanted))"
      )
    }
    return found
  }

  private static func width(ofType type: String) -> Int? {
    StoredName.all.first { $0.type.foreignNames.safetensors == type }.map { $0.width / 8 }
  }

  /// A header of flat tensors that follow each other, padded with spaces to a multiple of 8.
  static func bytes(_ format: FormatName, _ tensors: [(name: String, count: Int)]) -> [UInt8] {
    let type = format.type.foreignNames.safetensors
    var offset = 0
    let entries = tensors.map { tensor in
      let end = offset + tensor.count * format.width / 8
      defer { offset = end }
      return "\"\(tensor.name)\":{\"dtype\":\"\(type)\",\"shape\":[\(tensor.count)],"
        + "\"data_offsets\":[\(offset),\(end)]}"
    }
    var text = Array("{\(entries.joined(separator: ","))}".utf8)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    return withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
  }
}

/// The header's object: tensors by name, and `__metadata__`, which is free.
private struct Entries: Decodable {
  var tensors: [String: SafetensorsHeader.Tensor] = [:]

  private struct Name: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Name.self)
    for key in container.allKeys where key.stringValue != "__metadata__" {
      tensors[key.stringValue] = try container.decode(
        SafetensorsHeader.Tensor.self, forKey: key)
    }
  }
}

/// The product of a shape; nil where it is negative or overflows. The empty shape has one element.
func elementCount(_ shape: [Int]) -> Int? {
  guard !shape.contains(where: { $0 < 0 }) else { return nil }
  if shape.contains(0) { return 0 }
  var product = 1
  for extent in shape {
    let (p, overflow) = product.multipliedReportingOverflow(by: extent)
    // Bytes must be countable too.
    guard !overflow, p <= Int.max / 8 else { return nil }
    product = p
  }
  return product
}

/// What is wrong with a piece of JSON, in one line.
func jsonProblem(_ error: any Error) -> String {
  guard let problem = error as? DecodingError else { return printable("\(error)", limit: 120) }
  func place(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? "" : " at '\(printable(path, limit: 60))'"
  }
  switch problem {
  case .keyNotFound(let key, let context):
    return "'\(printable(key.stringValue, limit: 40))' is missing\(place(context))"
  case .typeMismatch(_, let context), .valueNotFound(_, let context):
    return "wrong type\(place(context))"
  case .dataCorrupted(let context):
    return "not valid JSON or not a valid value\(place(context))"
  @unknown default: return "not valid"
  }
}
