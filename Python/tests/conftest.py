"""Kernels that the tests share: built-in formulas behind a pipe, right and wrong ones."""

from __future__ import annotations

import math
import subprocess
from typing import Any, Callable

import numpy as np
import pytest

import gelu_accuracy as ga

pytest_plugins = ["pytester"]


def erfc_form(x: float) -> float:
    """Right but for infinity: a double, rounded once."""
    return x * 0.5 * math.erfc(-x * math.sqrt(0.5)) if x > -40 else -0.0


def cancelling(x: float) -> float:
    """1 + erf loses all digits for negative x."""
    return 0.5 * x * (1 + math.erf(x * math.sqrt(0.5)))


def cancelling_arrays(x: Any) -> Any:
    """The same in float32, as kernels do."""
    wide = x.astype(np.float32)
    erf = np.array([math.erf(v) for v in wide * np.float32(math.sqrt(0.5))], np.float32)
    return (wide * np.float32(0.5) * (1 + erf)).astype(x.dtype)


def built_in(name: str, form: str, dtype: Any) -> Callable[[Any], Any]:
    """A built-in kernel of the program as a callable of arrays."""

    def kernel(x: Any) -> Any:
        words = [ga.find_binary(), "filter", name, "--format", form]
        done = subprocess.run(words, input=x.tobytes(), capture_output=True, check=True)
        return np.frombuffer(bytearray(done.stdout), dtype)

    kernel.__qualname__ = name
    return kernel


@pytest.fixture
def relu() -> Callable[[Any], Any]:
    """Correctly rounded in every format, against relu."""

    def relu(x: Any) -> Any:
        return np.where(np.isnan(x) | (x >= 0), x, x.dtype.type(0))

    return relu
