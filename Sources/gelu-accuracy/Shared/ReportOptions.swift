import ArgumentParser
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Reporting
import Scoring

/// The report that a kernel from elsewhere is added to, and what it is called there.
struct ReportOptions: ParsableArguments {
  @Option(
    help: """
      Add the kernel's page, pictures and score to the report in this folder, which may be new; formats and \
      functions add up on one page.
      """, completion: .directory)
  var report: String?
  @Option(
    help: """
      What scores and the report call the kernel: letters, digits, '.', '_', '+' and '-'. Default in a \
      report: the function, the expression, the command or the file's name, with '-' for other signs.
      """)
  var name: String?

  /// Known before anything is run: the folder can be written, and takes the name.
  /// - Parameters:
  ///   - usual: what the kernel is called where no name is given.
  ///   - derivative: nil where it is not known yet.
  /// - Throws: `Failure`.
  func check(usual: String, derivative: Int?) throws {
    if let name { try KernelName.check(name, "--name") }
    guard let report else { return }
    let name = name ?? KernelName.made(of: usual)
    try KernelName.check(name, "the kernel's name")
    try Report.probe(report)
    try Report.checkPage(of: name, derivative: derivative, in: report)
    try Report.checkEnvironment(Environment.record, of: report)
  }

  /// Adds a score, and says where it is.
  /// - Parameter isQuiet: where standard output is JSON.
  func add(_ score: Score, _ about: ForeignRecord.About, usual: String, isQuiet: Bool) throws {
    guard let report else { return }
    var (score, about) = (score, about)
    score.kernel = name ?? KernelName.made(of: usual)
    about.structure?.kernel = score.kernel
    let notes = try Report.add(
      [ForeignRecord(score: score, about: about)], to: report, environment: Environment.record,
      catalogue: Catalogue.list)
    for note in notes { complain(note) }
    if !isQuiet { print("\(report)/kernels/\(score.kernel).md") }
  }

  func named(_ score: Score) -> Score {
    var score = score
    if let name { score.kernel = name }
    return score
  }
}

/// A kernel's name as a part of file names.
enum KernelName {
  private static let longest = 60

  private static func isPlain(_ c: Character) -> Bool {
    c.isASCII && (c.isLetter || c.isNumber || "._+-".contains(c))
  }

  /// - Throws: `Failure`, for one that no file may have, that a built-in kernel has, or that ends as the files
  ///   of a kernel in a format do, which a report of that kernel would remove.
  static func check(_ name: String, _ what: String) throws {
    guard name.count <= longest, name.allSatisfy(isPlain),
      let first = name.first, first.isLetter || first.isNumber
    else {
      throw Failure(
        "\(what) takes 1 to \(longest) letters, digits, '.', '_', '+' and '-', the first a letter or digit, not "
          + "'\(name)'; give another with --name")
    }
    let lower = name.lowercased()
    let names = FormatName.allCases.flatMap { Catalogue.names(for: $0) }
    guard !names.contains(where: { $0.lowercased() == lower }) else {
      throw Failure(
        "\(what) '\(name)' is that of a built-in kernel, whose page it would replace; give another with --name"
      )
    }
    if let format = FormatName.allCases.first(where: { lower.contains("-\($0.rawValue)") }) {
      throw Failure(
        "\(what) '\(name)' has a format in it, as the report's files have behind a kernel's name; leave "
          + "-\(format.rawValue) out, with --name")
    }
  }

  /// A text with a hyphen for each run of signs that a name has not.
  static func made(of text: String) -> String {
    let words = text.split { !isPlain($0) }.joined(separator: "-")
    let name = words.drop { !$0.isLetter && !$0.isNumber }.prefix(longest)
    return String(name.reversed().drop { "._+-".contains($0) }.reversed())
  }
}
