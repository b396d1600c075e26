import CForeignKernel
import Foundation

extension ChildProcess {
  /// The first line of the output, where it is a handshake; nil where the output begins with other bytes, or ends
  /// without any.
  /// - Parameter isAll: whether nothing may follow, as no batch was sent; a child whose input has ended may say more.
  /// - Throws: `Problem`, where the line has an end that never comes, or is no handshake after its first word.
  func handshake(isAll: Bool) throws -> Handshake? {
    var line: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    let magic = Handshake.magic
    while true {
      let n = read(output.number, &piece, piece.count)
      if n > 0 {
        line += piece[..<n]
        guard line.prefix(magic.count).elementsEqual(magic.prefix(line.count)) else {
          try searchHandshake(after: line)
          return nil
        }
        if let end = line.firstIndex(of: UInt8(ascii: "\n")) {
          guard !isAll || end == line.count - 1 else {
            throw Problem(
              kind: .excessOutput,
              text:
                "output after its handshake, before any batch: does it print to standard output?")
          }
          return try parsed(Array(line[..<end]))
        }
        guard line.count <= Handshake.longest else {
          throw Problem(
            kind: .badHandshake, text: "its first line has over \(Handshake.longest) bytes")
        }
      } else if n == 0 || errno != EAGAIN && errno != EINTR {
        guard !line.isEmpty || !isAll else { throw endedEarly() }
        guard line.count >= magic.count else { return nil }
        throw Problem(kind: .badHandshake, text: "its first line has no end")
      } else if !poll(within: clock.left) {
        return nil
      }
    }
  }

  /// Output that does not begin with a handshake may hold one further on, behind what the child printed before.
  /// - Throws: `Problem`, where it does.
  private func searchHandshake(after first: [UInt8]) throws {
    var (bytes, piece) = (first, [UInt8](repeating: 0, count: 4096))
    let deadline = ContinuousClock.now + min(clock.left, .seconds(2))
    while bytes.count < Handshake.longest {
      if let at = bytes.firstRange(of: Handshake.magic) {
        let text = String(decoding: bytes[..<at.lowerBound], as: UTF8.self)
        throw Problem(
          kind: .badHandshake,
          text:
            "output before its handshake, '\(printable(text.trimmingCharacters(in: .whitespacesAndNewlines)))': "
            + "does it print to standard output?")
      }
      let n = read(output.number, &piece, piece.count)
      if n > 0 {
        bytes += piece[..<n]
      } else if n == 0 || errno != EAGAIN && errno != EINTR
        || !poll(within: deadline - .now)
      {
        return
      }
    }
  }

  /// - Parameter first: the first bytes of output.
  /// - Throws: `Problem`, where they are those of the second version, which the child did not speak when it was asked.
  func checkVersion(_ first: UnsafeRawBufferPointer) throws {
    guard first.count >= Handshake.magic.count, first.starts(with: Handshake.magic) else { return }
    process.kill()
    throw Problem(
      kind: .badHandshake,
      text: "it speaks the protocol's second version, and did not say so within "
        + "\(terms.startTimeout.formatted()) s for its start (--start-timeout) when it was asked")
  }

  private func parsed(_ line: [UInt8]) throws -> Handshake {
    do { return try Handshake(line: line) } catch {
      throw Problem(kind: .badHandshake, text: "\(error)")
    }
  }
}
