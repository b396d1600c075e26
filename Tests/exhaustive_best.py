#!/usr/bin/env python3
"""Scores the correctly rounded kernels on all float32 inputs, and fails if one result is not.

Usage: exhaustive_best.py PROGRAM [KERNEL ...]"""

import json
import subprocess
import sys
import time

KERNELS = [name + gradient for name in ("best", "best-tanh", "best-sigmoid", "best-silu")
           for gradient in ("", "-backward")]
FINITE = 2**32 - 2**24  # All encodings but the infinities and NaNs.


def problems(score):
    """What of a score contradicts correct rounding everywhere."""
    found = []
    if score["bound"] != "exact" or score["numbers"] != FINITE:
        found.append(f"{score['numbers']} of {FINITE} numbers scored, bound {score['bound']}")
    if score["correctly_rounded"] != score["numbers"]:
        found.append(f"{score['numbers'] - score['correctly_rounded']} not correctly rounded, the worst "
                     f"{score['max_ulp']} ulp at {score['max_ulp_input']}")
    found += [f"{c}: {n}" for c, n in score["classes"].items() if n]
    found += [f"special {s['input']}: expected {s['expected']}, got {s['got']}"
              for s in score["specials"] if not s["ok"]]
    return found


def main(program, kernels):
    failed = False
    for kernel in kernels or KERNELS:
        start = time.monotonic()
        done = subprocess.run(
            [program, "measure", kernel, "--format", "float32", "--inputs", "exhaustive",
             "--json", "-"], stdout=subprocess.PIPE)
        if done.returncode != 0:
            sys.exit(f"{kernel}: exit status {done.returncode}")
        score = json.loads(done.stdout)
        found = problems(score[0] if isinstance(score, list) else score)
        failed = failed or bool(found)
        print(f"{kernel}: {'; '.join(found) or 'correctly rounded everywhere'} "
              f"({time.monotonic() - start:.0f} s)", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
