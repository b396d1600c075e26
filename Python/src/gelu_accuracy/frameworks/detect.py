"""Which kind of arrays a callable takes."""

from __future__ import annotations

import sys
from typing import Any, Callable, Optional

import numpy as np

from ..errors import BadInput, BrokenKernel, GeluAccuracyError, one_line
from ..formats import Format
from .base import Kernel, name_of, ones
from .jax_arrays import JaxKernel
from .numpy_arrays import NumpyKernel
from .scalars import ScalarKernel
from .torch_tensors import TorchKernel

KINDS: dict[str, Callable[..., Kernel]] = {
    "numpy": NumpyKernel,
    "torch": TorchKernel,
    "jax": JaxKernel,
    "python": ScalarKernel,
}


def kernel_of(
    fn: Any,
    x_format: Format,
    y_format: Format,
    *,
    framework: Optional[str] = None,
    scalar: bool = False,
    device: Optional[str] = None,
    arrays: int = 1,
    **options: Any,
) -> Kernel:
    """The callable as a kernel of the arrays that it takes.

    A torch module, a jitted function, and one whose module is torch's or JAX's say it by themselves. Any other is
    called with three numbers: as a numpy array, then as a torch tensor and as a JAX array where the caller has
    imported those, then one by one.

    Args:
        framework: numpy, torch, jax or python (numbers one by one), to force one.
        scalar: the same as framework="python".
        device: where torch or JAX arrays are to lie, as "cuda"; it needs one of the two.
        arrays: how many arrays `fn` is called with.
        options: of `Kernel`.

    Raises:
        BadInput: `fn` cannot be called, or the framework is unknown.
        BrokenKernel: it takes none of these; the cause is what it raised first.
    """
    if not callable(fn):
        raise BadInput(f"{type(fn).__name__} is no callable; a kernel is a function of an array")
    if scalar and framework not in (None, "python"):
        raise BadInput(f"scalar=True is framework='python', not {framework!r}")
    chosen = "python" if scalar else framework or _known(fn)
    if chosen is not None:
        return _made(chosen, fn, x_format, y_format, device, options)
    kinds = ["numpy"] + [name for name in ("torch", "jax") if name in sys.modules] + ["python"]
    if device is not None:
        kinds = [kind for kind in kinds if kind in ("torch", "jax")]
    first: Optional[Exception] = None
    for kind in kinds:
        try:
            kernel = _made(kind, fn, x_format, y_format, device, options)
            kernel.answer([_trial(x_format)] * arrays)
            return kernel
        except GeluAccuracyError as error:
            # A wrong dtype or shape is an answer: other arrays would hide it.
            if isinstance(error, BrokenKernel) and kind != "python":
                return kernel
            first = first or error
        except Exception as error:
            first = first or error
    if isinstance(first, GeluAccuracyError):
        raise first
    reason = one_line(first) if first else "device= needs torch or JAX, and neither is imported"
    raise BrokenKernel(
        f"{name_of(fn)} raised {reason}, and takes no other arrays; framework= says which it takes", name_of(fn)
    ) from first


def _known(fn: Any) -> Optional[str]:
    """What the callable's own type says; nothing is imported for it."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(fn, torch.nn.Module):
        return "torch"
    modules = (type(fn).__module__ or "", getattr(fn, "__module__", None) or "")
    for module in modules:
        root = module.split(".")[0]
        if root in ("torch", "triton"):
            return "torch"
        if root in ("jax", "jaxlib"):
            return "jax"
    return None


def _made(
    kind: str, fn: Any, x_format: Format, y_format: Format, device: Optional[str], options: dict[str, Any]
) -> Kernel:
    make = KINDS.get(kind)
    if make is None:
        raise BadInput(f"framework={kind!r} is unknown; one of {', '.join(KINDS)}")
    if kind in ("torch", "jax"):
        options = {**options, "device": device}
    elif device is not None:
        raise BadInput(f"device= goes with torch or JAX, not with {kind}")
    return make(fn, x_format, y_format, **options)


def _trial(form: Format) -> Any:
    """Three values, of which a function of one number cannot make one."""
    if form.is_codes:
        return np.arange(3, dtype=form.dtype).view(form.bits_dtype)
    one = ones(form, 3)
    one[2] |= np.array(1 << (8 * form.width - 1), form.bits_dtype)
    return one
