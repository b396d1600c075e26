import Foundation
import Testing

/// The list of `make mutants` fits the sources, so that it cannot rot unseen.
@Suite struct MutantListTests {
  struct Mutant: Decodable, CustomStringConvertible {
    var id: Int
    var file, original, mutated, tests: String
    /// Text that the file has once, with the original in it; else the original is that.
    var anchor: String?
    var equal: String?
    enum CodingKeys: String, CodingKey {
      case id, file, original, mutated, tests, equal
      case anchor = "in"
    }
    var description: String { "mutant \(id), \(file): \(original)" }

    /// Whether the original is where the entry says, once.
    func fits(_ source: String) -> Bool {
      let anchor = anchor ?? original
      return source.count(of: anchor) == 1 && anchor.count(of: original) == 1
        && original != mutated
    }
  }

  private func list() throws -> [Mutant] {
    let path = repository.appending(path: "Tests/Mutants/mutants.json")
    return try JSONDecoder().decode([Mutant].self, from: Data(contentsOf: path))
  }

  @Test func eachOriginalIsInItsFileOnce() throws {
    var sources: [String: String] = [:]
    for mutant in try list() {
      let source =
        try sources[mutant.file]
        ?? String(
          contentsOf: repository.appending(path: mutant.file), encoding: .utf8)
      sources[mutant.file] = source
      #expect(mutant.fits(source), "\(mutant)")
    }
  }

  @Test func theListIsLongAndItsNumbersIncrease() throws {
    let list = try list()
    #expect(list.count >= 100 && list.first?.id == 1)
    #expect(zip(list, list.dropFirst()).allSatisfy { $0.id < $1.id })
    for folder in ["Oracle", "Scoring", "CHotLoop", "FloatingPointFormats", "ForeignKernels"] {
      #expect(list.contains { $0.file.hasPrefix("Sources/\(folder)/") }, "\(folder)")
    }
    #expect(list.allSatisfy { !$0.tests.isEmpty && $0.equal != "" })
  }

  /// “223 faults”, “5 change nothing”, in the proof and beside the list; what is caught is the rest.
  @Test func theProseHasTheNumbers() throws {
    let list = try list()
    let equal = list.count { $0.equal != nil }
    let sentence =
      "\(list.count) faults planted in the sources: \(list.count - equal) are caught, "
      + "\(equal) are proven to change nothing, and none survives"
    for path in ["Documentation/Proof.md", "Tests/Mutants/README.md"] {
      let text = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
      #expect(text.contains(sentence), "\(path): \(sentence)")
    }
  }

  @Test func whatDoesNotFitIsSeen() throws {
    let one = try #require(list().first { $0.anchor == nil })
    #expect(one.fits(one.original))
    #expect(!one.fits(""))
    #expect(!one.fits(one.original + " " + one.original))
    var anchored = one
    anchored.anchor = one.original + one.original
    #expect(!anchored.fits(one.original + one.original))
  }
}

extension String {
  /// How often a text occurs, without overlaps.
  fileprivate func count(of text: String) -> Int { ranges(of: text).count }
}
