"""Scores of callables are those of the program, key by key."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any, Callable

import ml_dtypes
import numpy as np
import pytest
from conftest import built_in, cancelling, erfc_form

import gelu_accuracy as ga

# What only a kernel from elsewhere has.
FOREIGN = {"kernel", "environment", "subnormals", "place"}


def measured(name: str, form: str, *options: str) -> dict[str, Any]:
    words = [ga.find_binary(), "measure", name, "--format", form, *options, "--json", "-"]
    found = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)
    return found[0] if isinstance(found, list) else found


@pytest.mark.parametrize(
    ("form", "dtype", "inputs"),
    [
        ("bfloat16", ml_dtypes.bfloat16, None),
        ("float16", np.float16, None),
        ("float8_e5m2", ml_dtypes.float8_e5m2, None),
        ("float32", np.float32, "sample:20000"),
        ("float64", np.float64, "sample:500:9"),
    ],
)
def test_a_built_in_formula(form: str, dtype: Any, inputs: str | None) -> None:
    options = ["--inputs", inputs] if inputs else []
    want = measured("erf", form, *options)
    got = ga.score(built_in("erf", form, dtype), dtype, inputs=inputs).to_dict()
    assert got["kernel"] == "erf"
    assert set(want) - FOREIGN == set(got) - FOREIGN
    for key in set(want) - FOREIGN:
        assert got[key] == want[key], key


def test_a_region_and_a_flush_model() -> None:
    want = measured("erf", "bfloat16", "--region=-4:2", "--flush", "ftz")
    got = ga.score(built_in("erf", "bfloat16", ml_dtypes.bfloat16), "bfloat16", region="-4:2", flush="ftz")
    assert got.to_dict()["max_ulp"] == want["max_ulp"]
    assert got.region == want["region"]
    assert got.flush == "ftz"


def test_all_flush_models(relu: Callable[[Any], Any]) -> None:
    scores = ga.score(relu, "float16", "relu", flush="all")
    assert [s.flush for s in scores] == ["none", "ftz", "daz+ftz"]


def test_scalar_functions() -> None:
    right = ga.score(erfc_form, "bfloat16")
    assert right.environment["framework"] == "python"
    assert right.max_ulp <= 0.5
    wrong = ga.score(cancelling, "bfloat16")
    assert wrong.max_ulp > 100
    assert wrong.classes["flushed"] > 0
    assert ga.score(math.tanh, "float16", "tanh", scalar=True).classes["nan_for_number"] == 0


def test_a_search(relu: Callable[[Any], Any]) -> None:
    found = ga.score(relu, "float32", "relu", inputs="search:count=500")
    assert found.inputs["kind"] == "search"


def test_two_formats() -> None:
    def kernel(x: Any) -> Any:
        assert x.dtype == np.float32
        return np.maximum(x, 0).astype(ml_dtypes.bfloat16)

    found = ga.score(kernel, "bfloat16", "relu", input_dtype="float32", inputs="sample:5000")
    assert found.input_format == "float32"
    assert found.correctly_rounded == found.numbers


def test_codes() -> None:
    def kernel(q: Any) -> Any:
        assert q.dtype == np.int8
        return np.maximum(q, 3)

    found = ga.score(kernel, "int8(scale=0.05,zero-point=3)", "relu")
    assert found.wrong_codes == 0
    assert ga.score(lambda q: q, "int8(scale=0.05,zero-point=3)", "relu").wrong_codes > 100


def test_a_second_input() -> None:
    def reglu(x: Any, up: Any) -> Any:
        return np.where(x > 0, x, 0) * up

    right = ga.score(reglu, "float32", "relu", second="up", seconds=[1.5, -0.25], inputs="sample:2000")
    assert right.second.startswith("up")
    assert right.max_ulp <= 0.5
    swapped = ga.score(lambda x, up: reglu(up, x), "float32", "relu", second="up", seconds=[1.5], inputs="sample:2000")
    assert swapped.correctly_rounded < swapped.numbers
    biased = ga.score(
        lambda x, b: np.maximum(x + b, np.float16(0)), "float16", "relu", second="bias", inputs="sample:500"
    )
    assert biased.second.startswith("bias")


def test_arrays_with_a_second_input() -> None:
    x = np.linspace(-3, 3, 501, dtype=np.float32)
    other = np.full_like(x, 2.5)
    relu = np.maximum(x, 0)
    slope = np.where(x > 0, other, 0).astype(np.float32)
    for y, wrong, seconds in (
        (slope, relu, {"dy": other}),
        (relu * other, relu, {"up": other}),
        (np.maximum(x + other, 0), relu, {"bias": other}),
    ):
        right = ga.score_arrays(x, y, function="relu", **seconds)
        assert right.max_ulp <= 0.5
        assert right.second == next(iter(seconds))
        assert right.kernel == "arrays"
        assert ga.score_arrays(x, wrong, function="relu", **seconds).max_ulp > 1
    assert ga.score_arrays(x, relu, function="relu", name="mine").kernel == "mine"
    limited = ga.score_arrays(x, relu * 2, function="relu", up=other, second="up(limit=2)")
    assert limited.max_ulp <= 0.5
    with pytest.raises(ga.BadInput, match="give one of dy, up and bias"):
        ga.score_arrays(x, relu, slope, up=other)
    with pytest.raises(ga.BadInput, match="which is not given"):
        ga.score_arrays(x, relu, second="up(limit=7)")


def test_names() -> None:
    class Kernel:
        def __call__(self, x: Any) -> Any:
            return np.maximum(x, 0)

    assert ga.score(Kernel(), "float16", "relu").kernel == "Kernel"
    assert ga.score(np.tanh, "float8_e5m2", "tanh").kernel == "tanh"
    assert ga.score(np.tanh, "float8_e5m2", "tanh", name="mine").kernel == "mine"


def test_a_backward_kernel() -> None:
    def backward(dy: Any, x: Any) -> Any:
        return np.where(x > 0, dy, dy * x.dtype.type(0))

    assert ga.score(backward, "float16", "relu", gradient=True).derivative == 1
    pairs = ga.score(backward, "float16", "relu", gradient=True, dy=[1, -3], inputs="sample:3000")
    assert pairs.second.startswith("dy")
    # Nothing but x = 0, where the slope is a convention.
    assert pairs.max_ulp < 1 or pairs.max_ulp_input in ("0x0000", "0x8000")
    swapped = ga.score(lambda dy, x: backward(x, dy), "float16", "relu", gradient=True, dy=[-3], inputs="sample:3000")
    assert swapped.correctly_rounded < pairs.correctly_rounded
    slope = ga.score(lambda x: (x > 0).astype(x.dtype), "float16", "relu", derivative=1)
    assert slope.derivative == 1


def test_places(relu: Callable[[Any], Any]) -> None:
    def by_length(x: Any) -> Any:
        return relu(x) if len(x) != 7 else relu(x) * 2

    assert ga.score(relu, "float16", "relu", place=True).place["findings"] == []
    assert ga.score(lambda x: by_length(x), "float16", "relu", place=True).place["counts"]
    with pytest.raises(ga.Inaccurate, match="depend on more than their inputs"):
        ga.assert_gelu_accurate(by_length, "float16", "relu", place=True, max_ulp=1)


def test_resume(tmp_path: Path, relu: Callable[[Any], Any]) -> None:
    file = tmp_path / "run"
    whole = ga.score(relu, "float32", "relu", region="1:1.01", inputs="exhaustive", resume=str(file), name="r")
    assert file.exists()
    calls = []

    def counting(x: Any) -> Any:
        calls.append(len(x))
        return relu(x)

    options = {"region": "1:1.01", "inputs": "exhaustive", "resume": str(file), "name": "r"}
    again = ga.score(counting, "float32", "relu", framework="numpy", **options)
    assert again.max_ulp == whole.max_ulp
    assert again.scored == whole.scored > 80_000
    # All that is asked again is how it treats subnormals.
    assert sum(calls) < 10_000
    with pytest.raises(ga.BadInput, match="cannot be gone on from"):
        ga.score(relu, "float32", "relu", **{**options, "name": "other"})
