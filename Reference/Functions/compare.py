#!/usr/bin/env python3
"""Correctly rounded float64 results by mpmath, for the package to disagree with.

    python3 compare.py PROGRAM [NAME…]   PROGRAM is the path of gelu-accuracy

For each function and derivative 100,000 inputs and their results, rounded to nearest by integer arithmetic
from 300 bits or more, go into a file, and the package scores it. A result that is not the package's
own rounding is a disagreement. Status 1 if there is one.
"""

import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

import mpmath
from mpmath import mp, mpf

from functions import FUNCTIONS

COUNT = 100_000
SEED = 20261129


def inputs(generator):
    """All binades of float64, with more where functions bend, and the smallest numbers."""
    chosen = set()
    while len(chosen) < COUNT:
        kind = generator.randrange(8)
        if kind < 3:
            x = generator.uniform(-12, 12)
        elif kind < 5:
            x = generator.uniform(-760, 760)
        elif kind == 5:
            x = math.ldexp(generator.uniform(0.5, 1), generator.randrange(-70, 12))
        elif kind == 6:
            x = math.ldexp(generator.uniform(0.5, 1), generator.randrange(-1073, 1024))
        else:
            x = float(struct.unpack("<f", struct.pack("<f", generator.uniform(-20, 20)))[0])
        chosen.add(generator.choice((-x, x)))
    chosen -= {0.0}
    return sorted(chosen)


def nearest(y):
    """An mpf as the nearest double, ties to even; a zero keeps the sign of y."""
    sign, man, exponent, bits = y._mpf_
    if man == 0:
        return 0.0
    if exponent + bits < -1100:
        return -0.0 if sign else 0.0
    quantum = max(exponent + bits - 53, -1074)
    shift = quantum - exponent
    n = man << -shift if shift <= 0 else man >> shift
    if shift > 0:
        rest, half = man & ((1 << shift) - 1), 1 << (shift - 1)
        n += rest > half or (rest == half and n & 1)
    size = math.ldexp(n, quantum) if n.bit_length() <= 53 else float(n) * 2.0**quantum
    return -size if sign else size


def result(y, x, d):
    """An exact zero of a value, as hardswish has up to -3, is 0·x."""
    return math.copysign(0.0, x) if y == 0 and d == 0 else nearest(y)


def exact(f, x, d):
    """Good to 250 bits: the difference of two logistics loses as many as x is small, and where results are ties
    among subnormal numbers, the next term decides. Far out a difference that does not show rounds to the line."""
    small = max(-math.frexp(x)[1], 0)
    mp.prec = 300 + small * (2 if small > 900 else 1)
    return f(mpf(x), d)


def write(path, xs, ys):
    def entry(k):
        return {"dtype": "F64", "shape": [len(xs)], "data_offsets": [8 * k * len(xs), 8 * (k + 1) * len(xs)]}

    header = json.dumps({"x": entry(0), "y": entry(1)}).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(header)) + header)
        for values in (xs, ys):
            file.write(struct.pack(f"<{len(values)}d", *values))


def compare(program, name, d):
    f, _ = FUNCTIONS[name]
    xs = inputs(random.Random(f"{SEED} {name} {d}"))
    ys = [result(exact(f, x, d), x, d) for x in xs]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "results.safetensors")
        write(path, xs, ys)
        command = [program, "score", "--inputs", path, "--format", "float64", "--function", name]
        command += ["--tensor", "y", "--json", "-"] + (["--derivative", str(d)] if d else [])
        answer = subprocess.run(command, capture_output=True, text=True)
    if answer.returncode:
        raise SystemExit(answer.stderr)
    score = json.loads(answer.stdout)
    score = score[0] if isinstance(score, list) else score
    score = score.get("score", score)
    wrong = score["scored"] - score["correctly_rounded"]
    zeros = score["classes"]["lost_zero_sign"]
    print(f"{name} {d}: {score['scored']} results, {wrong} disagree, {zeros} zeros with another sign", flush=True)
    return wrong + zeros


def main(arguments):
    program, names = arguments[0], arguments[1:] or list(FUNCTIONS)
    print(f"mpmath {mpmath.__version__}, seed {SEED}")
    wrong = sum(compare(program, name, d) for name in names for d in range(FUNCTIONS[name][1] + 1))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
