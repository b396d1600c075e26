import FloatingPointFormats

/// Hands out in C order (the last index fastest) an array that a file holds in Fortran order (the
/// first index fastest), in memory that does not grow with it.
///
/// The array is cut along one axis into bands that are consecutive in C order. A band's values lie
/// scattered over the file; they are gathered in the order of the file.
final class FortranOrder<T: StoredFormat> {
  /// An axis of more than one element, with how far apart its neighbours are in values.
  private struct Axis {
    var length, inFile, inOrder: Int
  }

  private let file: ByteFile
  private let start: Int
  private let count: Int
  private let axes: [Axis]
  /// The axis that is cut, and how much of it a band has.
  private let cut: Int
  private let height: Int
  private let band: UnsafeMutableBufferPointer<T>
  private var nextBand = 0
  /// The places in `band` that have not been handed out.
  private var ready = 0..<0
  /// A stretch of the file, and the places of its values.
  private let window: UnsafeMutableBufferPointer<T>
  private var held = 0..<0

  /// Nil where both orders are the same: with less than two axes of more than one element.
  /// - Parameters:
  ///   - start: the byte at which the values start.
  ///   - capacity: how many values a band has at most; the usual is 64 MiB.
  init?(
    _ file: ByteFile, start: Int, shape: [Int], capacity: Int = (1 << 26) / MemoryLayout<T>.size
  ) {
    let lengths = shape.filter { $0 != 1 }
    guard lengths.count > 1, !lengths.contains(0) else { return nil }
    var axes = lengths.map { Axis(length: $0, inFile: 1, inOrder: 1) }
    for k in 1..<axes.count { axes[k].inFile = axes[k - 1].inFile * axes[k - 1].length }
    for k in (1..<axes.count).reversed() {
      axes[k - 1].inOrder = axes[k].inOrder * axes[k].length
    }
    cut = axes.firstIndex { $0.inOrder <= capacity } ?? axes.count - 1
    height = min(axes[cut].length, max(1, capacity / axes[cut].inOrder))
    band = .allocate(capacity: height * axes[cut].inOrder)
    window = .allocate(capacity: 1 << 18)
    count = lengths.reduce(1, *)
    (self.file, self.start, self.axes) = (file, start, axes)
  }

  deinit {
    band.deallocate()
    window.deallocate()
  }

  /// The next values; fewer than the buffer holds only at the end, or where the file has shrunk.
  func read(into target: UnsafeMutableBufferPointer<T>) throws -> Int {
    var done = 0
    while done < target.count {
      if ready.isEmpty, try !loadBand() { break }
      let n = min(ready.count, target.count - done)
      for i in 0..<n { target[done + i] = band[ready.lowerBound + i] }
      ready = (ready.lowerBound + n)..<ready.upperBound
      done += n
    }
    return done
  }

  /// Whether there was another band.
  private func loadBand() throws -> Bool {
    let axis = axes[cut]
    let bands = (axis.length + height - 1) / height
    var prefix = nextBand / bands
    let first = nextBand % bands * height
    let rows = min(height, axis.length - first)
    var from = first * axis.inFile
    for outer in axes[..<cut].reversed() {
      from += prefix % outer.length * outer.inFile
      prefix /= outer.length
    }
    guard prefix == 0 else { return false }
    // The axes inside the cut one, in the order of the file: the first of them fastest.
    let inner = axes[(cut + 1)...]
    var index = [Int](repeating: 0, count: axes.count)
    var to = 0
    for _ in 0..<axis.inOrder {
      guard try gather(rows, from: from, to: to) else { return false }
      for k in inner.indices {
        index[k] += 1
        from += inner[k].inFile
        to += inner[k].inOrder
        guard index[k] == inner[k].length else { break }
        from -= index[k] * inner[k].inFile
        to -= index[k] * inner[k].inOrder
        index[k] = 0
      }
    }
    nextBand += 1
    ready = 0..<(rows * axis.inOrder)
    return true
  }

  /// One value for each row of the band. False where the file ends.
  private func gather(_ rows: Int, from: Int, to: Int) throws -> Bool {
    let (step, pitch) = (axes[cut].inFile, axes[cut].inOrder)
    for row in 0..<rows {
      let place = from + row * step
      if !held.contains(place) {
        try fetch(place, rows: rows - row)
        guard held.contains(place) else { return false }
      }
      band[to + row * pitch] = window[place - held.lowerBound]
    }
    return true
  }

  /// Reads ahead where an eighth of what lies there, or a value of each page, is wanted.
  private func fetch(_ place: Int, rows: Int) throws {
    let step = axes[cut].inFile
    let wanted =
      if step > 1 {
        step * MemoryLayout<T>.size <= 4096 ? window.count : 1
      } else {
        height * 8 >= axes[cut].length ? window.count : rows
      }
    let n = min(wanted, window.count, count - place)
    file.seek(to: start + place * MemoryLayout<T>.size)
    let bytes = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: window[..<n]))
    held = place..<(place + (try file.read(into: bytes)) / MemoryLayout<T>.size)
  }
}
