"""Certified accuracy of GELU kernels from Python: `score(fn, dtype)`, `assert_gelu_accurate(fn, dtype, max_ulp=1)`.

All truth comes from the program `gelu-accuracy`, which this package has inside or finds.
"""

from .accurate import BOUNDS, assert_gelu_accurate
from .binary import find_binary
from .causes import Diagnosis, Identity, diagnose, identify
from .comparison import Comparison, compare
from .contracts import check_contract, seed_contract
from .errors import BadInput, BinaryNotFound, BrokenKernel, GeluAccuracyError, Inaccurate
from .exact import oracle
from .pages import report
from .result import Result
from .score import score, score_arrays
from .scores import Score, load
from .serve import serve

__version__ = "0.1.0"

__all__ = [
    "BOUNDS",
    "BadInput",
    "BinaryNotFound",
    "BrokenKernel",
    "Comparison",
    "Diagnosis",
    "GeluAccuracyError",
    "Identity",
    "Inaccurate",
    "Result",
    "Score",
    "assert_gelu_accurate",
    "check_contract",
    "compare",
    "diagnose",
    "find_binary",
    "identify",
    "load",
    "oracle",
    "report",
    "score",
    "score_arrays",
    "seed_contract",
    "serve",
]
