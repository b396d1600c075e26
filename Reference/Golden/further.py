#!/usr/bin/env python3
"""Golden tables of the functions beside the GELU family and of their derivatives.

    python3 further.py [NAME…]   write the tables of these functions (default: all) beside this script,
                                 and their digests into SHA256SUMS

The formulas are those of ../Functions/functions.py, closed forms in mpmath; the form of the tables is that of
golden.py. Every value is computed at 100 and at 150 digits beyond what cancels; both must round to the same 60.
"""

import hashlib
import math
import platform
import random
import sys
from pathlib import Path

import mpmath
from mpmath import mp, mpf

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Functions"))

from functions import FUNCTIONS  # noqa: E402
from golden import DIGITS, FAR, SEED, hexadecimal, rounded, scientific  # noqa: E402

SUFFIXES = ("", "-derivative", "-second-derivative")
WHAT = ("value f(x)", "first derivative f'(x)", "second derivative f''(x)")

# Where branches meet, but zero.
KINKS = {"hardswish": (-3.0, 3.0)}


def at(name, n, x, digits):
    """The n-th derivative with so many digits beyond 2|log2 x|, or 3|x|, bits that may cancel."""
    size = min(3 * abs(x), 4000) + 2 * abs(math.frexp(x)[1])
    with mp.workprec(int(digits * math.log2(10) + size) + 40):
        return +FUNCTIONS[name][0](mpf(x), n)


def decimal(name, n, x):
    answers = set()
    for digits in (100, 150):
        y = at(name, n, x, digits)
        if y == 0:
            return "0"
        with mp.workdps(digits):
            answers.add(rounded(y))
    if len(answers) != 1:
        raise ArithmeticError(f"{name}, derivative {n}, at {x.hex()}: the working precisions disagree")
    return scientific(*answers.pop())


def roots(name, n):
    """Doubles beside the zeros in [-8, 8] of the n-th derivative but 0."""
    grid = [(2 * k + 1) / 16 for k in range(-64, 64)]
    for a, b in zip(grid, grid[1:]):
        if a < 0 < b or at(name, n, a, 30) * at(name, n, b, 30) >= 0:
            continue
        sign = at(name, n, a, 30) > 0
        while math.nextafter(a, b) < b:
            middle = a + (b - a) / 2
            a, b = (middle, b) if (at(name, n, middle, 40) > 0) == sign else (a, middle)
        yield from (math.nextafter(a, -9), a, b, math.nextafter(b, 9))


def points(name, n):
    chosen = {}

    def add(tag, *xs):
        for x in xs:
            chosen.setdefault(x, tag)

    for order in range(1, FUNCTIONS[name][1] + 1):
        add("root" if order == n else "landmark", *roots(name, order))
    add("landmark", -1.0, 1.0, -FAR, FAR)
    for kink in KINKS.get(name, ()):
        add("landmark", math.nextafter(kink, -9), kink, math.nextafter(kink, 9))
    generator = random.Random(f"{SEED} {name} {n}")
    for sign in (-1, 1):
        for k in range(-149, 17):
            add("binade", sign * math.ldexp(generator.uniform(1, 2) if k > -1000 else 1, k))
            add("binade", sign * 2.0**k)
        for k in range(-1074, -149, 16):
            add("binade", sign * 2.0**k)
    add("random", *(generator.uniform(-40, 40) for _ in range(150)))
    add("random", *(generator.uniform(-9, 9) for _ in range(150)))
    return {x: tag for x, tag in chosen.items() if abs(x) <= FAR and not (name in ("erf", "erfc") and abs(x) > 9000)}


def record(file, digest):
    """The digest in its line of SHA256SUMS, or in a new one at the end."""
    sums = HERE / "SHA256SUMS"
    digests = dict(reversed(line.split("  ")) for line in sums.read_text().splitlines())
    digests[file] = digest
    sums.write_text("".join(f"{digest}  {file}\n" for file, digest in digests.items()))


def write(name, n):
    table = name + SUFFIXES[n]
    lines = [
        f"# {name}: {FUNCTIONS[name][0].__doc__}",
        f"# {WHAT[n]}",
        "# columns, tab separated: x, an exact binary64 value in hexadecimal; value; tag",
        f"# value: {DIGITS} significant decimal digits, rounded to nearest, ties to even",
        "# tag: root = beside a zero of the tabulated function, landmark = another chosen point,",
        "#   binade = lower end of a binade or a random point in it, random = uniform in [-40,40] or [-9,9]",
        f"# made by further.py, mpmath {mpmath.__version__}, Python {platform.python_version()}",
        f"# command: python3 further.py; seed {SEED}",
    ]
    rows = [f"{hexadecimal(x)}\t{decimal(name, n, x)}\t{tag}" for x, tag in sorted(points(name, n).items())]
    text = "\n".join(lines + rows) + "\n"
    (HERE / f"{table}.tsv").write_text(text, encoding="ascii")
    record(f"{table}.tsv", hashlib.sha256(text.encode()).hexdigest())
    print(f"{table}.tsv: {len(rows)} rows", flush=True)


if __name__ == "__main__":
    for name in sys.argv[1:] or FUNCTIONS:
        for n in range(FUNCTIONS[name][1] + 1):
            write(name, n)
