"""Scores as objects, files, tables and in a notebook."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any, Callable

import ml_dtypes
import numpy as np
import pytest
from conftest import cancelling_arrays

import gelu_accuracy as ga


@pytest.fixture(scope="module")
def score() -> Any:
    return ga.score(cancelling_arrays, "bfloat16")


def test_every_key_by_attribute_and_index(score: Any) -> None:
    raw = score.to_dict()
    assert set(raw) == set(score) == set(dict(score))
    for key in raw:
        assert getattr(score, key) == score[key] or key in ("max_ulp",)
    # Infinity is written as a text.
    assert raw["max_ulp"] in ("inf", score.max_ulp)
    assert isinstance(score.max_ulp, float)
    with pytest.raises(AttributeError, match="has no 'max_up'; it has bound"):
        _ = score.max_up
    with pytest.raises(KeyError):
        _ = score["max_up"]
    with pytest.raises(AttributeError, match="does not change"):
        score.max_ulp = 1
    raw["max_ulp"] = 0
    assert score.to_dict() != raw


def test_text_equality_and_files(score: Any, tmp_path: Path) -> None:
    assert repr(score).startswith("cancelling_arrays bfloat16 against gelu, 65536 inputs (exhaustive)")
    score.save(tmp_path / "s.json")
    again = ga.load(tmp_path / "s.json")
    assert again == score
    assert hash(again) == hash(score)
    assert repr(again).startswith(
        "Score(kernel='cancelling_arrays', format='bfloat16', function='gelu', scored=65536, "
    )
    assert "max_ulp=254.933609" in again._repr_html_()
    assert pickle.loads(pickle.dumps(score)) == score
    assert again != ga.score(lambda x: x, "float16", name="cancelling_arrays")
    held = ga.compare(again, tmp_path / "s.json")
    assert held.holds
    (tmp_path / "t.json").write_text('{"a": 1}')
    with pytest.raises(ga.BadInput, match="is no score"):
        ga.load(tmp_path / "t.json")
    (tmp_path / "t.json").write_text("{")
    with pytest.raises(ga.BadInput, match="is no JSON"):
        ga.load(tmp_path / "t.json")


def test_a_notebook(score: Any) -> None:
    page = score._repr_html_()
    assert page.count("<img") == 2
    assert page.count("data:image/svg+xml;base64,") == 2
    assert "<script" not in page
    assert "<svg" not in page
    hostile = ga.score(lambda x: x, "float16", "relu", name="r", inputs="sample:200")
    shown = ga.Score({**hostile.to_dict(), "kernel": "<b>&x"}, "<script>alert(1)</script>")._repr_html_()
    assert "<script" not in shown
    assert "<b>" not in shown
    svg = score.plot()
    assert svg.startswith("<svg")
    assert "prefers-color-scheme:dark" in svg
    assert "<script" not in svg
    assert score.plot(histogram=True) != svg


def test_pandas(score: Any) -> None:
    pytest.importorskip("pandas")
    row = score.to_pandas()
    assert len(row) == 1
    assert row["flushed"][0] == score.classes["flushed"]
    regions = score.to_pandas("regions")
    assert regions["name"].tolist() == [r["name"] for r in score.regions]
    assert len(score.to_pandas("worst")) == len(score.worst)
    with pytest.raises(ga.BadInput, match="no table 'words'"):
        score.to_pandas("words")


def test_causes(score: Any) -> None:
    assert any(one["cause"] == "cancellation" for one in ga.diagnose(score).causes)
    assert ga.diagnose(cancelling_arrays, "bfloat16") == ga.diagnose(score)
    assert ga.identify(cancelling_arrays, "bfloat16").certainty
    x = np.arange(65536, dtype=np.uint16).view(ml_dtypes.bfloat16)
    with np.errstate(invalid="ignore"):
        x = x[np.isfinite(x)]
    y = cancelling_arrays(x)
    assert any(one["cause"] == "cancellation" for one in ga.diagnose(x, y=y).causes)
    assert ga.identify(x, y=y).nearest
    with pytest.raises(ga.BadInput, match="needs a dtype"):
        ga.diagnose(cancelling_arrays)
    with pytest.raises(ga.BadInput, match="no kernel to call"):
        ga.diagnose(ga.score_arrays(x, y))


def test_a_comparison(relu: Callable[[Any], Any]) -> None:
    same = ga.compare(relu, "relu", "float16", function="relu", require="same")
    assert same.holds
    assert same.outputs["differing"] == 0
    worse = ga.compare("truth", lambda x: x, "float16", function="relu")
    assert not worse.holds
    assert worse.outputs["differing"] > 1000
    better = ga.compare(lambda x: x, relu, "float16", function="relu")
    assert better.holds
    with pytest.raises(ga.BadInput, match="needs a dtype"):
        ga.compare(relu, relu)


def test_a_report(tmp_path: Path, score: Any, relu: Callable[[Any], Any]) -> None:
    pages = ga.report({"mine": relu}, tmp_path / "r", "float16", function="relu")
    pages += ga.report([score], tmp_path / "r")
    assert [page.name for page in pages] == ["mine.md", "cancelling_arrays.md"]
    assert all(page.exists() for page in pages)
    assert "float16" in pages[0].read_text()


def test_the_oracle() -> None:
    import math

    x = np.array([[0.5, -1.0], [0.0, 3.0]], np.float32)
    y = ga.oracle(x)
    assert y.dtype == np.float32
    assert y.shape == x.shape
    wide = [[v * 0.5 * math.erfc(-v * math.sqrt(0.5)) for v in row] for row in x.tolist()]
    assert (y == np.array(wide, np.float32)).all()
    assert ga.oracle(0.5, digits=25).item() == "0.3457312306370065518188523"
    assert ga.oracle(x, "silu", derivative=1, digits=4)[1, 0] == "0.5"
    assert ga.oracle([1.0], format="bfloat16").dtype.name == "bfloat16"
    many = np.linspace(-3, 3, 1500, dtype=np.float32)
    texts = ga.oracle(many, digits=20)
    assert (texts.astype(np.float64).astype(np.float32) == ga.oracle(many)).all()
    with pytest.raises(ga.BadInput):
        ga.oracle(x, "no-such")
    with pytest.raises(ga.BadInput, match="derivative is"):
        ga.oracle(x, derivative=3)
    with pytest.raises(ga.BadInput, match="empty"):
        ga.oracle([])
