"""Doubles rounded to a narrower format once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .formats import Format


def rounded(values: npt.NDArray[np.float64], form: Format) -> npt.NDArray[Any]:
    """The nearest values of the format, ties to even.

    ml_dtypes rounds a double to float32 first, which can tip a value into a tie. Rounded to odd on the way, the
    last bit keeps that there was something below it, and the second rounding is that of the double.
    """
    if form.width >= 4 or form.dtype_name == "float16":
        with np.errstate(all="ignore"):
            return values.astype(form.dtype)
    with np.errstate(all="ignore"):
        near = values.astype(np.float32)
        # Beyond float32's range is beyond that of every narrower format.
        off = np.isfinite(near) & (near.astype(np.float64) != values)
        bits = near.view(np.uint32).copy()
        is_above = off & (np.abs(near.astype(np.float64)) > np.abs(values))
        bits[is_above] -= 1
        bits[off] |= 1
        narrow: npt.NDArray[Any] = bits.view(np.float32).astype(form.dtype)
        return narrow
