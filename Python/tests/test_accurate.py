"""`assert_gelu_accurate`, the pytest plugin, and contracts: each refuses a wrong kernel and passes a right one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
from conftest import cancelling_arrays

import gelu_accuracy as ga
from gelu_accuracy import accurate
from gelu_accuracy.accurate import BOUNDS

RELU = """
    import numpy as np
    import gelu_accuracy as ga

    def relu(x):
        return np.where(np.isnan(x) | (x >= 0), x, x.dtype.type(0))

    def identity(x):
        return x
"""


def test_a_right_kernel_passes(relu: Callable[[Any], Any]) -> None:
    score = ga.assert_gelu_accurate(relu, "float16", "relu", max_ulp=0, wrong=0, flushed=0, broken_specials=0)
    assert score.correctly_rounded == score.numbers


def test_a_wrong_kernel_is_refused_with_all_that_helps() -> None:
    with pytest.raises(AssertionError) as caught:
        ga.assert_gelu_accurate(cancelling_arrays, "bfloat16", max_ulp=2, flushed=0)
    assert isinstance(caught.value, ga.Inaccurate)
    lines = str(caught.value).splitlines()
    assert lines[0] == "cancelling_arrays bfloat16 against gelu, 65536 inputs (exhaustive)"
    assert lines[1].startswith("BROKEN max_ulp is 254.9")
    assert lines[2].startswith("BROKEN flushed is 161 at x = ")
    worst = [line for line in lines if line.startswith("  x = ")]
    assert len(worst) == 5
    assert "  x = -8.625 (0xc10a): got -0.0 (0x8000), want -2.764" in "\n".join(worst)
    assert any(line.startswith("cause: cancellation: ") for line in lines)
    assert any(line.startswith("repair: ") for line in lines)
    again = next(line for line in lines if line.startswith("again: "))
    arguments = "cancelling_arrays, 'bfloat16', function='gelu', max_ulp=2, flushed=0"
    assert again == f"again: gelu_accuracy.assert_gelu_accurate({arguments})"
    assert lines[-1].startswith("   or: python -m pytest '")
    assert lines[-1].endswith("::test_a_wrong_kernel_is_refused_with_all_that_helps'")
    # The line does what it says.
    with pytest.raises(ga.Inaccurate):
        eval(again.removeprefix("again: "), {"gelu_accuracy": ga, "cancelling_arrays": cancelling_arrays})


@pytest.mark.parametrize("bound", BOUNDS[: BOUNDS.index("max_codes")])
def test_every_bound_is_held(bound: str, relu: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accurate, "_diagnosis", lambda origin: [])

    def broken(x: Any) -> Any:
        """Wrong in every way that there is a class for."""
        y = relu(x).astype(np.float32)
        y[np.abs(x) > 30000] = np.nan
        y[(x > 20000) & (x < 21000)] = np.inf
        y[(x > 2) & (x < 3)] *= -1
        y[(x > 3) & (x < 4)] += 2
        y[(x > 0) & (x < 1e-3)] = 0
        y[np.isnan(x)] = 1
        y[x == 0] *= -1
        return y.astype(x.dtype)

    ga.assert_gelu_accurate(relu, "float16", "relu", **{bound: 0})
    with pytest.raises(ga.Inaccurate, match=f"BROKEN {bound} is "):
        ga.assert_gelu_accurate(broken, "float16", "relu", **{bound: 0})


def test_codes_have_bounds_of_their_own() -> None:
    form = "int8(scale=0.05,zero-point=3)"
    ga.assert_gelu_accurate(lambda q: np.maximum(q, 3), form, "relu", wrong_codes=0, max_codes=0.5)
    with pytest.raises(ga.Inaccurate, match=r"BROKEN wrong_codes(.|\n)*codes off"):
        ga.assert_gelu_accurate(lambda q: q, form, "relu", wrong_codes=0)


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ({"max_up": 1}, "unknown bound or option 'max_up'; did you mean max_ulp?"),
        ({"flushd": 0}, "did you mean flushed?"),
        ({}, "give at least one bound"),
        ({"inputs": "exhaustive"}, "give at least one bound"),
        ({"max_ulp": "2"}, "max_ulp is bounded by a number"),
        ({"max_ulp": True}, "max_ulp is bounded by a number"),
        ({"max_codes": 1}, "max_codes"),
        ({"max_ulp": -1}, "max_ulp"),
        ({"max_ulp": 1, "flush": "all"}, "one flush model"),
    ],
)
def test_bad_bounds(bounds: dict[str, Any], says: str, relu: Callable[[Any], Any]) -> None:
    with pytest.raises(ga.BadInput, match=says.replace("?", r"\?")) as caught:
        ga.assert_gelu_accurate(relu, "float16", "relu", **bounds)
    assert "\n" not in str(caught.value)


def test_the_plugin(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        RELU
        + """
    import pytest

    def test_right(assert_gelu_accurate):
        assert_gelu_accurate(relu, "float16", "relu", max_ulp=0)

    def test_wrong():
        ga.assert_gelu_accurate(identity, "float16", "relu", max_ulp=1)

    @pytest.mark.gelu_exhaustive
    def test_long():
        pass

    def test_inputs():
        found = ga.assert_gelu_accurate(relu, "float32", "relu", region="1:1.001", max_ulp=0)
        assert found.inputs["kind"] == "sample"
    """
    )
    result = pytester.runpytest_subprocess("--strict-markers")
    result.assert_outcomes(passed=2, failed=1, skipped=1)
    result.stdout.fnmatch_lines(
        ["E*Inaccurate: identity float16 against relu*", "E*BROKEN max_ulp is *", "E*again: gelu_accuracy.assert_*"]
    )
    result.stdout.no_fnmatch_line("*def validated*")
    result = pytester.runpytest_subprocess("--gelu-exhaustive")
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*assert 'exhaustive' == 'sample'*"])
    pytester.runpytest_subprocess("--help").stdout.fnmatch_lines(["*--gelu-exhaustive*all 2?32 inputs*"])


def test_contracts(tmp_path: Path, relu: Callable[[Any], Any], gelu_contract: Any, gelu_seed: Any) -> None:
    path = gelu_seed(relu, "float16", tmp_path / "contracts", "relu", name="mine")
    assert path == tmp_path / "contracts" / "float16" / "mine-against-relu.json"
    written = json.loads(path.read_text())
    assert "source" not in written
    assert written["kernel"] == "mine"
    assert "1 contract holds" in gelu_contract(relu, path) or gelu_contract(relu, path)
    with pytest.raises(ga.Inaccurate, match="BROKEN"):
        gelu_contract(lambda x: x, path)
    hand = tmp_path / "hand.json"
    hand.write_text(json.dumps({"kernel": "k", "format": "bfloat16", "function": "gelu", "max_ulp": 300}))
    gelu_contract(cancelling_arrays, hand)
    hand.write_text(json.dumps({"kernel": "k", "format": "bfloat16", "function": "gelu", "max_ulp": 200}))
    with pytest.raises(ga.Inaccurate, match="max_ulp"):
        gelu_contract(cancelling_arrays, hand)


def test_contracts_that_cannot_be(tmp_path: Path, relu: Callable[[Any], Any]) -> None:
    with pytest.raises(ga.Inaccurate, match="accept"):
        ga.seed_contract(cancelling_arrays, "bfloat16", tmp_path)
    path = ga.seed_contract(
        cancelling_arrays, "bfloat16", tmp_path, accept="known", command="python3 kernel.py", name="c"
    )
    assert json.loads(path.read_text())["source"] == {"command": "python3 kernel.py"}
    with pytest.raises(ga.BadInput, match="No such file"):
        ga.check_contract(relu, tmp_path / "none.json")
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(ga.BadInput, match="is no contract"):
        ga.check_contract(relu, tmp_path / "x.json")
    (tmp_path / "x.json").write_text('{"format": "float16", "max_up": 1}')
    with pytest.raises(ga.BadInput):
        ga.check_contract(relu, tmp_path / "x.json")
