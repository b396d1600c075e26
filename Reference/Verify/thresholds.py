"""thresholds.json: every edge from both sides, random inputs, turning points; and planted errors."""

import mpmath
from formats import FORMATS
from functions import FUNCTIONS

CLASSES = ("zero", "below_normal_rounded", "below_normal_exact", "limit")


def classes(name, d, fmt, ordinal):
    """The classes of one result: a set of names."""
    x = fmt.value(ordinal)
    # f(x) lies beside the midpoint x/2 by x^2: subnormal x need twice their exponents.
    mpmath.mp.prec = 2600 if abs(x) < 1e-10 else 260
    if ordinal == 0 and d == 0:
        y = mpmath.mpf(0)
    else:
        y = FUNCTIONS[name](x, d)
    r = fmt.rounded(y)
    least = 1 << (fmt.p - 1)
    found = set()
    if r == 0:
        found.add("zero")
    if abs(r) < least:
        found.add("below_normal_rounded")
    if abs(y) < mpmath.ldexp(1, fmt.emin):
        found.add("below_normal_exact")
    if r == (ordinal if d == 0 else fmt.rounded(mpmath.mpf(1))):
        found.add("limit")
    return found


def runs(fmt, entry):
    return {
        c: [(fmt.ordinal(r["from"]["bits"]), fmt.ordinal(r["through"]["bits"]))
            for r in entry["runs"][c]]
        for c in CLASSES
    }


def contains(ranges, ordinal):
    return any(a <= ordinal <= b for a, b in ranges)


def edge_holds(name, d, fmt, c, ordinal, step):
    """Whether a run of class c ends at an ordinal, looking in the direction of step."""
    if c not in classes(name, d, fmt, ordinal):
        return False
    beyond = ordinal + step
    return abs(beyond) > fmt.largest or c not in classes(name, d, fmt, beyond)


def check_entry(entry, rng, failures):
    name, d, fmt = entry["function"], entry["derivative"], FORMATS[entry["format"]]
    label = f"{name} derivative {d} {fmt.name}"
    ranges, edges, planted, caught = runs(fmt, entry), 0, 0, 0
    for c in CLASSES:
        for a, b in ranges[c]:
            for ordinal, step in ((a, -1), (b, 1)):
                edges += 1
                if not edge_holds(name, d, fmt, c, ordinal, step):
                    failures.append(f"{label}: {c} at ordinal {ordinal}")
                # The same edge one place off must be refused.
                for wrong in (ordinal - 1, ordinal + 1):
                    if abs(wrong) <= fmt.largest:
                        planted += 1
                        caught += not edge_holds(name, d, fmt, c, wrong, step)
    reach = min(fmt.largest, fmt.ordinal_of(2000.0))
    for i in range(200):
        ordinal = rng.randint(-reach, reach)
        found = classes(name, d, fmt, ordinal)
        if found != {c for c in CLASSES if contains(ranges[c], ordinal)}:
            failures.append(f"{label}: ordinal {ordinal} is {sorted(found)}")
    for key, c in (
        ("zero_through", "zero"), ("zero_through_ftz", "below_normal_rounded"),
        ("subnormal_through", "below_normal_exact"),
    ):
        first = [b for a, b in ranges[c] if a == -fmt.largest]
        stated = [fmt.ordinal(entry[key]["bits"])] if key in entry else []
        if first != stated:
            failures.append(f"{label}: {key}")
    last = [a for a, b in ranges["limit"] if b == fmt.largest]
    if last != [fmt.ordinal(entry["limit_from"]["bits"])]:
        failures.append(f"{label}: limit_from")
    return edges, planted, caught


def check_landmark(mark, failures):
    f, d = FUNCTIONS[mark["function"]], mark["derivative"]
    label = f"{mark['function']} derivative {d} {mark['kind']}"
    mpmath.mp.dps = 60
    start = mpmath.mpf(mark["location"]["lo"])
    # By secants from a rough start, not from the answer's digits.
    rough = mpmath.mpf(str(round(float(start), 3)))
    x = mpmath.findroot(lambda t: f(t, d + 1) if d == 0 else f(t, 2), rough)
    for what, y in (("location", x), ("value", f(x, d))):
        lo, hi = mpmath.mpf(mark[what]["lo"]), mpmath.mpf(mark[what]["hi"])
        if not lo <= y <= hi or hi - lo > 1e-35:
            failures.append(f"{label}: {what} {mpmath.nstr(y, 45)}")
    for name, n in mark["neighbours"].items():
        fmt = FORMATS[name]
        a, b = fmt.ordinal(n["below"]["bits"]), fmt.ordinal(n["above"]["bits"])
        low, high = fmt.ordinal(n["extreme_from"]["bits"]), fmt.ordinal(n["extreme_through"]["bits"])
        extreme = fmt.ordinal(n["extreme_result"]["bits"])

        def result(ordinal):
            return fmt.rounded(f(fmt.value(ordinal), d))

        good = b == a + 1 and fmt.value(a) < x < fmt.value(b)
        good &= result(a) == fmt.ordinal(n["result_below"]["bits"])
        good &= result(b) == fmt.ordinal(n["result_above"]["bits"])
        good &= result(low) == result(high) == extreme
        good &= extreme not in (result(low - 1), result(high + 1))
        if not good:
            failures.append(f"{label} {name}: neighbours")


def check(table, rng):
    failures = []
    for fmt in FORMATS.values():
        fmt.ordinal_of = lambda x, fmt=fmt: (
            fmt.rounded(mpmath.mpf(x)) if abs(x) < 2.0 ** (1 - fmt.emin) else fmt.largest)
    totals = [0, 0, 0]
    for entry in table["thresholds"]:
        totals = [a + b for a, b in zip(totals, check_entry(entry, rng, failures))]
    for mark in table["landmarks"]:
        check_landmark(mark, failures)
    print(f"thresholds: {len(table['thresholds'])} entries, {totals[0]} edges from both sides, "
          f"{200 * len(table['thresholds'])} random inputs, {len(table['landmarks'])} turning points")
    print(f"  edges one place off: {totals[2]} of {totals[1]} refused")
    if totals[1] != totals[2]:
        failures.append("an edge one place off was accepted")
    return failures
