"""torch.nn.GELU, both forms and their gradients, in one process:
gelu-accuracy validate --command "python3 torch_gelu.py" --kernel all --format bfloat16"""
import os
import platform

import torch
from serve import serve

torch.set_num_threads(1)  # one core keeps up with the pipe; the others score
dtype = getattr(torch, os.environ["GELU_ACCURACY_FORMAT"])
kernels = [
    {"name": "torch gelu", "function": "gelu"},
    {"name": "torch gelu tanh", "function": "gelu-tanh"},
    {"name": "torch gelu backward", "function": "gelu", "derivative": 1},
    {"name": "torch gelu tanh backward", "function": "gelu-tanh", "derivative": 1},
]


def answer(number, arrays):
    *dy, x = (torch.frombuffer(bytearray(array), dtype=dtype) for array in arrays)
    function, derivative = kernels[number]["function"], kernels[number].get("derivative", 0)
    gelu = torch.nn.GELU(approximate="tanh" if function == "gelu-tanh" else "none")
    y = gelu(x.requires_grad_(derivative == 1))
    if derivative == 1:
        (y,) = torch.autograd.grad(y, x, dy[0] if dy else torch.ones_like(x))
    return y.view(torch.uint8).numpy().tobytes()


serve(
    answer,
    framework="torch",
    versions={"torch": torch.__version__, "python": platform.python_version()},
    device="cpu",
    instruction_set=torch.backends.cpu.get_cpu_capability(),
    kernels=kernels,
)
