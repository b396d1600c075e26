"""Kernels on numpy arrays, with ml_dtypes' types where they are installed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..formats import Format
from ..rounding import rounded
from .base import Bits, Kernel, no_autograd, ones, takes_two


class NumpyKernel(Kernel):
    """A callable of numpy arrays that returns one, or anything that numpy makes one of."""

    framework = "numpy"

    def answer(self, arrays: Sequence[Bits]) -> Bits:
        inputs = [array.view(self.x_format.dtype) for array in arrays]
        if self.gradient and len(inputs) == 1:
            if not takes_two(self.fn):
                raise no_autograd(self.name)
            inputs.insert(0, ones(self.x_format, len(inputs[0])).view(self.x_format.dtype))
        count = len(inputs[0])
        with np.errstate(all="ignore"):
            y = np.asarray(self.fn(*inputs))
        return self.encoded(y, count)

    def encoded(self, y: Any, count: int) -> Bits:
        """The outputs' encodings, held to their shape and dtype."""
        self._refuse_shape(y.shape, count)
        y = y.astype(y.dtype.newbyteorder("="), copy=False)
        if y.dtype != self.y_format.dtype:
            if not self.casts or y.dtype.kind not in "fV":
                raise self._dtype_problem(y.dtype.name)
            y = narrowed(y, self.y_format)
        return np.ascontiguousarray(y).view(self.y_format.bits_dtype)

    def environment(self) -> dict[str, Any]:
        return {**super().environment(), "versions": {"numpy": np.__version__}}


def narrowed(y: Any, form: Format) -> Any:
    """Values of one format, rounded to another once."""
    return rounded(y.astype(np.float64), form)
