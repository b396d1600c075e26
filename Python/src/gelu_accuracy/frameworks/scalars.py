"""Kernels of one number, as those of `math`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..errors import BrokenKernel, one_line
from ..rounding import rounded
from .base import Bits, Kernel, no_autograd, ones, takes_two


class ScalarKernel(Kernel):
    """A callable of a Python float, called for each value; its results are rounded to the format once."""

    framework = "python"

    def answer(self, arrays: Sequence[Bits]) -> Bits:
        dtype = self.x_format.dtype
        # Casting a signalling NaN warns.
        with np.errstate(all="ignore"):
            inputs = [array.view(dtype).astype(np.float64).tolist() for array in arrays]
        if self.gradient and len(inputs) == 1:
            if not takes_two(self.fn):
                raise no_autograd(self.name)
            inputs.insert(0, ones(self.x_format, len(inputs[0])).view(dtype).astype(np.float64).tolist())
        y = np.empty(len(inputs[0]), np.float64)
        for i, values in enumerate(zip(*inputs)):
            y[i] = self._one(values)
        return rounded(y, self.y_format).view(self.y_format.bits_dtype)

    def _one(self, values: tuple[float, ...]) -> float:
        try:
            result = self.fn(*values)
        except Exception as error:
            shown = ", ".join(repr(v) for v in values)
            raise BrokenKernel(f"{self.name}({shown}) raised {one_line(error)}", self.name) from error
        try:
            return float(result)
        except (TypeError, ValueError):
            raise BrokenKernel(
                f"{self.name}({values[-1]!r}) returned {type(result).__name__}, not a number", self.name
            ) from None

    def environment(self) -> dict[str, Any]:
        import platform

        return {**super().environment(), "versions": {"python": platform.python_version()}}
