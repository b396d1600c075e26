extension ExplorerPage {
  /// The pictures' colours as variables, for light screens and for dark ones.
  private static func variables(_ colour: (SVG.Ink) -> String) -> String {
    SVG.Ink.allCases.map { "--\($0.rawValue):\(colour($0))" }.joined(separator: ";")
  }

  static let style =
    ":root{\(variables(\.light))}\n"
    + "@media(prefers-color-scheme:dark){:root{\(variables(\.dark))}}\n" + rules

  private static let rules = #"""
    body{margin:0 auto;max-width:1200px;padding:0 12px 40px;background:var(--ground);
    color:var(--text);font:16px/1.45 sans-serif}
    h1{font-size:1.5rem}h2{font-size:1.2rem}h3{font-size:1.05rem;margin:0 0 6px;
    overflow-wrap:anywhere}
    form{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:end}
    label{min-width:0;max-width:100%;display:flex;flex-direction:column;font-size:.85rem;color:var(--soft)}
    input,select,button{font:inherit;font-size:1rem;color:var(--text);background:var(--ground);
    border:1px solid var(--border);border-radius:4px;padding:3px 7px;max-width:100%;min-height:30px}
    input[type=number]{width:7em}
    :focus-visible{outline:3px solid var(--first);outline-offset:1px}
    button[aria-pressed=true]{background:var(--first);color:var(--ground);font-weight:bold}
    .wide{overflow-x:auto}
    table{border-collapse:collapse;font-size:.9rem}
    th,td{padding:3px 8px;text-align:left;border-bottom:1px solid var(--grid);white-space:nowrap}
    th button{border:0;padding:2px 0;font-weight:bold;font-size:.9rem}
    .number{text-align:right;font-variant-numeric:tabular-nums}
    #pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,340px),1fr));gap:16px}
    article{border:1px solid var(--border);border-radius:6px;padding:10px;min-width:0}
    article p{margin:4px 0;overflow-wrap:anywhere}
    article td{white-space:normal;overflow-wrap:anywhere}
    code{font-size:.95em}
    svg{display:block;width:100%;height:auto;touch-action:pan-y}
    svg rect{shape-rendering:crispEdges}
    svg text{fill:var(--soft);font-size:14px}
    .half{fill:var(--half)}.one{fill:var(--one)}.beyond{fill:var(--beyond)}
    .endless{fill:var(--endless)}.unscored{fill:var(--grid);stroke:var(--border);
    stroke-dasharray:4 3}
    .rule{stroke:var(--grid)}.edge{stroke:var(--border)}
    .bound{stroke:var(--soft);stroke-dasharray:4 3}
    .cursor{stroke:var(--text);stroke-width:2}
    .reading{min-height:4.4em}
    .sign{display:inline-block;width:.8em;height:.8em;margin-right:.3em}
    """#
}
