#!/usr/bin/env python3
"""Checks thresholds.json, specials.json and suprema.json by other means, and that it would notice if they were wrong.

Thresholds: mpmath at both sides of every edge, and at 200 random inputs of each format. Suprema:
dense search at 83 bits, then findroot on the derivative with 60 digits. No code or
formula is shared with the package, which divides the line by interval arithmetic on MPFR.

    python3 verify.py            prints what agrees; exit status 1 if anything does not
"""

import json
import os
import random
import sys

import mpmath
import specials
import suprema
import thresholds

HERE = os.path.dirname(os.path.abspath(__file__))


def load(*path):
    with open(os.path.join(HERE, "..", *path), encoding="utf-8") as file:
        return json.load(file)


def main():
    print(f"# python3 verify.py: mpmath {mpmath.__version__}")
    failures = thresholds.check(load("Thresholds", "thresholds.json"), random.Random(20240611))
    failures += specials.check(load("Thresholds", "specials.json"))
    failures += suprema.check(load("Suprema", "suprema.json"))
    for line in failures:
        print("DISAGREES", line)
    print("all agree" if not failures else f"{len(failures)} disagree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
