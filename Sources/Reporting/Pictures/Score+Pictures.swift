import Scoring

/// The pictures of one score, as its kernel's page has them.
extension Score {
  /// Its largest error over all inputs; nil where it has no regions.
  package var errorPicture: String? {
    regions.isEmpty ? nil : ErrorPlot([self], title: errorTitle)?.svg
  }

  /// How many outputs have which signed error; nil where that was not counted.
  package var histogramPicture: String? {
    histogram.isEmpty ? nil : HistogramPlot(score: self).svg
  }
}
