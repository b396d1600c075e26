"""Writes the fixtures beside this file: python3 make.py (numpy, ml_dtypes and safetensors from PyPI)."""
import io
import pathlib

import ml_dtypes
import numpy as np
from numpy.lib import format as npy
from safetensors.numpy import save_file

here = pathlib.Path(__file__).parent
# Chosen bits of each format: zeros, subnormals, ones, largest, infinities, NaNs with payloads.
bits = {
    "f2": np.array([0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x3C00, 0xBC01, 0x7BFF, 0x7C00, 0xFC00, 0x7E00, 0xFD5A], "<u2"),
    "bf16": np.array([0x0000, 0x8000, 0x0001, 0x807F, 0x0080, 0x3F80, 0xBF81, 0x7F7F, 0x7F80, 0xFF80, 0x7FC0, 0xFFA5], "<u2"),
    "f4": np.array([0, 0x80000000, 1, 0x807FFFFF, 0x00800000, 0x3F800000, 0xBF800001, 0x7F7FFFFF, 0x7F800000, 0xFF800000, 0x7FC00000, 0xFFA5C3E1], "<u4"),
    "f8": np.array([0, 1 << 63, 1, 0x800FFFFFFFFFFFFF, 1 << 52, 0x3FF0000000000000, 0xBFF0000000000001, 0x7FEFFFFFFFFFFFFF, 0x7FF0000000000000, 0xFFF0000000000000, 0x7FF8000000000000, 0xFFF4A5C35A3C9B17], "<u8"),
}
types = {"f2": "<f2", "bf16": ml_dtypes.bfloat16, "f4": "<f4", "f8": "<f8"}
arrays = {name: b.view(types[name]) for name, b in bits.items()}

for name, array in arrays.items():
    np.save(here / f"{name}.npy", array)
    save_file({"x": array, "y": array[::-1].copy(), "n": np.arange(3)}, here / f"{name}.safetensors")
np.save(here / "bf16-as-u2.npy", bits["bf16"])
np.save(here / "f4-big-endian.npy", arrays["f4"].astype(">f4"))
np.save(here / "f4-fortran.npy", np.asfortranarray(arrays["f4"].reshape(3, 4, order="F")))
np.save(here / "f4-3d.npy", arrays["f4"].reshape(2, 3, 2))
np.save(here / "f4-scalar.npy", arrays["f4"][5])
np.save(here / "f4-empty.npy", arrays["f4"][:0])
np.save(here / "f4-structured.npy", arrays["f4"].view([("a", "<f4")]))
for version in ((2, 0), (3, 0)):
    stream = io.BytesIO()
    npy.write_array(stream, arrays["f4"], version=version)
    (here / f"f4-version-{version[0]}.npy").write_bytes(stream.getvalue())
for name, b in bits.items():
    width = b.dtype.itemsize * 2
    with open(here / f"{name}.csv", "w") as f:
        print("x_hex,y_hex", file=f)
        for x, y in zip(b, b[::-1]):
            print(f"0x{x:0{width}x},{y:0{width}X}", file=f)
