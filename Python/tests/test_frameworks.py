"""torch and JAX: functions, modules, jitted functions and autograd."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

import gelu_accuracy as ga


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")


@pytest.fixture
def jax() -> Any:
    return pytest.importorskip("jax")


@pytest.mark.parametrize("form", ["bfloat16", "float16", "float32"])
def test_a_torch_module_is_its_function(torch: Any, form: str) -> None:
    dtype = getattr(torch, form)
    options = {"inputs": "sample:5000"} if form == "float32" else {}
    module = ga.score(torch.nn.GELU(), dtype, **options)
    assert module.environment["framework"] == "torch"
    assert module.environment["versions"] == {"torch": torch.__version__}
    plain = ga.score(lambda x: torch.nn.functional.gelu(x), dtype, name=module.kernel, **options)
    assert plain == module
    x = torch.linspace(-5, 5, 1001).to(dtype)
    arrays = ga.score_arrays(x, torch.nn.GELU()(x))
    assert arrays.scored == len(set(x.tolist()))


def test_a_torch_gradient(torch: Any) -> None:
    gelu = torch.nn.GELU(approximate="tanh")
    found = ga.score(gelu, "float32", "gelu-tanh", gradient=True, region="0:2", inputs="sample:3000")
    assert found.derivative == 1
    assert found.mean_ulp < 2
    value = ga.score(gelu, "float32", "gelu-tanh", derivative=1, region="0:2", inputs="sample:3000")
    assert value.correctly_rounded < found.correctly_rounded
    pairs = ga.score(gelu, "float32", "gelu-tanh", gradient=True, dy=[0.5, 4], inputs="sample:1000")
    assert pairs.second.startswith("dy")
    assert pairs.correctly_rounded > 500


def test_torch_results_that_are_refused(torch: Any) -> None:
    with pytest.raises(ga.BrokenKernel, match=r"returned torch\.float32, not bfloat16.*cast=True"):
        ga.score(lambda x: torch.relu(x).float(), torch.bfloat16, "relu")
    cast = ga.score(lambda x: torch.relu(x).float(), torch.bfloat16, "relu", cast=True)
    assert cast.correctly_rounded == cast.numbers
    with pytest.raises(ga.BrokenKernel, match="returned str, not a tensor"):
        ga.score(lambda x: "a", "float16", framework="torch")


def test_torch_float8_and_strides(torch: Any) -> None:
    def relu(x: Any) -> Any:
        y = torch.stack([torch.relu(x.float()), x.float()], 1).to(torch.float8_e4m3fn)
        return y[:, 0]

    assert ga.score(relu, torch.float8_e4m3fn, "relu").max_ulp == 0


def test_a_torch_oracle(torch: Any) -> None:
    x = torch.tensor([[0.5, -1.0]], dtype=torch.bfloat16)
    y = ga.oracle(x)
    assert y.dtype == torch.bfloat16
    assert y.shape == (1, 2)
    assert y.tolist() == ga.oracle(np.array([[0.5, -1.0]], ml_dtypes.bfloat16)).astype(float).tolist()


@pytest.mark.parametrize("form", ["bfloat16", "float32"])
def test_jax(jax: Any, form: str) -> None:
    options: dict[str, Any] = {"inputs": "sample:5000"} if form == "float32" else {}
    options["region"] = "0.01:2"
    jitted = ga.score(jax.jit(jax.nn.gelu), form, "gelu-tanh", **options)
    assert jitted.environment["framework"] == "jax"
    assert jitted.environment["versions"] == {"jax": jax.__version__}
    assert jitted.mean_ulp < 20
    slope = ga.score(jax.nn.gelu, form, "gelu-tanh", gradient=True, framework="jax", **options)
    assert slope.derivative == 1
    assert slope.mean_ulp < 20
    assert ga.score(jax.nn.gelu, form, "gelu-tanh", gradient=True, dy=[2], inputs="sample:500").scored > 0


def test_jax_float64_is_kept_or_refused(jax: Any) -> None:
    with pytest.raises(ga.BadInput, match="jax_enable_x64"):
        ga.score(jax.jit(jax.nn.relu), "float64", "relu", inputs="sample:200")


def test_nothing_is_imported(torch: Any) -> None:
    """Neither torch nor JAX nor pandas comes with the package."""
    import subprocess
    import sys

    code = (
        "import sys, gelu_accuracy as ga; ga.score(lambda x: abs(x), 'float16', 'relu', inputs='sample:200'); "
        "print(sorted({'torch', 'jax', 'pandas', 'IPython'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
