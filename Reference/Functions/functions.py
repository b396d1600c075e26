"""The functions beside the GELU family and their first two derivatives, in mpmath, by closed forms.

The docstring of a function is its definition, for the head of its golden tables."""

from mpmath import erf, erfc, exp, expm1, log1p, mpf, pi, sqrt, tanh

# Beyond this erf and erfc are their limits to 10^-43000000.
FAR = 10000


def logistics(x):
    """1/(1+exp(-x)) and 1/(1+exp(x))."""
    e = exp(-abs(x))
    near, far = 1 / (1 + e), e / (1 + e)
    return (near, far) if x >= 0 else (far, near)


def sigmoid(x, d):
    """f(x) = 1/(1+exp(-x))"""
    s, r = logistics(x)
    return (s, s * r, s * r * (r - s))[d]


def tanh_(x, d):
    """f(x) = tanh(x)"""
    s, r = logistics(2 * x)
    t = tanh(x)
    return (t, 4 * s * r, -8 * t * s * r)[d]


def bell(x):
    return 2 / sqrt(pi) * exp(-x * x)


def erf_(x, d):
    """f(x) = erf(x)"""
    if d == 0:
        return erf(x) if abs(x) < FAR else mpf(1 if x > 0 else -1)
    return (bell(x), -2 * x * bell(x))[d - 1]


def erfc_(x, d):
    """f(x) = 1-erf(x)"""
    if d == 0:
        # The first term of its series serves beyond: only its size is asked for there.
        return erfc(x) if abs(x) < FAR else bell(x) / (2 * x) if x > 0 else mpf(2)
    return -erf_(x, d)


def softplus(x, d):
    """f(x) = log(1+exp(x))"""
    s, r = logistics(x)
    return (max(x, 0) + log1p(exp(-abs(x))), s, s * r)[d]


def mish(x, d):
    """f(x) = x*tanh(log(1+exp(x)))"""
    s, r = logistics(x)
    # With q = exp(-|x|): t = tanh(log(1+exp(x))), and h = 1 - t^2.
    q = exp(-abs(x))
    if x >= 0:
        t, h = (1 + 2 * q) / (1 + 2 * q + 2 * q * q), 4 * q * q * (1 + q) ** 2 / (1 + 2 * q + 2 * q * q) ** 2
    else:
        n = q * (q + 2)
        t, h = n / (n + 2), 4 * (n + 1) / (n + 2) ** 2
    t1 = h * s
    t2 = -2 * t * h * s * s + h * s * r
    return (x * t, t + x * t1, 2 * t1 + x * t2)[d]


def elu(x, d):
    """f(x) = x for x >= 0, exp(x)-1 for x < 0"""
    if x >= 0:
        return (x, mpf(1))[d]
    return (expm1(x), exp(x))[d]


def hardswish(x, d):
    """f(x) = x*min(max(x+3,0),6)/6"""
    if x <= -3:
        return mpf(0)
    if x >= 3:
        return (x, mpf(1))[d]
    return (x * (x + 3) / 6, (2 * x + 3) / 6)[d]


# name -> (function, highest derivative)
FUNCTIONS = {
    "sigmoid": (sigmoid, 2),
    "tanh": (tanh_, 2),
    "erf": (erf_, 2),
    "erfc": (erfc_, 2),
    "softplus": (softplus, 2),
    "mish": (mish, 2),
    "elu": (elu, 1),
    "hardswish": (hardswish, 1),
}
