import Contracts
import FloatingPointFormats
import Kernels
import Scoring
import Testing

/// The gate: every built-in kernel holds its contract, neither worse nor clearly better.
@Suite struct ContractTests {
  @Test(arguments: ContractFile.all) func holds(_ file: ContractFile) throws {
    let contract = try file.read()
    let findings = contract.check(try contract.scoreOfItsKernel())
    let failures = findings.filter { $0.kind != .holds && $0.kind != .waived }
    #expect(
      failures.isEmpty,
      "\(file.testDescription): \(failures.map { "\($0.kind.rawValue): \($0.text)" })")
  }

  /// No kernel without a contract, and no contract without a kernel.
  @Test func coversTheCatalogue() {
    let files = Set(ContractFile.all.map(\.testDescription))
    let kernels = FormatName.reported.flatMap { format in
      Catalogue.names(for: format).map { "\(format.rawValue)/\($0).json" }
    }
    #expect(files.symmetricDifference(kernels) == [])
  }

  @Test func unreadableContractsSayWhatIsWrong() throws {
    #expect(throws: ScoringError.self) { try Contract(readingFrom: "/nowhere/c.json") }
    let error = #expect(throws: ScoringError.self) {
      try Contract(readingFrom: repository.appending(path: "Package.swift").path)
    }
    #expect(error?.description.contains("is not a contract") == true)
  }
}
