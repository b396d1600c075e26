"""What is wrong is said in one line, by an exception of its kind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Callable

import ml_dtypes
import numpy as np
import pytest

import gelu_accuracy as ga


def raising(x: Any) -> Any:
    if len(x) > 3:
        raise ZeroDivisionError("boom at home")
    return x


def test_an_exception_is_the_cause() -> None:
    with pytest.raises(ga.BrokenKernel, match="raising raised ZeroDivisionError: boom at home") as caught:
        ga.score(raising, "float16")
    assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert "\n" not in str(caught.value)
    with pytest.raises(ga.BrokenKernel, match=r"raised .*takes no other arrays") as never:
        ga.score(lambda x: x.nothing, "float16")
    assert isinstance(never.value.__cause__, AttributeError)


def test_an_exception_of_one_number() -> None:
    def picky(x: float) -> float:
        if x == 2:
            raise ValueError("two")
        return x

    with pytest.raises(ga.BrokenKernel, match=r"picky\(2\.0\) raised ValueError: two"):
        ga.score(picky, "float16", scalar=True)


@pytest.mark.parametrize(
    ("fn", "says"),
    [
        (lambda x: x[:-1], r"shape \(\d+,\) for inputs of shape \(\d+,\)"),
        (lambda x: x[:, None], r"shape \(\d+, 1\)"),
        (lambda x: x.sum(), r"shape \(\) "),
        (lambda x: x.astype(np.float64), "returned float64, not float16: round inside"),
        (lambda x: x.astype(np.complex64), "returned complex64"),
        (lambda x: None, "for inputs of shape"),
        (lambda x: x.view(np.uint16), "returned uint16"),
    ],
)
def test_wrong_outputs(fn: Callable[[Any], Any], says: str) -> None:
    with pytest.raises(ga.BrokenKernel, match=says):
        ga.score(fn, "float16", framework="numpy")
    with pytest.raises(ga.BrokenKernel, match="lambda"):
        ga.score(fn, "float16")


def test_a_cast_is_asked_for() -> None:
    wide = ga.score(lambda x: np.maximum(x.astype(np.float64), 0), "float16", "relu", cast=True)
    assert wide.correctly_rounded == wide.numbers
    with pytest.raises(ga.BrokenKernel, match="returned complex64"):
        ga.score(lambda x: x.astype(np.complex64), "float16", cast=True)


def test_nan_everywhere() -> None:
    found = ga.score(lambda x: x * np.float16(np.nan), "float16")
    assert found.max_ulp == float("inf")
    assert found.classes["nan_for_number"] > 60000


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"function": "no-such"}, "no-such"),
        ({"inputs": "sometimes"}, "sometimes"),
        ({"region": "3:1"}, "3:1"),
        ({"framework": "tinygrad"}, "one of numpy, torch, jax, python"),
        ({"imputs": "exhaustive"}, "did you mean inputs?"),
        ({"derivative": 3}, "derivative is 0, 1 or 2"),
        ({"dy": 1}, "dy= goes with gradient=True"),
        ({"gradient": True}, "no autograd"),
        ({"second": "side"}, "second is up or bias"),
        ({"device": "cuda", "framework": "numpy"}, "device="),
        ({"timeout": 0}, "timeout"),
        ({"threads": 0}, "threads"),
        ({"flush": "never"}, "never"),
        ({"input_dtype": "complex64"}, "complex64"),
    ],
)
def test_bad_options(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ga.BadInput, match=says) as caught:
        ga.score(lambda x: abs(x), "float16", **options)
    assert "\n" not in str(caught.value)


def test_bad_dtypes_and_callables() -> None:
    for dtype in ("complex64", np.int32, None):
        with pytest.raises(ga.BadInput):
            ga.score(abs, dtype)
    with pytest.raises(ga.BadInput, match="no callable"):
        ga.score(3, "float16")  # type: ignore[arg-type]


def test_a_hang() -> None:
    calls = []

    def slow(x: Any) -> Any:
        calls.append(len(x))
        # The first call of all may compile, and has a minute more.
        if len(calls) > 2:
            time.sleep(1.5)
        return x

    with pytest.raises(ga.BrokenKernel, match="slow: hang: did not answer a batch within"):
        ga.score(slow, "float32", "relu", timeout=0.2, inputs="sample:400000")


def test_the_binary_is_found_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = ga.find_binary()
    monkeypatch.delenv("GELU_ACCURACY_BINARY", raising=False)
    inside = Path(ga.__file__).parent / "bin" / "gelu-accuracy"
    # A script of that name on PATH is this package's own, which would call itself.
    script = tmp_path / "scripts" / "gelu-accuracy"
    script.parent.mkdir()
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    if not inside.exists():
        monkeypatch.setenv("PATH", str(script.parent))
        with pytest.raises(ga.BinaryNotFound, match="install a wheel"):
            ga.score(abs, "float16", "relu")
        program = tmp_path / "programs" / "gelu-accuracy"
        program.parent.mkdir()
        program.symlink_to(real)
        monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{program.parent}")
        assert ga.find_binary() == str(program)
    else:
        assert ga.find_binary() == str(inside)
    monkeypatch.setenv("GELU_ACCURACY_BINARY", real)
    assert ga.find_binary() == real
    monkeypatch.setenv("GELU_ACCURACY_BINARY", str(tmp_path / "nothing"))
    with pytest.raises(ga.BinaryNotFound, match="nothing, which is no program"):
        ga.find_binary()


@pytest.mark.parametrize(
    ("x", "y", "says"),
    [
        (np.zeros(3, np.float16), np.zeros(4, np.float16), "shapes differ"),
        (np.zeros(0, np.float16), np.zeros(0, np.float16), "x is empty"),
        (np.zeros(3, np.complex64), np.zeros(3, np.float16), "x: .*complex64"),
        (np.zeros(3, np.float16), np.zeros(3, np.int64), "y: .*int64"),
        ([0.5], ["a"], "y: "),
    ],
)
def test_bad_arrays(x: Any, y: Any, says: str) -> None:
    with pytest.raises(ga.BadInput, match=says):
        ga.score_arrays(x, y)


def test_arrays_of_any_order() -> None:
    x = np.linspace(-4, 4, 24, dtype=np.float32).reshape(2, 3, 4)
    plain = ga.score_arrays(x, np.maximum(x, 0), function="relu")
    assert plain.max_ulp == 0
    for turned in (x.T, np.asfortranarray(x), x[::-1, :, ::2], x.astype(">f4")):
        again = ga.score_arrays(turned, np.maximum(turned, 0), function="relu")
        assert again.max_ulp == 0
        assert again.correctly_rounded == again.numbers
    wrong = ga.score_arrays(x, np.maximum(x, 0)[::-1], function="relu")
    assert wrong.correctly_rounded < wrong.numbers


def test_ctrl_c_keeps_the_file_and_no_process(tmp_path: Path) -> None:
    file = tmp_path / "run"
    script = tmp_path / "run.py"
    script.write_text(
        "import signal, time, numpy as np, gelu_accuracy as ga\n"
        # A shell that starts tests behind it has them ignore Ctrl-C.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def slow(x):\n"
        "    time.sleep(0.05)\n"
        "    return np.maximum(x, 0)\n"
        f"ga.score(slow, 'float32', 'relu', inputs='exhaustive', resume={str(file)!r}, framework='numpy')\n"
    )
    process = subprocess.Popen([sys.executable, str(script)], stderr=subprocess.PIPE, text=True)
    for _ in range(300):
        if file.exists():
            break
        time.sleep(0.1)
    assert file.exists()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    below = children.read_text().split() if children.exists() else []
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert "KeyboardInterrupt" in errors
    assert process.returncode != 0
    assert file.stat().st_size > 0
    for child in below:
        assert not Path(f"/proc/{child}").exists()


def test_bfloat16_without_ml_dtypes() -> None:
    code = (
        "import sys; sys.modules['ml_dtypes'] = None\n"
        "import gelu_accuracy as ga\n"
        "try: ga.score(lambda x: abs(x), 'bfloat16', framework='numpy')\n"
        "except ga.BadInput as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "numpy has no bfloat16: pip install ml_dtypes"
    assert ml_dtypes is not None
