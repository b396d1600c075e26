"""torch.nn.GELU and its gradient: gelu-accuracy validate --command "python3 torch_gelu.py" --format bfloat16 [--derivative]"""
import os
import sys

import torch

torch.set_num_threads(1)  # one core keeps up with the pipe; the others score
env = os.environ
dtype = getattr(torch, env["GELU_ACCURACY_FORMAT"])
gelu = torch.nn.GELU(approximate="tanh" if env["GELU_ACCURACY_FUNCTION"] == "gelu-tanh" else "none")

while block := bytearray(sys.stdin.buffer.read(int(env["GELU_ACCURACY_BATCH"]))):
    x = torch.frombuffer(block, dtype=dtype)
    if env["GELU_ACCURACY_INPUTS"] == "dy,x":
        dy, x = x.chunk(2)
    else:
        dy = torch.ones_like(x)
    y = gelu(x.requires_grad_(env["GELU_ACCURACY_DERIVATIVE"] == "1"))
    if y.requires_grad:
        (y,) = torch.autograd.grad(y, x, dy)
    sys.stdout.buffer.write(y.view(torch.uint8).numpy().tobytes())
    sys.stdout.buffer.flush()
