#!/usr/bin/env python3
"""Scores of three bfloat16 GELU kernels over all 65,536 inputs, computed without the package.

    python3 measure.py > measure.json

Needs numpy, mpmath and glibc. The kernels compute in float32, every operation rounded (to nearest, no
contraction), erff, erfcf and tanhf being glibc's, and round once to bfloat16:

    erf    (0.5*x) * (1 + erff(x*0.70710677))
    erfc   (0.5*x) * erfcf(-x*0.70710677)
    tanh   (0.5*x) * (1 + tanhf(0.7978846*(x + 0.044715*((x*x)*x))))

Truth G is gelu or gelu-tanh in 100-digit arithmetic. The error of an output y is e = (y-G)/ulp(G), where
ulp(G) = 2^(max(floor(log2|G|), -126) - 7). Steps are places between y and G's rounding on the ordered line, where -0
and +0 share one. Only the 65,280 finite inputs are scored; classes are counted among them, except number_for_nan:

    nan_for_number, infinite_for_finite, number_for_nan    as named
    wrong_sign          y and G both nonzero, of opposite sign
    lost_zero_sign      y is a zero whose sign is not the truth's (gelu(-0) = -0; a G that underflows keeps its sign)
    flushed             y is zero, |G| >= 2^-126
    flushed_subnormal   y is zero, |G| < 2^-126 but G's rounding is not zero
    exceeds_input       |y| > |x|

correctly_rounded counts steps = 0, faithful counts |e| < 1. A NaN or infinity where G is finite has no e: it is in
its class and left out of the rest. Among equal maxima the first in the order of the bit patterns is named.
The infinities, NaNs and zeros are listed apart under specials; the zeros are scored as well.
"""

import ctypes
import json
import math
import platform
import sys

import mpmath
import numpy as np
from mpmath import mp, mpf

mp.dps = 100
FLOAT32 = np.float32
LIBM = ctypes.CDLL("libm.so.6")
EMIN, SIGNIFICAND = -126, 8


def libm(name):
    """A float -> float function of libm, elementwise on a float32 array."""
    function = getattr(LIBM, name)
    function.restype, function.argtypes = ctypes.c_float, [ctypes.c_float]
    return lambda xs: np.array([function(float(x)) for x in xs], dtype=FLOAT32)


def widened(bits):
    """The float32 values of bfloat16 bit patterns."""
    return (bits.astype(np.uint32) << 16).view(FLOAT32)


def narrowed(values):
    """The bfloat16 bit patterns nearest to float32 values, ties to even; every NaN becomes 0x7fc0."""
    wide = values.view(np.uint32).astype(np.uint64)
    bits = ((wide + 0x7FFF + (wide >> 16 & 1)) >> 16).astype(np.uint32)
    return np.where(np.isnan(values), 0x7FC0, bits)


def kernel_erf(x):
    """(0.5*x)*(1+erf(x/sqrt 2))"""
    return (FLOAT32(0.5) * x) * (FLOAT32(1) + libm("erff")(x * FLOAT32(0.7071067811865475)))


def kernel_erfc(x):
    """(0.5*x)*erfc(-x/sqrt 2)"""
    return (FLOAT32(0.5) * x) * libm("erfcf")(-x * FLOAT32(0.7071067811865475))


def kernel_tanh(x):
    """The tanh approximation."""
    s = x + FLOAT32(0.044715) * ((x * x) * x)
    return (FLOAT32(0.5) * x) * (FLOAT32(1) + libm("tanhf")(FLOAT32(0.7978845608028654) * s))


def gelu(x):
    """x*Phi(x)"""
    return x * mp.ncdf(x)


def gelu_tanh(x):
    """(x/2)*(1+tanh u), as x/(1+exp(-2u))"""
    u = mp.sqrt(2 / mp.pi) * (x + mpf(44715) / 1000000 * x**3)
    return x / (1 + mp.exp(-2 * u))


def ulp(g):
    """The unit in the last place at the real number g, in bfloat16."""
    exponent = max(mp.frexp(g)[1] - 1, EMIN) if g else EMIN
    return mpf(2) ** (exponent - SIGNIFICAND + 1)


def ordinal(value):
    """The place of a bfloat16 value, an mpf, on the ordered line; both zeros are at 0."""
    size = abs(value)
    if size < mpf(2) ** EMIN:
        place = int(size / ulp(0))
    else:
        exponent = mp.frexp(size)[1] - 1
        place = ((exponent - EMIN) << (SIGNIFICAND - 1)) + int(size / ulp(size))
    return -place if value < 0 else place


def pattern(bits):
    """Bits as written in the package's JSON."""
    return f"0x{int(bits):04x}"


def twelve(value):
    """A real number to 12 significant digits."""
    return float(mp.nstr(mpf(value), 12))


def score(name, function, outputs, truths):
    """The score of outputs (bit patterns, one for each input pattern) against truths {input bits: mpf}."""
    classes = dict.fromkeys(
        "nan_for_number infinite_for_finite number_for_nan wrong_sign lost_zero_sign flushed flushed_subnormal "
        "exceeds_input".split(),
        0,
    )
    values = widened(outputs)
    inputs = widened(np.arange(65536))
    specials = []
    top, top_steps = (mpf(-1), None), (-1, None)
    count = correct = faithful = 0
    total = total_size = total_square = mpf(0)
    for bits in range(65536):
        x, y = float(inputs[bits]), float(values[bits])
        if math.isnan(x):
            classes["number_for_nan"] += not math.isnan(y)
            continue
        if math.isinf(x) or x == 0:
            expected = {"0x7f80": "0x7f80", "0xff80": "0x8000"}.get(pattern(bits), pattern(bits))
            got = pattern(outputs[bits])
            specials.append({"input": pattern(bits), "expected": expected, "got": got, "ok": expected == got})
        if math.isinf(x):
            continue
        count += 1
        g = truths[bits]
        if math.isnan(y):
            classes["nan_for_number"] += 1
            continue
        classes["exceeds_input"] += abs(y) > abs(x)
        if math.isinf(y):
            classes["infinite_for_finite"] += 1
            continue
        y = mpf(y)
        unit = ulp(g)
        nearest = mp.nint(g / unit) * unit
        if y == 0:
            classes["lost_zero_sign"] += (outputs[bits] >> 15) != (bits >> 15)
            classes["flushed"] += abs(g) >= mpf(2) ** EMIN
            classes["flushed_subnormal"] += abs(g) < mpf(2) ** EMIN and nearest != 0
        classes["wrong_sign"] += y * g < 0
        e = (y - g) / unit
        steps = abs(ordinal(y) - ordinal(nearest))
        correct += steps == 0
        faithful += abs(e) < 1
        total, total_size, total_square = total + e, total_size + abs(e), total_square + e * e
        if abs(e) > top[0]:
            top = abs(e), bits
        if steps > top_steps[0]:
            top_steps = steps, bits
    finite = count - classes["nan_for_number"] - classes["infinite_for_finite"]
    return {
        "kernel": name,
        "function": function,
        "format": "bfloat16",
        "scored": count,
        "max_ulp": twelve(top[0]),
        "max_ulp_input": pattern(top[1]),
        "max_ulp_output": pattern(outputs[top[1]]),
        "max_steps": top_steps[0],
        "max_steps_input": pattern(top_steps[1]),
        "mean_ulp": twelve(total_size / finite),
        "rms_ulp": twelve(mp.sqrt(total_square / finite)),
        "mean_signed_ulp": twelve(total / finite),
        "correctly_rounded": correct,
        "faithful": faithful,
        "classes": {key: int(value) for key, value in classes.items()},
        "specials": specials,
    }


def main():
    """Print everything as one JSON object."""
    np.seterr(all="ignore")
    x = widened(np.arange(65536))
    truths = {
        name: {bits: function(mpf(float(x[bits]))) for bits in range(65536) if np.isfinite(x[bits])}
        for name, function in (("gelu", gelu), ("gelu-tanh", gelu_tanh))
    }
    kernels = {"erf": kernel_erf, "erfc": kernel_erfc, "tanh": kernel_tanh}
    outputs = {name: narrowed(kernel(x)) for name, kernel in kernels.items()}
    pairs = (("erf", "gelu"), ("erfc", "gelu"), ("tanh", "gelu-tanh"), ("tanh", "gelu"))
    json.dump(
        {
            "made_by": "measure.py",
            "libm": " ".join(platform.libc_ver()),
            "machine": platform.machine(),
            "versions": {"python": platform.python_version(), "mpmath": mpmath.__version__, "numpy": np.__version__},
            "scores": [score(kernel, function, outputs[kernel], truths[function]) for kernel, function in pairs],
        },
        sys.stdout,
        indent=2,
    )
    print()


if __name__ == "__main__":
    main()
