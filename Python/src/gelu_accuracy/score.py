"""`score` and `score_arrays`: how accurate a callable, or outputs that are there, are."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any, Callable, Optional, Union

from . import formats, safetensors
from .binary import Finished, message, run
from .bridge import Bridge
from .errors import BadInput, BrokenKernel, GeluAccuracyError
from .formats import Format
from .question import Question
from .safetensors import Encoded
from .scores import Origin, Score


def score(fn: Callable[..., Any], dtype: Any, function: str = "gelu", **options: Any) -> Any:
    """Scores a callable against the exact values of a function.

    Args:
        fn: a callable of an array of shape (n,) of `dtype` that returns one of the same shape and dtype: of numpy,
            torch (a function or a module) or JAX arrays; or one of single numbers, as those of `math`. It is called
            with arrays of up to 131,072 values.
        dtype: the format of the outputs, and of the inputs unless `input_dtype` says otherwise: a string (float16,
            bfloat16, float32, float64, float8_e4m3fn, float8_e5m2, or codes as "int8(scale=0.05,zero-point=3)"), a
            numpy dtype, one of ml_dtypes or jax.numpy, or a torch.dtype.
        function: what it is held to: gelu, gelu-tanh, gelu-sigmoid, silu and the others that the program lists.

    Keyword Args:
        input_dtype: the format of the inputs, where it differs.
        gradient: score the gradient of `fn` by the framework's autograd, with dy = 1; or `fn` is a callable of
            (dy, x) that returns dx.
        dy: with gradient=True, the numbers that each x is combined with, or "usual"; the truth is dy·f′(x).
        derivative: 1 or 2 where `fn` computes that derivative of the function itself, from x.
        second: "up" for up·f(x), called as fn(x, up); "bias" for f(x + bias), as fn(x, bias). Limits as in
            "up(offset=1,limit=7,gate-limit=7)".
        seconds: the second inputs: numbers, "usual" or "all". Default: usual.
        inputs: "exhaustive", "sample:N", "sample:N:SEED", "search:SECONDS" or "search:count=N". Default: all of
            formats of 8 and 16 bits, a sample of wider ones. float32 has 2^32, which take minutes.
        region: only inputs in "LO:HI".
        resume: a file in which progress is kept, and from which a run goes on that was stopped by Ctrl-C.
        flush: "none", "ftz" or "daz+ftz", which zeros are right; "all" for a list of three scores.
        weights: "normal", "normal(sigma=2)", or a file: weigh inputs by how likely they are.
        place: also check that outputs depend on their inputs alone: other lengths, neighbours and places. It takes
            two seconds or more.
        allclose: also say whether the default tolerances of torch, numpy and others would let the kernel pass.
        name: what the score calls the kernel.
        framework: numpy, torch, jax or python, where it should not be found by trying.
        scalar: `fn` takes one number; the same as framework="python".
        device: where torch or JAX inputs are put, as "cuda"; outputs are brought back.
        cast: round outputs of another dtype once to `dtype`, where they are refused otherwise.
        threads: of the program; default: all processors.
        timeout: seconds that one call of `fn` may take; default: 30.

    Returns:
        A `Score`, in ulp of `dtype`; a list of three with flush="all".

    Raises:
        BadInput: a dtype, function or option that cannot be.
        BrokenKernel: `fn` raised, took too long, or returned another shape or dtype; the cause is what it raised.
        BinaryNotFound: there is no program to ask.
        KeyboardInterrupt: Ctrl-C; the file of `resume` is kept.
    """
    question = Question.of({"function": function, **options})
    form = formats.parse(dtype)
    done, data = validated(fn, form, question, [])
    origin = Origin(fn, form, question)
    if isinstance(data, list):
        return [Score(one, done.text, origin) for one in data]
    return Score(data, done.text, origin)


def validated(fn: Callable[..., Any], form: Format, question: Question, more: list[str]) -> tuple[Finished, Any]:
    """Runs `validate` on a callable: how it ended, and the JSON.

    Args:
        more: further options.
    """
    kernel = question.kernel(fn, form)
    with tempfile.TemporaryDirectory(prefix="gelu-") as folder, Bridge([kernel]) as bridge:
        file = Path(folder) / "score.json"
        words = ["validate", "--command", bridge.commands[0], *question.validation(form), "--json", str(file)]
        done = bridge.run(words + more)
        bridge.raise_failure()
        if done.status not in (0, 1) or not file.exists():
            raise _failure(done, kernel.name)
        return done, bridge.json(file)


def _failure(done: Finished, name: str) -> GeluAccuracyError:
    """What a failed run says: of the kernel, or of what was asked."""
    line = message(done)
    return BrokenKernel(line, name) if line.startswith(name + ": ") else BadInput(line)


def score_arrays(
    x: Any,
    y: Any,
    dy: Any = None,
    *,
    up: Any = None,
    bias: Any = None,
    function: str = "gelu",
    derivative: int = 0,
    second: Optional[str] = None,
    dtype: Any = None,
    input_dtype: Any = None,
    flush: str = "none",
    weights: Optional[str] = None,
    allclose: bool = False,
    name: str = "arrays",
    threads: Optional[int] = None,
) -> Union[Score, Any]:
    """Scores outputs that are there already.

    Args:
        x: the inputs, of any shape and any format: an array of numpy, ml_dtypes, torch or JAX. They may repeat.
        y: the outputs f(x), of the same shape, and of the same or another format; with `dy` the gradients dx.
        dy: upstream gradients of that shape: y is held to dy·f′(x).
        up, bias: second inputs of that shape: y is held to up·f(x), or to f(x + bias).
        function, derivative, flush, weights, allclose, name, threads: as in `score`.
        second: limits of the second input, as "up(offset=1,limit=7)".
        dtype, input_dtype: the format where the arrays' dtype is not what it means: codes, as
            "int8(scale=0.05,zero-point=3)", or float8_e4m3fn_sat.

    Raises:
        BadInput: shapes differ, an array is empty, a dtype is no format.
    """
    seconds = {k: v for k, v in (("dy", dy), ("up", up), ("bias", bias)) if v is not None}
    if len(seconds) > 1:
        raise BadInput(f"give one of dy, up and bias, not {' and '.join(seconds)}")
    role = next(iter(seconds), "")
    if second is not None and second.partition("(")[0] != role:
        raise BadInput(f"second={second!r} says the limits of a second input, which is not given")
    names = {"up": "gate", "bias": "x", "dy": "x", "": "x"}
    tensors = {names[role]: Encoded(x, "x", input_dtype)}
    if role:
        tensors[role] = Encoded(seconds[role], role, input_dtype)
    tensors["dx" if role == "dy" else "y"] = Encoded(y, "y", dtype)
    shapes = {name: tensor.shape for name, tensor in tensors.items()}
    if len(set(shapes.values())) > 1:
        raise BadInput("shapes differ: " + ", ".join(f"{n} has {s}" for n, s in shapes.items()))
    question = Question(function=function, derivative=derivative, flush=flush, weights=weights, threads=threads)
    words = ["--function", function] + ([f"--derivative={question.order}"] if question.order else [])
    words += ["--second", second or role] if role else []
    words += ["--format", formats.parse(dtype).text] if dtype is not None else []
    words += ["--input-format", formats.parse(input_dtype).text] if input_dtype is not None else []
    words += ["--flush", flush] if flush != "none" else []
    words += ["--weights", weights] if weights is not None else []
    words += ["--threads", str(threads)] if threads is not None else []
    words += ["--allclose"] if allclose else []
    with tempfile.TemporaryDirectory(prefix="gelu-") as folder:
        file, out = Path(folder) / "data.safetensors", Path(folder) / "score.json"
        with file.open("wb") as target:
            safetensors.write(target, tensors)
        words += ["--name", name]
        done = run(["score", "--inputs", str(file), "--json", str(out), *words])
        if done.status not in (0, 1) or not out.exists():
            raise BadInput(message(done).replace(str(file), "the arrays"))
        data = json.loads(out.read_text(encoding="utf-8"))
    if isinstance(data, list):
        return [Score(one, done.text) for one in data]
    return Score(data, done.text)
