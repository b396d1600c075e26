import CDigests
import Foundation

/// SHA-256 (FIPS 180-4, sections 5.3.3 and 6.2), fed piece by piece.
package struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  package init() {}

  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
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

  /// The digest of some bytes, as 64 lower-case hex digits.
  package static func hexDigest(of bytes: some ContiguousBytes) -> String {
    var digest = SHA256()
    bytes.withUnsafeBytes { digest.update($0) }
    return digest.hexDigest()
  }

  /// The digest of everything fed so far, as 64 lower-case hex digits.
  package func hexDigest() -> String {
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
    guard let bytes = blocks.baseAddress else { return }
    sha256_compress(
      &state, constants, bytes.assumingMemoryBound(to: UInt8.self), blocks.count / 64)
  }

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
