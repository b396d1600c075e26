"""`identify` and `diagnose`: which formula a kernel is, and why its results are wrong."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Optional

from . import formats, safetensors
from .binary import Finished, message, run
from .bridge import Bridge
from .errors import BadInput
from .formats import Format
from .question import Question
from .result import Result
from .safetensors import Encoded
from .scores import Score


class Identity(Result):
    """Which built-in formula gives a kernel's outputs, to the bit, and which come near."""


class Diagnosis(Result):
    """Why results are wrong: `causes` with what shows them, their inputs and a repair."""


def identify(kernel: Any, dtype: Any = None, *, y: Any = None, **options: Any) -> Identity:
    """Compares outputs to the bit with those of every built-in formula.

    Args:
        kernel: a callable as in `score`, a `Score` of one, or the inputs of outputs `y`.
        dtype: the format of a callable, or of `y` where its dtype is not what it means.
        y: outputs that are there, of the shape of the inputs.
        options: of `score` that say how a callable is called: input_dtype, gradient, derivative, framework, scalar,
            device, cast, timeout, threads, name.

    Raises:
        As `score`.
    """
    return Identity(*_asked("identify", kernel, dtype, y, options))


def diagnose(
    kernel: Any, dtype: Any = None, function: Optional[str] = None, *, y: Any = None, **options: Any
) -> Diagnosis:
    """Explains every result that is more than four ulp off, or no number, as far as a cause is found.

    Args:
        kernel, dtype, y, options: as in `identify`.
        function: what results are held to; gelu, or that of a `Score`, if left out.

    Raises:
        As `score`.
    """
    if function is not None:
        options["function"] = function
    return Diagnosis(*_asked("diagnose", kernel, dtype, y, options))


def _asked(subcommand: str, kernel: Any, dtype: Any, y: Any, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
    if y is not None:
        return _of_arrays(subcommand, kernel, y, dtype, options)
    if isinstance(kernel, Score):
        if kernel._origin is None:
            raise BadInput("this score is of outputs or from a file, and has no kernel to call: give the callable")
        fn, form, asked = kernel._origin
        question = Question(**{**vars(asked), **options})
    else:
        if dtype is None:
            raise BadInput(f"{subcommand} needs a dtype beside a callable, or y= beside inputs")
        fn, form, question = kernel, formats.parse(dtype), Question.of(options)
    return of_callable(subcommand, fn, form, question)


def of_callable(
    subcommand: str, fn: Any, form: Format, question: Question, limit: Optional[float] = None
) -> tuple[dict[str, Any], str]:
    """The JSON and the text of a subcommand that calls a kernel; `limit` is that of `Bridge.run`."""
    if question.role:
        raise BadInput(f"{subcommand} takes no second input")
    words = question.target(form)
    if subcommand == "identify" and "--function" in words:
        at = words.index("--function")
        words = words[:at] + words[at + 2 :]
    one = question.kernel(fn, form)
    with tempfile.TemporaryDirectory(prefix="gelu-") as folder, Bridge([one]) as bridge:
        out = Path(folder) / "out.json"
        done = bridge.run([subcommand, "--command", bridge.commands[0], *words, "--json", str(out)], limit)
        bridge.raise_failure()
        _check(done, out)
        return bridge.json(out), done.text


def _of_arrays(subcommand: str, x: Any, y: Any, dtype: Any, options: dict[str, Any]) -> tuple[dict[str, Any], str]:
    question = Question.of(options)
    tensors = {"x": Encoded(x, "x", question.input_dtype), "y": Encoded(y, "y", dtype)}
    if tensors["x"].shape != tensors["y"].shape:
        raise BadInput(f"shapes differ: x has {tensors['x'].shape}, y has {tensors['y'].shape}")
    words = [f"--derivative={question.order}"] if question.order else []
    words += ["--function", question.function] if question.function and subcommand == "diagnose" else []
    with tempfile.TemporaryDirectory(prefix="gelu-") as folder:
        file, out = Path(folder) / "data.safetensors", Path(folder) / "out.json"
        with file.open("wb") as target:
            safetensors.write(target, tensors)
        done = run([subcommand, "--inputs", str(file), *words, "--json", str(out)])
        done = done._replace(out=done.out.replace(str(file).encode(), b"the arrays"))
        _check(done, out)
        return json.loads(out.read_text(encoding="utf-8")), done.text


def _check(done: Finished, out: Path) -> None:
    if done.status not in (0, 1) or not out.exists():
        raise BadInput(message(done))
