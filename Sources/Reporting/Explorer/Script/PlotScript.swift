extension ExplorerPage {
  /// A plot of the largest errors over the inputs that answers pointer and keys.
  static let plotScript = #"""
    const shape = {width: 520, left: 58, right: 510, top: 16, base: 216, height: 240};

    function draw(parent, name, attributes, text) {
      const e = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) e.setAttribute(key, value);
      if (text !== undefined) e.textContent = text;
      parent.append(e);
      return e;
    }

    // The columns of a score: where each is, which inputs it has, and a bound of their errors.
    function cells(row) {
      const axis = data.axes[row.axis], {place} = formats[row.input_format];
      const width = (shape.right - shape.left) / axis.names.length;
      return axis.names.flatMap((name, i) => {
        const parts = row.columns.length ? row.columns[i] : [row.counts[i] ? row.largest[i] : null];
        const from = place(axis.from[i]), count = place(axis.to[i]) - from + 1n;
        const n = BigInt(parts.length);
        return parts.map((ulp, k) => ({
          region: i, name, ulp: number(ulp), isWhole: row.columns.length === 0,
          x: shape.left + width * (i + k / parts.length), width: width / parts.length,
          first: from + (count * BigInt(k) + n - 1n) / n,
          last: from + (count * BigInt(k + 1) + n - 1n) / n - 1n}));
      });
    }

    const ceiling = rows => Math.max(1, ...rows.flatMap(r => cells(r).map(c => c.ulp))
      .filter(x => x !== null && Number.isFinite(x) && x > 0).map(x => Math.ceil(Math.log10(x))));

    function reading(row, cell) {
      const f = formats[row.input_format];
      const range = cell.first === cell.last ? f.both(cell.first)
        : `${f.both(cell.first)} to ${f.both(cell.last)}`;
      const error = cell.ulp === null ? "no input scored, or NaN"
        : cell.ulp === Infinity ? "an infinite error"
        : !row.is_exact ? `error up to ${figure(cell.ulp)} ulp on the inputs scored`
        : `error ${cell.isWhole ? "up to" : "at most"} ${figure(cell.ulp)} ulp`;
      const hex = row.places[cell.region];
      const largest = sampled(row) + figure(row.largest[cell.region]);
      const worst = hex ? ` Largest of the region: ${largest} ulp at ${shown(row, hex)}.` : "";
      return `Inputs ${range} (${cell.name}): ${error}.${worst}`;
    }

    function plot(row, top, label, read) {
      const {left, right, base, height, width} = shape, floor = -2;
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      for (const [key, value] of Object.entries({viewBox: `0 0 ${width} ${height}`, role: "img",
        tabindex: "0", "aria-label": label})) svg.setAttribute(key, value);
      const power = ulp => ulp > 0 ? Math.min(Math.max(Math.log10(ulp), floor), top) : floor;
      const y = ulp => base - (base - shape.top) * (power(ulp) - floor) / (top - floor);
      const step = Math.ceil((top - floor) / 10);
      for (let n = floor; n <= top; n += step) {
        draw(svg, "line", {x1: left, x2: right, y1: y(10 ** n), y2: y(10 ** n), class: "rule"});
        const text = n === floor ? "\u2264 0.01" : n < 4 ? String(Number(`1e${n}`)) : `1e${n}`;
        draw(svg, "text", {x: left - 5, y: y(10 ** n) + 4, "text-anchor": "end"}, text);
      }
      const all = cells(row);
      for (const c of all) {
        const box = (name, from, to) => draw(svg, "rect", {x: c.x, width: c.width + 0.05,
          y: to, height: Math.max(0, from - to), class: name});
        if (c.ulp === null) { box("unscored", base, shape.top); continue; }
        box("half", base, Math.min(base - 1, y(Math.min(c.ulp, 0.5))));
        if (c.ulp > 0.5) box("one", y(0.5), y(Math.min(c.ulp, 1)));
        if (c.ulp > 1) box("beyond", y(1), y(c.ulp));
        if (c.ulp === Infinity) box("endless", shape.top, shape.top - 8);
      }
      for (const bound of [0.5, 1])
        draw(svg, "line", {x1: left, x2: right, y1: y(bound), y2: y(bound), class: "bound"});
      const names = data.axes[row.axis].names;
      for (let i = 0; i <= names.length; i += 1) {
        const x = left + (right - left) * i / names.length;
        draw(svg, "line", {x1: x, x2: x, y1: shape.top, y2: base + 4, class: "edge"});
      }
      draw(svg, "text", {x: (left + right) / 2, y: base + 20, "text-anchor": "middle"},
        "input; every region has the same width");
      const cursor = draw(svg, "line", {y1: shape.top, y2: base, x1: -9, x2: -9, class: "cursor"});
      let at = -1;
      function move(i) {
        at = Math.min(Math.max(i, 0), all.length - 1);
        const x = all[at].x + all[at].width / 2;
        cursor.setAttribute("x1", x);
        cursor.setAttribute("x2", x);
        read(reading(row, all[at]));
      }
      svg.addEventListener("pointermove", event => {
        const box = svg.getBoundingClientRect();
        const x = (event.clientX - box.left) * width / box.width;
        const i = all.findIndex(c => x < c.x + c.width);
        move(i < 0 ? all.length - 1 : i);
      });
      svg.addEventListener("keydown", event => {
        const to = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1}[event.key];
        if (to === undefined) return;
        event.preventDefault();
        move(to);
      });
      return svg;
    }
    """#
}
