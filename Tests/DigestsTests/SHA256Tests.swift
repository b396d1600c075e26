import Digests
import FloatingPointFormats
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-2, appendix B, and the NIST example of a million 'a'.
  static let vectors: [(String, Int, String)] = [
    ("", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    ("a", 1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test(arguments: vectors)
  func nistVectors(_ text: String, _ repeats: Int, _ digest: String) {
    var sha = SHA256()
    let bytes = Array(String(repeating: text, count: min(repeats, 1000)).utf8)
    for _ in 0..<max(1, repeats / 1000) { bytes.withUnsafeBytes { sha.update($0) } }
    #expect(sha.hexDigest() == digest)
  }

  @Test func piecesDoNotMatter() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    var whole = SHA256()
    bytes.withUnsafeBytes { whole.update($0) }
    var generator = SplitMix64(seed: 3)
    for _ in 0..<50 {
      var sha = SHA256()
      var at = 0
      while at < bytes.count {
        let end = min(bytes.count, at + Int(generator.next() % 150))
        Array(bytes[at..<end]).withUnsafeBytes { sha.update($0) }
        at = end
      }
      #expect(sha.hexDigest() == whole.hexDigest())
    }
  }
}
