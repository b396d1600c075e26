"""A comparison of two kernels in float16, in numpy and mpmath: `python3 compare.py` writes wild.csv, mild.csv and expected.json.

Each table has inputs, and outputs A and B made from the correct rounding: in wild.csv by moving it some steps, or by
putting a NaN, an infinity, a zero or another sign in its place, in mild.csv by moving some by one step. expected.json has what `gelu-accuracy compare` must say of them. Distances
to the exact value are those of fractions; whether a tolerance lets an output pass is what numpy's own functions say, or
the formula that torch, JAX and ONNX Runtime document. Nothing is shared with the program.
"""

import json
import os
import random
from fractions import Fraction

import mpmath
import numpy as np

mpmath.mp.prec = 300
HERE = os.path.dirname(os.path.abspath(__file__))
SMALLEST_NORMAL = Fraction(1, 1 << 14)


def number(bits):
    return float(np.uint16(bits).view(np.float16))


def hexed(bits):
    return f"0x{bits:04x}"


def gelu(x):
    """x·Φ(x), as a fraction to 300 bits of what it lacks to zero or x; far beyond what any question here turns on."""
    tail = abs(mpmath.mpf(x)) / 2 * mpmath.erfc(abs(mpmath.mpf(x)) / mpmath.sqrt(2))
    _, man, exp, _ = tail._mpf_
    # What is nearer to zero than 2^−2000 is as good as that: it has a sign, and no question asks more.
    lacking = Fraction(int(man)) * Fraction(2) ** exp if exp > -2000 else Fraction(1, 1 << 2000)
    if x == 0:
        return Fraction(0)
    return Fraction(x) - lacking if x > 0 else -lacking


FINITE = sorted({number(b): b for b in range(1 << 16) if np.isfinite(number(b)) and b != 0x8000}.items())
VALUES = [Fraction(v) for v, _ in FINITE]


def rounded(g, x):
    """The bits of the nearest float16, ties to even; a negative result that underflows is −0."""
    import bisect

    i = bisect.bisect_left(VALUES, g)
    below, above = FINITE[max(i - 1, 0)], FINITE[min(i, len(FINITE) - 1)]
    down, up = abs(g - Fraction(below[0])), abs(g - Fraction(above[0]))
    bits = below[1] if down < up or down == up and below[1] % 2 == 0 else above[1]
    if bits == 0 and (g < 0 or x < 0 or np.signbit(x)):
        return 0x8000
    return bits


def right(bits):
    x = number(bits)
    if np.isnan(x):
        return 0x7E00
    if np.isinf(x):
        return 0x7C00 if x > 0 else 0x8000
    return rounded(gelu(x), x)


def place(bits):
    return -(bits & 0x7FFF) if bits & 0x8000 else bits


def at(place):
    return 0x8000 | -place if place < 0 else place


def moved(bits, rng):
    """An output that is right, off by some steps, or of another kind."""
    kind = rng.random()
    if np.isnan(number(bits)) or np.isinf(number(bits)):
        return bits if kind < 0.5 else rng.choice([0x7E00, 0x7C00, 0xFC00, 0x0000, 0x3C00])
    if kind < 0.45:
        return bits
    if kind < 0.9:
        p = place(bits) + rng.choice([-3, -2, -1, -1, 1, 1, 2, 3, 40])
        return at(max(-0x7BFF, min(0x7BFF, p)))
    return rng.choice([bits ^ 0x8000, 0x0000, 0x8000, 0x7E00, 0xFE01, 0x7C00, 0xFC00])


def nudged(bits, rng):
    """An output that is right, or off by one step."""
    if not np.isfinite(number(bits)) or rng.random() < 0.7:
        return bits
    return at(max(-0x7BFF, min(0x7BFF, place(bits) + rng.choice([-1, 1]))))


def rows(change):
    rng = random.Random(20261130)
    inputs = {0x0000, 0x8000, 0x0001, 0x8001, 0x7C00, 0xFC00, 0x7E00, 0x7BFF, 0xFBFF}
    while len(inputs) < 700:
        inputs.add(rng.randrange(1 << 16))
    # Where the result is subnormal, or zero.
    inputs |= {at(-p) for p in range(0x4500, 0x4600, 8)}
    order = sorted(inputs, key=lambda b: (~b & 0xFFFF) if b & 0x8000 else b | 0x8000)
    pairs = []
    for x in order:
        a = change(right(x), rng)
        # Of a mild pair one is right: two steps apart no tolerance lets them pass.
        b = right(x) if change is nudged and a != right(x) else change(right(x), rng)
        pairs.append((x, a, b))
    return pairs


TOLERANCES = [
    ("torch.testing.assert_close", 1e-3, 1e-5, "unequal"),
    ("torch.allclose", 1e-5, 1e-8, "unequal"),
    ("numpy.allclose", 1e-5, 1e-8, "unequal"),
    ("numpy.testing.assert_allclose", 1e-7, 0.0, "equal"),
    ("jax.numpy.allclose", 1e-5, 1e-8, "unequal"),
    ("jax's own tests", 1e-3, 1e-3, "equal"),
    ("ONNX Runtime's own tests", 1e-3, 2.5e-3, "ignored"),
]


def tolerance(name, rtol, atol, nan, pairs):
    """B held to A at finite inputs."""
    xs = [p[0] for p in pairs if np.isfinite(number(p[0]))]
    a = np.array([p[1] for p in pairs if p[0] in set(xs)], np.uint16).view(np.float16)
    b = np.array([p[2] for p in pairs if p[0] in set(xs)], np.uint16).view(np.float16)
    wide_a, wide_b = a.astype(np.float64), b.astype(np.float64)
    close = np.isclose(wide_b, wide_a, rtol=rtol, atol=atol, equal_nan=nan == "equal")
    if nan == "ignored":
        close |= np.isnan(wide_a)
    if name.startswith("numpy"):
        # In the arrays' own format numpy says the same of these.
        narrow = np.isclose(b, a, rtol=rtol, atol=atol, equal_nan=nan == "equal")
        assert (narrow == close).all(), name
    if name == "numpy.allclose":
        assert np.allclose(b, a) == bool(close.all())
    if name == "numpy.testing.assert_allclose":
        try:
            np.testing.assert_allclose(b, a)
            assert close.all()
        except AssertionError:
            assert not close.all()
    both = np.isfinite(wide_a) & np.isfinite(wide_b) & (wide_a != wide_b)
    allowed = atol + rtol * np.abs(wide_a)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(both, np.abs(wide_b - wide_a) / allowed, 0)
    worst = float(ratio.max())
    failing = np.flatnonzero(~close)
    return {
        "name": name, "rtol": rtol, "atol": atol, "passes": bool(close.all()), "failing": int(len(failing)),
        "first": hexed(xs[failing[0]]) if len(failing) else None,
        "ratio": "inf" if np.isinf(worst) else float(f"{worst:.4g}"), "at": hexed(xs[int(ratio.argmax())]),
    }


def compared(name, change):
    pairs = rows(change)
    with open(os.path.join(HERE, f"{name}.csv"), "w") as f:
        f.write("x_hex,a_hex,b_hex\n")
        f.writelines(f"{hexed(x)},{hexed(a)},{hexed(b)}\n" for x, a, b in pairs)
    nan = lambda bits: np.isnan(number(bits))
    same = lambda p, q: p == q or nan(p) and nan(q)
    out = {"compared": len(pairs), "equal": 0, "closer": {"a": 0, "b": 0, "neither": 0}}
    out |= {"only_a_right": 0, "only_b_right": 0}
    firsts = {}
    largest = {"absolute": (0, None), "relative": (0, None), "steps": (0, None)}
    for x, a, b in pairs:
        if same(a, b):
            out["equal"] += 1
            continue
        firsts.setdefault("first", x)
        r = right(x)
        ra, rb = same(a, r), same(b, r)
        va, vb = number(a), number(b)
        finite = np.isfinite(number(x))
        if finite and np.isfinite(va) and np.isfinite(vb):
            g = gelu(number(x))
            da, db = abs(Fraction(va) - g), abs(Fraction(vb) - g)
            who = "a" if da < db else "b" if db < da else "neither"
            if abs(g) >= SMALLEST_NORMAL:
                relative = abs(Fraction(va) - Fraction(vb)) / abs(g)
                if relative > largest["relative"][0]:
                    largest["relative"] = (relative, x)
        elif ra != rb:
            who = "a" if ra else "b"
        elif finite and np.isfinite(va) != np.isfinite(vb):
            who = "a" if np.isfinite(va) else "b"
        else:
            who = "neither"
        out["closer"][who] += 1
        firsts.setdefault(who, x)
        if ra != rb:
            out["only_a_right" if ra else "only_b_right"] += 1
            firsts.setdefault("only_" + ("a" if ra else "b"), x)
        if np.isfinite(va) and np.isfinite(vb):
            for key, size in (("absolute", abs(Fraction(va) - Fraction(vb))), ("steps", abs(place(a) - place(b)))):
                if size > largest[key][0]:
                    largest[key] = (size, x)
    out["firsts"] = {k: hexed(v) for k, v in firsts.items()}
    out["largest"] = {k: {"size": float(f"{float(s):.6g}"), "at": hexed(x)} for k, (s, x) in largest.items()}
    out["tolerances"] = [tolerance(*t, pairs) for t in TOLERANCES]
    return out


def main():
    np.seterr(over="ignore")
    out = {name: compared(name, change) for name, change in (("wild", moved), ("mild", nudged))}
    with open(os.path.join(HERE, "expected.json"), "w") as f:
        json.dump(out, f, indent=1)
        f.write("\n")


main()
