"""What goes wrong, each with one line as its message: what, where, and what to do."""

from __future__ import annotations

from typing import Optional


class GeluAccuracyError(Exception):
    """Anything that this package reports; the base of the others."""


class BinaryNotFound(GeluAccuracyError):
    """The program `gelu-accuracy` is neither in this package nor on PATH."""


class BadInput(GeluAccuracyError, ValueError):
    """An argument that cannot be: an unknown function, shapes that differ, a dtype without a format."""


class BrokenKernel(GeluAccuracyError):
    """A kernel that raised, hung, or gave a wrong shape or dtype. What it raised is the cause.

    Attributes:
        kernel: what the kernel is called.
    """

    def __init__(self, message: str, kernel: Optional[str] = None) -> None:
        super().__init__(message)
        self.kernel = kernel


class Inaccurate(GeluAccuracyError, AssertionError):
    """A kernel that breaks a bound; the message has several lines."""


def one_line(error: BaseException) -> str:
    """An exception as `ValueError: its first line`."""
    text = str(error).strip()
    first = text.splitlines()[0] if text else ""
    name = type(error).__name__
    return f"{name}: {first}" if first else name
