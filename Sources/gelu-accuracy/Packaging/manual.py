#!/usr/bin/env python3
"""Writes the manual page, from what the program says of itself with --experimental-dump-help.

    manual.py PROGRAM VERSION DATE > gelu-accuracy.1
"""
import json
import re
import subprocess
import sys
import textwrap

EXITS = [
    ("0", "The work is done, or what was asked for holds."),
    ("1", "A contract or a bound is broken, or outputs depend on more than their inputs."),
    ("2", "The input was bad, or a kernel failed; one line on standard error says which and where."),
    ("64", "The arguments were wrong."),
]

VARIABLES = [
    ("CXX", "The compiler of --expression, with what it is always given. Default: c++."),
    ("GELU_ACCURACY_TABLES",
     "A folder with tables of exact results, in place of those in the program. Empty: compute them."),
    ("GELU_ACCURACY_COMMIT", "What a report calls the commit that it was made with."),
]

EXAMPLES = [
    ("gelu-accuracy oracle -3", "The exact values at -3, and their roundings in every format."),
    ("gelu-accuracy measure erf --format bfloat16", "The score of a built-in kernel, on all inputs."),
    ("gelu-accuracy validate --library ./k.so --symbol my_gelu --format float32",
     "The score of a function in a library."),
    ("gelu-accuracy --generate-completion-script bash",
     "The completions of a shell: bash, zsh or fish."),
]


def text(words):
    """Words as roff prints them: no dash is a hyphen, no line begins with a command."""
    words = re.sub(r"\s*\n\s*", " ", words.strip()).replace("\\", "\\e").replace("-", "\\-")
    words = "".join(c if ord(c) < 128 else f"\\[u{ord(c):04X}]" for c in words)
    lines = textwrap.wrap(words, 79, break_long_words=False, break_on_hyphens=False)
    return "\n".join("\\&" + line if line[0] in ".'" else line for line in lines)


def paragraphs(words):
    return "\n.PP\n".join(text(p) for p in re.split(r"\n\s*\n", words.strip()))


def spelled(argument):
    """An argument as the user writes it."""
    value = "" if argument["kind"] == "flag" else f" \\fI{text(argument['valueName'])}\\fR"
    if argument["kind"] == "positional":
        return f"\\fI{text(argument['valueName'])}\\fR" + (" ..." if argument["isRepeating"] else "")
    names = [("-" if n["kind"] == "short" else "--") + n["name"] for n in argument["names"]]
    return ", ".join(f"\\fB{text(n)}\\fR" for n in names) + value


def entries(pairs):
    return [f".TP\n{head}\n{body}" for head, body in pairs]


def subcommand(command):
    lines = [f".SS {command['commandName']}", text(command["abstract"])]
    if command.get("discussion"):
        lines += [".PP", paragraphs(command["discussion"])]
    shown = [a for a in command.get("arguments", []) if a["shouldDisplay"]
             and not (a["kind"] == "flag" and a["valueName"] in ("help", "version"))]
    return lines + entries((spelled(a), text(a.get("abstract") or "")) for a in shown)


def page(root, version, date):
    name = root["commandName"]
    commands = [c for c in root["subcommands"] if c["shouldDisplay"] and c["commandName"] != "help"]
    title = text(name)
    lines = [f'.TH GELU\\-ACCURACY 1 "{date}" "{name} {version}" "User Commands"', ".SH NAME",
             f"{title} \\- {text(root['abstract']).rstrip('.')}",
             ".SH SYNOPSIS", f".B {title}", "\\fIsubcommand\\fR [\\fIarguments\\fR]", ".br",
             f".B {title}", "\\fB\\-\\-version\\fR | \\fB\\-\\-help\\fR", ".SH DESCRIPTION",
             "Results go to standard output, and everything else to standard error.",
             f"\\fB{title} help\\fR \\fIsubcommand\\fR prints what stands here of a subcommand.",
             ".SH SUBCOMMANDS"]
    for command in commands:
        lines += subcommand(command)
    lines += [".SH EXIT STATUS", *entries((f"\\fB{s}\\fR", text(what)) for s, what in EXITS)]
    lines += [".SH ENVIRONMENT", *entries((f"\\fB{text(v)}\\fR", text(w)) for v, w in VARIABLES)]
    lines += [".SH EXAMPLES", *entries((f"\\fB{text(c)}\\fR", text(w)) for c, w in EXAMPLES)]
    return "\n".join(lines) + "\n"


def main():
    program, version, date = sys.argv[1:]
    told = subprocess.run([program, "--experimental-dump-help"], check=True, capture_output=True)
    sys.stdout.write(page(json.loads(told.stdout)["command"], version, date))


if __name__ == "__main__":
    main()
