/// A `.npz` file, numpy's archive of arrays: a zip file of `.npy` members.
///
/// Layout: APPNOTE.TXT of PKWARE, 6.3.10, sections 4.3.7, 4.3.12, 4.3.16 and the zip64 extra field 4.5.3. Members
/// that are stored as they are, as `numpy.savez` writes them, are read; compressed ones are refused.
struct NumpyArchive {
  struct Member {
    var name: String
    /// Where the member's bytes are in the file.
    var bytes: Range<Int>
    var isCompressed: Bool
  }

  private(set) var members: [Member] = []

  init(_ file: ByteFile) throws {
    let problem = FileError(
      file.path, "is not a .npz file, or is cut short; save it with numpy.savez")
    let tailLength = min(file.size, 22 + 0xffff)
    file.seek(to: file.size - tailLength)
    let tail = try file.bytes(tailLength, "directory")
    guard
      let end = stride(from: tailLength - 22, through: 0, by: -1).first(where: {
        tail[$0..<$0 + 4].elementsEqual([0x50, 0x4b, 5, 6])
      })
    else { throw problem }
    let (count, length, start) = (
      tail.number(end + 10, 2), tail.number(end + 12, 4), tail.number(end + 16, 4)
    )
    guard count < 0xffff, start + length <= file.size else { throw problem }
    file.seek(to: start)
    let directory = try file.bytes(length, "directory")
    var at = 0
    for _ in 0..<count {
      guard at + 46 <= length, directory[at..<at + 4].elementsEqual([0x50, 0x4b, 1, 2]) else {
        throw problem
      }
      let (nameLength, extraLength) = (directory.number(at + 28, 2), directory.number(at + 30, 2))
      let next = at + 46 + nameLength + extraLength + directory.number(at + 32, 2)
      guard next <= length else { throw problem }
      let name = String(decoding: directory[at + 46..<at + 46 + nameLength], as: UTF8.self)
      let extra = Array(directory[at + 46 + nameLength..<at + 46 + nameLength + extraLength])
      var fields = [
        directory.number(at + 24, 4), directory.number(at + 20, 4), directory.number(at + 42, 4),
      ]
      try NumpyArchive.widen(&fields, extra, problem)
      let method = directory.number(at + 10, 2)
      file.seek(to: fields[2])
      guard fields[2] + 30 <= file.size else { throw problem }
      let local = try file.bytes(30, "member '\(printable(name, limit: 30))'")
      guard local[0..<4].elementsEqual([0x50, 0x4b, 3, 4]) else { throw problem }
      let from = fields[2] + 30 + local.number(26, 2) + local.number(28, 2)
      guard from <= file.size, fields[1] <= file.size - from else { throw problem }
      members.append(
        Member(
          name: name.hasSuffix(".npy") ? String(name.dropLast(4)) : name,
          bytes: from..<from + fields[1], isCompressed: method != 0))
      at = next
    }
  }

  /// Sizes and offsets beyond 32 bits stand in an extra field, those that need it in this order.
  private static func widen(_ fields: inout [Int], _ extra: [UInt8], _ problem: FileError) throws {
    guard fields.contains(0xffff_ffff) else { return }
    var at = 0
    while at + 4 <= extra.count {
      let (kind, length) = (extra.number(at, 2), extra.number(at + 2, 2))
      var place = at + 4
      if kind == 1 {
        for k in fields.indices where fields[k] == 0xffff_ffff {
          guard place + 8 <= min(extra.count, at + 4 + length), extra[place + 7] == 0 else {
            throw problem
          }
          fields[k] = extra.number(place, 8)
          place += 8
        }
        return
      }
      at += 4 + length
    }
    throw problem
  }
}

extension [UInt8] {
  /// A little-endian number of so many bytes.
  fileprivate func number(_ at: Int, _ bytes: Int) -> Int {
    self[at..<at + bytes].reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
