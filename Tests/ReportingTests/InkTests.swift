import Foundation
import Testing

@testable import Reporting

/// Colours that everybody can tell from their ground and from each other.
@Suite struct InkTests {
  private func channels(_ colour: String) -> [Double] {
    let digits = Array(colour.dropFirst())
    return stride(from: 0, to: 6, by: 2).map { i in
      Double(Int(String(digits[i...i + 1]), radix: 16) ?? -1) / 255
    }
  }

  /// Relative luminance, as WCAG 2 defines it.
  private func luminance(_ colour: String) -> Double {
    zip(channels(colour), [0.2126, 0.7152, 0.0722]).map { c, weight in
      weight * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4))
    }.reduce(0, +)
  }

  private func contrast(_ a: String, _ b: String) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  /// Lightness L* of CIELAB: what is left of a colour in a grey print.
  private func lightness(_ colour: String) -> Double { 116 * cbrt(luminance(colour)) - 16 }

  @Test func colourTermsAreRight() {
    #expect(contrast("#ffffff", "#000000") == 21 && abs(lightness("#ffffff") - 100) < 1e-9)
    #expect(abs(contrast("#777777", "#ffffff") - 4.48) < 0.01)
  }

  @Test(arguments: SVG.Ink.allCases) func everyInkIsSeenOnBothGrounds(_ ink: SVG.Ink) {
    #expect(ink.light.count == 7 && ink.dark.count == 7)
    let least = [.text, .soft].contains(ink) ? 4.5 : 3
    guard !ink.isQuiet else { return }
    #expect(contrast(ink.light, SVG.Ink.ground.light) >= least)
    #expect(contrast(ink.dark, SVG.Ink.ground.dark) >= least)
  }

  /// What stands side by side with nothing else to tell it apart.
  @Test(arguments: [[SVG.Ink.half, .one, .beyond], [.second, .third], [.nan, .infinite]])
  func neighboursDifferInGreyPrint(_ inks: [SVG.Ink]) {
    for (i, a) in inks.enumerated() {
      for b in inks[(i + 1)...] {
        #expect(abs(lightness(a.light) - lightness(b.light)) >= 14, "\(a) \(b)")
        #expect(abs(lightness(a.dark) - lightness(b.dark)) >= 14, "\(a) \(b)")
      }
    }
  }

  /// Texts stand on areas too.
  @Test(arguments: [SVG.Ink.grid, .nan]) func quietAreasLetTextsBeRead(_ ground: SVG.Ink) {
    #expect(contrast(SVG.Ink.text.light, ground.light) >= 4.5)
    #expect(contrast(SVG.Ink.text.dark, ground.dark) >= 4.5)
  }

  @Test func styleHasTheDarkColoursOfWhatIsThere() {
    var svg = SVG(height: 50, title: "t")
    svg.text(10, 20, "−1 & 2", .start, halo: true)
    svg.line(0, 30, 100, 30, .soft, dashed: true)
    let text = svg.document
    #expect(text.contains("@media(prefers-color-scheme:dark)"))
    #expect(text.contains(".soft-line{stroke:\(SVG.Ink.soft.dark)}"))
    #expect(text.contains(".ground-halo{stroke:\(SVG.Ink.ground.dark)}"))
    #expect(!text.contains(".second"))
    #expect(text.contains(">-1 &amp; 2<"), "a minus that programs read")
    #expect(Checks.badPictures(["a.svg": text]) == [])
  }
}
