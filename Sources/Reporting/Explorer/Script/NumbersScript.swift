extension ExplorerPage {
  /// Numbers of a format: their places on the ordered line, their bits, their values.
  static let numbersScript = #"""
    "use strict";
    const data = JSON.parse(document.getElementById("data").textContent);
    const byId = id => document.getElementById(id);

    // An element with text; nothing is ever read as HTML.
    function make(name, text, attributes) {
      const e = document.createElement(name);
      if (text !== undefined && text !== null) e.textContent = text;
      for (const [key, value] of Object.entries(attributes || {})) e.setAttribute(key, value);
      return e;
    }

    const number = x => x === "inf" ? Infinity : x === "-inf" ? -Infinity : x === "nan" ? NaN : x;

    // To four digits, and as many more as tell a number from 1/2 and from 1.
    function figure(value) {
      const x = number(value);
      if (x === null || x === undefined) return "-";
      if (!Number.isFinite(x)) return x > 0 ? "\u221e" : x < 0 ? "-\u221e" : "NaN";
      for (let digits = 4; digits < 9; digits += 1) {
        const short = Number(x.toPrecision(digits));
        if ((short !== 0.5 && short !== 1) || short === x) return String(short);
      }
      return String(x);
    }

    function numbersOf(name) {
      const {width, precision, minimum_exponent} = data.formats[name];
      const sign = 1n << BigInt(width - 1), hidden = 1n << BigInt(precision - 1);
      function place(hex) {
        const bits = BigInt(hex);
        return bits & sign ? -(bits ^ sign) : bits;
      }
      function hex(n) {
        const bits = n < 0n ? -n | sign : n;
        return "0x" + bits.toString(16).padStart(width / 4, "0");
      }
      function value(n) {
        const m = n < 0n ? -n : n;
        const field = m / hidden, fraction = m % hidden;
        const least = minimum_exponent - precision + 1;
        const size = field === 0n ? Number(fraction) * 2 ** least
          : Number(fraction + hidden) * 2 ** (Number(field) - 1 + least);
        return n < 0n ? -size : size;
      }
      const both = n => `${value(n)} (${hex(n)})`;
      return {place, hex, value, both};
    }
    const formats = Object.fromEntries(Object.keys(data.formats).map(n => [n, numbersOf(n)]));
    function shown(row, hex) {
      const f = formats[row.input_format];
      return hex ? f.both(f.place(hex)) : "-";
    }
    """#
}
