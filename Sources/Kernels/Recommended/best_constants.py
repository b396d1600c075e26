#!/usr/bin/env python3
"""Prints the constants of Pair+Constants.swift and GateDerivativeRoot, by mpmath at 400 bits."""

from mpmath import diff, exp, findroot, log, mp, mpf, ncdf, npdf, pi, sqrt

mp.prec = 400


def parts(x, n):
    """x as a sum of n doubles, each the rounding of what the ones before it leave."""
    out = []
    for _ in range(n):
        out.append(float(x))
        x -= mpf(out[-1])
    return ", ".join(h.hex().replace("0x1.0000000000000p", "0x1p") for h in out)


def logistic(k, c):
    return lambda x: x / (1 + exp(-k * (x + c * x**3)))


FUNCTIONS = {
    "gelu": (lambda x: x * ncdf(x), "-0.75"),
    "tanh": (logistic(2 * sqrt(2 / pi), mpf("0.044715")), "-0.75"),
    "sigmoid": (logistic(mpf("1.702"), mpf(0)), "-0.75"),
    "silu": (logistic(mpf(1), mpf(0)), "-1.28"),
}

if __name__ == "__main__":
    for name, x in (
        ("ln2", log(mpf(2))),
        ("invSqrtTwoPi", 1 / sqrt(2 * pi)),
        ("twoSqrtTwoOverPi", 2 * sqrt(2 / pi)),
        ("cubic", mpf("0.044715")),
        ("sigmoidScale", mpf("1.702")),
    ):
        print(f"static let {name} = Pair({parts(x, 2)})")
    for name, (f, start) in FUNCTIONS.items():
        root = findroot(lambda x: diff(f, x), mpf(start))
        print(f"{name}: at ({parts(root, 3)})")
        print(f"  slopes {parts(diff(f, root, 2), 2)}; {parts(diff(f, root, 3) / 2, 2)};", end=" ")
        print(f"{parts(diff(f, root, 4) / 6, 1)}; {parts(diff(f, root, 5) / 24, 1)}")
