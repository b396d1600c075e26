"""Kernels on torch tensors: functions, modules, and their gradients by autograd."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from ..errors import BrokenKernel
from .base import Bits, Kernel, ones, takes_two


class TorchKernel(Kernel):
    """A callable of torch tensors on `device` that returns one there."""

    framework = "torch"

    def __init__(self, *arguments: Any, device: Optional[str] = None, **options: Any) -> None:
        import torch

        self.torch: Any = torch
        super().__init__(*arguments, **options)
        self.device = torch.device(device or "cpu")
        self.x_type = getattr(torch, self.x_format.dtype_name)
        self.y_type = getattr(torch, self.y_format.dtype_name)

    def answer(self, arrays: Sequence[Bits]) -> Bits:
        inputs = [self._tensor(array) for array in arrays]
        count = len(arrays[0])
        if self.gradient:
            y = self._gradient(inputs, count)
        else:
            with self.torch.no_grad():
                y = self.fn(*inputs)
        return self._encoded(y, count)

    def _tensor(self, bits: Bits) -> Any:
        return self.torch.from_numpy(bits.view(np.uint8)).view(self.x_type).to(self.device)

    def _gradient(self, inputs: list[Any], count: int) -> Any:
        if takes_two(self.fn):
            if len(inputs) == 1:
                inputs.insert(0, self._tensor(ones(self.x_format, count)))
            with self.torch.no_grad():
                return self.fn(*inputs)
        x = inputs[-1].requires_grad_(True)
        y = self.fn(x)
        dy = inputs[0].to(y.dtype) if len(inputs) == 2 else self.torch.ones_like(y)
        return self.torch.autograd.grad(y, x, dy)[0]

    def _encoded(self, y: Any, count: int) -> Bits:
        if not isinstance(y, self.torch.Tensor):
            raise BrokenKernel(f"{self.name} returned {type(y).__name__}, not a tensor", self.name)
        self._refuse_shape(y.shape, count)
        if y.dtype != self.y_type:
            if not self.casts or not y.dtype.is_floating_point:
                raise self._dtype_problem(str(y.dtype))
            y = y.to(self.y_type)
        y = y.detach().cpu().contiguous()
        encoded: Bits = y.view(self.torch.uint8).numpy().view(self.y_format.bits_dtype)
        return encoded

    def environment(self) -> dict[str, Any]:
        versions = {"torch": self.torch.__version__}
        if self.device.type != "cuda":
            capability = self.torch.backends.cpu.get_cpu_capability()
            return {
                "framework": "torch",
                "device": str(self.device),
                "versions": versions,
                "instruction_set": capability,
            }
        if self.torch.version.cuda:
            versions["cuda"] = self.torch.version.cuda
        return {"framework": "torch", "device": self.torch.cuda.get_device_name(self.device), "versions": versions}
