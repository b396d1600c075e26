"""`serve`: a kernel for `validate --command` in two lines."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import gelu_accuracy as ga

KERNEL = """
import numpy as np
def relu(x):
    return np.where(np.isnan(x) | (x >= 0), x, x.dtype.type(0))
def loud(x):
    print("on standard output", flush=True)
    return relu(x)
def bad(x):
    raise ValueError("no such thing\\nand a second line")
def reglu(x, up):
    return relu(x) * up
def prints_at_start(x):
    return relu(x)
"""


def validate(folder: Path, script: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "kernels.py").write_text(KERNEL)
    (folder / "serving.py").write_text(script)
    command = f"{sys.executable} {folder / 'serving.py'}"
    words = [ga.find_binary(), "validate", "--command", command, "--function", "relu", "--no-place", *options]
    paths = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(words, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": paths})


@pytest.mark.parametrize("form", ["float16", "bfloat16", "float8_e5m2"])
def test_two_lines(tmp_path: Path, form: str) -> None:
    script = "from kernels import relu; from gelu_accuracy import serve\nserve(relu)\n"
    done = validate(tmp_path, script, "--format", form, "--require", "wrong=0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"relu {form} against relu")


def test_what_is_printed_is_no_answer(tmp_path: Path) -> None:
    script = "import kernels; from gelu_accuracy import serve\nserve(kernels.loud)\n"
    done = validate(tmp_path, script, "--format", "float16", "--require", "wrong=0")
    assert done.returncode == 0, done.stderr


def test_an_exception_is_one_line(tmp_path: Path) -> None:
    script = "import kernels; from gelu_accuracy import serve\nserve(kernels.bad)\n"
    done = validate(tmp_path, script, "--format", "float16")
    assert done.returncode == 2
    assert "its last message: bad raised ValueError: no such thing" in done.stderr
    assert "Traceback" not in done.stderr


def test_several_kernels(tmp_path: Path) -> None:
    script = "import kernels; from gelu_accuracy import serve\nserve({'a': kernels.relu, 'b': abs})\n"
    done = validate(tmp_path, script, "--format", "float16", "--kernel", "all")
    assert "a float16 against relu" in done.stdout
    assert "b float16 against relu" in done.stdout
    assert validate(tmp_path, script, "--format", "float16", "--kernel", "a", "--require", "wrong=0").returncode == 0
    assert validate(tmp_path, script, "--format", "float16", "--kernel", "b", "--require", "wrong=0").returncode == 1


def test_a_second_input(tmp_path: Path) -> None:
    script = "import kernels; from gelu_accuracy import serve\nserve(kernels.reglu)\n"
    options = ["--format", "float32", "--second", "up", "--seconds", "1.5,-3", "--inputs", "sample:500"]
    assert validate(tmp_path, script, *options, "--require", "max_finite_ulp=0.5").returncode == 0


def test_by_hand(tmp_path: Path) -> None:
    (tmp_path / "s.py").write_text("from gelu_accuracy import serve\nserve(abs)\n")
    done = subprocess.run([sys.executable, str(tmp_path / "s.py")], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("s.py: run it as gelu-accuracy validate --command")
    assert done.stderr.count("\n") == 1


def test_the_console_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words: Any = [sys.executable, "-m", "gelu_accuracy", "oracle", "0.5", "--function", "gelu", "--digits", "5"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0
    assert "0.34573" in done.stdout
    monkeypatch.setenv("GELU_ACCURACY_BINARY", str(tmp_path / "none"))
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("gelu-accuracy: GELU_ACCURACY_BINARY is ")
