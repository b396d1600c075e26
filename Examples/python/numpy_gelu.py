"""The tanh form in numpy: gelu-accuracy validate --command "python3 numpy_gelu.py" --format float32 --function gelu-tanh"""
import os
import sys

import numpy as np

np.seterr(all="ignore")
dtype = {"float16": "<f2", "float32": "<f4", "float64": "<f8"}[os.environ["GELU_ACCURACY_FORMAT"]]
batch = int(os.environ["GELU_ACCURACY_BATCH"])


def gelu(x):
    wide = x if dtype == "<f8" else x.astype("<f4")
    c = wide.dtype.type(np.sqrt(2 / np.pi))
    return (wide / 2 * (1 + np.tanh(c * (wide + wide.dtype.type(0.044715) * wide**3)))).astype(dtype)


while block := sys.stdin.buffer.read(batch):
    sys.stdout.buffer.write(gelu(np.frombuffer(block, dtype)).tobytes())
    sys.stdout.buffer.flush()
