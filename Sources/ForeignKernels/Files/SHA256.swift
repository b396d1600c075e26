/// SHA-256 (FIPS 180-4, sections 5.3.3 and 6.2), fed piece by piece.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  public init() {}

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var rest = bytes[...]
    if !pending.isEmpty {
      let taken = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(taken))
      rest = rest.dropFirst(taken)
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { SHA256.compress(&state, $0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count & ~63
    SHA256.compress(&state, UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// The digest of everything fed so far, as 64 hex digits.
  public func hexDigest() -> String {
    var last = pending + [0x80]
    while last.count % 64 != 56 { last.append(0) }
    withUnsafeBytes(of: (length &* 8).bigEndian) { last.append(contentsOf: $0) }
    var final = state
    last.withUnsafeBytes { SHA256.compress(&final, $0) }
    return final.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// - Precondition: a multiple of 64 bytes.
  private static func compress(_ state: inout [UInt32], _ blocks: UnsafeRawBufferPointer) {
    guard blocks.count > 0 else { return }
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
      constants.withUnsafeBufferPointer { k in
        state.withUnsafeMutableBufferPointer { h in
          for block in stride(from: 0, to: blocks.count, by: 64) {
            compress(h, blocks, block, w, k)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func compress(
    _ h: UnsafeMutableBufferPointer<UInt32>, _ bytes: UnsafeRawBufferPointer, _ at: Int,
    _ w: UnsafeMutableBufferPointer<UInt32>, _ k: UnsafeBufferPointer<UInt32>
  ) {
    for t in 0..<16 {
      w[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: at + 4 * t, as: UInt32.self))
    }
    for t in 16..<64 {
      let (x, y) = (w[t - 15], w[t - 2])
      let s0 = rotated(x, 7) ^ rotated(x, 18) ^ x >> 3
      let s1 = rotated(y, 17) ^ rotated(y, 19) ^ y >> 10
      w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
    }
    var (a, b, c, d) = (h[0], h[1], h[2], h[3])
    var (e, f, g, i) = (h[4], h[5], h[6], h[7])
    for t in 0..<64 {
      let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let t1 = i &+ s1 &+ (e & f ^ ~e & g) &+ k[t] &+ w[t]
      let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let t2 = s0 &+ (a & b ^ a & c ^ b & c)
      (i, g, f, e) = (g, f, e, d &+ t1)
      (d, c, b, a) = (c, b, a, t1 &+ t2)
    }
    h[0] &+= a; h[1] &+= b; h[2] &+= c; h[3] &+= d
    h[4] &+= e; h[5] &+= f; h[6] &+= g; h[7] &+= i
  }

  @inline(__always)
  private static func rotated(_ x: UInt32, _ n: UInt32) -> UInt32 { x &>> n | x &<< (32 &- n) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes, in integers:
  /// ⌊2^32·∛p⌋ by bisection on r³ ≤ p·2^96.
  private static let constants: [UInt32] = {
    var primes: [UInt64] = []
    var n: UInt64 = 2
    while primes.count < 64 {
      if primes.allSatisfy({ n % $0 != 0 }) { primes.append(n) }
      n += 1
    }
    return primes.map { p in
      var root: UInt64 = 0
      for bit in (0..<36).reversed() {
        let trial = UInt128(root | 1 << UInt64(bit))
        if trial * trial * trial <= UInt128(p) << 96 { root = UInt64(trial) }
      }
      return UInt32(truncatingIfNeeded: root)
    }
  }()
}
