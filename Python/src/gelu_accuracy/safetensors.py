"""Arrays of any framework as a file that the program reads: safetensors, which names every format."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO, Optional

import numpy as np

from . import formats
from .errors import BadInput
from .formats import Format
from .frameworks.base import Bits


class Encoded:
    """An array as its values' encodings.

    Attributes:
        bits: unsigned integers of the format's width, one dimension, in C order.
        form: the format.
        shape: what it was.
    """

    def __init__(self, array: Any, what: str, dtype: Any = None) -> None:
        """
        Args:
            array: of numpy, ml_dtypes, torch or JAX, on any device; or a nested list of floats.
            what: its name in messages.
            dtype: the format, where the array's own dtype is not what it means, as codes.

        Raises:
            BadInput: its dtype is no format, or it is empty.
        """
        said = None if dtype is None else formats.parse(dtype)
        if type(array).__module__.split(".")[0] == "torch":
            values, form = _of_torch(array, said)
        else:
            values, form = _of_numpy(array, what, said)
        if values.size == 0:
            raise BadInput(f"{what} is empty: there is nothing to score")
        self.shape, self.form = tuple(values.shape), form
        self.bits: Bits = np.ascontiguousarray(values).view(form.bits_dtype).reshape(-1)


def _of_torch(tensor: Any, said: Optional[Format]) -> tuple[Any, Format]:
    import torch

    form = said or formats.parse(tensor.dtype)
    plain = tensor.detach().cpu().contiguous()
    bits = plain.reshape(-1).view(torch.uint8).numpy().view(form.bits_dtype)
    return bits.reshape(tuple(tensor.shape)), form


def _of_numpy(array: Any, what: str, said: Optional[Format]) -> tuple[Any, Format]:
    values = np.asarray(array)
    values = values.astype(values.dtype.newbyteorder("="), copy=False)
    if said is None:
        try:
            said = formats.parse(values.dtype)
        except BadInput as error:
            raise BadInput(f"{what}: {error}") from None
    elif values.dtype.itemsize != said.width:
        raise BadInput(f"{what} has the dtype {values.dtype}, which are no values of {said.text}")
    return values, said


def write(file: BinaryIO, tensors: Mapping[str, Encoded]) -> None:
    """Writes tensors by name."""
    header: dict[str, Any] = {}
    end = 0
    for name, tensor in tensors.items():
        start, end = end, end + tensor.bits.nbytes
        header[name] = {
            "dtype": tensor.form.safetensors_name,
            "shape": [tensor.bits.size],
            "data_offsets": [start, end],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(struct.pack("<Q", len(text)) + text)
    for tensor in tensors.values():
        file.write(tensor.bits.data)
    file.flush()
