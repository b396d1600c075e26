import Foundation
import Testing

/// Kernels from elsewhere whose right answers are known: formulas of the catalogue, and broken ones.
enum ForeignKernels {
  static let source = """
    #include <math.h>
    #include <stddef.h>
    #include <stdint.h>
    #include <stdlib.h>
    #include <string.h>
    #include <unistd.h>
    static float wide(uint16_t b) {
      uint32_t u = (uint32_t)b << 16;
      float f;
      memcpy(&f, &u, 4);
      return f;
    }
    static uint16_t narrow(float f) {
      uint32_t u;
      memcpy(&u, &f, 4);
      if ((u & 0x7fffffff) > 0x7f800000) return u >> 16 | 0x40;
      return (u + 0x7fff + (u >> 16 & 1)) >> 16;
    }
    static float erf_gelu(float x) { return x * 0.5f * (1 + erff(x * (float)M_SQRT1_2)); }
    void mine_bf16(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = narrow(erf_gelu(wide(x[i])));
    }
    void mine_f32(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = erf_gelu(x[i]);
    }
    void other_f32(const float *x, float *y, size_t n) { mine_f32(x, y, n); }
    void crash_f32(const float *x, float *y, size_t n) {
      for (size_t i = 0; i < n; i++) if (x[i] > 1.5f && x[i] < 1.6f) abort();
      mine_f32(x, y, n);
    }
    void tired_f32(const float *x, float *y, size_t n) {
      static size_t calls;
      if ((calls += n) > 50000) abort();
      mine_f32(x, y, n);
    }
    void crash_bf16(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) if (x[i] == 0x4040) abort();
      mine_bf16(x, y, n);
    }
    void broken(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++)
        y[i] = x[i] == 0x3f80 ? 0xbf80 : x[i] == 0x4000 ? 0x7fc0 : x[i] == 0x4040 ? 0x7f80
          : x[i] & 0x8000 && x[i] <= 0xff80 ? 0 : x[i];
    }
    void slow(const uint16_t *x, uint16_t *y, size_t n) {
      for (size_t i = 0; i < n; i++) y[i] = x[i] & 0x8000 && x[i] <= 0xff80 ? 0 : x[i];
      usleep(20000);
    }
    """

  /// The library, in a folder of its own.
  static func library(in files: Files, _ flags: [String] = ["-O1"]) throws -> String {
    let path = files.path("libk.so")
    let c = try files.write(source, "k.c")
    try Compiler.run(
      flags + ["-w", "-ffp-contract=off", "-shared", "-fPIC", "-o", path, c, "-lm"])
    return path
  }
}

extension Files {
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path(name), encoding: .utf8)
  }

  func object(_ name: String) throws -> [String: Any] {
    try jsonObject(Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

func jsonObject(_ data: Data) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
}

/// Two objects without some keys, as text of sorted keys.
func isSame(_ a: [String: Any], _ b: [String: Any], without keys: Set<String>) throws -> Bool {
  func plain(_ object: [String: Any]) throws -> Data {
    try JSONSerialization.data(
      withJSONObject: object.filter { !keys.contains($0.key) }, options: .sortedKeys)
  }
  return try plain(a) == plain(b)
}
