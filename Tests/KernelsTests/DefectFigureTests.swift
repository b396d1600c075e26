import FloatingPointFormats
import Testing

@testable import Kernels

/// The figures in the lists of defects are those that the kernels have.
@Suite struct DefectFigureTests {
  @Test(arguments: DefectFigure.all) func theTextIsTheMeasuredNumber(figure: DefectFigure) {
    #expect(figure.rounded(figure.measured()) == figure.text, "\(figure)")
    let texts = Self.defects.filter { $0.kernel == figure.kernel }.map(\.text)
    #expect(
      texts.contains { Self.figures(in: $0).contains(figure.text) }, "\(figure) is not stated")
  }

  /// A figure is measured, or belongs to the formula or its function, or is quoted from the issue that the text names.
  @Test func everyFigureIsMeasured() {
    for (kernel, formula, text) in Self.defects where !text.contains("#") {
      for figure in Self.figures(in: text)
      where !(formula + " 0.044715 1.702").contains(figure) {
        let isMeasured = DefectFigure.all.contains { $0.kernel == kernel && $0.text == figure }
        #expect(isMeasured, "\(kernel): nothing measures '\(figure)' in '\(text)'")
      }
    }
  }

  @Test func aWrongFigureIsTold() {
    let figure = DefectFigure("hard", "0.0902") { farthest(HardGELU.self) }
    #expect(figure.rounded(figure.measured()) != figure.text)
    #expect(DefectFigure("x", "57 %") { 0 }.rounded(0.5749) == "57 %")
    #expect(DefectFigure("x", "8.1e-4") { 0 }.rounded(8.14e-4) == "8.1e-4")
    #expect(DefectFigure("x", "-3.5") { 0 }.rounded(-3.4499) == "-3.4")
  }

  private static let defects: [(kernel: String, formula: String, text: String)] = {
    var seen: Set<String> = []
    return FormatName.reported.flatMap(Catalogue.descriptions).filter {
      !$0.name.contains("+") && seen.insert($0.name).inserted
    }.flatMap { kernel in kernel.defects.map { (kernel.name, kernel.formula, $0) } }
  }()

  /// Decimal fractions and percentages; whole numbers are of the formula or say no more than where.
  private static func figures(in text: String) -> [String] {
    text.matches(of: /-?\d+\.\d+(e-\d+)?( %)?|\d+e-\d+|\d+ %/).map { String($0.0) }
  }
}
