"""What all kinds of kernels have in common."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any, Callable

import numpy as np
import numpy.typing as npt

from ..errors import BadInput, BrokenKernel
from ..formats import Format

Bits = npt.NDArray[Any]


class Kernel:
    """A callable of one kind of array, called with encodings and answering with encodings.

    Attributes:
        fn: the callable.
        x_format, y_format: of its inputs and outputs.
        gradient: whether the gradient of `fn` is meant, which the framework computes.
        casts: whether outputs of another dtype are rounded to `y_format`.
    """

    framework = ""

    def __init__(
        self,
        fn: Callable[..., Any],
        x_format: Format,
        y_format: Format,
        *,
        gradient: bool = False,
        casts: bool = False,
        name: str = "",
    ) -> None:
        self.fn, self.x_format, self.y_format = fn, x_format, y_format
        self.gradient, self.casts = gradient, casts
        self.name = name or name_of(fn)

    def answer(self, arrays: Sequence[Bits]) -> Bits:
        """The outputs' encodings.

        Args:
            arrays: x; or a second input and x. Unsigned integers of the inputs' width, one dimension.

        Raises:
            BrokenKernel: the outputs have another shape or dtype. What `fn` raises goes through.
        """
        raise NotImplementedError

    def environment(self) -> dict[str, Any]:
        """What goes into the score as `environment`."""
        return {"framework": self.framework, "device": "cpu"}

    def _refuse_shape(self, shape: Sequence[int], count: int) -> None:
        if tuple(shape) != (count,):
            raise BrokenKernel(
                f"{self.name} returned an array of shape {tuple(shape)} for inputs of shape ({count},)", self.name
            )

    def _dtype_problem(self, got: str) -> BrokenKernel:
        return BrokenKernel(
            f"{self.name} returned {got}, not {self.y_format.dtype_name}: round inside the function, or say cast=True "
            "to have its outputs rounded once",
            self.name,
        )


def name_of(fn: Any) -> str:
    """What a kernel is called where nothing is said."""
    text = getattr(fn, "__qualname__", None) or getattr(fn, "__name__", None)
    if text is None and hasattr(fn, "func"):
        return name_of(fn.func)  # functools.partial
    if text is None:
        shown = repr(fn)
        # An address is no name, and differs from run to run.
        is_plain = len(shown) <= 60 and "\n" not in shown and " at 0x" not in shown
        text = shown if is_plain else type(fn).__name__
    return str(text).replace("<lambda>", "lambda").replace(".<locals>", "")


def takes_two(fn: Any) -> bool:
    """Whether it has two required arguments, as (dy, x) of a backward kernel; False where it does not say."""
    try:
        parameters = inspect.signature(fn).parameters.values()
    except (TypeError, ValueError):
        return False
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return sum(p.kind in positional and p.default is p.empty for p in parameters) == 2


def no_autograd(name: str) -> BadInput:
    return BadInput(
        f"{name} takes one argument and no autograd is there: give a callable of (dy, x), or say derivative=1 for one "
        "that computes f'(x)"
    )


def ones(form: Format, count: int) -> Bits:
    """Encodings of 1."""
    one = {
        "float16": 0x3C00,
        "bfloat16": 0x3F80,
        "float32": 0x3F800000,
        "float64": 0x3FF0000000000000,
        "float8_e4m3fn": 0x38,
        "float8_e5m2": 0x3C,
    }[form.dtype_name]
    return np.full(count, one, form.bits_dtype)
