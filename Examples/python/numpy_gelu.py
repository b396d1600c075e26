"""The tanh form in numpy: gelu-accuracy validate --command "python3 numpy_gelu.py" --format float32"""
import os

import numpy as np
from serve import serve

np.seterr(all="ignore")
form = os.environ["GELU_ACCURACY_FORMAT"]
# numpy has no bfloat16: its bits are the upper half of a float32's.
dtype = {"float16": "<f2", "bfloat16": "<u2", "float32": "<f4", "float64": "<f8"}[form]


def widened(x):
    if form == "bfloat16":
        return (x.astype("<u4") << 16).view("<f4")
    return x if form == "float64" else x.astype("<f4")


def narrowed(y):
    if form != "bfloat16":
        return y.astype(dtype)
    bits = y.view("<u4")
    nearest = (bits + 0x7FFF + (bits >> 16 & 1)) >> 16  # ties to even
    return np.where(np.isnan(y), 0x7FC0, nearest).astype(dtype)


def gelu(x):
    c = x.dtype.type(np.sqrt(2 / np.pi))
    return x / 2 * (1 + np.tanh(c * (x + x.dtype.type(0.044715) * x**3)))


serve(
    lambda kernel, arrays: narrowed(gelu(widened(np.frombuffer(arrays[0], dtype)))).tobytes(),
    framework="numpy",
    versions={"numpy": np.__version__},
    device="cpu",
    kernels=[{"name": "numpy gelu", "function": "gelu-tanh"}],
)
