#!/usr/bin/env python3
"""Golden tables of GELU, its relatives and their derivatives.

    python3 golden.py                  write the sixteen tables beside this script
    python3 golden.py --check [FILE…]  prove tables (default: all) row by row in ball arithmetic

Writing needs mpmath; checking needs python-flint (Arb) and uses other formulas at double the precision.
"""

import math
import platform
import random
import sys
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from pathlib import Path

from mpmath import mp, mpf

VERSION = "1.0"
SEED = 20240611
DIGITS = 60
WORKING_DIGITS = (100, 150)  # both must round to the same 60 digits
FAR = 65536.0  # beyond this a vanishing value is written as -0
HERE = Path(__file__).resolve().parent

# name -> (significand bits, smallest exponent)
FORMATS = {"float16": (11, -14), "bfloat16": (8, -126), "float32": (24, -126), "float64": (53, -1022)}

DEFINITIONS = {
    "gelu": "f(x) = x*Phi(x) = (x/2)*erfc(-x/sqrt(2))",
    "gelu-tanh": "f(x) = (x/2)*(1+tanh(u)), u = sqrt(2/pi)*(x + 0.044715*x^3), 0.044715 an exact rational",
    "gelu-sigmoid": "f(x) = x/(1+exp(-1.702*x)), 1.702 an exact rational",
    "silu": "f(x) = x/(1+exp(-x))",
    "relu": "f(x) = max(0,x), f'(0) = 0",
    "leaky-relu": "f(x) = x for x >= 0, 0.01*x for x < 0, 0.01 an exact rational, f'(0) = 0.01",
}
SMOOTH = ("gelu", "gelu-tanh", "gelu-sigmoid", "silu")
SUFFIXES = ("", "-derivative", "-second-derivative")
TABLES = {name + SUFFIXES[n]: (name, n) for name in DEFINITIONS for n in range(3 if name in SMOOTH else 2)}


# --- the functions -------------------------------------------------------------------------------------------------


def smooth(name, n, x):
    """The n-th derivative (n = 0…3) of a smooth function at the mpf x, at mpmath's current precision."""
    if name == "gelu":
        if n < 2:
            cdf = mp.erfc(-x / mp.sqrt(2)) / 2
        pdf = mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi) if n else None
        return (lambda: x * cdf, lambda: cdf + x * pdf, lambda: (2 - x * x) * pdf, lambda: (x**3 - 4 * x) * pdf)[n]()
    # The others are x*s(t(x)) with the logistic s; t1, t2, t3 are the derivatives of t.
    if name == "gelu-tanh":
        c, a = 2 * mp.sqrt(2 / mp.pi), mpf(44715) / 1000000
        t, t1, t2, t3 = c * (x + a * x**3), c * (1 + 3 * a * x**2), c * 6 * a * x, c * 6 * a
    else:
        t1 = mpf(1702) / 1000 if name == "gelu-sigmoid" else mpf(1)
        t, t2, t3 = t1 * x, mpf(0), mpf(0)
    s, r = 1 / (1 + mp.exp(-t)), 1 / (1 + mp.exp(t))
    s1 = s * r
    s2, s3 = s1 * (r - s), s1 * (1 - 6 * s1)
    return (
        lambda: x * s,
        lambda: s + x * s1 * t1,
        lambda: 2 * s1 * t1 + x * (s2 * t1**2 + s1 * t2),
        lambda: 3 * s2 * t1**2 + 3 * s1 * t2 + x * (s3 * t1**3 + 3 * s2 * t1 * t2 + s1 * t3),
    )[n]()


def piecewise(name, n, x):
    """relu or leaky-relu, or its derivative, at the float x as an exact Fraction."""
    slope = Fraction(0) if name == "relu" else Fraction(1, 100)
    if n == 0:
        return Fraction(x) if x >= 0 else slope * Fraction(x)
    return Fraction(1) if x > 0 else slope


# --- decimals ------------------------------------------------------------------------------------------------------


def scientific(negative, digits, exponent):
    """Sixty digits, an integer, as a decimal string."""
    text = str(digits)
    return f"{'-' if negative else ''}{text[0]}.{text[1:]}e{exponent:+03d}"


def rounded(v):
    """(negative, 60-digit integer, decimal exponent) nearest to the mpf v; v must not be 0."""
    size = abs(v)
    exponent = int(mp.floor(mp.log10(size)))
    while True:
        n = int(mp.nint(size * mpf(10) ** (DIGITS - 1 - exponent)))
        if n >= 10**DIGITS:
            exponent += 1
        elif n < 10 ** (DIGITS - 1):
            exponent -= 1
        else:
            return v < 0, n, exponent


def vanishes(name, n, x):
    """Whether the value at x is written as -0: negative, and below 1e-20000 in magnitude."""
    return name in SMOOTH and (x < -FAR or (n == 2 and x > FAR))


def decimal(name, n, x):
    """The table's value column for the n-th derivative at the float x."""
    if name not in SMOOTH:
        exact = piecewise(name, n, x)
        if exact == 0:
            return "0"
        context = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)
        quotient = context.divide(Decimal(exact.numerator), Decimal(exact.denominator))
        digits = int("".join(map(str, quotient.as_tuple().digits)).ljust(DIGITS, "0"))
        return scientific(exact < 0, digits, quotient.adjusted())
    if x == 0 and n == 0:
        return "0"
    if vanishes(name, n, x):
        return "-0"
    answers = set()
    for dps in WORKING_DIGITS:
        with mp.workdps(dps):
            answers.add(rounded(smooth(name, n, mpf(x))))
    if len(answers) != 1:
        raise ArithmeticError(f"{name}, derivative {n}, at {x.hex()}: the working precisions disagree")
    return scientific(*answers.pop())


# --- the points ----------------------------------------------------------------------------------------------------


def nth(layout, n):
    """The n-th float >= 0 of a format (nth(0) = 0), exact as a Python float."""
    p, emin = layout
    shift, m = n >> (p - 1), n & ((1 << (p - 1)) - 1)
    if shift:
        shift, m = shift - 1, m | 1 << (p - 1)
    return math.ldexp(m, emin - p + 1 + shift)


def last_where(layout, low, high, predicate):
    """Bisection: the n with predicate(nth(n)) true and predicate(nth(n+1)) false, between the values low and high."""
    lo, hi = ordinal(layout, low), ordinal(layout, high)
    assert predicate(nth(layout, lo)) and not predicate(nth(layout, hi))
    while hi - lo > 1:
        middle = (lo + hi) // 2
        lo, hi = (middle, hi) if predicate(nth(layout, middle)) else (lo, middle)
    return lo


def ordinal(layout, x):
    """The n with nth(n) = x, for x > 0 in the format."""
    p, emin = layout
    e = max(math.frexp(x)[1] - 1, emin)
    return int(Fraction(x) / Fraction(2) ** (e - p + 1)) + ((e - emin) << (p - 1))


def neighbours(r):
    """The floats of every format on either side of r; where r itself is a float, it and both its neighbours."""
    size, sign = abs(r), -1 if r < 0 else 1
    for layout in FORMATS.values():
        n = last_where(layout, 2.0 ** layout[1], 2.0**15, lambda v: v <= size)
        for k in range(n - (nth(layout, n) == size), n + 2):
            yield sign * nth(layout, k)


def roots(name, n):
    """The zeros of the n-th derivative in [-5, 5] except 0, to 80 digits."""
    with mp.workdps(80):
        grid = [mpf(2 * k + 1) / 32 for k in range(-81, 81)]
        found = []
        for a, b in zip(grid, grid[1:]):
            if a * b < 0 or smooth(name, n, a) * smooth(name, n, b) > 0:
                continue
            r = mp.findroot(lambda v: smooth(name, n, v), (a, b), solver="anderson", tol=mpf(10) ** -156)
            found.append(mp.nint(r) if abs(r - mp.nint(r)) < mpf(10) ** -70 else r)
        return found


def saturation(name, n):
    """The pairs of neighbouring floats between which the n-th derivative saturates, in every format."""
    for layout in FORMATS.values():
        p, emin = layout
        smallest = mpf(2) ** (emin - p + 1)
        for threshold in (smallest / 2, mpf(2) ** emin):
            if name == "leaky-relu":
                edge = 100 * threshold
                k = last_where(layout, nth(layout, 1), 1.0, lambda v: v < edge)
            else:
                k = last_where(layout, 4.0, 2048.0, lambda v: abs(smooth(name, n, -mpf(v))) >= threshold)
            for v in (nth(layout, k), nth(layout, k + 1)):
                yield -v
                if n == 2:
                    yield v
        if name in SMOOTH and n < 2:

            def unsaturated(v):
                if n:
                    return abs(smooth(name, 1, mpf(v)) - 1) > mpf(2) ** -p
                gap = v - nth(layout, ordinal(layout, v) - 1)
                return v - smooth(name, 0, mpf(v)) > mpf(gap) / 2

            k = last_where(layout, 1.5, 64.0, unsaturated)
            yield nth(layout, k)
            yield nth(layout, k + 1)


def points(name, n):
    """A table's inputs: {float: tag}; an input that several rules choose keeps the first rule's tag."""
    chosen = {0.0: "landmark"}

    def add(tag, *xs):
        for x in xs:
            chosen.setdefault(x, tag)

    if name in SMOOTH:
        for order in (1, 2, 3):
            for r in roots(name, order):
                tag = "landmark"
                if order == n:
                    tag = "root"
                elif order == n + 1:
                    with mp.workdps(80):
                        step = mpf(10) ** -3
                        tag = "minimum" if smooth(name, order, r + step) > 0 > smooth(name, order, r - step) else tag
                add(tag, *neighbours(r))
    if name == "leaky-relu" and n == 0 or name in SMOOTH:
        with mp.workdps(50):
            add("saturation", *saturation(name, n))
    add("landmark", -1.0, 1.0, -FAR, FAR)

    generator = random.Random(SEED)
    stride = 4 if n == 2 else 1 if n == 0 or name in SMOOTH else 3  # thinner where little can go wrong
    for sign in (-1, 1):
        for k in range(-149, 128):  # float32: the binade's lower end and a random float32 in it
            bits = min(23, k + 149)
            inside = math.ldexp((1 << bits) + generator.getrandbits(24) % (1 << bits), k - bits)
            if k % stride == 0 or -8 <= k <= 4:
                add("binade", sign * 2.0**k, sign * inside)
        beyond = [*range(-1074, -149, 16), *range(1023, 127, -16)]
        for i, k in enumerate(beyond):  # float64, where float32 ends: in turn the lower end and a random float64
            bits = min(52, k + 1074)
            inside = math.ldexp((1 << bits) + generator.getrandbits(53) % (1 << bits), k - bits)
            if i % stride == 0 or k in (-1074, 1023):
                add("binade", sign * (inside if i % 2 or k == 1023 else 2.0**k))
    wide, narrow = (50, 120) if n < 2 and name in SMOOTH else (30, 70)
    add("random", *(generator.uniform(-40, 40) for _ in range(wide)))
    add("random", *(generator.uniform(-15, 9) for _ in range(narrow)))
    return chosen


# --- writing -------------------------------------------------------------------------------------------------------


def hexadecimal(x):
    """float.hex() without trailing zeros in the significand (as C99's %a)."""
    head, exponent = x.hex().split("p")
    return f"{head.rstrip('0').rstrip('.')}p{exponent}"


def write(table):
    """Write one table; return its row count."""
    import mpmath

    name, n = TABLES[table]
    what = ("value f(x)", "first derivative f'(x)", "second derivative f''(x)")[n]
    lines = [
        f"# {name}: {DEFINITIONS[name]}",
        f"# {what}",
        "# columns, tab separated: x, an exact binary64 value in hexadecimal; value; tag",
        f"# value: {DIGITS} significant decimal digits, rounded to nearest, ties to even; 0 is exact",
    ]
    if name in SMOOTH:
        side = "|x| > 65536" if n == 2 else "x < -65536"
        lines.append(
            f"# value -0, where {side}: the exact value is negative, its magnitude less than x^6*exp(-|x|) < 1e-20000"
        )
    lines += [
        "# tag: root = beside a zero of the tabulated function, minimum = beside a local minimum of it,",
        "#   saturation = beside a format's underflow or rounding edge, landmark = another chosen point,",
        "#   binade = lower end of a binade or a random point in it, random = uniform in [-40,40] or [-15,9]",
        f"# made by golden.py {VERSION}, mpmath {mpmath.__version__}, Python {platform.python_version()}",
        f"# command: python3 golden.py; seed {SEED}",
    ]
    rows = [f"{hexadecimal(x)}\t{decimal(name, n, x)}\t{tag}" for x, tag in sorted(points(name, n).items())]
    (HERE / f"{table}.tsv").write_text("\n".join(lines + rows) + "\n", encoding="ascii")
    return len(rows)


# --- checking ------------------------------------------------------------------------------------------------------


def check(path):
    """Prove every row of a table with Arb at double the precision, by other formulas.

    Phi comes from the incomplete gamma function (x < -1) or erf, the logistic from sech or tanh, and derivatives
    from power series arithmetic, not from closed forms. A row passes if the enclosure of the exact value lies
    within half a unit of the 60th digit of the value in the file, ties to even. Returns (rows, failures, least accurate
    enclosure in bits).
    """
    from flint import arb, arb_series, ctx, fmpq

    name, n = TABLES[path.stem]
    ctx.prec = math.ceil(2 * WORKING_DIGITS[1] * math.log2(10))
    ctx.cap = 3

    def logistic(t):
        half = t / 2
        return half.exp() * half.sech() / 2 if t < -1 else (1 + half.tanh()) / 2

    def series(x):
        """The function's power series about the ball x."""
        z = arb_series([x, 1])
        if name == "gelu":
            if x < -1:
                cdf = arb_series.gamma_upper(arb(1) / 2, z * z / 2) / (2 * arb.pi().sqrt())
            else:
                cdf = (1 + (z / arb(2).sqrt()).erf()) / 2
            return z * cdf
        if name == "gelu-tanh":
            t = 2 * (2 / arb.pi()).sqrt() * (z + arb(fmpq(44715, 1000000)) * z * z * z)
        else:
            t = z * arb(fmpq(1702, 1000) if name == "gelu-sigmoid" else 1)
        # s(t0+d) = s(t0)*exp(d) / (s(-t0) + s(t0)*exp(d))
        a, b, growth = logistic(t[0]), logistic(-t[0]), (t - t[0]).exp()
        return z * (a * growth / (b + a * growth))

    # Beyond FAR, where it falls, x^6*exp(-x) bounds |f(-x)|, |f'(-x)| and |f''(-x)|.
    tail = arb(10) ** -20000
    assert arb(FAR) ** 6 * (-arb(FAR)).exp() < tail

    count, failures, accuracy = 0, 0, math.inf
    previous = -math.inf
    for line in path.read_text(encoding="ascii").splitlines():
        if line.startswith("#"):
            continue
        count += 1
        text, value, _ = line.split("\t")
        x = float.fromhex(text)
        ordered, previous = x > previous, x
        if value == "-0":
            good = vanishes(name, n, x)
        elif name not in SMOOTH:
            distance, half = abs(Fraction(Decimal(value)) - piecewise(name, n, x)), half_unit(value)
            good = distance < half or distance == half and value.split("e")[0][-1] in "02468"
        elif value == "0":
            good = x == 0 and n == 0
        else:
            # f(x) - x = f(-x): f'' is even, and far to the right f is x and f' is 1 to within the tail.
            if n < 2 and x > FAR:
                exact = arb((x, 1)[n], tail)
            else:
                exact = series(arb(-abs(x) if n == 2 else x))[n] * math.factorial(n)
            mantissa, exponent = value.split("e")
            scale = arb(10) ** (int(exponent) - DIGITS + 1)
            distance = abs(exact - arb(int(mantissa.replace(".", ""))) * scale)
            good = len(mantissa.lstrip("-")) == DIGITS + 1 and bool(distance <= scale / 2)
            accuracy = min(accuracy, exact.rel_accuracy_bits())
        if not (good and ordered):
            failures += 1
            print(f"{path.name}: {line}", file=sys.stderr)
    return count, failures, accuracy


def half_unit(value):
    """Half a unit of the last digit of a value of the table, as a Fraction."""
    return Fraction(10) ** (int(value.split("e")[1]) - DIGITS + 1) / 2 if "e" in value else Fraction(0)


def main(arguments):
    """Write or check; the exit status is 1 if a row fails."""
    if arguments[:1] == ["--check"]:
        paths = [Path(a) for a in arguments[1:]] or [HERE / f"{table}.tsv" for table in TABLES]
        rows = bad = 0
        for path in paths:
            count, failures, accuracy = check(path)
            rows, bad = rows + count, bad + failures
            note = "" if accuracy == math.inf else f", every enclosure good to {accuracy} bits or better"
            print(f"{path.name}: {count} rows, {failures} disagree{note}", flush=True)
        print(f"{rows} rows in {len(paths)} files, {bad} disagree")
        return 1 if bad else 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 64
    for table in TABLES:
        print(f"{table}.tsv: {write(table)} rows", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
