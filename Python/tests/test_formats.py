"""Formats by all their names, and doubles that are rounded once."""

from __future__ import annotations

import ml_dtypes
import numpy as np
import pytest

import gelu_accuracy as ga
from gelu_accuracy.formats import parse
from gelu_accuracy.rounding import rounded


@pytest.mark.parametrize(
    ("dtype", "text"),
    [
        ("bfloat16", "bfloat16"),
        ("bf16", "bfloat16"),
        ("half", "float16"),
        (np.float16, "float16"),
        (np.dtype(">f4"), "float32"),
        ("<f8", "float64"),
        (ml_dtypes.bfloat16, "bfloat16"),
        (np.dtype(ml_dtypes.float8_e4m3fn), "float8_e4m3fn"),
        ("float8_e5m2_sat", "float8_e5m2_sat"),
        ("int8(scale=0.05,zero-point=3)", "int8(scale=0.05,zero-point=3)"),
    ],
)
def test_names(dtype: object, text: str) -> None:
    assert parse(dtype).text == text


def test_names_of_frameworks() -> None:
    torch = pytest.importorskip("torch")
    assert parse(torch.bfloat16).text == "bfloat16"
    assert parse(torch.float8_e4m3fn).text == "float8_e4m3fn"
    jnp = pytest.importorskip("jax.numpy")
    assert parse(jnp.float16).text == "float16"
    assert parse(jnp.bfloat16).text == "bfloat16"


@pytest.mark.parametrize("dtype", [np.complex64, "int8", np.int32, "float128x", object(), float, "bfloat16_sat"])
def test_no_formats(dtype: object) -> None:
    with pytest.raises(ga.BadInput) as caught:
        parse(dtype)
    assert "\n" not in str(caught.value)


def test_a_double_is_rounded_once() -> None:
    # Halfway between two bfloat16, and a little more, which float32 does not see.
    tie = 1 + 2.0**-8
    values = np.array([tie, tie + 2.0**-40, -tie - 2.0**-40, tie - 2.0**-40, 1e300, np.inf, np.nan, -0.0, 1e-42])
    got = rounded(values, parse("bfloat16")).astype(np.float64)
    step = 1 + 2.0**-7
    assert got[:4].tolist() == [1.0, step, -step, 1.0]
    assert np.isinf(got[4])
    assert np.isinf(got[5])
    assert np.isnan(got[6])
    assert np.signbit(got[7])
    # The plain conversion goes through float32 and is wrong at the second value.
    with np.errstate(over="ignore"):
        assert values.astype(ml_dtypes.bfloat16).astype(np.float64)[1] != step


@pytest.mark.parametrize("name", ["bfloat16", "float8_e4m3fn", "float8_e5m2"])
def test_rounding_is_that_of_the_program(name: str) -> None:
    x = np.random.default_rng(1).normal(size=2000)
    y = np.maximum(x, 0)
    assert (rounded(y, parse(name)) == ga.oracle(x, "relu", format=name)).all()
