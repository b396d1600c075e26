import CForeignKernel
import FloatingPointFormats
import Foundation
import Testing

@testable import ForeignKernels

/// A byte written beside an output, where no guard page is next to it.
@Suite struct MarginTests {
  /// 100 float32 outputs in the middle of an area, with a whole margin on either side.
  @Test func theNearestStrayByteIsTold() throws {
    let layout = SharedLayout(StoredSignature(Signature(.float32)), capacity: 2048)
    let descriptor = fks_shared_memory(layout.totalBytes)
    defer { close(descriptor) }
    let buffers = try #require(GuardedBuffers(layout, descriptor: descriptor))
    let request = WorkerRequest(count: 100, outputOffset: 6000)
    let (start, end) = (buffers[.y] + 6000, buffers[.y] + 6400)

    func stray(_ places: UnsafeMutableRawPointer...) -> Int? {
      let margins = WatchedMargins(buffers, request)
      for place in places { place.storeBytes(of: 0, as: UInt8.self) }
      return margins.strayByte()
    }
    #expect(stray() == nil)
    #expect(stray(start, end - 1) == nil)
    let watched = SharedLayout.watched
    for offset in [0, 1, watched - 2, watched - 1] {
      #expect(stray(end + offset) == offset)
      #expect(stray(start - 1 - offset) == -1 - offset)
    }
    #expect(stray(end + watched, start - 1 - watched) == nil)
    // After the output comes first.
    #expect(stray(end + 7, start - 1) == 7)
  }
}
