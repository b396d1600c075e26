"""`report`: pages and pictures of kernels in a folder."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Callable, Union

from . import formats
from .errors import BadInput
from .formats import Format
from .question import Question
from .score import validated
from .scores import Score

Kernels = Union[Callable[..., Any], Score, Mapping[str, Any], Iterable[Any]]


def report(kernels: Kernels, folder: Union[str, os.PathLike[str]], dtype: Any = None, **options: Any) -> list[Path]:
    """Adds pages, pictures and scores of kernels to a report, which may be new.

    The kernels are called again: a page also shows their structure and what they cost.

    Args:
        kernels: a callable or a `Score` of one; several of them; or several by the names that the report has.
        folder: of the report.
        dtype: the format of callables, or a list of formats, which add up on one page.
        options: of `score`.

    Returns:
        The pages that were written.

    Raises:
        As `score`.
    """
    pages: list[Path] = []
    for name, kernel in _named(kernels):
        if isinstance(kernel, Score):
            if kernel._origin is None:
                raise BadInput("this score is of outputs or from a file, and has no kernel to call: give the callable")
            fn, form, question = kernel._origin
            asked = [(fn, form, Question(**{**vars(question), **options}))]
        else:
            if dtype is None:
                raise BadInput("report needs a dtype beside callables")
            several = dtype if isinstance(dtype, (list, tuple)) else [dtype]
            asked = [(kernel, formats.parse(one), Question.of({"function": "gelu", **options})) for one in several]
        for fn, form, question in asked:
            page = _added(fn, form, question, os.fspath(folder), name)
            if page not in pages:
                pages.append(page)
    return pages


def _named(kernels: Kernels) -> list[tuple[str, Any]]:
    if isinstance(kernels, Score) or callable(kernels):
        return [("", kernels)]
    if isinstance(kernels, Mapping):
        return list(kernels.items())
    return [("", one) for one in kernels]


def _added(fn: Any, form: Format, question: Question, folder: str, name: str) -> Path:
    label = name or question.name or question.kernel(fn, form).name
    plain = re.sub(r"[^A-Za-z0-9._+-]+", "-", label).strip("-._+")[:60]
    validated(fn, form, question, ["--report", folder, "--name", plain])
    return Path(folder) / "kernels" / f"{plain}.md"
