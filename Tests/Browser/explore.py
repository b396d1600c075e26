"""Opens the page of `gelu-accuracy explore` in a headless Chromium and uses it as a reader would.

    python3 Tests/Browser/explore.py COMMAND

COMMAND is the built gelu-accuracy. It needs playwright from PyPI and a Chromium on the path. Where one of
them is missing the program says so in one line and ends with status 0; a check that fails ends it with 1.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HOSTILE = "</script><script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>"
NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def measured(command, folder):
    """Scores of some kernels, one of them with a name that would run if it were read as HTML."""
    scores = []
    for kernel, form in [("erf", "bfloat16"), ("erfc", "bfloat16"), ("relu", "bfloat16"),
                         ("erf", "float16"), ("silu", "float16"), ("erf-backward", "float64")]:
        sample = ["--inputs", "sample:500"] if form == "float64" else []
        out = subprocess.run([command, "measure", kernel, "--format", form, "--json", "-", *sample],
                             check=True, capture_output=True, text=True).stdout
        scores.append(json.loads(out))
    scores.append(dict(scores[0], kernel=HOSTILE))
    os.mkdir(os.path.join(folder, "scores"))
    with open(os.path.join(folder, "scores", "all.jsonl"), "w") as file:
        file.writelines(json.dumps(score) + "\n" for score in scores)
    with open(os.path.join(folder, "costs.jsonl"), "w") as file:
        for kernel, form, ns in [("erf", "bfloat16", 9.5), ("relu", "bfloat16", 0.25)]:
            file.write(json.dumps({"kernel": kernel, "format": form, "nanoseconds": ns}) + "\n")
    page = os.path.join(folder, "accuracy.html")
    subprocess.run([command, "explore", "--scores", os.path.join(folder, "scores"), "--costs",
                    os.path.join(folder, "costs.jsonl"), "-o", page], check=True, capture_output=True)
    return scores, page


class Reader:
    """A tab with the page, and what is said of it."""

    def __init__(self, browser, path, width, scheme):
        self.faults = []
        self.context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.tab = self.context.new_page()
        self.tab.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.tab.on("console", lambda line: self.faults.append(f"console: {line.text}"))
        self.tab.on("request", lambda request: self.check(
            request.url.startswith("file:"), f"asked for {request.url}"))
        self.tab.goto("file://" + path)

    def check(self, holds, what):
        if not holds:
            self.faults.append(what)

    def column(self, i):
        """The texts of the table's column, whose first has the buttons."""
        return self.tab.locator(f"#rows tr td:nth-child({i})").all_inner_texts()

    def press(self, title):
        self.tab.locator("#titles button", has_text=title).press("Enter")


def size(score):
    return float(score["max_ulp"])


def table(reader, scores):
    tab, check = reader.tab, reader.check
    every = [score["kernel"] for score in scores]
    check(reader.column(2) == every, "the table does not have the scores in their order")
    check(tab.evaluate("window.hacked") is None, "a kernel's name was run")
    check(tab.locator("img").count() == 0, "a kernel's name became an element")
    up = [s["kernel"] for s in sorted(scores, key=size)]
    down = [s["kernel"] for s in sorted(scores, key=lambda s: -size(s))]
    reader.press("max ULP")
    check(reader.column(2) == up, "not in ascending order")
    reader.press("max ULP")
    check(reader.column(2) == down, "not in descending order")
    check(tab.locator("th[aria-sort=descending]").count() == 1, "the order is not announced")
    reader.press("ns")
    check(reader.column(9)[:2] == ["0.25", "9.5"], "costs are not in order")
    check(set(reader.column(9)[2:]) == {"-"}, "a missing cost does not come last")
    reader.press("ns")
    check(reader.column(9)[:3] == ["9.5", "0.25", "-"], "costs are not in descending order")


def filters(reader, scores):
    tab, check = reader.tab, reader.check

    def left(what, expected):
        tab.wait_for_timeout(50)
        check(sorted(reader.column(2)) == sorted(expected), f"the filter by {what}")
        tab.locator("button[type=reset]").click()
        tab.wait_for_timeout(50)
        check(len(reader.column(2)) == len(scores), f"clearing the filter by {what}")

    tab.select_option("#format", "float16")
    left("format", [s["kernel"] for s in scores if s["format"] == "float16"])
    tab.select_option("#function", "silu")
    left("function", ["silu"])
    tab.select_option("#family", "erf")
    left("family", ["erf", "erf"])
    tab.select_option("#inputs", "some")
    left("inputs", ["erf-backward"])
    tab.fill("#cost", "1")
    left("cost", ["relu"])
    tab.fill("#find", "ERFC")
    left("name", ["erfc"])


def pair(reader, scores):
    """Two kernels chosen by keys; plots that answer pointer and keys with what the scores say."""
    tab, check = reader.tab, reader.check
    tab.reload()
    tab.locator("#rows tr").nth(0).locator("button").nth(0).press("Enter")
    tab.locator("#rows tr").nth(1).locator("button").nth(1).press("Space")
    check(tab.locator("article h3").all_inner_texts()
          == ["A: erf, bfloat16, against gelu", "B: erfc, bfloat16, against gelu"], "the pair chosen")
    check(tab.locator("#rows button[aria-pressed=true]").count() == 2, "the choice is not announced")
    for side, score in zip("AB", scores):
        article = tab.locator(f"article[aria-label={side}]")
        svg, reading = article.locator("svg"), article.locator(".reading")
        regions = score["regions"]
        i = next(i for i, region in enumerate(regions) if region["name"] == "deep tail")
        place = (58 + (510 - 58) * (i + 0.5) / len(regions)) / 520
        box = svg.bounding_box()
        svg.hover(position={"x": box["width"] * place, "y": box["height"] / 2})
        text = reading.inner_text()
        # Of negative numbers the bits fall as they rise; a pixel may be two columns wide.
        start, end = int(regions[i]["from"], 16), int(regions[i]["to"], 16)
        bits = int(text.split("(")[1].split(")")[0], 16)
        column = min(max((start - bits) * 64 // (start - end + 1), 0), 63)
        check(abs(column - 32) <= 3 and "deep tail" in text, f"{side}: the input pointed at: {text}")
        check(f"({regions[i]['max_ulp_input']})" in text, f"{side}: the worst input: {text}")
        error = regions[i]["profile"][column]
        bound = float(text.split("at most ")[1].split(" ulp")[0])
        check(error <= bound <= error * 1.11, f"{side}: the error pointed at, {text}, not {error}")
        svg.press("Home")
        check(regions[0]["from"] in reading.inner_text(), f"{side}: the first input")
        svg.press("End")
        check(regions[-1]["to"] in reading.inner_text(), f"{side}: the last input")
        svg.press("ArrowLeft")
        check(regions[-1]["to"] not in reading.inner_text(), f"{side}: the arrow keys")
        check(score["max_ulp_input"] in article.locator("table").inner_text(), f"{side}: the figures")
    shot = os.environ.get("GELU_ACCURACY_SHOTS")
    if shot:
        width = tab.viewport_size["width"]
        tab.screenshot(path=os.path.join(shot, f"explore-{width}.png"), full_page=True)


def run(command, chromium, sync_playwright):
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scores, page = measured(command, folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        faults, grounds = [], set()
        for width, scheme in [(1280, "light"), (400, "dark")]:
            reader = Reader(browser, page, width, scheme)
            for part in [table, filters, pair]:
                part(reader, scores)
            room = reader.tab.evaluate("document.documentElement.scrollWidth")
            reader.check(room <= width, f"the page is {room} pixels wide")
            grounds.add(reader.tab.evaluate("getComputedStyle(document.body).backgroundColor"))
            faults += [f"{width} pixels, {scheme}: {fault}" for fault in reader.faults]
            reader.context.close()
        if len(grounds) != 2:
            faults.append(f"light and dark have one ground: {grounds}")
        browser.close()
    for fault in faults:
        print(f"explore: {fault}", file=sys.stderr)
    print(f"explore: {'failed' if faults else 'the page works'} in {os.path.basename(chromium)}")
    return 1 if faults else 0


def main():
    chromium = next((path for path in map(shutil.which, NAMES) if path), None)
    if chromium is None:
        print("explore: skipped, no Chromium is on the path; apt-get install chromium brings one")
        return 0
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("explore: skipped, this Python has no playwright; pip install playwright brings it")
        return 0
    return run(sys.argv[1], chromium, sync_playwright)


if __name__ == "__main__":
    sys.exit(main())
