import FloatingPointFormats

extension Snippet {
  /// A program in C, or in C++ for an expression.
  var cText: String {
    get throws {
      switch call {
      case .function(let function): return cProgram(function)
      case .expression(let text, let source, let compiler):
        return cppProgram(text, source, compiler)
      case .command:
        throw NoSnippet("a command is not called from C; --snippet python calls it")
      case .arrays:
        throw NoSnippet("outputs in a file have no function to call; --snippet python reads them")
      case .builtIn:
        throw NoSnippet(
          "a built-in kernel is no function of a library; 'gelu-accuracy filter' gives its bits")
      }
    }
  }

  /// What both programs have: the inputs, what is right, and the test for it.
  private var cTables: String {
    """
    // Inputs in bits; right is \(allowance).
    static const \(x.cBits) inputs[] = {
    \(list(\.input, x, comment: "//"))
    };
    static const \(y.cBits) want[] = {
    \(list(\.want, y, comment: "//"))
    };

    static int is_nan(\(y.cBits) b) { return (b & \(y.magnitudeMask)) > \(y.lastOrdered); }

    static int is_right(\(y.cBits) got, \(y.cBits) want) {
      const uint64_t magnitude = \(y.magnitudeMask), infinity = \(y.lastOrdered);
      uint64_t g = got & magnitude, w = want & magnitude;
      if (is_nan(got) || is_nan(want)) return is_nan(got) && is_nan(want);
      if (got == want) return 1;
      // Zeros, infinities and signs must be right.
      if (g == 0 || w == 0 || g >= infinity || w >= infinity || (g != got) != (w != want))
        return 0;
      return (g < w ? w - g : g - w) <= \(steps);
    }

    """
  }

  /// Calls by `call`, and prints.
  private func cMain(_ setUp: String, _ call: String, copies: Int, _ alignment: Int) -> String {
    let aligned = alignment > 1 ? "_Alignas(\(alignment)) " : ""
    let (xDigits, yDigits) = (x.width / 4, y.width / 4)
    return """
      enum { N = \(copies) };  // values in a call, all alike: vector code is reached

      int main(void) {
      \(setUp)  static \(aligned)\(x.cType) x[N];
        static \(aligned)\(y.cType) y[N];
        int failures = 0;
        for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
          \(y.cBits) got = 0;
          for (size_t k = 0; k < N; k++) memcpy(&x[k], &inputs[i], sizeof x[k]);
          memset(y, 0xff, sizeof y);
      \(call)
          for (size_t k = 0; k < N; k++) {
            memcpy(&got, &y[k], sizeof got);
            if (!is_right(got, want[i])) break;
          }
          int ok = is_right(got, want[i]);
          printf("x = 0x%0\(xDigits)llx: got 0x%0\(yDigits)llx, want 0x%0\(yDigits)llx%s\\n",
                 (unsigned long long)inputs[i], (unsigned long long)got,
                 (unsigned long long)want[i], ok ? "" : "  WRONG");
          failures += !ok;
        }
        return failures != 0;
      }

      """
  }

  private func cProgram(_ function: KernelCall.CFunction) -> String {
    let n = function.lengthType
    let types: [Character: String] = [
      "x": "const \(x.cType) *x", "y": "\(y.cType) *y", "g": "const \(x.cType) *dy",
      "d": "\(y.cType) *dx", "n": "\(n) n",
    ]
    let isInPlace = function.form == .batch && !function.order.contains("y")
    let values: [Character: String] = [
      "x": isInPlace ? "y" : "x", "y": "y", "g": "dy", "d": "y", "n": "N",
    ]
    let isScalar = function.form == .scalar
    let parameters = function.order.map { letter in
      isInPlace && letter == "x" ? "\(y.cType) *x" : types[letter] ?? ""
    }.joined(separator: ", ")
    let arguments = function.order.map { values[$0] ?? "" }.joined(separator: ", ")
    let type =
      isScalar
      ? "typedef \(y.cType) kernel(\(x.cType) x);" : "typedef void kernel(\(parameters));"
    let call =
      isScalar
      ? "    y[0] = f(x[0]);"
      : (isInPlace ? "    memcpy(y, x, sizeof y);\n" : "") + "    f(\(arguments));"
    let one = x.hex(x.bits(of: 1))
    let gradient =
      function.form == .backward
      ? "  static \(x.cType) dy[N];\n  const \(x.cBits) one = \(one);\n"
        + "  for (size_t k = 0; k < N; k++) memcpy(&dy[k], &one, sizeof one);\n" : ""
    let setUp = """
        void *library = dlopen(\(function.path.quoted), RTLD_NOW);
        kernel *f = library ? (kernel *)dlsym(library, \(function.symbol.quoted)) : 0;
        if (!f) return fprintf(stderr, "%s\\n", dlerror()), 2;

      """
    return """
      // cc repro.c -o repro -ldl && ./repro: exit status 1 while \(function.symbol) gives a wrong result.
      #include <dlfcn.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>

      \(type)

      \(cTables)
      \(cMain(setUp + gradient, call, copies: isScalar ? 1 : 1024, function.alignment))
      """
  }

  private func cppProgram(_ text: String, _ source: String?, _ compiler: String) -> String {
    let include = source.map { "#include \($0.quoted)\n" } ?? ""
    return """
      // \(compiler.replacing(" -shared -fPIC", with: "")) repro.cpp -o repro && ./repro: exit status 1 while a result is wrong.
      #include <cmath>
      #include <cstdint>
      #include <cstdio>
      #include <cstring>
      \(include)
      static \(y.cType) kernel(\(x.cType) x) { return (\(text)); }

      \(cTables)
      \(cMain("", "    for (size_t k = 0; k < N; k++) y[k] = kernel(x[k]);", copies: 1024, 1))
      """
  }
}
