"""The erf form in numpy, through the package: gelu-accuracy validate --command "python3 package_gelu.py" --format bfloat16"""
import math

import numpy as np
from gelu_accuracy import serve

erf = np.vectorize(math.erf, otypes=[np.float32])
serve(lambda x: (x.astype("f") / 2 * (1 + erf(x.astype("f") * 0.70710678))).astype(x.dtype))
