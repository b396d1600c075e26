"""Scores: the object that `score` and `score_arrays` give."""

from __future__ import annotations

import json
import os
from typing import Any, Callable, NamedTuple, Optional, Union

from . import html
from .binary import checked
from .errors import BadInput, GeluAccuracyError
from .formats import Format
from .question import Question
from .result import Result

_TABLES = ("regions", "worst", "histogram", "specials")


class Origin(NamedTuple):
    """What a score is of, to ask more of the same kernel: see `diagnose` and `report`."""

    fn: Callable[..., Any]
    form: Format
    question: Question


class Score(Result):
    """The accuracy of a kernel on some or all inputs: every key of Documentation/Score.md.

    `repr` is the program's text; in a notebook there is a table with the pictures of a report.
    """

    _origin: Optional[Origin]

    def __init__(self, data: Any, text: str = "", origin: Optional[Origin] = None) -> None:
        super().__init__(data, text)
        self.__dict__["_origin"] = origin

    def __repr__(self) -> str:
        if self._text:
            return self._text
        # One from a file has figures alone.
        shown = ("kernel", "format", "function", "scored", "bound", "max_ulp", "max_ulp_input", "correctly_rounded")
        return f"Score({', '.join(f'{key}={self[key]!r}' for key in shown if key in self)})"

    def plot(self, histogram: bool = False) -> str:
        """An SVG: the largest error over all inputs, or how many outputs have which signed error.

        Raises:
            BadInput: the score has none, as one of codes.
        """
        words = ["plot", "-"] + (["--histogram"] if histogram else [])
        return checked(words, json.dumps(self._data).encode()).text

    def to_pandas(self, what: Optional[str] = None) -> Any:
        """A pandas.DataFrame.

        Args:
            what: None for one row of figures, with classes as columns; or one of regions, worst, histogram and
                specials, a row each.

        Raises:
            BadInput: there is no such table.
            ImportError: pandas is not installed.
        """
        import pandas

        if what is None:
            row = {k: v for k, v in self.items() if not isinstance(v, (list, dict))}
            return pandas.DataFrame([{**row, **self._data.get("classes", {})}])
        if what not in _TABLES or what not in self._data:
            raise BadInput(f"a score has no table {what!r}; one of {', '.join(t for t in _TABLES if t in self)}")
        return pandas.DataFrame(self[what])

    def _repr_html_(self) -> str:
        rows = [(line[:8].strip(), line[8:].strip()) for line in self._text.splitlines()[1:9] if line[:2] == "  "]
        rows = [row for row in rows if row[0]] or [("score", repr(self))]
        parts = [html.figures(self._data, rows)]
        for histogram in (False, True):
            try:
                title = "signed errors" if histogram else "largest error"
                parts.append(html.picture(self.plot(histogram), f"{title} of {self._data['kernel']}"))
            except GeluAccuracyError:
                continue  # a score of codes, or one of a few inputs, has no picture
        return "".join(parts) + html.text(self._text)


def load(path: Union[str, os.PathLike[str]]) -> Score:
    """A score that `save` or `--json` wrote.

    Raises:
        BadInput: the file is no score.
        OSError: it cannot be read.
    """
    with open(path, encoding="utf-8") as file:
        try:
            data = json.load(file)
        except ValueError:
            raise BadInput(f"{os.fspath(path)} is no JSON") from None
    if isinstance(data, list) and len(data) == 1:
        data = data[0]
    if not isinstance(data, dict) or "scored" not in data:
        raise BadInput(f"{os.fspath(path)} is no score")
    return Score(data)
