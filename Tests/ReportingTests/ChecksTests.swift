import Testing

/// The checks find what they are for.
@Suite struct ReportChecksTests {
  @Test func linksToNowhere() {
    let page = "# A b\n\n## c′ (d)\n\n[x](#a-b) [y](#c-d) [z](../e.md#f) ![p](q.svg)\n"
    let files = ["k/a.md": page, "e.md": "## F\n", "k/q.svg": ""]
    #expect(Checks.brokenLinks(files).isEmpty)
    for missing in ["e.md", "k/q.svg"] {
      #expect(Checks.brokenLinks(files.filter { $0.key != missing }).count == 1)
    }
    #expect(Checks.brokenLinks(["k/a.md": page, "e.md": "## G\n", "k/q.svg": ""]).count == 1)
  }

  @Test func tablesOutOfShape() {
    #expect(Checks.unevenTables(["a.md": "| a \\| b | c |\n|---|---|\n| 1 | 2 |\n"]).isEmpty)
    #expect(Checks.unevenTables(["a.md": "| a | c |\n|---|---|\n| 1 |\n"]).count == 1)
    let wide = "|" + String(repeating: " a |", count: 11)
    #expect(Checks.unevenTables(["a.md": wide]).count == 1)
  }

  @Test func picturesThatAreNone() {
    let good = "<svg viewBox=\"0 0 1 1\" font-family=\"sans-serif\"><g/></svg>"
    #expect(Checks.badPictures(["a.svg": good]).isEmpty)
    let bad = [
      good.replacing("<g/>", with: "<g>"), good.replacing("<g/>", with: "<g x=\"nan\"/>"),
      good.replacing("<g/>", with: "<script/>"),
      good.replacing("<g/>", with: "<g x=1/>"), good.replacing("<g/>", with: "a & b"),
      good.replacing("viewBox", with: "box"),
      good.replacing("<g/>", with: "<g a=\"\(String(repeating: "0", count: 60_000))\"/>"),
    ]
    for text in bad {
      #expect(Checks.badPictures(["a.svg": text]).count == 1, "\(text.prefix(60))")
    }
  }

  /// A picture that a reader on a phone, or in the dark, cannot read.
  @Test func picturesThatCannotBeRead() {
    let head =
      "<svg viewBox=\"0 0 500 100\" font-family=\"sans-serif\"><style>.a{fill:#fff}</style>"
    func text(_ x: Int, _ size: Int = 12, _ words: String = "abc", turn: String = "") -> String {
      "<text class=\"a\" fill=\"#000\" font-size=\"\(size)\" x=\"\(x)\" y=\"50\"\(turn)>\(words)</text>"
    }
    func faults(_ body: String) -> Int {
      Checks.badPictures(["a.svg": head + body + "</svg>"]).count
    }
    #expect(faults(text(10) + text(40)) == 0)
    let turned = " transform=\"rotate(-90 10 50)\""
    #expect(faults(text(10, turn: turned) + text(12)) == 0)
    for bad in [
      text(10, 11), text(10) + text(20), text(490), text(10) + text(12, turn: turned) + text(60),
      text(10).replacing("\"a\"", with: "\"b\"") + text(60), text(10) + "<g fill=\"#000\"/>",
      "<g/>",
    ] {
      #expect(faults(bad) == 1, "\(bad)")
    }
  }
}
