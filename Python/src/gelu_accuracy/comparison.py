"""`compare`: a kernel, and what is to take its place."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from . import formats
from .binary import message
from .bridge import Bridge
from .errors import BadInput
from .question import Question
from .result import Result
from .scores import Score


class Comparison(Result):
    """Two kernels or scores side by side: every key of Documentation/Score.md, "A comparison".

    Attributes:
        holds: whether B is as good as `require` says.
    """

    def __init__(self, data: Any, text: str = "", holds: bool = True) -> None:
        super().__init__(data, text)
        self.__dict__["holds"] = holds

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self._data, self._text, self.__dict__["holds"]))


def compare(a: Any, b: Any, dtype: Any = None, *, require: str = "no-worse", **options: Any) -> Comparison:
    """Compares A with B.

    Args:
        a, b: callables as in `score`; names of built-in kernels; "truth", the correctly rounded results; or two
            scores, or files of scores.
        dtype: the format of the kernels; not of scores.
        require: what `holds` asks of B: "no-worse" (no larger maximum and no more wrong results of any class),
            "no-input-worse" (nowhere is A nearer to the exact value), "same" (to the bit) or "none".
        options: of `score`: function, input_dtype, inputs, region, flush, and how callables are called.

    Raises:
        As `score`.
    """
    asked = Question.of(options)
    kernels, words = [], []
    with tempfile.TemporaryDirectory(prefix="gelu-") as folder:
        form = None if dtype is None else formats.parse(dtype)
        for i, side in enumerate((a, b)):
            if isinstance(side, Score):
                path = str(Path(folder) / f"{'AB'[i]}.json")
                side.save(path)
                words.append(path)
            elif isinstance(side, (str, os.PathLike)):
                words.append(os.fspath(side))
            elif form is None:
                raise BadInput("compare needs a dtype beside callables")
            else:
                kernels.append(asked.kernel(side, form))
                words.append("")
        with Bridge(kernels) as bridge:
            commands = iter(bridge.commands)
            sides = [word or f"command:{next(commands)}" for word in words]
            out = Path(folder) / "out.json"
            words = ["compare", *sides, "--require", require, "--json", str(out)]
            words += asked.target(form) if form is not None else []
            for option in ("inputs", "region"):
                value = getattr(asked, option)
                words += [f"--{option}", value] if value is not None else []
            words += ["--flush", asked.flush] if asked.flush != "none" else []
            done = bridge.run(words)
            bridge.raise_failure()
            if done.status not in (0, 1) or not out.exists():
                raise BadInput(message(done))
            return Comparison(bridge.json(out), done.text, done.status == 0)
