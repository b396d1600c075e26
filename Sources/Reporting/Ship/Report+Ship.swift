import Scoring

extension Report {
  /// The table of what to ship, from a folder's figures, with links from the top of the project.
  ///
  /// - Throws: `ScoringError`, where the folder has no report, or lacks a kernel that the table speaks of.
  package static func shipTable(of folder: String) throws -> String {
    guard try isThere(folder) else {
      throw ScoringError(
        "\(folder) has no report; make one with 'gelu-accuracy report', or give another folder")
    }
    let data = try ReportStore(folder).data
    guard let table = ShipTable(scores: data.scores, costs: data.costs, root: "").markdown else {
      throw ScoringError(
        "\(folder) lacks scores of kernels that the table speaks of; a report of all kernels has them"
      )
    }
    return table
  }
}
