#!/usr/bin/env python3
"""Recomputes the hardest cases with mpmath: each `nearest`, each `distance`; status 1 on error.

That none is missing is not checked here but by chance: 20,000 random inputs of each function lie
no closer to a boundary than the entries do, unless they are among them.
"""

import glob
import json
import os
import random
import sys

import mpmath

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Verify"))
from formats import FORMATS  # noqa: E402
from functions import FUNCTIONS  # noqa: E402

F32 = FORMATS["float32"]
mpmath.mp.prec = 260


def places(f, d, bits):
    """(nearest, distance from the midpoint, distance from the float) at an input, in ulps."""
    y = f(F32.value(F32.ordinal(bits)), d)
    place = F32.rounded(y)
    ulp = mpmath.mpf(2) ** (max(mpmath.frexp(y)[1] - 1, F32.emin) - 23)
    e = (y - F32.value(place)) / ulp
    code = place if place >= 0 else -place | 1 << 31
    return f"{code:#010x}", e - mpmath.mpf("0.5") * mpmath.sign(e), e


def check(path, rng):
    with open(path, encoding="utf-8") as file:
        cases = json.load(file)
    f, d = FUNCTIONS[cases["function"]], cases["derivative"]
    wrong = []
    for kind, index in (("midpoints", 1), ("floats", 2)):
        for case in cases[kind]:
            found = places(f, d, case["input"])
            near = abs(found[index] / mpmath.mpf(case["distance"]) - 1) < 1e-8
            if found[0] != case["nearest"] or not near:
                wrong.append(f"{path} {kind} {case['input']}: {found[0]} {mpmath.nstr(found[index], 9)}")
        listed = {case["input"] for case in cases[kind]}
        furthest = max(abs(case["distance"]) for case in cases[kind])
        ends = [[F32.ordinal(x) for x in r] for r in cases["ranges"]]
        for _ in range(10000):
            n = rng.randint(*rng.choice(ends))
            bits = f"{n if n >= 0 else -n | 1 << 31:#010x}"
            if abs(places(f, d, bits)[index]) < furthest and bits not in listed:
                wrong.append(f"{path} {kind}: {bits} is missing")
    return len(cases["midpoints"]) + len(cases["floats"]), wrong


def main():
    print(f"# python3 verify.py: mpmath {mpmath.__version__}")
    rng, failures = random.Random(20261123), []
    for path in sorted(glob.glob(os.path.join(HERE, "*.json"))):
        count, wrong = check(path, rng)
        failures += wrong
        print(f"{os.path.basename(path)}: {count} cases, {len(wrong)} disagree")
    for line in failures:
        print("DISAGREES", line)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
