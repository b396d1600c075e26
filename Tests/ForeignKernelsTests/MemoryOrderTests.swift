import FloatingPointFormats
import Foundation
import Testing

@testable import ForeignKernels

/// An array is the same whichever index runs fastest in its file.
@Suite struct MemoryOrderTests {
  /// Of up to five axes; some of one element, or of none.
  static let shapes: [[Int]] = [
    [], [1], [7], [7, 1], [1, 7], [2, 3], [3, 2], [5, 5], [1, 4, 1, 3, 1], [2, 3, 4], [4, 3, 2],
    [2, 2, 2, 2, 2], [3, 1, 5, 2], [17, 3, 11], [2, 301], [301, 2], [0], [3, 0, 2],
  ]

  /// What the element at each place of the C order is called: its own place there.
  private func places(_ shape: [Int]) -> [UInt32] { Array(0..<UInt32(shape.reduce(1, *))) }

  /// The same elements with the first index fastest, found by counting the index up.
  private func inFortranOrder(_ shape: [Int]) -> [UInt32] {
    var index = [Int](repeating: 0, count: shape.count)
    return places(shape).map { _ in
      let place = zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }
      for k in index.indices {
        index[k] += 1
        if index[k] < shape[k] { break }
        index[k] = 0
      }
      return UInt32(place)
    }
  }

  private func npy(_ shape: [Int], isFortranOrder: Bool, descr: String = "<f4") -> [UInt8] {
    let tuple = shape.map { "\($0)," }.joined(separator: " ")
    let text =
      "{'descr': '\(descr)', 'fortran_order': \(isFortranOrder ? "True" : "False"), "
      + "'shape': (\(tuple)), }\n"
    let values = isFortranOrder ? inFortranOrder(shape) : places(shape)
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(text.utf8.count), 0] + Array(text.utf8)
      + values.flatMap { value in withUnsafeBytes(of: value.littleEndian) { Array($0) } }
  }

  @Test(arguments: shapes) func bothOrdersReadTheSame(_ shape: [Int]) throws {
    let scratch = try Scratch()
    for isFortranOrder in [false, true] {
      let path = try scratch.write(npy(shape, isFortranOrder: isFortranOrder), "a.npy")
      #expect(try readBits(path, .float32) == places(shape).map(UInt64.init), "\(shape)")
      // In pieces that end anywhere.
      let reader = try TensorReader<Float>(path)
      #expect(reader.shape == shape)
      var (found, piece): ([UInt64], [Float]) = ([], [0, 0, 0, 0, 0])
      while case let n = try piece.withUnsafeMutableBufferPointer({ try reader.read(into: $0) }),
        n > 0
      { found += bits(Array(piece[..<n])) }
      #expect(found == places(shape).map(UInt64.init), "\(shape)")
    }
  }

  /// However little memory there is: bands of one value, of a part of a row, of several rows.
  @Test(arguments: shapes, [1, 2, 3, 7, 16, 100])
  func inBandsOfAnyHeight(_ shape: [Int], _ capacity: Int) throws {
    let scratch = try Scratch()
    let bytes = npy(shape, isFortranOrder: true)
    let path = try scratch.write(bytes, "a.npy")
    let file = try ByteFile.reading(path)
    let start = bytes.count - 4 * places(shape).count
    guard
      let order = FortranOrder<Float>(file, start: start, shape: shape, capacity: capacity)
    else {
      // Then nothing is out of order.
      #expect(inFortranOrder(shape) == places(shape))
      return
    }
    #expect(inFortranOrder(shape) != places(shape))
    var found = [Float](repeating: -1, count: places(shape).count + 1)
    let n = try found.withUnsafeMutableBufferPointer { try order.read(into: $0) }
    #expect(n == places(shape).count)
    #expect(bits(Array(found[..<n])) == places(shape).map(UInt64.init))
  }

  @Test func aFileThatShrinksIsSaid() throws {
    let scratch = try Scratch()
    let path = try scratch.write(npy([40, 50], isFortranOrder: true), "a.npy")
    let reader = try TensorReader<Float>(path)
    truncate(path, 4000)
    #expect(message { _ = try reader.readAll() }?.contains("shrank while it was read") == true)
  }

  /// What is not read right is refused.
  @Test func otherLayouts() throws {
    let scratch = try Scratch()
    let big = try scratch.write(npy([3], isFortranOrder: false, descr: ">f4"), "a.npy")
    #expect(message { _ = try readBits(big, .float32) }?.contains("big-endian") == true)
    for extra in [[0], [0, 0, 0, 0]] as [[UInt8]] {
      for shape in [[], [3], [2, 3]] {
        let long = try scratch.write(npy(shape, isFortranOrder: true) + extra, "a.npy")
        #expect(message { _ = try readBits(long, .float32) }?.contains("bytes of values") == true)
      }
    }
    let none = try scratch.write(npy([], isFortranOrder: true).dropLast(4), "a.npy")
    #expect(message { _ = try readBits(none, .float32) }?.contains("only 0 bytes") == true)
  }

  /// Tensors of a safetensors file that overlap, or leave a gap, before, between and behind.
  @Test(arguments: [
    ("[0,8]", "[8,16]", 16, true), ("[8,16]", "[0,8]", 16, true), ("[0,8]", "[4,12]", 12, false),
    ("[0,8]", "[0,8]", 8, false), ("[0,8]", "[12,20]", 20, false), ("[4,12]", "[12,20]", 20, false),
    ("[0,8]", "[8,16]", 20, false), ("[0,8]", "[8,16]", 12, false),
    ("[8,0]", "[8,16]", 16, false), ("[-8,0]", "[0,8]", 8, false),
    ("[0,8,8]", "[8,16]", 16, false),
  ]) func extents(_ x: String, _ y: String, _ length: Int, _ isRight: Bool) throws {
    let scratch = try Scratch()
    func entry(_ offsets: String) -> String {
      "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":\(offsets)}"
    }
    let header = Array("{\"x\":\(entry(x)),\"y\":\(entry(y))}".utf8)
    let bytes =
      [UInt8(header.count), 0, 0, 0, 0, 0, 0, 0] + header + [UInt8](repeating: 7, count: length)
    let path = try scratch.write(bytes, "a.safetensors")
    let isRead = (try? readBits(path, .float32, tensor: "y")) != nil
    #expect(isRead == isRight)
  }
}
