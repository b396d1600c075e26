extension ExplorerPage {
  /// The parts of the page; the script fills them, with text only.
  static let body = #"""
    <header>
    <h1>Accuracy of GELU kernels</h1>
    <p>The ULP error of an output y is (y - G)/ulp(G), where G is the exact value and ulp(G) the
    format's spacing there. Correct rounding keeps it within 1/2. A maximum marked with &#8805; is the
    largest known, over a sample; without the mark it holds for every input of the format.</p>
    </header>
    <noscript><p>This page needs JavaScript; it loads nothing and sends nothing.</p></noscript>
    <section aria-labelledby="compared">
    <h2 id="compared">A against B</h2>
    <p id="hint">Choose A and B in the table. Point at a plot, or focus it and use the arrow keys, to read
    inputs and errors.</p>
    <div id="pair"></div>
    </section>
    <section aria-labelledby="all">
    <h2 id="all">Scores</h2>
    <form id="filters">
    <label>Kernel <input id="find" type="search" autocomplete="off"></label>
    <label>Family <select id="family"></select></label>
    <label>Function <select id="function"></select></label>
    <label>Format <select id="format"></select></label>
    <label>Inputs <select id="inputs"></select></label>
    <label>Cost at most, ns <input id="cost" type="number" min="0" step="any"></label>
    <button type="reset">Clear</button>
    </form>
    <p id="count" role="status"></p>
    <div class="wide" tabindex="0" role="region" aria-labelledby="all">
    <table><thead><tr id="titles"></tr></thead><tbody id="rows"></tbody></table>
    </div>
    </section>
    """#
}
