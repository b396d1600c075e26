extension ExplorerPage {
  /// The table: what is in it, in which order, and which rows are left.
  static let tableScript = #"""
    const sampled = row => row.is_exact ? "" : "\u2265 ";
    const wrong = row => row.numbers - row.right;
    const share = row => row.numbers ? 100 * row.right / row.numbers : null;
    const columns = [
      {name: "kernel", of: r => r.kernel},
      {name: "function", of: r => r.function},
      {name: "format", of: r => r.format},
      {name: "max ULP", of: r => number(r.max), text: r => sampled(r) + figure(r.max), right: true},
      {name: "at", of: r => r.max_input && formats[r.input_format].value(
        formats[r.input_format].place(r.max_input)), text: r => shown(r, r.max_input)},
      {name: "wrong", of: wrong, text: r => `${wrong(r)} of ${r.numbers}`, right: true},
      {name: "right, %", of: share, text: r => figure(share(r)), right: true},
      {name: "ns", of: r => r.cost ?? null, text: r => figure(r.cost), right: true},
      {name: "verdict", of: r => r.verdict},
    ];
    let order = {column: null, down: false};
    const chosen = {A: null, B: null};

    // Numbers by size, words by letter; what is missing comes last either way.
    function compare(a, b) {
      const missing = x => x === null || x === undefined || x === "";
      if (missing(a) || missing(b)) return [missing(a) - missing(b), true];
      return [typeof a === "number" ? a - b || 0 : a < b ? -1 : a > b ? 1 : 0, false];
    }

    function visible() {
      const find = byId("find").value.trim().toLowerCase();
      const most = byId("cost").value === "" ? Infinity : Number(byId("cost").value);
      const is = (id, value) => byId(id).value === "" || byId(id).value === value;
      const rows = data.scores.filter(r => (!find || r.kernel.toLowerCase().includes(find))
        && is("family", data.kernels[r.kernel].family) && is("function", r.function)
        && is("format", r.format) && is("inputs", r.is_exact ? "all" : "some")
        && (most === Infinity || r.cost !== undefined && r.cost <= most));
      if (order.column === null) return rows;
      const of = columns[order.column].of;
      return rows.map((r, i) => [r, i]).sort(([a, i], [b, j]) => {
        const [sign, isMissing] = compare(of(a), of(b));
        return (order.down && !isMissing ? -sign : sign) || i - j;
      }).map(([r]) => r);
    }

    function drawTable() {
      const rows = visible();
      const words = rows.length === 1 ? "1 score" : `${rows.length} scores`;
      byId("count").textContent = `${words} of ${data.scores.length}`;
      byId("rows").replaceChildren(...rows.map(row => {
        const tr = make("tr");
        const choice = make("td");
        for (const side of ["A", "B"]) {
          const button = make("button", side, {
            type: "button", "aria-pressed": chosen[side] === row,
            "aria-label": `${side}: ${row.kernel}, ${row.format}, ${row.function}`});
          button.addEventListener("click", () => choose(side, row));
          button.dataset.side = side;
          choice.append(button, " ");
        }
        tr.append(choice, ...columns.map(c => make("td", c.text ? c.text(row) : c.of(row),
          c.right ? {class: "number"} : {})));
        tr.row = row;
        return tr;
      }));
    }

    function drawTitles() {
      byId("titles").replaceChildren(make("th", "compare"), ...columns.map((column, i) => {
        const isOwn = order.column === i;
        const th = make("th", null, {scope: "col",
          "aria-sort": !isOwn ? "none" : order.down ? "descending" : "ascending"});
        const mark = !isOwn ? "" : order.down ? " \u25bc" : " \u25b2";
        const button = make("button", column.name + mark, {type: "button"});
        button.addEventListener("click", () => {
          order = {column: i, down: isOwn && !order.down};
          drawTitles();
          drawTable();
          byId("titles").children[i + 1].firstChild.focus();
        });
        th.append(button);
        return th;
      }));
    }
    """#
}
