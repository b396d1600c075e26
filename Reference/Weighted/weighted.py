#!/usr/bin/env python3
"""Expected errors of simple kernels over distributions of inputs, from mpmath alone.

    python3 Reference/Weighted/weighted.py > Reference/Weighted/weighted.json

In formats of 16 bits every input is summed with the mass of the reals that round to it. In float32 relu against gelu
is integrated over the real line, piece by piece between the powers of two of the result: inputs are so dense that the
sum over them differs by less than a part in 10^6.
"""
import json
import sys
from multiprocessing import Pool

from mpmath import mp, mpf, erfc, exp, floor, log, pi, quad, sqrt

mp.dps = 40

FORMATS = {"float16": (11, -14, 5), "bfloat16": (8, -126, 8), "float32": (24, -126, 8)}
HISTOGRAM = [(-4, -1, 1), (-1, -0.25, 5), (-0.25, 0.5, 10), (1, 3.3, 2.5)]


def gelu(x):
    """x·Φ(x)"""
    return x * erfc(-x / sqrt(mpf(2))) / 2


def normal(sigma):
    """The mass below a, or above b where that is the smaller, of N(0, sigma²)."""
    def mass(a, b):
        if a is not None and a >= 0:
            tail = lambda t: mpf(0) if t is None else erfc(t / sigma / sqrt(mpf(2))) / 2
            return tail(a) - tail(b)
        if b is not None and b <= 0:
            return mass(-b, None if a is None else -a)
        return mass(a, mpf(0)) + mass(mpf(0), b)
    return mass


def histogram(bins):
    total = mpf(sum(w for _, _, w in bins))

    def mass(a, b):
        sum_ = mpf(0)
        for low, high, weight in bins:
            low, high = mpf(low), mpf(high)
            left = low if a is None else max(a, low)
            right = high if b is None else min(b, high)
            if left < right:
                sum_ += weight / total * (right - left) / (high - low)
        return sum_
    return mass


def magnitudes(p, emin, exponent_bits):
    """All finite values from zero up."""
    top = 2 ** (exponent_bits - 1) - 1
    values = [mpf(n) * mpf(2) ** (emin - p + 1) for n in range(2 ** (p - 1))]
    for e in range(emin, top + 1):
        values += [mpf(2 ** (p - 1) + n) * mpf(2) ** (e - p + 1) for n in range(2 ** (p - 1))]
    return values


def quantum(g, p, emin):
    """The exponent of ulp(g)."""
    if g == 0:
        return emin - p + 1
    e = int(floor(log(abs(g), 2)))
    # The logarithm is rounded.
    while mpf(2) ** e > abs(g):
        e -= 1
    while mpf(2) ** (e + 1) <= abs(g):
        e += 1
    return max(e, emin) - p + 1


def rounded(g, p, emin, nearest):
    unit = mpf(2) ** quantum(g, p, emin)
    n = abs(g) / unit
    whole = floor(n)
    if nearest and (n - whole > mpf("0.5") or n - whole == mpf("0.5") and whole % 2 == 1):
        whole += 1
    return (-1 if g < 0 else 1) * whole * unit


KERNELS = {
    "nearest": lambda x, g, p, emin: rounded(g, p, emin, True),
    "truncated": lambda x, g, p, emin: rounded(g, p, emin, False),
    "relu": lambda x, g, p, emin: max(x, mpf(0)),
    "band": lambda x, g, p, emin: None if 1 <= x < mpf("1.5") else rounded(g, p, emin, True),
}


def expected(name, mass, kernel):
    p, emin, bits = FORMATS[name]
    values = magnitudes(p, emin, bits)
    sums = dict.fromkeys(
        ["right", "faithful", "no_number", "mean_ulp", "mean_magnitude_ulp", "mean_abs",
         "mean_magnitude_abs"], mpf(0))
    for sign in (1, -1):
        for i, m in enumerate(values):
            # Beyond lies less than 10^−500 of the mass, times errors below 10^70.
            if m > 100:
                break
            x = sign * m
            low = mpf(0) if i == 0 else (values[i - 1] + m) / 2
            high = None if i + 1 == len(values) else (m + values[i + 1]) / 2
            w = mass(low, high) if sign > 0 else mass(None if high is None else -high, -low)
            if w == 0:
                continue
            g = gelu(x)
            if x > 0 and g >= x:
                # Forty digits do not tell x·Φ(x) from x, which it lies below.
                g = x * (1 - mpf(10) ** -39)
            y = kernel(x, g, p, emin)
            if y is None:
                sums["no_number"] += w
                continue
            unit = mpf(2) ** quantum(g, p, emin)
            off = y - g
            outward = abs(off) if g == 0 else off * (1 if g > 0 else -1)
            sums["right"] += w if y == rounded(g, p, emin, True) else 0
            sums["faithful"] += w if abs(off) < unit else 0
            sums["mean_ulp"] += w * abs(off) / unit
            sums["mean_magnitude_ulp"] += w * outward / unit
            sums["mean_abs"] += w * abs(off)
            sums["mean_magnitude_abs"] += w * outward
    for key in sums:
        if key.startswith("mean"):
            sums[key] /= 1 - sums["no_number"]
    return {key: mp.nstr(value, 17) for key, value in sums.items()}


def crossing(f, low, high):
    """Where f changes its sign, by halving."""
    rises = f(high) > 0
    for _ in range(110):
        middle = (low + high) / 2
        if (f(middle) > 0) == rises:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def integrated(sigma):
    """relu against gelu in float32: |f| is max(x, 0) − f on both sides."""
    p, emin, _ = FORMATS["float32"]
    density = lambda x: exp(-(x / sigma) ** 2 / 2) / sigma / sqrt(2 * pi)
    ulp_sum, sum_ = mpf(0), mpf(0)
    for sign in (1, -1):
        f = lambda x: abs(gelu(sign * x))
        gap = lambda x: x * erfc(x / sqrt(mpf(2))) / 2
        # f rises on the right; on the left up to 0.7518 and falls then.
        turn = mpf("0.75179161") if sign < 0 else None
        crossings = []
        for k in range(-127, 6):
            level = mpf(2) ** k
            for low, high in ([(mpf(2) ** -129, mpf(40))] if turn is None
                              else [(mpf(2) ** -129, turn), (turn, mpf(14))]):
                if (f(low) - level) * (f(high) - level) < 0:
                    crossings.append(crossing(lambda x: f(x) - level, low, high))
        edges = sorted(set([mpf(0)] + crossings + [mpf(k) for k in range(1, 15)]))
        for a, b in zip(edges, edges[1:]):
            middle = (a + b) / 2
            unit = mpf(2) ** quantum(f(middle), p, emin)
            part = quad(lambda x: gap(x) * density(x), [a, b])
            sum_ += part
            ulp_sum += part / unit
    return {"mean_abs": mp.nstr(sum_, 12), "mean_ulp": mp.nstr(ulp_sum, 12)}


SIGMAS = {"normal": mpf(1), "normal(sigma=2)": mpf(2)}
MASSES = {name: normal(sigma) for name, sigma in SIGMAS.items()}
MASSES["histogram"] = histogram(HISTOGRAM)


def row(job):
    weights, name, kernel = job
    values = (integrated(SIGMAS[weights]) if name == "float32"
              else expected(name, MASSES[weights], KERNELS[kernel]))
    print(*job, file=sys.stderr)
    return {"weights": weights, "format": name, "kernel": kernel, "expected": values}


def main():
    jobs = [(weights, name, kernel) for weights in MASSES for name in ("float16", "bfloat16")
            for kernel in KERNELS]
    jobs += [(weights, "float32", "relu") for weights in SIGMAS]
    with Pool() as pool:
        json.dump(pool.map(row, jobs, chunksize=1), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
