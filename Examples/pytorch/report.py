#!/usr/bin/env python3
"""Scores torch.nn.GELU, both forms, value and gradient, on all inputs of three formats.

    python3 report.py COMMAND OUTPUT [FORMAT…]

COMMAND is gelu-accuracy; OUTPUT gets pytorch.md and pytorch.json. float32 takes three minutes on
two cores for all four runs.
"""

import json
import os
import platform
import subprocess
import sys
import time

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
KERNEL = f"{sys.executable} {os.path.join(HERE, '..', 'python', 'torch_gelu.py')}"
RUNS = [(f, d) for f in ("gelu", "gelu-tanh") for d in (0, 1)]
WORDS = {
    "nan_for_number": "NaN",
    "infinite_for_finite": "infinite",
    "number_for_nan": "number for NaN",
    "wrong_sign": "wrong sign",
    "lost_zero_sign": "sign of zero lost",
    "flushed": "flushed to zero",
    "flushed_subnormal": "subnormal flushed",
    "not_monotone": "not monotone",
    "exceeds_input": "larger than the input",
}


def score(command, function, derivative, fmt):
    line = [command, "validate", "--command", KERNEL, "--format", fmt, "--function", function]
    line += ["--inputs", "exhaustive", "--json", "-"] + ["--derivative"] * derivative
    start = time.monotonic()
    done = subprocess.run(line, stdout=subprocess.PIPE)
    # 1: outputs depend on more than their inputs; the score is there all the same.
    if done.returncode not in (0, 1):
        done.check_returncode()
    return json.loads(done.stdout) | {"seconds": round(time.monotonic() - start, 1)}


def largest(text):
    x = float(text)
    return "∞" if x == float("inf") else f"{x:.4g}"


FIGURES = tuple("correctly_rounded faithful mean_ulp rms_ulp mean_signed_ulp max_ulp max_ulp_input max_steps".split())


def same_figures(s, scores):
    """Built-in kernels whose committed scores on all inputs are the same in every figure and class."""
    same = ("format", "function", "derivative", "bound") + FIGURES
    wrong = {name: count for name, count in s["classes"].items() if count}
    return [f"`{k['kernel']}`" for k in scores if all(k[q] == s[q] for q in same) and k["classes"] == wrong]


def committed():
    folder = os.path.join(HERE, "..", "..", "Reports", "scores")
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            yield from (score for score in map(json.loads, file) if "kernel" in score)


def row(s, scores):
    equals = same_figures(s, scores)
    form = "tanh" if s["function"] == "gelu-tanh" else "erf"
    wrong = [f"{s['classes'][k]:,} {w}" for k, w in WORDS.items() if s["classes"][k]]
    example = {k: v["input"] for k, v in s["class_examples"].items()}
    places = [f"{WORDS[k]} from `{example[k]}`" for k in WORDS if k in example][:3]
    finite = ""
    if float(s["max_ulp"]) == float("inf"):
        finite = f"; {largest(s['max_finite_ulp'])} at `{s['max_finite_ulp_input']}` of finite outputs"
    return (
        f"| {form} {'gradient' if s['derivative'] else 'value'} | {s['format']} "
        f"| {largest(s['max_ulp'])} at `{s['max_ulp_input']}`{finite} "
        f"| {100 * s['correctly_rounded'] / s['numbers']:.3f} % | {'; '.join(wrong) or 'none'} "
        f"| {'; '.join(places)} | {', '.join(equals) or '–'} |"
    )


def processor():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except OSError:
        return platform.processor()


def main(command, output, formats):
    scores = [score(command, f, d, fmt) for fmt in formats for f, d in RUNS]
    with open(os.path.join(output, "pytorch.json"), "w", encoding="utf-8") as file:
        for s in scores:
            for key in ("regions", "histogram", "worst", "specials"):
                del s[key]
        json.dump(scores, file, indent=1, sort_keys=True)
        file.write("\n")
    built_in = list(committed())
    lines = [
        "# torch.nn.GELU",
        "",
        f"torch {torch.__version__} on {processor()}, one thread, all inputs of each format, through "
        "[torch_gelu.py](../Examples/python/torch_gelu.py) and `gelu-accuracy validate --command`; "
        "the gradient by autograd with dy = 1. Each form is scored against its own function. The last "
        "column names built-in kernels whose scores agree in every figure and class. The wheel picks its "
        f"code by the processor ({torch.backends.cpu.get_cpu_capability()} here), so another processor can "
        "give other figures. Made by `make pytorch`.",
        "",
        "| form | format | largest error, ulp | correctly rounded | wrong results | most negative such input "
        "| same figures as |",
        "|---|---|---|---|---|---|---|",
    ]
    with open(os.path.join(output, "pytorch.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines + [row(s, built_in) for s in scores]) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:] or ["float16", "bfloat16", "float32"])
