extension ExplorerPage {
  /// Two scores side by side, on one vertical axis.
  static let comparisonScript = #"""
    const figures = [
      ["largest error, ulp", r => sampled(r) + figure(r.max)],
      ["at", r => shown(r, r.max_input)],
      ["output there, in bits", r => r.max_output || "-"],
      ["largest step distance", r => String(r.max_steps)],
      ["mean error, ulp", r => figure(r.mean)],
      ["RMS, ulp", r => figure(r.rms)],
      ["bias, ulp", r => figure(r.bias)],
      ["wrongly rounded", r => `${wrong(r)} of ${r.numbers}`],
      ["not faithful", r => `${r.numbers - r.faithful} of ${r.numbers}`],
      ["special values wrong", r => String(r.specials_wrong)],
      ["cost, ns a value", r => figure(r.cost)],
      ["inputs", r => r.inputs],
      ["verdict", r => r.verdict],
      ["formula", r => data.kernels[r.kernel].formula || "-"],
      ["used by", r => data.kernels[r.kernel].used_by || "-"],
    ];
    const bands = [["half", "up to 1/2 ulp"], ["one", "up to 1"], ["beyond", "beyond"]];

    function card(side, row, top) {
      const article = make("article", null, {"aria-label": side});
      article.append(make("h3", `${side}: ${row.kernel}, ${row.format}, against ${row.function}`));
      const legend = make("p");
      for (const [name, text] of bands) {
        const sign = make("span", null, {class: "sign"});
        sign.style.background = `var(--${name})`;
        legend.append(sign, make("span", text + " "));
      }
      const output = make("p", "Point at the plot to read inputs and errors.",
        {class: "reading", role: "status", "data-side": side});
      const label = `Largest errors of ${row.kernel}, ${row.format}, over its inputs: `
        + `${sampled(row)}${figure(row.max)} ulp at ${shown(row, row.max_input)}`;
      article.append(legend, plot(row, top, label, text => { output.textContent = text; }), output);
      const table = make("table"), body = make("tbody");
      for (const [name, text] of figures) {
        const tr = make("tr");
        tr.append(make("th", name, {scope: "row"}), make("td", text(row)));
        body.append(tr);
      }
      table.append(body);
      article.append(table);
      return article;
    }

    function drawPair() {
      const sides = ["A", "B"].filter(side => chosen[side]);
      const top = ceiling(sides.map(side => chosen[side]));
      byId("pair").replaceChildren(...sides.map(side => card(side, chosen[side], top)));
    }

    function choose(side, row) {
      chosen[side] = chosen[side] === row ? null : row;
      for (const tr of byId("rows").children)
        for (const button of tr.querySelectorAll("button"))
          button.setAttribute("aria-pressed", chosen[button.dataset.side] === tr.row);
      drawPair();
    }
    """#
}
