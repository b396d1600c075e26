"""GELU in plain Python: gelu-accuracy validate --command "python3 plain.py" --format float16"""
import math
import os
import struct
import sys

code = {"float16": "e", "float32": "f", "float64": "d"}[os.environ["GELU_ACCURACY_FORMAT"]]
batch = int(os.environ["GELU_ACCURACY_BATCH"])


def gelu(x):
    phi = 0.5 * math.erfc(-x * math.sqrt(0.5))
    return x * phi if phi else -0.0


while block := sys.stdin.buffer.read(batch):
    values = "<%d%s" % (len(block) // struct.calcsize(code), code)
    sys.stdout.buffer.write(struct.pack(values, *map(gelu, struct.unpack(values, block))))
    sys.stdout.buffer.flush()
