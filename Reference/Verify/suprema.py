"""suprema.json: dense search, then a root of the derivative at 60 digits; and planted errors."""

import mpmath
from functions import FUNCTIONS

STEPS = 1500
JOINTS = {"hard-gelu": lambda: [mpmath.mpf("-1.58"), mpmath.mpf("1.58")],
          "i-gelu": lambda: [mpmath.sqrt(2) * mpmath.mpf(s) for s in ("-1.769", "1.769")]}


def search(h, low, high, joints):
    """sup |h| on [low, high] by search and refinement: (value, place)."""
    mpmath.mp.prec = 53 + 30
    step = (high - low) / STEPS
    grid = [low + step * i for i in range(STEPS + 1)]
    sizes = [abs(h(x)) for x in grid]
    mpmath.mp.dps = 60
    tiny = mpmath.mpf(10) ** -50
    # One-sided limits at joints, and the ends.
    best = max((abs(h(x)), x) for x in [low, high] + [j + s for j in joints for s in (tiny, -tiny)
                                                     if low <= j + s <= high])
    for i in range(1, STEPS):
        if sizes[i] < max(sizes[i - 1], sizes[i + 1]) or sizes[i] < best[0] * mpmath.mpf("0.999"):
            continue
        # Between the neighbours of a local maximum, the zero of the derivative.
        a, b = grid[i - 1], grid[i + 1]
        if any(a <= j <= b for j in joints):
            continue
        x = mpmath.findroot(lambda t: mpmath.diff(h, t), (a, b), solver="anderson", tol=1e-40,
                            verify=False, maxsteps=60)
        if a <= x <= b:
            best = max(best, (abs(h(x)), x))
    return best


def agrees(s, found, tolerance=mpmath.mpf(10) ** -30):
    """Whether a stated supremum is the value found, and its place among those stated."""
    value, place = found
    lo, hi = mpmath.mpf(s["value"]["lo"]), mpmath.mpf(s["value"]["hi"])
    if not lo - tolerance * value <= value <= hi + tolerance * value or hi - lo > 1e-25 * hi:
        return False
    near = mpmath.mpf(10) ** -20
    return any(mpmath.mpf(x["lo"]) - near <= place <= mpmath.mpf(x["hi"]) + near
               for x in s["locations"])


def shifted(s):
    """The same supremum, wrong in the 24th digit."""
    factor = 1 + mpmath.mpf(10) ** -24
    with mpmath.workdps(60):
        value = {k: mpmath.nstr(mpmath.mpf(v) * factor, 45) for k, v in s["value"].items()}
    return dict(s, value=value)


def end(text):
    return {"-inf": None, "inf": None}.get(text, text)


def check_special(s, h, low):
    """Regions without a maximum: unbounded, a limit at -inf, or constant where g is zero."""
    mpmath.mp.dps = 60
    kind = s["kind"]
    if kind == "constant":
        return abs(mpmath.mpf(s["value"]["lo"]) - 1) < 1e-30 and abs(h(low)) == 1
    tail = [abs(h(mpmath.mpf(-t))) for t in (10, 20, 30, 40)]
    if kind == "limit":
        return all(a <= b <= 1 for a, b in zip(tail, tail[1:])) and 1 - tail[-1] < 1e-30
    if s["locations"]:
        x = mpmath.mpf(s["locations"][0]["lo"])
        return min(abs(h(x + mpmath.mpf(10) ** -30)), abs(h(x - mpmath.mpf(10) ** -30))) > 1e20
    return all(a < b for a, b in zip(tail, tail[1:])) and tail[-1] > 1.5 * tail[0]


def check_regions(label, regions, h, joints, counts, failures):
    for r in regions:
        s, (low, high) = r["supremum"], (end(r["from"]), end(r["to"]))
        mpmath.mp.dps = 60
        a = mpmath.mpf(low if low is not None else -40)
        b = mpmath.mpf(high if high is not None else 16)
        if s["kind"] in ("unbounded", "limit", "constant"):
            good = check_special(s, h, a)
            if s["kind"] == "constant":
                # Nowhere more than 1, up to the one-sided limits.
                good &= search(h, a, b, joints)[0] <= 1 + mpmath.mpf(10) ** -40
            counts[1] += 1
        else:
            found = search(h, a, b, joints)
            good = agrees(s, found)
            counts[0] += 1
            counts[2] += not agrees(shifted(s), found)
        if not good:
            failures.append(f"{label} {r['region']}")


def check(table):
    failures, counts = [], [0, 0, 0]
    gelu = FUNCTIONS["gelu"]
    for m in table["method_errors"]:
        g, d, name = FUNCTIONS[m["approximation"]], m["derivative"], m["approximation"]
        mpmath.mp.dps = 60
        joints = (JOINTS[name]() if name in JOINTS else []) + [mpmath.mpf(0)]
        difference = lambda x: g(x, d) - gelu(x, d)
        found = search(difference, mpmath.mpf(-16), mpmath.mpf(0), joints)
        counts[0] += 1
        counts[2] += not agrees(shifted(m["absolute"]), found)
        if not agrees(m["absolute"], found):
            failures.append(f"{name} derivative {d}: {mpmath.nstr(found[0], 30)} at {found[1]}")
        relative = lambda x: difference(x) / gelu(x, d) if x else mpmath.mpf(0)
        check_regions(f"{name} derivative {d} relative", m["relative"], relative, joints, counts,
                      failures)
    print(f"suprema: {counts[0]} to 30 digits with their places, {counts[1]} infinite, limits or constant")
    for c in table["conditioning"]:
        f, d = FUNCTIONS[c["function"]], c["derivative"]
        condition = lambda x: x * f(x, d + 1) / f(x, d) if x else mpmath.mpf(1 - d)
        check_regions(f"{c['function']} derivative {d} condition", c["regions"], condition, [],
                      counts, failures)
    print(f"  with condition numbers: {counts[0]} and {counts[1]}")
    print(f"  wrong in the 24th digit: {counts[2]} of {counts[0]} refused")
    if counts[2] != counts[0]:
        failures.append("a supremum wrong in the 24th digit was accepted")
    return failures
