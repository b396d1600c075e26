"""Second inputs against mpmath: `python3 compare.py PROGRAM [COUNT]`.

PROGRAM is gelu-accuracy. For each role and format pair, COUNT rows (10,000 unless said) of inputs, second inputs
and the exact results, rounded once from mpmath at 3000 bits where 300 leave a tie open to the outputs' format, are written to a .csv file of
bits; `score` must find every row correctly rounded. Then one row in ten is moved by one place, and as many must be
wrong. Nothing is shared with the program: the formulas, the sums and the rounding are written down here anew.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

import mpmath

# Beside a tie a truth may differ by x, as small as 2**-511 here, or by exp(-x*x/2), as small as 2**-2600.
mpmath.mp.prec = 3000
ROOT2 = mpmath.sqrt(2)
ROOT2PI = mpmath.sqrt(2 * mpmath.pi)
USUAL = 300


def gelu(x):
    return x * mpmath.erfc(-x / ROOT2) / 2


def gelu_slope(x):
    return mpmath.erfc(-x / ROOT2) / 2 + x * mpmath.exp(-x * x / 2) / ROOT2PI


def silu(x):
    return x / (1 + mpmath.exp(-x))


def quick(x):
    return x / (1 + mpmath.exp(-mpmath.mpf("1.702") * x))


def clamp(x, limit):
    return max(-limit, min(limit, x))


# Role as the option takes it, the function's name, the exact result of x and a.
CASES = [
    ("dy", "gelu", lambda x, a: a * gelu_slope(x)),
    ("up", "gelu", lambda x, a: a * gelu(x)),
    ("up", "silu", lambda x, a: a * silu(x)),
    ("bias", "gelu", lambda x, a: gelu(x + a)),
    ("bias", "silu", lambda x, a: silu(x + a)),
    (
        "up(offset=1,limit=7,gate-limit=7)",
        "gelu-sigmoid",
        lambda x, a: (clamp(a, mpmath.mpf(7)) + 1) * quick(min(x, mpmath.mpf(7))),
    ),
]
# Digits, least exponent, largest exponent, width.
FORMATS = {
    "float16": (11, -14, 15, 16),
    "bfloat16": (8, -126, 127, 16),
    "float32": (24, -126, 127, 32),
    "float64": (53, -1022, 1023, 64),
}


def value(bits, format):
    p, least, largest, width = FORMATS[format]
    sign = -1 if bits >> (width - 1) else 1
    exponent = (bits >> (p - 1)) & ((1 << (width - p)) - 1)
    digits = bits & ((1 << (p - 1)) - 1)
    if exponent == 0:
        return sign * mpmath.ldexp(mpmath.mpf(digits), least - p + 1)
    return sign * mpmath.ldexp(mpmath.mpf(digits + (1 << (p - 1))), exponent - 1 + least - p + 1)


def nearest(exact, x, a, format):
    """The bits of the exact result's rounding; None where it is a zero or out of range."""
    p, least, largest, width = FORMATS[format]
    with mpmath.workprec(USUAL):
        y = exact(x, a)
        if y == 0 or not mpmath.mpf(2) ** (least - p + 2) < abs(y) < mpmath.mpf(2) ** largest:
            return None
        bits, rest = rounded(y, format)
    if abs(rest - 0.5) < 2.0**-100:
        bits, rest = rounded(exact(x, a), format)
    return bits


def rounded(y, format):
    """The bits of the value nearest to y, ties to even, and how far y is above the value below it, in ulp; y is no
    zero and in range."""
    p, least, largest, width = FORMATS[format]
    sign = 1 if y < 0 else 0
    m = abs(y)
    quantum = max(int(mpmath.floor(mpmath.log(m, 2))), least) - p + 1
    # The logarithm may be off by one beside a power of two.
    while mpmath.ldexp(m, -quantum) >= 1 << p:
        quantum += 1
    while quantum > least - p + 1 and mpmath.ldexp(m, -quantum) < 1 << (p - 1):
        quantum -= 1
    scaled = mpmath.ldexp(m, -quantum)
    n = int(mpmath.floor(scaled))
    rest = scaled - n
    if rest > 0.5 or rest == 0.5 and n % 2 == 1:
        n += 1
    # A significand that became 2^p carries into the exponent by itself.
    bits = n if n < 1 << (p - 1) else n + ((quantum - (least - p + 1)) << (p - 1))
    return sign << (width - 1) | bits, rest


def some(format, random):
    p, least, largest, width = FORMATS[format]
    while True:
        exponent = random.randint(-20, 5) if random.random() < 0.9 else random.randint(least // 2, 10)
        x = random.choice([-1, 1]) * (1 + random.random()) * 2.0**exponent
        if abs(x) < 30:
            return rounded(mpmath.mpf(x), format)[0]


def rows(count, input, output, exact, random):
    found = []
    while len(found) < count:
        x, a = some(input, random), some(input, random)
        y = nearest(exact, value(x, input), value(a, input), output)
        if y is not None:
            found.append((x, a, y))
    return found


def score(program, path, role, function, input, output):
    run = subprocess.run(
        [program, "score", "--inputs", path, "--second", role, "--function", function, "--format", output,
         "--input-format", input, "--y-tensor", "y", "--json", "-"],
        capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{role} {function} {input} to {output}: {run.stderr}")
    return json.loads(run.stdout)


def write(path, table, role, input, output):
    name = role.split("(")[0]
    x, y = FORMATS[input][3] // 4, FORMATS[output][3] // 4
    with open(path, "w") as file:
        file.write(f"x_hex,{name}_hex,y_hex\n")
        for a, b, c in table:
            file.write(f"0x{a:0{x}x},0x{b:0{x}x},0x{c:0{y}x}\n")


def main(program, count):
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.csv")
        for role, function, exact in CASES:
            for input, output in [("float16", "float16"), ("bfloat16", "bfloat16"), ("float32", "float32"),
                                  ("float64", "float64"), ("float32", "bfloat16"), ("bfloat16", "float32")]:
                table = rows(count, input, output, exact, random.Random(f"{role}{function}{input}{output}"))
                write(path, table, role, input, output)
                right = score(program, path, role, function, input, output)["data"]
                table = [(x, a, y + 1 if i % 10 == 0 else y) for i, (x, a, y) in enumerate(table)]
                write(path, table, role, input, output)
                moved = score(program, path, role, function, input, output)["data"]
                wrong = right["elements"] - right["correctly_rounded"]
                found = moved["elements"] - moved["correctly_rounded"]
                wanted = (count + 9) // 10
                is_good = wrong == 0 and found == wanted
                failed |= not is_good
                print(f"{role} {function} {input} to {output}: {wrong} of {right['elements']} disagree; "
                      f"{found} of {wanted} moved ones are found")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: compare.py PROGRAM [COUNT]")
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
