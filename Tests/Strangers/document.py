"""Writes the tables of Documentation/Diagnosis.md from what the program says now.

Usage: document.py PROGRAM [CONFUSION.md STRANGERS.md DEFECTS.md]

The three files are what `confusion`, run.py and `defects` printed; without them they are run.
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
PAGE = HERE.parent.parent / "Documentation" / "Diagnosis.md"


def printed(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def folded(summary, table):
    return f"<details><summary>{summary}</summary>\n\n{table.strip()}\n\n</details>"


def confusion(text):
    """The table without its widest column, and the twins of each format below it."""
    rows = [[c.strip() for c in line.strip("|\n").split(" | ")] for line in text.splitlines()]
    short = ["| " + " | ".join(r[:4] + r[5:]) + " |" for r in rows if len(r) == 6]
    short.insert(1, "|---|---|---|---|---|")
    twins = [f"- {r[0]}: {r[4]}" for r in rows[2:] if len(r) == 6 and r[4] != "none"]
    return "\n".join(short) + "\n\n" + folded("twins, by format", "\n".join(twins))


def strangers(text):
    table, _, sums = text.strip().rpartition("\n\n")
    return sums.strip() + ".\n\n" + folded("each of them", table)


def defects(text):
    table, sums, rates = text.strip().split("\n\n")
    return f"{sums.strip()}.\n\n{rates.strip()}\n\n" + folded("each of them", table)


def main():
    if len(sys.argv) not in (2, 5):
        sys.exit(__doc__)
    if len(sys.argv) == 5:
        texts = [pathlib.Path(p).read_text() for p in sys.argv[2:]]
    else:
        program = sys.argv[1]
        texts = [
            printed(program, "confusion"), printed(sys.executable, HERE / "run.py", program),
            printed(program, "defects")]
    page = PAGE.read_text()
    for name, made in zip(("confusion", "strangers", "defects"),
                          (confusion(texts[0]), strangers(texts[1]), defects(texts[2]))):
        block = f"<!-- {name} -->\n{made}\n<!-- end of {name} -->"
        page = re.sub(
            rf"<!-- {name} -->(?:.*?<!-- end of {name} -->)?", lambda _: block, page, flags=re.S)
    PAGE.write_text(page)


if __name__ == "__main__":
    main()
