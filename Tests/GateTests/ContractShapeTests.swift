import Contracts
import FloatingPointFormats
import Foundation
import Kernels
import TestSupport
import Testing

@testable import Scoring

/// A contract holds a kernel to what its author meant: nothing in it is read past.
@Suite struct ContractShapeTests {
  private static let text: String = {
    let path = repository.appending(path: "Reference/Contracts/bfloat16/erf.json").path
    return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }()

  private func complaint(_ text: String) -> String? {
    let url = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    do {
      try Data(text.utf8).write(to: url)
      _ = try Contract(readingFrom: url.path)
      return nil
    } catch {
      let line = "\(error)"
      #expect(line.hasPrefix(url.path) && !line.contains("\n"), "\(line)")
      return String(line.dropFirst(url.path.count))
    }
  }

  /// Another value under a key, or another key, or a new one.
  private func edited(_ key: String, _ value: String) throws -> String {
    let text = Self.text
    if let range = text.range(of: "\"\(key)\" : [^\\n,\\[{]*", options: .regularExpression) {
      return text.replacingCharacters(in: range, with: "\"\(key)\" : \(value)")
    }
    return try #require(text.contains("\"broken_specials\"") ? text : nil)
      .replacing("\"broken_specials\"", with: "\"\(key)\" : \(value), \"broken_specials\"")
  }

  @Test func committedOnesAreRead() throws {
    #expect(complaint(Self.text) == nil)
    #expect(try complaint(edited("regions", "{\"tail\": 0}")) == nil)
    #expect(try complaint(edited("max_steps", "18446744073709551615")) == nil)
  }

  /// Bounds that bound nothing: every one of them.
  @Test(arguments: ["\"nan\"", "\"inf\"", "\"-inf\"", "-1", "1e400", "null", "true", "\"5\"", "[]"])
  func boundsAreNumbers(_ value: String) throws {
    for (key, wanted) in [
      ("max_ulp", "a finite number that is not negative"),
      ("max_finite_ulp", "a finite number that is not negative"),
      ("max_steps", "a whole number from 0"), ("correctly_rounded", "a whole number from 0"),
      ("numbers", "a whole number from 0"), ("flushed", "a whole number from 0"),
      ("nan_for_number", "a whole number from 0"),
    ] {
      let line = try #require(try complaint(edited(key, value)), "\(key)")
      #expect(line.contains("'\(key)'") && line.contains("must be \(wanted)"), "\(line)")
    }
    let region = try #require(try complaint(edited("regions", "{\"tail\": \(value)}")))
    #expect(region.contains("'regions' 'tail' must be a finite number"), "\(region)")
  }

  @Test(arguments: [
    ("region", "{\"tail\": 0.01}", "unknown key 'region'; did you mean 'regions'?"),
    ("maxUlp", "1", "unknown key 'maxUlp'; did you mean 'max_ulp'?"),
    ("alowed", "[]", "unknown key 'alowed'; did you mean 'allowed'?"),
    ("lib", "\"k.so\"", "unknown key 'lib'; did you mean 'libm'?"),
    ("allowed", "[{\"what\": \"flushed\", \"why\": \"x\"}]", "unknown key 'why' in 'allowed'[0]"),
    ("allowed", "[{\"what\": \"flushed\"}]", "key 'reason' is missing in 'allowed'[0]"),
    (
      "source", "{\"libary\": \"k.so\"}",
      "unknown key 'libary' in 'source'; did you mean 'library'?"
    ),
    ("source", "{\"library\": \"k.so\"}", "'source': a kernel's source is"),
    ("source", "{\"command\": \"a\", \"form\": \"scalar\"}", "'source': 'form' is"),
    ("format", "\"float8\"", "'format' must be one of float16, bfloat16, float32, float64"),
    ("flush", "\"all\"", "'flush' must be one of none, ftz, daz+ftz"),
    ("derivative", "3", "'derivative' must be a whole number from 0 to 2"),
    ("function", "\"glue\"", "'function': unknown function 'glue'"),
    ("numbers", "3", "'correctly_rounded' is"),
    ("kernel", "7", "'kernel' must be text, not 7"),
  ])
  func misspellings(_ key: String, _ value: String, _ wanted: String) throws {
    let line = try #require(try complaint(edited(key, value)))
    #expect(line.contains(wanted), "\(line)")
  }

  /// Every key by itself, spelt as the file has it.
  @Test func missingKeysAreNamed() throws {
    for key in ["kernel", "function", "format", "correctly_rounded", "numbers"] {
      let lines = Self.text.split(separator: "\n").filter { !$0.hasPrefix("  \"\(key)\" :") }
      // A comma may be left at the end.
      let text = lines.joined(separator: "\n").replacing(/,\s*\}/, with: "}")
      #expect(
        complaint(text)?.contains("key '\(key)' is missing") == true, "\(complaint(text) ?? "")")
    }
    #expect(complaint("{}")?.contains("is missing") == true)
    #expect(complaint("[]")?.contains("is not a contract; 'gelu-accuracy seed' writes one") == true)
  }

  @Test func brokenSpecialsAreBits() throws {
    for wrong in ["0xff8", "ff80", "0xFF80", "0xff80000", "-inf"] {
      let text = Self.text.replacingOccurrences(
        of: "\"broken_specials\" : \\[[^\\]]*\\]", with: "\"broken_specials\" : [\"\(wrong)\"]",
        options: .regularExpression)
      #expect(complaint(text)?.contains("'broken_specials' has '\(wrong)'") == true)
    }
  }
}

/// What a contract does with infinite errors and special values.
@Suite struct ContractSpecialTests {
  private func contract(_ name: String) throws -> Contract {
    try Contract(
      readingFrom: repository.appending(path: "Reference/Contracts/\(name).json").path)
  }

  /// Each known wrong special value, once it is right, asks to be taken off the list; a new one breaks.
  @Test func repairedSpecialsAskToTighten() throws {
    let contract = try contract("bfloat16/erf")
    let score = try contract.scoreOfItsKernel()
    #expect(contract.brokenSpecials?.isEmpty == false && contract.check(score).holds)
    for special in score.specials {
      var other = score
      let i = try #require(other.specials.firstIndex { $0.input == special.input })
      other.specials[i].ok.toggle()
      let found = contract.check(other).filter { $0.what == "special:\(special.input)" }
      #expect(found.map(\.kind) == [special.ok ? .broken : .tighten], "\(special.input)")
      #expect(!contract.check(other).holds)
      // On another libm nothing is tightened.
      let foreign = contract.check(other, libm: "other 1.0").filter {
        $0.what == "special:\(special.input)"
      }
      #expect(foreign.map(\.kind) == [special.ok ? .broken : .holds], "\(special.input)")
    }
  }

  /// Where the largest error is infinite the finite ones are bounded.
  @Test func infiniteErrors() throws {
    let kernel = try Catalogue.kernel(named: "relu", for: Float16.self)
    let wild = Mutants.infinite(kernel, at: Float16(3).ordinal...Float16(4).ordinal)
    let sound = try contract("float16/relu")
    let score = try sound.score(wild)
    let seeded = Contract(holding: score, libm: nil)
    #expect(seeded.maxUlp == nil && seeded.maxFiniteUlp != nil && seeded.check(score).holds)
    let data = try JSONEncoder.suite.encode(seeded)
    #expect(!String(decoding: data, as: UTF8.self).contains("\"max_ulp\""))
    let back = try Contract.shape.decoded(Contract.self, from: data, as: "", hint: "")
    #expect(back == seeded && back.problem == nil)
    // A finite error beyond the bound breaks it by that name, whatever is infinite.
    let worse = Mutants.displaced(wild, steps: 40, at: Float16(1).ordinal...Float16(1).ordinal)
    let broken = try seeded.check(sound.score(worse)).filter { $0.kind == .broken }.map(\.what)
    #expect(broken.contains("max_finite_ulp") && !broken.contains("max_ulp"))
  }

  /// An error beyond the largest double is bounded by that.
  @Test func errorsBeyondDoubles() throws {
    var score = try contract("bfloat16/erf").scoreOfItsKernel()
    for size in [Double.infinity, .greatestFiniteMagnitude, 1.7976931e308] {
      (score.maxUlp, score.maxFiniteUlp) = (.infinity, size)
      let seeded = Contract(holding: score, libm: nil)
      #expect(seeded.maxFiniteUlp?.isFinite == true && seeded.check(score).holds, "\(size)")
      let data = try JSONEncoder.suite.encode(seeded)
      #expect(try Contract.shape.decoded(Contract.self, from: data, as: "", hint: "") == seeded)
    }
  }

  /// Damaged contracts: refused in one line, or fit to be held to.
  @Test func damagedContracts() throws {
    let original = try Data(
      contentsOf: repository.appending(path: "Reference/Contracts/float32/erf.json"))
    let score = try contract("float32/erf").scoreOfItsKernel()
    let url = FileManager.default.temporaryDirectory.appending(path: "c-\(UUID()).json")
    defer { try? FileManager.default.removeItem(at: url) }
    var mutator = Mutator(seed: 51)
    var (accepted, refused, bars) = (0, 0, FuzzBars("contract"))
    let count = Fuzz.count(400)
    for i in 0..<count {
      let bytes =
        i % 2 == 0
        ? mutator.damaged(Array(original), header: original.count)
        : mutator.damagedJSON(Array(original))
      try Data(bytes).write(to: url)
      bars.file {
        do {
          let contract = try Contract(readingFrom: url.path)
          _ = contract.check(score).holds
          accepted += 1
        } catch {
          refused += 1
          let isOneLine = "\(error)".unicodeScalars.allSatisfy {
            $0.value >= 0x20 && $0.value != 0x7f
          }
          #expect(isOneLine && "\(error)".contains(url.path), "mutation \(i): \(error)")
        }
      }
    }
    #expect(accepted > count / 50 && refused > count / 3, "\(accepted), \(refused)")
    #expect(bars.areKept, "\(bars)")
  }
}
