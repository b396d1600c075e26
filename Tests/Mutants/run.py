#!/usr/bin/env python3
"""Plants the faults of mutants.json, runs the related tests on each, prints the share that they catch.

All faults are compiled in at once, each behind a switch that GELU_ACCURACY_MUTANT turns, so that one
build serves them all. Sources are copied; nothing is planted in the tree itself."""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SWITCH = "GELU_ACCURACY_MUTANT"

SWIFT_SWITCH = """import Foundation

@usableFromInline let plantedNumber =
  ProcessInfo.processInfo.environment["%s"].flatMap { Int($0) } ?? 0
@usableFromInline func planted(_ n: Int) -> Bool { n == plantedNumber }
""" % SWITCH

# Static in each file: no symbol, no order of initialisation.
C_SWITCH = """#pragma once
#include <stdlib.h>
static int planted_number;
__attribute__((constructor)) static void planted_read(void) {
  const char *text = getenv("%s");
  planted_number = text ? atoi(text) : 0;
}
static inline __attribute__((always_inline)) int planted(int n) { return n == planted_number; }
""" % SWITCH


def place(fault, text):
    """Where the original begins in the file, or an exception that says what is wrong."""
    anchor = fault.get("in", fault["original"])
    name = f"mutant {fault['id']}, {fault['file']}"
    if text.count(anchor) != 1:
        raise ValueError(f"{name}: '{anchor}' occurs {text.count(anchor)} times")
    if anchor.count(fault["original"]) != 1:
        raise ValueError(f"{name}: the original is not once in '{anchor}'")
    return text.index(anchor) + anchor.index(fault["original"])


def switched(original, faults, is_statement):
    """The original behind a switch for each of its faults."""
    if is_statement:
        head = "".join(
            f"if (planted({f['id']})) {{ {f['mutated']} }} else " for f in faults)
        return head + "{ " + original + " }"
    head = "".join(f"planted({f['id']}) ? ({f['mutated']}) : " for f in faults)
    return f"({head}({original}))"


def plant(text, faults, path):
    spans = {}
    for fault in faults:
        spans.setdefault((place(fault, text), fault["original"]), []).append(fault)
    end = len(text) + 1
    for (start, original), group in sorted(spans.items(), key=lambda s: -s[0][0]):
        if start + len(original) > end:
            raise ValueError(f"{path}: the originals of two mutants overlap: '{original}'")
        end = start
        new = switched(original, group, group[0].get("statement", False))
        text = text[:start] + new + text[start + len(original):]
    return text


def copy_tree(tree, faults):
    """The tracked and new files of the tree, with the faults in them; what is the same is left alone."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
        check=True, capture_output=True).stdout.decode().split("\0")
    by_file = {}
    for fault in faults:
        by_file.setdefault(fault["file"], []).append(fault)
    wanted = {}
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            wanted[name] = (ROOT / name).read_bytes()
    if missing := set(by_file) - set(wanted):
        raise ValueError(f"no such file: {', '.join(sorted(missing))}")
    for name, group in by_file.items():
        text = plant(wanted[name].decode(), group, name)
        folder = pathlib.Path(name).parts[:2]
        if name.endswith(".swift"):
            wanted["/".join(folder + ("Planted.swift",))] = SWIFT_SWITCH.encode()
        else:
            wanted["/".join(folder + ("planted.h",))] = C_SWITCH.encode()
            text = '#include "planted.h"\n' + text
        wanted[name] = text.encode()
    for old in tree.rglob("*"):
        inside = old.relative_to(tree)
        if old.is_file() and not inside.parts[0].startswith(".build") and str(inside) not in wanted:
            old.unlink()
    for name, data in wanted.items():
        path = tree / name
        if not path.exists() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            shutil.copymode(ROOT / name if (ROOT / name).exists() else HERE / "run.py", path)
    return hashlib.sha256(b"".join(
        n.encode() + wanted[n] for n in sorted(wanted)
        if n.startswith(("Sources/", "Tests/")) and not n.startswith("Tests/Mutants/"))).hexdigest()


def build(tree):
    print("building the tests with all faults in them", flush=True)
    done = subprocess.run(
        ["swift", "build", "--build-tests", "--disable-xctest", "-q"], cwd=tree,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        errors = [line for line in done.stdout.splitlines() if "error:" in line]
        sys.exit("\n".join(errors[:20] or done.stdout.splitlines()[-20:]))


class Tests:
    """The built tests, run with a filter and a fault."""

    def __init__(self, tree, jobs):
        self.tree, self.jobs = tree, jobs
        where = subprocess.run(
            ["swift", "build", "--show-bin-path"], cwd=tree, check=True, capture_output=True,
            text=True).stdout.strip()
        found = list(pathlib.Path(where).glob("*PackageTests.xctest"))
        if len(found) != 1:
            sys.exit(f"no test bundle in {where}")
        self.bundle = found[0]
        self.baselines, self.locks, self.guard = {}, {}, threading.Lock()

    def command(self, pattern):
        options = ["--testing-library", "swift-testing", "--skip", "MutantListTests"]
        if pattern:
            options += ["--filter", pattern]
        if self.bundle.is_dir():
            return ["swift", "test", "--skip-build", "--disable-xctest"] + options[2:]
        return [str(self.bundle)] + options

    def once(self, pattern, fault, limit):
        """(exit status, 'issue' or 'time', seconds, the line of it) of one run, ended by its first
        failure."""
        start = time.monotonic()
        env = dict(os.environ, **{SWITCH: str(fault)})
        process = subprocess.Popen(
            self.command(pattern), cwd=self.tree, env=env, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        status = None

        def end(reason):
            nonlocal status
            status = status or reason
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

        timer = threading.Timer(limit, end, ["time"])
        timer.start()
        first, ran = "", 0
        for line in process.stdout:
            text = line.decode(errors="replace").strip()
            if " recorded an issue" in text and not first:
                first = text
                end("issue")
            if found := re.search(r"Test run with (\d+) test", text):
                ran = int(found.group(1))
        process.wait()
        timer.cancel()
        if not status and process.returncode == 0 and ran == 0:
            status, first = "no tests", "the filter fits none"
        return status or process.returncode, time.monotonic() - start, first

    def baseline(self, pattern):
        """How long the filter takes without a fault; an error where it fails or finds no test."""
        with self.guard:
            lock = self.locks.setdefault(pattern, threading.Lock())
        with lock:
            if pattern not in self.baselines:
                status, seconds, first = self.once(pattern, 0, 3600)
                if status != 0:
                    os._exit(print(f"'{pattern}' fails without a fault ({status}): {first}") or 1)
                self.baselines[pattern] = seconds
        return self.baselines[pattern]

    def verdict(self, fault, whole):
        pattern = None if whole else fault["tests"]
        limit = max(30, 10 * self.baseline(pattern))
        status, seconds, first = self.once(pattern, fault["id"], limit)
        if status == 0:
            return {"caught": False, "seconds": round(seconds, 2), "by": ""}
        by = first or ("time limit" if status == "time" else f"exit status {status}")
        return {"caught": True, "seconds": round(seconds, 2), "by": by[:200]}


def report(faults, results):
    """Prints the score; true if nothing survives that is not known to change nothing."""
    done = [f for f in faults if str(f["id"]) in results]
    caught = [f for f in done if results[str(f["id"])]["caught"]]
    equal = [f for f in done if f not in caught and "equal" in f]
    missed = [f for f in done if f not in caught and "equal" not in f]
    for title, group in ("change nothing", equal), ("SURVIVE", missed):
        if group:
            print(f"\n{title}:")
        for f in group:
            print(f"  {f['id']:3} {f['file']}: {f['original']} -> {f['mutated']}")
            print(f"      {f.get('equal', 'related tests: ' + f['tests'])}")
    for f in caught:
        if "equal" in f:
            print(f"\nmutant {f['id']} is said to change nothing, and is caught: "
                  f"{results[str(f['id'])]['by']}")
    judged = len(done) - len(equal)
    share = 100 * len(caught) / judged if judged else 0
    print(f"\n{len(caught)} of {judged} faults caught ({share:.1f} %), {len(equal)} more change "
          f"nothing; {len(faults) - len(done)} of {len(faults)} not run")
    return not missed and not any("equal" in f for f in caught)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only", help="numbers of mutants, as 1,5,20-30")
    options.add_argument("--whole", action="store_true", help="give survivors the whole test suite")
    options.add_argument("--again", action="store_true", help="forget the results kept so far")
    options.add_argument("--check", action="store_true", help="only check that the list fits")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options.add_argument("--scratch", default=str(ROOT / ".build-mutants"))
    arguments = options.parse_args()
    # Under nohup hang-ups are ignored, by the tests too, which send some; a handler is not inherited.
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
        signal.signal(signal.SIGHUP, lambda *_: None)

    faults = json.loads((HERE / "mutants.json").read_text())
    scratch = pathlib.Path(arguments.scratch).resolve()
    tree, kept = scratch / "tree", scratch / "results.json"
    if arguments.check:
        for fault in faults:
            place(fault, (ROOT / fault["file"]).read_text())
        return print(f"{len(faults)} mutants fit the sources")
    tree.mkdir(parents=True, exist_ok=True)
    sources = copy_tree(tree, faults)
    build(tree)
    tests = Tests(tree, arguments.jobs)

    # Results are of these sources and tests alone.
    state = json.loads(kept.read_text()) if kept.exists() and not arguments.again else {}
    if state.get("sources") != sources:
        state = {"sources": sources, "results": {}}
    results, lock = state["results"], threading.Lock()
    filters = {str(f["id"]): f["tests"] for f in faults}
    for number in [n for n, r in results.items() if r.get("tests") != filters.get(n)]:
        del results[number]

    def wanted(number):
        if not arguments.only:
            return True
        parts = [p.split("-") for p in arguments.only.split(",")]
        return any(int(p[0]) <= number <= int(p[-1]) for p in parts)

    chosen = [f for f in faults if wanted(f["id"])]
    left = [f for f in chosen if not (
        (r := results.get(str(f["id"])))
        and (r["caught"] or r.get("whole") or not arguments.whole))]
    start, finished = time.monotonic(), 0

    def run(fault):
        nonlocal finished
        known = results.get(str(fault["id"]))
        result = known or tests.verdict(fault, whole=False)
        if not result["caught"] and arguments.whole:
            result = dict(tests.verdict(fault, whole=True), whole=True)
        with lock:
            results[str(fault["id"])] = dict(result, tests=fault["tests"])
            finished += 1
            kept.with_suffix(".new").write_text(json.dumps(state, indent=1))
            kept.with_suffix(".new").replace(kept)
            each = (time.monotonic() - start) / finished
            word = "caught" if result["caught"] else "survives"
            print(f"{finished}/{len(left)} mutant {fault['id']} {word} in {result['seconds']} s; "
                  f"{each:.1f} s a mutant, {each * (len(left) - finished) / 60:.0f} min left",
                  flush=True)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        list(pool.map(run, left))
    sys.exit(0 if report(chosen, results) else 1)


if __name__ == "__main__":
    try:
        main()
    except (ValueError, OSError) as error:
        sys.exit(str(error))
