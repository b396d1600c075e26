"""GELU in plain Python: gelu-accuracy validate --command "python3 plain.py" --format float16"""
import math
import os
import struct
import sys

form = os.environ["GELU_ACCURACY_FORMAT"]
batch = int(os.environ["GELU_ACCURACY_BATCH"])
# struct has no bfloat16: its bits are the upper half of a float32's.
code = {"float16": "e", "bfloat16": "H", "float32": "f", "float64": "d"}[form]


def gelu(x):
    phi = 0.5 * math.erfc(-x * math.sqrt(0.5))
    return x * phi if phi else -0.0


def bfloat16_gelu(bits):
    (x,) = struct.unpack("<f", struct.pack("<I", bits << 16))
    y = gelu(x)
    if math.isnan(y):
        return 0x7FC0
    (wide,) = struct.unpack("<I", struct.pack("<f", y))
    return (wide + 0x7FFF + (wide >> 16 & 1)) >> 16  # ties to even


kernel = bfloat16_gelu if form == "bfloat16" else gelu
while block := sys.stdin.buffer.read(batch):
    values = "<%d%s" % (len(block) // struct.calcsize(code), code)
    sys.stdout.buffer.write(struct.pack(values, *map(kernel, struct.unpack(values, block))))
    sys.stdout.buffer.flush()
