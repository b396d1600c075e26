"""Kernels on JAX arrays, jitted or not, and their gradients by `jax.vjp`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from ..errors import BadInput
from .base import Bits, ones, takes_two
from .numpy_arrays import NumpyKernel


class JaxKernel(NumpyKernel):
    """A callable of JAX arrays that returns one."""

    framework = "jax"

    def __init__(self, *arguments: Any, device: Optional[str] = None, **options: Any) -> None:
        import jax

        self.jax: Any = jax
        super().__init__(*arguments, **options)
        self.device = jax.devices(device)[0] if device else jax.devices()[0]

    def answer(self, arrays: Sequence[Bits]) -> Bits:
        inputs = [self._array(array) for array in arrays]
        count = len(arrays[0])
        y = self._gradient(inputs, count) if self.gradient else self.fn(*inputs)
        return self.encoded(np.asarray(y), count)

    def _array(self, bits: Bits) -> Any:
        array = self.jax.device_put(bits.view(self.x_format.dtype), self.device)
        if array.dtype != self.x_format.dtype:
            raise BadInput(
                f"JAX makes {array.dtype.name} of {self.x_format.dtype_name}: "
                "jax.config.update('jax_enable_x64', True) keeps it"
            )
        return array

    def _gradient(self, inputs: list[Any], count: int) -> Any:
        if takes_two(self.fn):
            if len(inputs) == 1:
                inputs.insert(0, self._array(ones(self.x_format, count)))
            return self.fn(*inputs)
        y, pull = self.jax.vjp(self.fn, inputs[-1])
        dy = inputs[0].astype(y.dtype) if len(inputs) == 2 else self.jax.numpy.ones_like(y)
        return pull(dy)[0]

    def environment(self) -> dict[str, Any]:
        kind = self.device.device_kind
        return {"framework": "jax", "device": str(kind), "versions": {"jax": self.jax.__version__}}
