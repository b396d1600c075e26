// The tanh form for bfloat16 in C++, float32 inside, rounded once. Build, then validate:
//   c++ -O2 -shared -fPIC -o libgelu.so gelu.cpp
//   gelu-accuracy validate --library libgelu.so --symbol gelu_tanh --format bfloat16 --function gelu-tanh
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

static float widened(std::uint16_t x) {
  std::uint32_t bits = std::uint32_t(x) << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

static std::uint16_t rounded(float value) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  if (std::isnan(value)) return std::uint16_t(bits >> 16 | 0x40);
  return std::uint16_t((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

extern "C" void gelu_tanh(const std::uint16_t *x, std::uint16_t *y, std::size_t n) {
  for (std::size_t i = 0; i < n; i++) {
    float v = widened(x[i]), u = 0.79788456f * (v + 0.044715f * v * v * v);
    y[i] = rounded(v / (1 + std::exp(-2 * u)));
  }
}
