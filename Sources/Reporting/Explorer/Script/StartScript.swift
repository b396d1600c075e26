extension ExplorerPage {
  /// What happens when the page is opened.
  static let startScript = #"""
    function fill(id, values, all) {
      const options = [...new Set(values)];
      byId(id).replaceChildren(make("option", all, {value: ""}),
        ...options.map(v => make("option", v, {value: v})));
    }
    fill("family", data.scores.map(r => data.kernels[r.kernel].family).sort(), "all families");
    fill("function", data.scores.map(r => r.function), "all functions");
    fill("format", data.scores.map(r => r.format), "all formats");
    byId("inputs").replaceChildren(make("option", "all and samples", {value: ""}),
      make("option", "every input", {value: "all"}), make("option", "samples", {value: "some"}));
    byId("filters").addEventListener("input", drawTable);
    byId("filters").addEventListener("reset", () => setTimeout(drawTable));
    byId("filters").addEventListener("submit", event => event.preventDefault());
    drawTitles();
    drawTable();
    """#
}
