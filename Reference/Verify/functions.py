"""Every function and approximation with its first two derivatives, in mpmath, from the textbook."""

from mpmath import erfc, exp, mpf, pi, sqrt


def gelu(x, d):
    bell = exp(-x * x / 2) / sqrt(2 * pi)
    if abs(x) < 1e5:
        normal = erfc(-x / sqrt(2)) / 2
    else:
        # mpmath's erfc ends here; the first term is good to 10 digits of 10^-2000000000.
        normal = bell / -x if x < 0 else 1 - bell / x
    return (x * normal, normal + x * bell, bell * (2 - x * x))[d]


def logistic(k, c):
    """x/(1+exp(-z)), z = k(x + c x^3); k and c are called, so that they have today's precision."""

    def f(x, d):
        k_, c_ = k(), c()
        z, z1, z2 = k_ * (x + c_ * x**3), k_ * (1 + 3 * c_ * x * x), 6 * k_ * c_ * x
        s, t = 1 / (1 + exp(-z)), 1 / (1 + exp(z))
        if d == 0:
            return x * s
        if d == 1:
            return s + x * s * t * z1
        return 2 * s * t * z1 + x * (s * t * (t - s) * z1 * z1 + s * t * z2)

    return f


def relu(x, d):
    return (x if x > 0 else mpf(0), mpf(1 if x > 0 else 0), mpf(0))[d]


def leaky_relu(x, d):
    a = mpf("0.01")
    return (x if x > 0 else a * x, mpf(1) if x > 0 else a, mpf(0))[d]


def hard(x, d):
    w, h = mpf("3.16"), mpf("1.58")
    if abs(x) > h:
        return relu(x, d)
    return (x * (x + h) / w, (2 * x + h) / w, 2 / w)[d]


def i_gelu(x, d):
    a, b = mpf("-0.2888"), mpf("-1.769")
    z = abs(x) / sqrt(2)
    if z > -b:
        return relu(x, d)
    s = 1 if x > 0 else -1
    l0, l1 = s * (a * (z + b) ** 2 + 1), 2 * a * (z + b) / sqrt(2)
    l2 = s * a
    return (x / 2 * (1 + l0), (1 + l0) / 2 + x / 2 * l1, l1 + x / 2 * l2)[d]


def constant(text):
    return lambda: mpf(text)


FUNCTIONS = {
    "gelu": gelu,
    "gelu-tanh": logistic(lambda: 2 * sqrt(2 / pi), constant("0.044715")),
    "gelu-sigmoid": logistic(constant("1.702"), constant(0)),
    "silu": logistic(constant(1), constant(0)),
    "relu": relu,
    "leaky-relu": leaky_relu,
    "gelu-sigmoid(scale=1.773)": logistic(constant("1.773"), constant(0)),
    "ascend": logistic(constant("1.595769122"), constant("0.0455399241")),
    "mlx-old": logistic(constant("1.60033"), constant("0.0433603")),
    "i-gelu": i_gelu,
    "hard-gelu": hard,
}
