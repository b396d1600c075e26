"""Callables of numpy, torch and JAX arrays, and of single numbers, as one kind of kernel."""

from .base import Kernel
from .detect import kernel_of

__all__ = ["Kernel", "kernel_of"]
