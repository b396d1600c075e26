"""What a callable is held to, and on which inputs: the arguments of `score` as the program's options."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Optional, Union

from . import formats
from .errors import BadInput
from .formats import Format
from .frameworks import Kernel, kernel_of
from .nearest import did_you_mean
from .second import fitted

Numbers = Union[str, float, Iterable[float]]


@dataclass
class Question:
    """The keyword arguments of `score`; see there."""

    function: Optional[str] = None
    input_dtype: Any = None
    gradient: bool = False
    derivative: int = 0
    dy: Optional[Numbers] = None
    second: Optional[str] = None
    seconds: Optional[Numbers] = None
    inputs: Optional[str] = None
    region: Optional[str] = None
    resume: Optional[str] = None
    flush: str = "none"
    weights: Optional[str] = None
    place: bool = False
    allclose: bool = False
    name: Optional[str] = None
    framework: Optional[str] = None
    scalar: bool = False
    device: Optional[str] = None
    cast: bool = False
    threads: Optional[int] = None
    timeout: Optional[float] = None

    @staticmethod
    def of(options: dict[str, Any]) -> Question:
        """The options by name.

        Raises:
            BadInput: one is unknown, with the nearest that is known.
        """
        known = [field.name for field in fields(Question)]
        for option in options:
            if option not in known:
                raise BadInput(f"unknown option {option!r}{did_you_mean(option, known)}")
        return Question(**options)

    @property
    def order(self) -> int:
        """Of the derivative that outputs are held to."""
        if self.derivative not in (0, 1, 2):
            raise BadInput(f"derivative is 0, 1 or 2, not {self.derivative!r}")
        if self.gradient and self.derivative not in (0, 1):
            raise BadInput("gradient=True is the first derivative")
        return 1 if self.gradient else self.derivative

    @property
    def role(self) -> str:
        """Of the second input: dy, up or bias; empty without."""
        if self.dy is not None:
            if not self.gradient or self.second is not None:
                raise BadInput("dy= goes with gradient=True, and without second=")
            return "dy"
        role = (self.second or "").partition("(")[0]
        if role not in ("", "up", "bias"):
            raise BadInput(f"second is up or bias with its limits, not {self.second!r}; dy= is for gradients")
        return role

    def x_format(self, y_format: Format) -> Format:
        return y_format if self.input_dtype is None else formats.parse(self.input_dtype)

    def kernel(self, fn: Any, y_format: Format) -> Kernel:
        """The callable as a kernel.

        Raises:
            BadInput, BrokenKernel: see `kernel_of`.
        """
        role = self.role
        return kernel_of(
            fitted(fn, role),
            self.x_format(y_format),
            y_format,
            framework=self.framework,
            scalar=self.scalar,
            device=self.device,
            gradient=self.gradient,
            casts=self.cast,
            name=self.name or "",
            arrays=2 if role and not self.gradient else 1,
        )

    def target(self, y_format: Format) -> list[str]:
        """Formats, function and derivative, which all subcommands take."""
        words = ["--format", y_format.text]
        if self.input_dtype is not None:
            words += ["--input-format", self.x_format(y_format).text]
        if self.function is not None:
            words += ["--function", self.function]
        if self.order and not self.role:
            words.append(f"--derivative={self.order}")
        if self.threads is not None:
            words += ["--threads", str(self.threads)]
        if self.timeout is not None:
            words += ["--timeout", str(self.timeout)]
        return words

    def validation(self, y_format: Format) -> list[str]:
        """All options of `validate`, but for what is written where."""
        words = self.target(y_format)
        if self.dy is not None:
            words += ["--second", "dy", "--seconds", numbers(self.dy)]
        if self.second is not None:
            words += ["--second", self.second]
        if self.seconds is not None:
            words += ["--seconds", numbers(self.seconds)]
        for option in ("inputs", "region", "resume", "weights"):
            value = getattr(self, option)
            if value is not None:
                words += [f"--{option}", str(value)]
        if self.flush != "none":
            words += ["--flush", self.flush]
        if not self.place:
            words.append("--no-place")
        if self.allclose:
            words.append("--allclose")
        return words

    def call(self, y_format: Format) -> str:
        """The arguments behind the callable, as Python has them, that ask the same again."""
        said = [repr(y_format.text)]
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                said.append(f"{field.name}={value!r}")
        return ", ".join(said)


def numbers(values: Numbers) -> str:
    """Numbers by commas; a text as it is."""
    if isinstance(values, str):
        return values
    if isinstance(values, (int, float)):
        return repr(float(values))
    return ",".join(repr(float(value)) for value in values)


def source_name(fn: Any) -> str:
    """How a test's file would name the callable, as far as that is known."""
    name = getattr(fn, "__name__", None)
    if name and name != "<lambda>" and not inspect.ismethod(fn):
        return str(name)
    return "fn"
