"""GELU in plain Python: gelu-accuracy validate --command "python3 plain.py" --format float16 [--input-format float32]"""
import math
import os
import struct
import sys

batch = int(os.environ["GELU_ACCURACY_BATCH"])
codes = {"float16": "e", "bfloat16": "H", "float32": "f", "float64": "d"}
reads, writes = os.environ["GELU_ACCURACY_INPUT_FORMAT"], os.environ["GELU_ACCURACY_FORMAT"]


def gelu(x):
    phi = 0.5 * math.erfc(-x * math.sqrt(0.5))
    return x * phi if phi else -0.0


# struct has no bfloat16: its bits are the upper half of a float32's.
def widened(x):
    return struct.unpack("<f", struct.pack("<I", x << 16))[0] if reads == "bfloat16" else x


def narrowed(y):
    try:
        struct.pack("<" + ("f" if writes == "bfloat16" else codes[writes]), y)
    except OverflowError:
        y = math.copysign(math.inf, y)
    if writes != "bfloat16":
        return y
    if math.isnan(y):
        return 0x7FC0
    (wide,) = struct.unpack("<I", struct.pack("<f", y))
    return (wide + 0x7FFF + (wide >> 16 & 1)) >> 16  # ties to even


while block := sys.stdin.buffer.read(batch):
    n = len(block) // struct.calcsize(codes[reads])
    x = struct.unpack("<%d%s" % (n, codes[reads]), block)
    y = [narrowed(gelu(widened(value))) for value in x]
    sys.stdout.buffer.write(struct.pack("<%d%s" % (n, codes[writes]), *y))
    sys.stdout.buffer.flush()
