#!/usr/bin/env python3
"""Recomputes the tables with mpmath, which shares no code with the package.

    python3 verify.py [--every N]    every N-th entry (default 1: all, ten minutes; float32 always all); status 1 on error

For each entry: the exact value to 40 digits beyond cancellation, rounded to odd in binary64 and to
nearest in the format, in integers. Also that npy and safetensors agree, and that one wrong bit is seen.
"""

import argparse
import json
import os
import struct
import sys

import mpmath

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Verify"))
from formats import FORMATS  # noqa: E402
from functions import FUNCTIONS  # noqa: E402

NAMES = ["gelu", "gelu-tanh", "gelu-sigmoid", "silu", "relu", "leaky-relu"]


def tensors(path):
    with open(path, "rb") as file:
        data = file.read()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    body = data[8 + length :]
    return {k: body[slice(*v["data_offsets"])] for k, v in header.items() if k != "__metadata__"}


def npy(path):
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"\x93NUMPY\x01\x00"
    return data[10 + struct.unpack("<H", data[8:10])[0] :]


def odd_bits(y):
    """The encoding of y rounded to odd in binary64."""
    sign, man, exp, bits = y._mpf_
    if man == 0:
        return None
    quantum = max(exp + bits - 1, -1022) - 52
    shift = quantum - exp
    n = man << -shift if shift <= 0 else man >> shift
    if shift > 0 and man & ((1 << shift) - 1):
        n |= 1
    code = ((quantum + 1074) << 52) + n
    return code | (1 << 63 if sign else 0)


def exact(f, x, d):
    """f at x; for x > 1 by f(x) = x + f(-x), f'(x) = 1 - f'(-x), the sum without rounding."""
    mpmath.mp.prec = 230 + max(0, int(-mpmath.log(abs(x), 2)))
    if f is FUNCTIONS["leaky-relu"] and x < 0 and d == 0:
        return x / 100  # exact where that is a binary number, as x·0.01 is not
    if x <= 1 or is_linear(f):
        return f(x, d)
    return mpmath.fsub(1, f(-x, 1), exact=True) if d else mpmath.fadd(x, f(-x, 0), exact=True)


def is_linear(f):
    return f in (FUNCTIONS["relu"], FUNCTIONS["leaky-relu"])


def expected(f, d, fmt, bits):
    ordinal = fmt.ordinal(hex(bits))
    x = fmt.value(ordinal)
    if x == 0:
        if d == 0:
            return bits << 48
        y = f(mpmath.mpf(0), d)
        return odd_bits(y) or 0
    if abs(x) > 64 and not is_linear(f):
        # Less than an ulp from x and 1, below x and above 1; far below zero less than any double.
        if x > 0:
            return 0x3FF0000000000001 if d else odd_bits(x) - 1
        if x < -3000:
            return 1 << 63 | 1
    y = exact(f, x, d)
    return odd_bits(y) if y != 0 else 0


def limits(name, d, negative):
    """At the infinities: encodings of -0, 1, +-inf."""
    if not negative:
        return 0x3FF0000000000000 if d else 0x7FF0000000000000
    if name == "leaky-relu":
        return None if d else 0xFFF0000000000000
    if name == "relu":
        return 0
    return 1 << 63


def check(fmt, every):
    wrong, count = [], 0
    odd = tensors(os.path.join(HERE, fmt.name + "-odd.safetensors"))
    rounded = tensors(os.path.join(HERE, fmt.name + ".safetensors"))
    infinity = fmt.largest + 1
    for name in NAMES:
        for d in (0, 1):
            tensor = name + ("-derivative" if d else "")
            table = struct.unpack("<65536Q", odd[tensor])
            results = struct.unpack("<65536H", rounded[tensor])
            if npy(os.path.join(HERE, fmt.name, tensor + ".npy")) != rounded[tensor]:
                wrong.append(f"{fmt.name} {tensor}: npy and safetensors differ")
            for bits in range(0, 65536, every):
                count += 1
                magnitude = bits & 0x7FFF
                if magnitude > infinity:
                    value = struct.unpack("<d", struct.pack("<Q", table[bits]))[0]
                    fine = value != value and results[bits] & 0x7FFF > infinity
                elif magnitude == infinity:
                    want = limits(name, d, bits > 0x7FFF)
                    fine = want is None or table[bits] == want
                else:
                    want = expected(FUNCTIONS[name], d, fmt, bits)
                    fine = table[bits] == want
                    if fine and table[bits] & ~(1 << 63):
                        value = mpmath.mpf(struct.unpack("<d", struct.pack("<Q", want))[0])
                        r = fmt.rounded(value)
                        code = (0x8000 | -r) if r < 0 or (r == 0 and want >> 63) else r
                        fine = code == results[bits]
                if not fine:
                    wrong.append(f"{fmt.name} {tensor} at {bits:#06x}: {table[bits]:#018x}")
    return count, wrong


def check_float32():
    """The certified set: inputs beside results."""
    fmt, wrong, count = FORMATS["float32"], [], 0
    odd = tensors(os.path.join(HERE, "float32-odd.safetensors"))
    rounded = tensors(os.path.join(HERE, "float32.safetensors"))
    for name in NAMES:
        for d in (0, 1):
            tensor = name + ("-derivative" if d else "")
            n = len(odd[tensor]) // 8
            table = struct.unpack(f"<{n}Q", odd[tensor])
            inputs = struct.unpack(f"<{n}I", rounded[tensor + "-x"])
            results = struct.unpack(f"<{n}I", rounded[tensor])
            for suffix in ("", "-x"):
                if npy(os.path.join(HERE, "float32", tensor + suffix + ".npy")) != rounded[tensor + suffix]:
                    wrong.append(f"float32 {tensor}{suffix}: npy and safetensors differ")
            for bits, exact_bits, result in zip(inputs, table, results):
                count += 1
                magnitude, negative = bits & 0x7FFFFFFF, bits >> 31
                if magnitude == 0x7F800000:
                    want = limits(name, d, negative)
                    fine = want is None or exact_bits == want
                else:
                    want = (bits << 32) if magnitude == 0 and d == 0 else expected(FUNCTIONS[name], d, fmt, bits)
                    fine = exact_bits == want
                    if fine and exact_bits & ~(1 << 63):
                        value = mpmath.mpf(struct.unpack("<d", struct.pack("<Q", want))[0])
                        r = fmt.rounded(value)
                        fine = ((1 << 31 | -r) if r < 0 or (r == 0 and want >> 63) else r) == result
                if not fine:
                    wrong.append(f"float32 {tensor} at {bits:#010x}: {exact_bits:#018x}")
    return count, wrong


def mutants(fmt):
    """One wrong last bit, in 100 places, must be seen."""
    table = struct.unpack("<65536Q", tensors(os.path.join(HERE, fmt.name + "-odd.safetensors"))["gelu"])
    places = range(7, fmt.largest, fmt.largest // 100)
    return sum(table[b] ^ 2 != expected(FUNCTIONS["gelu"], 0, fmt, b) for b in places), len(places)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--every", type=int, default=1)
    every = options.parse_args().every
    status = 0
    print(f"# python3 verify.py --every {every}: mpmath {mpmath.__version__}")
    for fmt in (FORMATS["float16"], FORMATS["bfloat16"]):
        count, wrong = check(fmt, every)
        seen, planted = mutants(fmt)
        print(f"{fmt.name}: {count} entries, {len(wrong)} wrong; {seen} of {planted} planted errors seen")
        for line in wrong[:20]:
            print("  ", line)
        status |= bool(wrong) or seen != planted
    count, wrong = check_float32()
    print(f"float32: {count} entries, {len(wrong)} wrong")
    for line in wrong[:20]:
        print("  ", line)
    return status | bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
