"""The whole adapter of a kernel for `validate --command`, `compare`, `seed` and contracts: `serve(fn)`."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, Callable, Optional, Union

from . import formats
from .conversation import Conversation, handshake_of
from .errors import GeluAccuracyError, one_line
from .frameworks import kernel_of
from .frameworks.base import takes_two
from .second import fitted

_VARIABLES = ("GELU_ACCURACY_FORMAT", "GELU_ACCURACY_INPUT_FORMAT")


def serve(
    fn: Union[Callable[..., Any], Mapping[str, Callable[..., Any]]],
    *,
    name: Optional[str] = None,
    gradient: bool = False,
    framework: Optional[str] = None,
    scalar: bool = False,
    device: Optional[str] = None,
    cast: bool = False,
) -> None:
    """Answers the program on standard input and output until the input ends.

    What `fn` prints goes to standard error, not among the answers.

    Args:
        fn: a callable of arrays as `score` takes it; or several by name, of which `--kernel NAME` takes one.
        name: what scores call it; its own name if left out.
        gradient: answer with its gradient by autograd, or `fn` is a callable of (dy, x).
        framework, scalar, device, cast: as in `score`.

    Exits with status 1 and one line on standard error where `fn` raises, and with 2 where the process was not started
    by the program.
    """
    if any(variable not in os.environ for variable in _VARIABLES):
        sys.exit(f'{_script()}: run it as gelu-accuracy validate --command "{_command()}" --format float32')
    answers = os.dup(1)
    os.dup2(2, 1)
    try:
        x_format = formats.parse(os.environ["GELU_ACCURACY_INPUT_FORMAT"])
        y_format = formats.parse(os.environ["GELU_ACCURACY_FORMAT"])
        role = os.environ.get("GELU_ACCURACY_INPUTS", "x").rpartition(",")[0]
        several: dict[str, Callable[..., Any]] = dict(fn) if isinstance(fn, Mapping) else {}
        alone: dict[str, Any] = {name or "": fn}
        kernels = [
            kernel_of(
                fitted(one, role),
                x_format,
                y_format,
                framework=framework,
                scalar=scalar,
                device=device,
                gradient=gradient,
                casts=cast,
                name=label,
                # Asked who it is, a process is not told of the second input.
                arrays=2 if takes_two(one) and not gradient else 1,
            )
            for label, one in (several or alone).items()
        ]
        named = [{"name": label} for label in several]
        conversation = Conversation(kernels, 0, answers)
        conversation.greet(handshake_of(kernels, named))
        while conversation.answer_one():
            pass
    except BrokenPipeError:
        sys.exit(1)
    except GeluAccuracyError as error:
        _end(str(error))
    except Exception as error:
        _end(one_line(error))


def _end(line: str) -> None:
    sys.stderr.flush()
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
    # A traceback of this module would hide the line.
    os._exit(1)


def _script() -> str:
    return os.path.basename(sys.argv[0]) or "serve"


def _command() -> str:
    return f"python3 {sys.argv[0]}" if sys.argv[0] else "python3 kernel.py"
