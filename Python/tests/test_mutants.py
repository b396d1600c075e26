"""Faults planted in the package, each of which a test catches: what no test catches, no test sees."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import gelu_accuracy as ga

HERE = Path(__file__).parent
PACKAGE = Path(ga.__file__).parent

MUTANTS = [
    ("rounding.py", "bits[off] |= 1", "bits[off] |= 0", "test_formats.py -k rounded_once"),
    ("rounding.py", "bits[is_above] -= 1", "bits[is_above] -= 0", "test_formats.py -k rounded_once"),
    ("formats.py", '"half": "float16"', '"bf16x": "float16"', "test_formats.py -k test_names"),
    ("second.py", "return fn(x, second)", "return fn(second, x)", "test_score.py -k second_input"),
    ("frameworks/numpy_arrays.py", "if not self.casts or", "if", "test_bad_input.py -k wrong_outputs"),
    ("frameworks/base.py", "tuple(shape) != (count,)", "False", "test_bad_input.py -k wrong_outputs"),
    ("frameworks/scalars.py", "rounded(y, self.y_format)", "rounded(y * 2, self.y_format)", "test_score.py -k scalar"),
    ("safetensors.py", 'newbyteorder("=")', 'newbyteorder("S")', "test_bad_input.py -k any_order"),
    ("safetensors.py", "values.size == 0", "False", "test_bad_input.py -k bad_arrays"),
    ("question.py", 'words.append(f"--derivative={self.order}")', "pass", "test_score.py -k backward"),
    ("accurate.py", "if not broken:", "if broken:", "test_accurate.py -k right_kernel"),
    ("accurate.py", 'startswith("BROKEN")', 'startswith("HOLDS")', "test_accurate.py -k right_kernel"),
    ("accurate.py", "done.status == 1 and not broken", "False", "test_score.py -k places"),
    (
        "contracts.py",
        "if done.status == 1:\n            raise Inaccurate(said)",
        "if False:\n            pass",
        "test_accurate.py -k test_contracts",
    ),
    ("contracts.py", 'contract.pop("source", None)', "pass", "test_accurate.py -k test_contracts"),
    ("serve.py", "os.dup2(2, 1)", "pass", "test_serve.py -k printed"),
    ("bridge.py", "raise KeyboardInterrupt\n        out", "pass\n        out", "test_bad_input.py -k ctrl_c"),
    ("bridge.py", "self.failure = self.failure or (error, name)", "pass", "test_bad_input.py -k is_the_cause"),
    ("result.py", "_SPECIAL.get(value, value)", "value", "test_bad_input.py -k nan_everywhere"),
    ("comparison.py", "done.status == 0)", "True)", "test_result.py -k comparison"),
    ("html.py", "<pre>{escape(whole)}</pre>", "<pre>{whole}</pre>", "test_result.py -k notebook"),
    ("pytest_plugin.py", "item.add_marker(skip)", "pass", "test_accurate.py -k plugin"),
]


def cases() -> list[object]:
    return [pytest.param(*mutant, id=f"{mutant[0]}-{number}") for number, mutant in enumerate(MUTANTS)]


@pytest.mark.skipif("GELU_ACCURACY_MUTANTS" not in os.environ, reason="two minutes: set GELU_ACCURACY_MUTANTS=1")
@pytest.mark.parametrize(("file", "original", "mutated", "tests"), cases())
def test_a_fault_is_caught(file: str, original: str, mutated: str, tests: str, tmp_path: Path) -> None:
    copy = tmp_path / "gelu_accuracy"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("bin", "__pycache__"))
    text = (copy / file).read_text(encoding="utf-8")
    assert text.count(original) == 1, "the list does not fit the sources"
    (copy / file).write_text(text.replace(original, mutated), encoding="utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-o", "faulthandler_timeout=60"]
    name, *rest = tests.split(" ")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "GELU_ACCURACY_BINARY": ga.find_binary()}
    done = subprocess.run([*words, str(HERE / name), *rest], capture_output=True, text=True, env=environment)
    assert done.returncode == 1, done.stdout[-2000:]
    assert "failed" in done.stdout
