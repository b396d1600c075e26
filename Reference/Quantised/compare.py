"""Quantised kernels against fractions and mpmath: `python3 compare.py PROGRAM`.

PROGRAM is gelu-accuracy. For each function and pair of quantisations the exact result of every code is computed anew,
as a fraction plus a transcendental rest of known sign, and rounded; of two codes at a tie every other time the upper.
`score` must find all of them correctly rounded, with as many ties and results beyond the range, and the same largest
and mean errors. Then one output in seven is moved by one to three codes, and exactly those must be wrong.
Nothing is shared with the program: the formulas, the quantisation and the rounding are written down here anew.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

import mpmath
import numpy

mpmath.mp.prec = 400


def exact(f):
    """A fraction as an mpmath number, to 400 bits."""
    return mpmath.mpf(f.numerator) / f.denominator


def gate(x, small):
    """x times a gate that rises from 0 to 1: zero or x, and what is missing, the gate of −|x| being `small`."""
    if x == 0:
        return Fraction(0), mpmath.mpf(0)
    return (x, -exact(x) * small) if x > 0 else (Fraction(0), exact(x) * small)


def gelu(x):
    return gate(x, mpmath.erfc(abs(exact(x)) / mpmath.sqrt(2)) / 2)


def gelu_tanh(x):
    m = abs(exact(x))
    u = mpmath.sqrt(2 / mpmath.pi) * (m + mpmath.mpf(44715) / 1000000 * m**3)
    return gate(x, 1 / (1 + mpmath.exp(2 * u)))


def silu(x):
    return gate(x, 1 / (1 + mpmath.exp(abs(exact(x)))))


def relu(x):
    return max(x, Fraction(0)), mpmath.mpf(0)


def hardswish(x):
    return x * min(max(x + 3, Fraction(0)), Fraction(6)) / 6, mpmath.mpf(0)


FUNCTIONS = {"gelu": gelu, "gelu-tanh": gelu_tanh, "silu": silu, "relu": relu, "hardswish": hardswish}
TYPES = {"int8": (-128, 127, numpy.int8), "uint8": (0, 255, numpy.uint8), "int16": (-32768, 32767, numpy.int16)}

# Type, scale as the option takes it, zero point.
CASES = [
    (("int8", "0.05", 3), ("int8", "0.04", -128)),
    # Every odd code of relu lies midway, and some of hardswish do.
    (("int8", "1/32", 0), ("int8", "1/16", 0)),
    (("int8", "1/32", -1), ("int8", "1/16", 5)),
    (("int8", "0.1", 127), ("int8", "0.1", 127)),
    (("uint8", "0.0392156877", 128), ("uint8", "0.0235294122", 0)),
    (("uint8", "0.5", 255), ("int8", "0.25", -128)),
    (("int8", "1000", 0), ("int8", "3", 0)),
    (("int8", "1e-20", 0), ("int8", "1e-21", 7)),
    (("int8", "1e30", 1), ("int8", "1e-30", 0)),
    # Smooth functions are half of x here but for 2**-93 of it: beside a tie at every odd code.
    (("int8", "0x1p-100", 0), ("int8", "0x1p-100", 0)),
    (("int8", "0x1.999999999999ap-5", 0), ("int16", "0x1.47ae147ae147bp-12", -32768)),
    (("int16", "1/4096", 0), ("int16", "1/4096", 0)),
    (("int16", "1/2048", 0), ("int16", "1/1024", 1)),
    (("int16", "0.0003", 32767), ("int8", "0.07", -20)),
]


def scale(text):
    if "/" in text:
        return Fraction(text)
    if text.startswith("0x"):
        return Fraction(float.fromhex(text))
    return Fraction(float(numpy.float32(text)))


def halves(t, rest):
    """⌊2·(t + rest)⌋, whether it is exact, and t + rest less half of it."""
    h = (2 * t).numerator // (2 * t).denominator
    if rest == 0:
        return h, 2 * t == h, exact(t - Fraction(h, 2))
    if abs(rest) < mpmath.mpf(2) ** -150:
        # Nearer to t than to any other half-code that t is not.
        if 2 * t == h and rest < 0:
            h -= 1
        return h, False, exact(t - Fraction(h, 2)) + rest
    v = exact(t) + rest
    h = int(mpmath.floor(2 * v))
    left = v - mpmath.mpf(h) / 2
    # 400 bits tell v to far less than this.
    assert mpmath.mpf(2) ** -200 < left < mpmath.mpf(1) / 2 - mpmath.mpf(2) ** -200 or abs(v) > 2**100
    return h, False, left


def truths(function, first, second):
    """For each code: the codes that are right, and v moved into the range; how many lie below and above it."""
    (name, text, zero), (out, out_text, out_zero) = first, second
    sx, sy = scale(text), scale(out_text)
    low, high, _ = TYPES[out]
    found, below, above = [], 0, 0
    for code in range(TYPES[name][0], TYPES[name][1] + 1):
        base, rest = FUNCTIONS[function](sx * (code - zero))
        h, is_exact, left = halves(base / sy + out_zero, rest / exact(sy))
        right = [h // 2, h // 2 + 1] if is_exact and h % 2 else [(h + 1) // 2]
        below += right[-1] < low
        above += right[0] > high
        right = sorted({min(max(n, low), high) for n in right})
        v = mpmath.mpf(high) if h >= 2 * high else mpmath.mpf(low) if h < 2 * low else mpmath.mpf(h) / 2 + left
        found.append((code, right, v))
    return found, below, above


def spelled(end):
    return f"{end[0]}(scale={end[1]},zero-point={end[2]})"


def score(program, folder, function, first, second, codes, outputs):
    numpy.save(f"{folder}/x.npy", numpy.array(codes, TYPES[first[0]][2]))
    numpy.save(f"{folder}/y.npy", numpy.array(outputs, TYPES[second[0]][2]))
    run = subprocess.run(
        [program, "score", "--inputs", f"{folder}/x.npy", "--outputs", f"{folder}/y.npy", "--function", function,
         "--input-format", spelled(first), "--format", spelled(second), "--json", "-"],
        capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{function} {first} {second}: {run.stderr}")
    return json.loads(run.stdout)


def agrees(found, outputs, table):
    """Whether the largest and mean errors are those of the table, to the six digits that are printed."""
    errors = [abs(y - v) for y, (_, _, v) in zip(outputs, table)]

    def near(a, b):
        return abs(a - b) <= max(mpmath.mpf(1.01e-6), b * mpmath.mpf(1.01e-5))

    return near(found["max_codes"], max(errors)) and near(found["mean_codes"], mpmath.fsum(errors) / len(errors))


def compare(program, folder, function, first, second):
    table, below, above = truths(function, first, second)
    chance = random.Random(f"{function}{first}{second}")
    low, high, _ = TYPES[second[0]]
    codes = [code for code, _, _ in table]
    outputs = [right[-1] if i % 2 else right[0] for i, (_, right, _) in enumerate(table)]
    ties = sum(len(right) == 2 for _, right, _ in table)
    found = score(program, folder, function, first, second, codes, outputs)
    good = (found["wrong_codes"] == 0 and found["ties"]["count"] == ties and found["below"] == below
            and found["above"] == above and found["bound"] == "exact" and agrees(found, outputs, table))
    moved, wanted = list(outputs), [0, 0]
    for i in range(0, len(moved), 7):
        steps = chance.choice([-3, -2, -1, 1, 2, 3])
        y = outputs[i] + steps
        if not low <= y <= high:
            y = outputs[i] - steps
        off = min(abs(y - n) for n in table[i][1])
        moved[i] = y
        if off:
            wanted[off > 1] += 1
    other = score(program, folder, function, first, second, codes, moved)
    sees = [other["off_by_one"], other["off_by_more"]] == wanted and agrees(other, moved, table)
    print(f"{function} {spelled(first)} to {spelled(second)}: {found['wrong_codes']} of {len(codes)} disagree; "
          f"ties {found['ties']['count']} of {ties}; beyond {found['below'] + found['above']} of {below + above}; "
          f"{other['wrong_codes']} of {sum(wanted)} moved ones are found; errors "
          f"{'agree' if good and sees else 'DIFFER'}", flush=True)
    return good and sees


def main(program):
    with tempfile.TemporaryDirectory() as folder:
        results = [compare(program, folder, function, *case) for function in FUNCTIONS for case in CASES]
    print(f"{len(results)} cases, {results.count(False)} of them differ")
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: compare.py PROGRAM")
    main(os.path.abspath(sys.argv[1]))
