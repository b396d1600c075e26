"""Binary formats on exact numbers: encodings, neighbours, correct rounding. Integers only."""

import mpmath


class Format:
    def __init__(self, name, width, precision, least_exponent):
        self.name, self.width, self.p, self.emin = name, width, precision, least_exponent
        self.quantum = least_exponent - precision + 1
        self.largest = ((3 - 2 * least_exponent) << (precision - 1)) - 1

    def ordinal(self, bits):
        """Place on the ordered line; both zeros are 0."""
        code = int(bits, 16)
        sign = 1 << (self.width - 1)
        return -(code - sign) if code >= sign else code

    def value(self, ordinal):
        """The exact value, as an mpf with as many bits as it needs."""
        magnitude = abs(ordinal)
        field, fraction = magnitude >> (self.p - 1), magnitude & ((1 << (self.p - 1)) - 1)
        if field == 0:
            n, e = fraction, self.quantum
        else:
            n, e = fraction | 1 << (self.p - 1), field - 1 + self.quantum
        return mpmath.mpf((n if ordinal >= 0 else -n, e))

    def rounded(self, y):
        """The ordinal of the nearest value, ties to even; no result here overflows."""
        sign, man, exp, bits = y._mpf_
        if man == 0:
            return 0
        quantum = max(exp + bits - 1, self.emin) - self.p + 1
        shift = quantum - exp
        if shift <= 0:
            n = man << -shift
        elif shift > bits + 1:
            n = 0
        else:
            n, rest = man >> shift, man & ((1 << shift) - 1)
            half = 1 << (shift - 1)
            n += rest > half or (rest == half and n & 1)
        magnitude = ((quantum - self.quantum) << (self.p - 1)) + n
        return -magnitude if sign else magnitude


FORMATS = {
    f.name: f
    for f in (
        Format("float16", 16, 11, -14),
        Format("bfloat16", 16, 8, -126),
        Format("float32", 32, 24, -126),
        Format("float64", 64, 53, -1022),
    )
}
