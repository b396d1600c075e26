"""Prints the coefficient lines of Fast.swift and FastLanes.swift, the error of the polynomials that
they stand for, and the sizes that the bounds of FastFloat64.swift and BestFirstStep.swift rest on.

    python3 fast_coefficients.py        (needs mpmath)

gate: (1 + t/4) * exp(t^2/2) * erfc(t/sqrt 2) / 2 in s = (t - 4)/(t + 4), for t in [0, 16].
exp:  exp(r) in r, for |r| <= ln 2 / 2.
Both interpolate at the Chebyshev points of their interval.
"""
from mpmath import acos, cos, erfc, exp, log, matrix, mp, mpf, nstr, pi, qr_solve, sqrt

mp.dps = 80


def interpolant(f, lo, hi, degree):
    n = degree + 1
    nodes = [(hi + lo) / 2 + (hi - lo) / 2 * cos(pi * (2 * j + 1) / (2 * n)) for j in range(n)]
    rows = matrix(n, n)
    for i, x in enumerate(nodes):
        for j in range(n):
            rows[i, j] = x**j
    solution, _ = qr_solve(rows, matrix([f(x) for x in nodes]))
    return [solution[j] for j in range(n)]


def report(name, f, lo, hi, degree):
    coefficients = [float(c) for c in interpolant(f, lo, hi, degree)]
    points = [lo + (hi - lo) * mpf(j) / 1000 for j in range(1001)]
    worst = max(
        abs(sum(mpf(c) * x**j for j, c in enumerate(coefficients)) / f(x) - 1) for x in points
    )
    print(f"// {name}: relative error below 2^{nstr(log(worst, 2), 4)} on 1001 points")
    for c in reversed(coefficients):
        print(f"    {c.hex()},")


def gate(s):
    t = 4 * (1 + s) / (1 - s)
    return (1 + t / 4) * exp(t * t / 2) * erfc(t / sqrt(mpf(2))) / 2


report("gate", gate, mpf(-1), mpf(12) / 20, 18)
report("exp", exp, -log(mpf(2)) / 2, log(mpf(2)) / 2, 11)


def taylor(c, n):
    """The first n Taylor coefficients at c of R(t) = exp(t^2/2) * erfc(t/sqrt 2) / 2."""
    a = [-1 / sqrt(2 * pi), exp(c * c / 2) * erfc(c / sqrt(mpf(2))) / 2]
    for k in range(1, n):
        a.append((c * a[-1] + a[-2]) / k)
    return a[1:]


def float64():
    """R by degree 9 on 32 intervals a binade of t + 1, exp by degree 6 for |r| <= ln 2 / 128."""
    cut, rest, centres = 0, 0, 0
    cut11, second = 0, 0
    for i in range(5 * 32 + 10):
        width = mpf(2) ** (i // 32) / 32
        c, h = (i % 32 + 32) * width + width / 2 - 1, width / 2
        a = taylor(c, 40)
        for d in (-h, h):
            value = sum(a[k] * d**k for k in range(40))
            cut = max(cut, abs(sum(a[k] * d**k for k in range(10, 40))) / value)
            cut11 = max(cut11, abs(sum(a[k] * d**k for k in range(12, 40))) / value)
            second = max(second, abs(sum(a[k] * d**k for k in range(2, 40))) / value)
            rest = max(rest, abs(value - a[0]) / a[0])
        centres += 1
    r = log(mpf(2)) / 128
    exp_cut = r**7 / 5040 / (1 - r)
    print(f"// float64, {centres} intervals: R cut off at 2^{nstr(log(cut, 2), 5)},", end=" ")
    print(f"|a| / A at most {nstr(rest, 4)}; exp at 2^{nstr(log(exp_cut, 2), 5)},", end=" ")
    print(f"|e| / T at most {nstr(exp(r) - 1, 4)}")
    print(f"// in pairs: R of degree 11 cut off at 2^{nstr(log(cut11, 2), 5)},", end=" ")
    print(f"from a2 on {nstr(second, 4)}; exp of degree 7 at", end=" ")
    print(f"2^{nstr(log(r**8 / 40320 / (1 - r), 2), 5)}, from s^2 / 2 on {nstr(exp(r) - 1 - r, 4)}")


float64()
