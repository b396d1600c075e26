"""Asks `identify` about kernels that are not in the catalogue, and prints what it says as a table in Markdown.

Usage: run.py PROGRAM

The kernels of strangers.c are compiled plainly, and with -ffast-math and contraction. Exit status 1 where one is
named with certainty as what it is not.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
WAYS = {"plain": ["-ffp-contract=off"], "fast": ["-ffast-math", "-ffp-contract=fast"]}


def kernels():
    """The names, each with the function that the comment before it names."""
    expected, found = None, []
    for line in (HERE / "strangers.c").read_text().splitlines():
        if line.startswith("// "):
            expected = line[3:]
        elif line.startswith("KERNEL("):
            found.append((re.match(r"KERNEL\((\w+)", line).group(1), expected))
    return found


def compile_all(folder, flags, name):
    library = pathlib.Path(folder) / f"lib{name}.so"
    processor = ["-mfma"] if name == "fast" and fused() else []
    object_file = library.with_suffix(".o")
    subprocess.run(
        ["cc", "-O2", "-c", "-fPIC", "-std=gnu11", *flags, *processor, "-o", object_file,
         HERE / "strangers.c"], check=True)
    # Linked without -ffast-math, which would have the library turn flushing on where it is loaded.
    subprocess.run(["cc", "-shared", "-o", library, object_file, "-lm"], check=True)
    return library


def fused():
    try:
        return " fma " in pathlib.Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def identify(program, library, symbol):
    command = [program, "identify", "--library", library, "--symbol", symbol, "--format", "float32",
               "--json", "-"]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"{symbol}: {ran.stderr.strip()}")
    return json.loads(ran.stdout)


def function(answer):
    """What is said to be computed; None where nothing is claimed."""
    certainty = answer["certainty"]
    if certainty in ("every input", "every input tried"):
        first = answer["same"][0]
        return ("the derivative of " if first["derivative"] else "") + first["function"]
    return answer.get("function") if certainty == "function" else None


def verdict(expected, answer):
    said = function(answer)
    if said is None:
        return "does not know"
    right = said == expected or said.startswith(expected + " with constants of its own")
    return "right" if right else "WRONG"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program, wrong, total, known = sys.argv[1], 0, 0, 0
    print("| kernel | compiled | computes | identify says | nearest | |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for way, flags in WAYS.items():
            library = compile_all(folder, flags, way)
            for name, expected in kernels():
                answer = identify(program, library, name)
                judged = verdict(expected, answer)
                nearest = (answer["same"] + answer["nearest"])[0]["kernel"]
                said = function(answer) or "not known"
                print(f"| {name} | {way} | {expected} | {said} | {nearest} | {judged} |", flush=True)
                total, known = total + 1, known + (judged == "right")
                wrong += judged == "WRONG"
    print(f"\n{total} kernels: {known} named, {total - known - wrong} not known, {wrong} named wrongly")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
