"""Kernels of two inputs: in which order their arguments come."""

from __future__ import annotations

import functools
from typing import Any, Callable


def fitted(fn: Callable[..., Any], role: str) -> Callable[..., Any]:
    """The callable with its arguments in the program's order: the second input, then x.

    A kernel of (x, up) or (x, bias) is called so; a backward kernel is one of (dy, x), which is that order.

    Args:
        role: dy, up or bias; empty for a kernel of x alone.
    """
    if role not in ("up", "bias"):
        return fn

    @functools.wraps(fn, updated=())
    def swapped(second: Any, x: Any) -> Any:
        return fn(x, second)

    return swapped
