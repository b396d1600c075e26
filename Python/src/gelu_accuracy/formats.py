"""The number formats, by all the names that frameworks have for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from .errors import BadInput

_WIDTHS = {
    "float16": 2,
    "bfloat16": 2,
    "float32": 4,
    "float64": 8,
    "float8_e4m3fn": 1,
    "float8_e5m2": 1,
    "int8": 1,
    "uint8": 1,
    "int16": 2,
}
_ALIASES = {
    "half": "float16",
    "fp16": "float16",
    "f16": "float16",
    "bf16": "bfloat16",
    "float": "float32",
    "single": "float32",
    "fp32": "float32",
    "f32": "float32",
    "double": "float64",
    "fp64": "float64",
    "f64": "float64",
    "e4m3": "float8_e4m3fn",
    "float8_e4m3": "float8_e4m3fn",
    "e5m2": "float8_e5m2",
}
_NAMES = "float16, bfloat16, float32, float64, float8_e4m3fn, float8_e5m2, or codes as int8(scale=0.05,zero-point=3)"
_SAFETENSORS = {
    "float16": "F16",
    "bfloat16": "BF16",
    "float32": "F32",
    "float64": "F64",
    "float8_e4m3fn": "F8_E4M3",
    "float8_e5m2": "F8_E5M2",
    "int8": "I8",
    "uint8": "U8",
    "int16": "I16",
}


@dataclass(frozen=True)
class Format:
    """A format of numbers, or of the codes of a quantised kernel.

    Attributes:
        text: what the program calls it, as `bfloat16`, `float8_e4m3fn_sat`, `int8(scale=0.05)`.
        dtype_name: the dtype of its arrays, as numpy, ml_dtypes and torch name it.
    """

    text: str
    dtype_name: str

    @property
    def width(self) -> int:
        """Bytes of a value."""
        return _WIDTHS[self.dtype_name]

    @property
    def is_codes(self) -> bool:
        return "int" in self.dtype_name

    @property
    def safetensors_name(self) -> str:
        return _SAFETENSORS[self.dtype_name]

    @property
    def bits_dtype(self) -> npt.DTypeLike:
        """Unsigned integers of its width."""
        return f"<u{self.width}"

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of numpy arrays.

        Raises:
            BadInput: numpy has none, and ml_dtypes is not installed.
        """
        found = self.dtype_or_none
        if found is None:
            raise BadInput(f"numpy has no {self.dtype_name}: pip install ml_dtypes")
        return found

    @property
    def dtype_or_none(self) -> Optional[np.dtype[Any]]:
        if self.dtype_name not in ("bfloat16", "float8_e4m3fn", "float8_e5m2"):
            return np.dtype(self.dtype_name)
        try:
            import ml_dtypes
        except ImportError:
            return None
        found: np.dtype[Any] = np.dtype(getattr(ml_dtypes, self.dtype_name))
        return found


def parse(dtype: Any) -> Format:
    """The format that a dtype names.

    Args:
        dtype: a string, a numpy dtype or scalar type, one of ml_dtypes, a torch.dtype, or one of jax.numpy.

    Raises:
        BadInput: it names no format.
    """
    if isinstance(dtype, Format):
        return dtype
    text = dtype if isinstance(dtype, str) else _name(dtype)
    plain = text.strip()
    lower = plain.lower()
    lower = _ALIASES.get(lower, lower)
    codes = re.match(r"(u?int8|int16)\(", lower)
    if codes:
        return Format(plain, codes.group(1))
    base = lower[:-4] if lower.endswith("_sat") else lower
    if base in _WIDTHS and "int" not in base and (base == lower or base.startswith("float8")):
        return Format(lower, base)
    if isinstance(dtype, str) and re.match(r"[<>=|]", plain):
        return parse(_numpy_dtype(plain))
    raise BadInput(f"{text!r} is no format that is known; one of {_NAMES}")


def _name(dtype: Any) -> str:
    """A dtype object's plain name."""
    if type(dtype).__module__.split(".")[0] == "torch":
        return str(dtype).rpartition(".")[2]
    if dtype is None:
        raise BadInput(f"say the dtype; one of {_NAMES}")
    if dtype is float:
        raise BadInput("float is Python's double; say 'float64' or 'float32'")
    return str(_numpy_dtype(dtype).name)


def _numpy_dtype(dtype: Any) -> np.dtype[Any]:
    try:
        found: np.dtype[Any] = np.dtype(dtype)
        return found
    except TypeError:
        raise BadInput(f"{dtype!r} is no dtype; one of {_NAMES}") from None
