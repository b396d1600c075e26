"""Answers gelu-accuracy in the second version of its protocol, which Documentation/Protocol.md describes."""
import json
import os
import struct
import sys

WIDTHS = {"bfloat16": 2, "float16": 2, "float32": 4, "float64": 8}


def serve(answer, **handshake):
    """Calls answer(kernel, [bytes of x]) or, with a second input, answer(kernel, [bytes of it, bytes of x]) for
    every batch, and sends the bytes of y that it returns. `handshake` says who answers: name, framework, versions,
    device, instruction_set, flags, kernels."""
    batches, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what the kernel prints goes to standard error, not among the answers
    answers.write(b"gelu-accuracy 2 %s\n" % json.dumps(handshake).encode())
    answers.flush()
    width = WIDTHS[os.environ["GELU_ACCURACY_INPUT_FORMAT"]]
    while header := batches.read(16):
        count, kernel, arrays = struct.unpack("<QII", header)
        y = answer(kernel, [batches.read(count * width) for _ in range(arrays)])
        answers.write(header + y + header)
        answers.flush()
