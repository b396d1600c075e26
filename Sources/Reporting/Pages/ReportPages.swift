import FloatingPointFormats
import Functions
import Kernels
import Scoring

/// Pages and pictures, made of what a report has kept, and of nothing else.
struct ReportPages {
  let list: KernelList
  let data: ReportData
  /// Nil for all pages.
  let shown: ShownPages?
  /// Pages of the folder that another program writes, by title and path.
  var further: [(title: String, path: String)] = []

  /// The built-in kernels with scores.
  private var builtIn: [KernelDescription] {
    let names = Set(data.entries.filter { $0.foreign == nil }.map(\.score.kernel))
    return list.all.filter { names.contains($0.name) || data.entries.isEmpty }
  }

  /// The same and those from elsewhere.
  private var kernels: [KernelDescription] {
    builtIn + ForeignRecord.descriptions(of: data.entries)
  }

  /// The scores by format, in the order of the kernels, each against its own function first.
  private var scores: [Score] {
    let kernels = kernels
    let places = Dictionary(
      kernels.enumerated().map { ($1.name, (place: $0, target: $1.target)) },
      uniquingKeysWith: { first, _ in first })
    let formats = FormatName.reported + FormatName.allCases
    func rank(_ s: Score) -> [Int] {
      let kernel = places[s.kernel]
      return [
        formats.firstIndex(of: s.format) ?? formats.count, kernel?.place ?? kernels.count,
        kernel?.target == s.target ? 0 : 1,
      ]
    }
    return data.scores.enumerated().map { (rank($1) + [$0], $1) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
  }

  /// All that is shown: the index, what compares kernels, and pages.
  ///
  /// - Throws: `OracleError`, where a function cannot be drawn.
  var files: [String: String] {
    get throws {
      let pages = PageMap(list.all)
      let heads = Set(kernels.map { pages.page($0.name) })
      return try ofAll.merging(self.pages(of: heads)) { $1 }
    }
  }

  /// The index, and the pages and pictures that compare kernels.
  ///
  /// - Throws: as `files`.
  var ofAll: [String: String] {
    get throws {
      let (kernels, scores) = (kernels, scores)
      var files: [String: String] = [:]
      let overviews = try OverviewPictures(kernels: kernels, scores: scores)
      files.merge(overviews.files) { $1 }
      var others: [(String, String)] = []
      if !data.costs.isEmpty {
        files.merge(
          CostPage(kernels: builtIn, scores: scores, costs: data.costs, build: data.build).files
        ) { $1 }
        others.append(("Accuracy and cost", "cost.md"))
        if let repairs = RepairsPage(pages: PageMap(builtIn), scores: scores, costs: data.costs)
          .markdown
        {
          files["repairs.md"] = repairs
          others.append(("Repairs of the usual formulas", "repairs.md"))
        }
      }
      files["README.md"] =
        IndexPage(
          kernels: kernels, scores: scores,
          pictures: overviews.pictures.map { ($0.path, $0.alt) }, costs: data.costs,
          others: others + further,
          ship: ShipTable(scores: scores, costs: data.costs, root: shown?.project).markdown
        )
        .markdown
      files[WordsPage.file] = WordsPage.markdown
      return files.linked(to: isKept)
    }
  }

  /// The pages of these kernels that are shown, with their pictures.
  func pages(of heads: Set<String>) -> [String: String] {
    let pages = PageMap(list.all)
    var files: [String: String] = [:]
    let scores = Dictionary(grouping: scores, by: \.kernel)
    for kernel in pages.heads where heads.contains(kernel.name) && isKept(kernel.name) {
      files.merge(page(kernel, pages, scores)) { $1 }
    }
    let foreign = Dictionary(grouping: data.entries.compactMap(\.foreign), by: \.score.kernel)
    for (name, records) in foreign where heads.contains(name) {
      files["kernels/\(name).md"] = ForeignPage(records).markdown
      for record in records {
        let score = record.score
        files["plots/\(score.stem).svg"] = ErrorPlot([score], title: score.errorTitle)?.svg
        files["plots/\(score.stem)-histogram.svg"] = HistogramPlot(score: score).svg
      }
    }
    return files.linked(to: isKept)
  }

  private func isKept(_ page: String) -> Bool {
    guard let shown else { return true }
    return shown.pages[page] != nil || data.entries.contains { $0.foreign?.score.kernel == page }
  }

  private func page(
    _ kernel: KernelDescription, _ pages: PageMap, _ scores: [String: [Score]]
  ) -> [String: String] {
    let variants = pages.variants(of: kernel)
    let own = scores[kernel.name] ?? []
    let others = variants.flatMap { scores[$0.name] ?? [] }
    var files: [String: String] = [:]
    let drawn = shown?.pages[kernel.name]
    files["kernels/\(kernel.name).md"] =
      KernelPage(
        kernel: kernel, arithmetics: list.arithmetics(kernel.name), scores: own,
        splits: data.splits.filter { $0.kernel == kernel.name },
        structures: data.structures.filter { $0.kernel == kernel.name },
        signed: data.signed.filter { $0.kernel == kernel.name },
        variants: variants.isEmpty
          ? nil
          : VariantTable(kernels: variants, scores: others, structures: data.structures),
        drawn: drawn, project: shown?.project
      ).markdown
    for errors in data.signed where errors.kernel == kernel.name {
      guard let score = own.first(where: { $0.question.asked == errors.asked }) else { continue }
      files["plots/\(score.stem)-signed.svg"] = SignedPlot(errors).svg
    }
    for score in own {
      let pictures = Pictures(of: score, by: kernel, drawn: drawn)
      if pictures.hasErrors {
        files["plots/\(score.stem).svg"] = ErrorPlot([score], title: score.errorTitle)?.svg
      }
      if pictures.hasHistogram {
        files["plots/\(score.stem)-histogram.svg"] = HistogramPlot(score: score).svg
      }
    }
    return files
  }
}

extension Score {
  /// Whether it has the columns of a plot.
  var hasProfile: Bool { regions.contains { !$0.profile.isEmpty } }
}

extension [String: String] {
  /// The same with the text alone in place of a link to a page that is not kept.
  fileprivate func linked(to isKept: (String) -> Bool) -> [String: String] {
    let link = /\[([^\]]*)\]\((?:kernels\/)?([^)\/#]+)\.md(#[^)]*)?\)/
    return Dictionary(
      uniqueKeysWithValues: map { path, text in
        guard path.hasSuffix(".md") else { return (path, text) }
        return (
          path,
          text.replacing(link) { match in
            let isPage = match.0.contains("](kernels/") || path.hasPrefix("kernels/")
            return isPage && !isKept(String(match.2)) ? match.1 : match.0
          }
        )
      })
  }
}
