"""The second version of the protocol of a command, over two descriptors: Documentation/Protocol.md."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .errors import GeluAccuracyError
from .frameworks import Kernel
from .frameworks.base import Bits

_HEADER = struct.Struct("<QII")


class Conversation:
    """Batches that come on one descriptor and are answered on another.

    Attributes:
        answered: how many values were answered.
    """

    def __init__(self, kernels: Sequence[Kernel], reads: int, writes: int) -> None:
        self.kernels = kernels
        self.reads, self.writes = reads, writes
        self.answered = 0

    def greet(self, handshake: Mapping[str, Any]) -> None:
        """Says who answers; before all else."""
        _write(self.writes, [b"gelu-accuracy 2 " + json.dumps(handshake).encode() + b"\n"])

    def answer_one(self) -> bool:
        """Answers the next batch; False at the end of the input.

        Raises:
            Whatever the kernel raises; nothing of its answer has been written then.
        """
        head = bytearray(_HEADER.size)
        got = _fill(self.reads, memoryview(head))
        if got == 0:
            return False
        if got < len(head):
            raise GeluAccuracyError("the input ends inside a header")
        count, number, arrays = _HEADER.unpack(head)
        kernel = self.kernels[number]
        inputs = [self._array(kernel, count) for _ in range(arrays)]
        y = kernel.answer(inputs)
        _write(self.writes, [head, memoryview(y).cast("B"), head])
        self.answered += count
        return True

    def _array(self, kernel: Kernel, count: int) -> Bits:
        bits = np.empty(count, kernel.x_format.bits_dtype)
        # Without a value there is no memory to look at.
        if count and _fill(self.reads, bits.data.cast("B")) < bits.nbytes:
            raise GeluAccuracyError(f"the input ends inside a batch of {count} values")
        return bits


def handshake_of(kernels: Sequence[Kernel], named: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """What is said of the first kernel's framework; and with `named` which kernels there are."""
    said = kernels[0].environment()
    if named:
        return {**said, "kernels": list(named)}
    return {**said, "name": kernels[0].name}


def _fill(descriptor: int, target: memoryview) -> int:
    """Reads until the target is full or the input ends; how many bytes came."""
    done = 0
    while done < len(target):
        n = os.readv(descriptor, [target[done:]])
        if n == 0:
            break
        done += n
    return done


def _write(descriptor: int, parts: Sequence[Any]) -> None:
    left = [memoryview(part).cast("B") for part in parts if len(part)]
    while left:
        n = os.writev(descriptor, left)
        while left and n >= len(left[0]):
            n -= len(left.pop(0))
        if left and n:
            left[0] = left[0][n:]
