#!/usr/bin/env python3
"""Writes what ml_dtypes makes of the 8-bit formats, for Float8GoldenTests to replay.

    pip install ml_dtypes numpy; python3 Reference/Formats/float8.py [--check] [NAME…]

NAME is a format, also in ml_dtypes; without one, all formats that have a table are written.

Rounding starts from float32, because ml_dtypes (0.6.0) casts from float64 by way of float32: at half of
the midpoints a float64 number beside it rounds twice, and wrongly. ml_dtypes has no saturating cast; the
numbers are clipped to the largest before, which is OFP8's rule (revision 1.0, conversion to FP8)."""

import argparse
import hashlib
import pathlib

import ml_dtypes
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent


def values(dtype):
    """All 256 numbers, in the order of their encodings."""
    return np.arange(256, dtype=np.uint8).view(dtype).astype(np.float64)


def codes(x, dtype):
    with np.errstate(invalid="ignore"):
        return x.astype(np.float32).astype(dtype).view(np.uint8)


def saturating_codes(x, dtype):
    largest = np.float32(ml_dtypes.finfo(dtype).max)
    return codes(np.clip(x.astype(np.float32), -largest, largest), dtype)


def points(dtype):
    """All numbers, the midpoints between them and past the largest, each with its float32 neighbours,
    and numbers beyond; of both signs."""
    all_values = values(dtype)
    finite = np.unique(np.abs(all_values[np.isfinite(all_values)]))
    beyond = 2 * finite[-1] - finite[-2]
    ends = np.append(finite, beyond)
    middles = (ends[1:] + ends[:-1]) / 2
    exact = np.concatenate([ends, middles]).astype(np.float32)
    assert (exact == np.concatenate([ends, middles])).all()
    infinity = np.float32(np.inf)
    beside = np.concatenate([np.nextafter(exact, infinity), np.nextafter(exact, np.float32(0))])
    far = np.array([2 * beyond, 1e6, 3e38, np.inf, 1e-30, 1e-45], dtype=np.float32)
    positive = np.unique(np.concatenate([exact, beside, far]))
    return np.concatenate([positive, -positive])


def halves():
    """Every number of float16 and of bfloat16 with every NaN, by encoding."""
    every = np.arange(65536, dtype=np.uint16)
    return {"float16": every.view(np.float16), "bfloat16": every.view(ml_dtypes.bfloat16)}


def text(name):
    dtype = getattr(ml_dtypes, name)
    lines = [f"# {name} by ml_dtypes {ml_dtypes.__version__}: 256 values by encoding"]
    lines += [f"value\t{bits:02x}\t{float(v).hex()}" for bits, v in enumerate(values(dtype))]
    lines.append("# numbers of float32, what they round to, and what they saturate to")
    x = points(dtype)
    rounded = zip(x, codes(x, dtype), saturating_codes(x, dtype))
    lines += [f"point\t{float(v).hex()}\t{a:02x}\t{b:02x}" for v, a, b in rounded]
    lines.append("# SHA-256 of the roundings of all 65,536 numbers of a format, by encoding")
    for source, numbers in halves().items():
        for rule, convert in [("round", codes), ("saturate", saturating_codes)]:
            digest = hashlib.sha256(convert(numbers, dtype).tobytes()).hexdigest()
            lines.append(f"all\t{source}\t{rule}\t{digest}")
    return "\n".join(lines) + "\n"


def rows(lines):
    return [line for line in lines.splitlines() if not line.startswith("#")]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="compare with the files in place")
    parser.add_argument("names", nargs="*", default=sorted(p.stem for p in HERE.glob("*.tsv")))
    arguments = parser.parse_args()
    for name in arguments.names:
        path = HERE / f"{name}.tsv"
        if not arguments.check:
            path.write_text(text(name))
        elif rows(path.read_text()) != rows(text(name)):
            raise SystemExit(f"{path} is not what ml_dtypes {ml_dtypes.__version__} says")
        print(f"{path.name}: {len(path.read_text().splitlines())} lines")


if __name__ == "__main__":
    main()
