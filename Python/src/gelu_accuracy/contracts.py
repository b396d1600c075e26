"""Contracts of callables: `check_contract` and `seed_contract`."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any, Callable, Optional, Union

from . import formats
from .binary import message
from .bridge import Bridge
from .errors import BadInput, Inaccurate
from .question import Question

PathLike = Union[str, os.PathLike[str]]


def check_contract(fn: Callable[..., Any], contract: PathLike, *, ratchet: bool = False, **options: Any) -> str:
    """Holds a callable to a contract, a JSON file as Documentation/Contracts.md has it.

    Args:
        fn: a callable as in `score`. It takes the place of the contract's own `source`.
        contract: the file. It says format, function, derivative and inputs.
        ratchet: also fail where a measure is more than 10 % better than its bound.
        options: of `score` that say how `fn` is called: gradient, framework, scalar, device, cast, timeout.

    Returns:
        What the program says of it.

    Raises:
        Inaccurate: the contract is broken; an AssertionError with each finding.
        BadInput: the file is no contract.
        BrokenKernel: as `score`.
    """
    __tracebackhide__ = True
    path = Path(contract).resolve()
    try:
        asked = json.loads(path.read_text(encoding="utf-8"))
        y_format = formats.parse(asked["format"])
    except OSError as error:
        raise BadInput(f"{os.fspath(contract)}: {error.strerror}") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{os.fspath(contract)} is no contract: {error}") from None
    question = Question.of({"input_dtype": asked.get("input_format"), **options})
    kernel = question.kernel(fn, y_format)
    with tempfile.TemporaryDirectory(prefix="gelu-") as folder, Bridge([kernel]) as bridge:
        manifest = Path(folder) / "kernels.json"
        manifest.write_text(json.dumps({"kernels": [{"contract": str(path), "command": bridge.commands[0]}]}))
        words = ["check", "--manifest", str(manifest)] + (["--ratchet"] if ratchet else [])
        words += ["--timeout", str(question.timeout)] if question.timeout is not None else []
        words += ["--threads", str(question.threads)] if question.threads is not None else []
        done = bridge.run(words)
        bridge.raise_failure()
        said = done.text.strip()
        if done.status == 0:
            return said
        if done.status == 1:
            raise Inaccurate(said)
        raise BadInput(message(done) if done.err.strip() else said)


def seed_contract(
    fn: Callable[..., Any],
    dtype: Any,
    folder: PathLike,
    function: str = "gelu",
    *,
    name: Optional[str] = None,
    accept: Optional[str] = None,
    command: Optional[str] = None,
    **options: Any,
) -> Path:
    """Writes a contract of what a callable holds now.

    Args:
        fn, dtype, function, options: as in `score`; of `inputs` exhaustive and sample:N:SEED.
        folder: contracts lie below it, in FORMAT/NAME.json.
        name: what the contract calls the kernel; its own name if left out.
        accept: a reason, which lets a contract be written of a kernel that is known to be wrong.
        command: a command that serves the kernel, as "python3 kernel.py", where `gelu-accuracy check` is to run it
            by itself. Without it the contract has no source, and is for `check_contract`.

    Returns:
        The path of the contract.

    Raises:
        Inaccurate: the kernel gives NaN, infinities, wrong signs or lost results, and there is no `accept`.
        BadInput, BrokenKernel: as `score`.
    """
    question = Question.of({"function": function, **options})
    form = formats.parse(dtype)
    kernel = question.kernel(fn, form)
    label = re.sub(r"[^A-Za-z0-9._+-]+", "-", name or kernel.name).strip("-._+")[:60]
    os.makedirs(folder, exist_ok=True)
    with Bridge([kernel]) as bridge:
        words = ["seed", label, "--command", bridge.commands[0], "--output", os.fspath(folder)]
        asked = question.target(form)
        if function == "gelu":
            at = asked.index("--function")
            asked = asked[:at] + asked[at + 2 :]
        words += asked + (["--inputs", question.inputs] if question.inputs is not None else [])
        words += ["--accept", accept] if accept is not None else []
        done = bridge.run(words)
        bridge.raise_failure()
        if done.status == 1:
            raise Inaccurate(done.err.strip() or done.text.strip())
        written = [line.strip() for line in done.text.splitlines() if line.strip().endswith(".json")]
        if done.status != 0 or not written:
            raise BadInput(message(done))
    path = Path(written[-1])
    contract = json.loads(path.read_text(encoding="utf-8"))
    # The socket is gone by now.
    contract.pop("source", None)
    if command is not None:
        contract["source"] = {"command": command}
    path.write_text(json.dumps(contract, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return path
