"""`oracle`: exact values, rounded correctly or in decimal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Optional

import numpy as np

from . import formats
from .binary import checked
from .errors import BadInput
from .safetensors import Encoded

# Arguments of one process; the system limits how many there may be.
_AT_ONCE = 512


def oracle(
    x: Any,
    function: str = "gelu",
    derivative: int = 0,
    format: Any = None,
    digits: Optional[int] = None,
    *,
    dtype: Any = None,
) -> Any:
    """The exact values of a function at x.

    Args:
        x: an array of any shape of numpy, ml_dtypes, torch or JAX, or numbers, which are float64.
        function: as in `score`.
        derivative: 0, 1 or 2.
        format: the format that results are rounded to, to nearest, ties to even. Default: that of x.
        digits: give decimal text with so many significant digits, 1 to 2000, in place of rounded results.
        dtype: the format of x, where its dtype is not what it means.

    Returns:
        An array of x's shape with the dtype of `format`: a torch tensor on the CPU for a torch tensor, else of numpy.
        With `digits` a numpy array of strings.

    Raises:
        BadInput: an unknown function or format, or an empty x.
    """
    if derivative not in (0, 1, 2):
        raise BadInput(f"derivative is 0, 1 or 2, not {derivative!r}")
    numbers = np.asarray(x, np.float64) if isinstance(x, (int, float, list, tuple)) else x
    inputs = Encoded(numbers, "x", dtype)
    order = [f"--derivative={derivative}"] if derivative else []
    if digits is not None:
        texts = list(_decimals(inputs, function, order, digits))
        return np.array(texts, dtype=str).reshape(inputs.shape)
    form = inputs.form if format is None else formats.parse(format)
    words = ["filter", "truth", "--format", form.text, "--input-format", inputs.form.text]
    done = checked([*words, "--function", function, *order], inputs.bits.tobytes())
    bits = np.frombuffer(bytearray(done.out), form.bits_dtype)
    if type(x).__module__.split(".")[0] == "torch":
        import torch

        return torch.from_numpy(bits.view(np.uint8)).view(getattr(torch, form.dtype_name)).reshape(inputs.shape)
    return bits.view(form.dtype).reshape(inputs.shape)


def _decimals(inputs: Encoded, function: str, order: list[str], digits: int) -> Iterator[str]:
    form, width = inputs.form, 2 * inputs.form.width
    words = [f"{form.text}:0x{int(bits):0{width}x}" for bits in inputs.bits]
    for first in range(0, len(words), _AT_ONCE):
        part = words[first : first + _AT_ONCE]
        asked = ["oracle", *part, "--function", function, *order, "--digits", str(digits), "--json", "-"]
        for answer in json.loads(checked(asked).out):
            yield str(answer["value"])
