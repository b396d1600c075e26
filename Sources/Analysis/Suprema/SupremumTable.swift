import Foundation
import Functions
import Oracle

/// The contents of `Reference/Suprema/suprema.json`.
package struct SupremumTable: Codable, Equatable, Sendable {
  package let methodErrors: [MethodError]
  package let conditioning: [ConditioningTable]

  /// - Parameters: which approximations of GELU, and which functions' condition numbers.
  package init(
    of approximations: [Approximation] = Approximation.all,
    conditioning functions: [Function] = Function.tabulated.filter { !$0.isPiecewiseLinear }
  ) throws {
    methodErrors = try approximations.flatMap { a in
      try (0...1).map { try MethodError(of: a, derivative: $0) }
    }
    conditioning = try functions.flatMap { f in
      try (0...1).map { try ConditioningTable(Oracle(f, derivative: $0)) }
    }
  }

  /// As it stands in the file: sorted keys in snake case, one trailing newline.
  package func encoded() throws -> Data { try AnalysisFile.encode(self) }

  package init(decoding data: Data) throws {
    self = try AnalysisFile.decode(SupremumTable.self, data)
  }
}
