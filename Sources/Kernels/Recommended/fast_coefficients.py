"""Prints the coefficient lines of Fast.swift, and the error of the polynomials that they stand for.

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
