"""specials.json: limits by definition, finite inputs by mpmath; and planted errors."""

import mpmath
from formats import FORMATS
from functions import FUNCTIONS


def expected(name, d, fmt, bits):
    """The right result in bits; "nan" for a NaN."""
    sign, infinity = 1 << (fmt.width - 1), fmt.largest + 1
    code = int(bits, 16)
    negative, magnitude = bool(code & sign), code & (sign - 1)

    def text(ordinal, minus):
        return f"0x{abs(ordinal) | (sign if minus else 0):0{fmt.width // 4}x}"

    def number(y):
        ordinal = fmt.rounded(y)
        return text(ordinal, ordinal < 0 or (ordinal == 0 and y < 0))

    smooth = name not in ("relu", "leaky-relu")
    if magnitude > infinity:
        return "nan"
    if d == 0 and magnitude == 0:
        return text(0, negative)
    if magnitude == infinity and d == 0:
        if not negative:
            return text(infinity, False)
        return text(0, smooth) if name != "leaky-relu" else text(infinity, True)
    if magnitude == infinity:
        if smooth:
            return text(0, True) if negative else number(mpmath.mpf(1))
        return number(FUNCTIONS[name](mpmath.mpf(-1 if negative else 1), 1))
    # Results near x/2 lie beside a midpoint by x^2: subnormal x need twice their exponents.
    mpmath.mp.prec = 2600
    x = fmt.value(-magnitude if negative else magnitude)
    if smooth and x < -3000:
        # Below -3000 every result underflows.
        return text(0, True)
    return number(FUNCTIONS[name](x, d))


def check(table):
    failures, values, caught = [], 0, 0
    for entry in table["specials"]:
        fmt = FORMATS[entry["format"]]
        for v in entry["values"]:
            values += 1
            right = expected(entry["function"], entry["derivative"], fmt, v["input"])
            if right != v["result"]:
                failures.append(f"{entry['function']} {entry['derivative']} {fmt.name} {v}: {right}")
            # One place off, or a number for a NaN.
            planted = v["input"]
            if v["result"] != "nan":
                planted = f"0x{int(v['result'], 16) ^ 1:0{fmt.width // 4}x}"
            caught += right != planted
    print(f"specials: {values} results of {len(table['specials'])} contracts")
    print(f"  planted: {caught} of {values} refused")
    return failures + ([] if caught == values else ["specials: a planted error is not refused"])
