import FloatingPointFormats

extension Snippet {
  /// A program in Python with numpy.
  var pythonText: String {
    get throws {
      switch call {
      case .function(let function): return pythonProgram("ctypes", try byLibrary(function))
      case .command(let command, let framed):
        return pythonProgram(
          framed == nil ? "os, subprocess" : "os, struct, subprocess",
          byCommand(command, framed))
      case .arrays(let inputs, let outputs):
        return pythonProgram(nil, try byArrays(inputs, outputs))
      case .expression:
        throw NoSnippet("an expression in C++ is not called from Python; --snippet c compiles it")
      case .builtIn:
        throw NoSnippet(
          "a built-in kernel is no function of a library; 'gelu-accuracy filter' gives its bits")
      }
    }
  }

  /// - Parameter kernel: defines `kernel`, from bits to bits.
  private func pythonProgram(_ modules: String?, _ kernel: String) -> String {
    """
    # python3 repro.py: exit status 1 while a result is wrong.
    \(modules.map { "import \($0)\n" } ?? "")import sys

    import numpy as np

    \(kernel)

    \(pythonTables("np.array", y.numpyBits))
    \(pythonTest)
    failures = 0
    for x, w in zip(inputs, want):
        got = next((int(y) for y in kernel(x) if not is_right(int(y), w)), w)
        print(f"x = 0x{x:0\(self.x.width / 4)x}: got 0x{got:0\(y.width / 4)x}, want 0x{w:0\(y.width / 4)x}")
        failures += not is_right(got, w)
    sys.exit(failures != 0)

    """
  }

  func pythonTables(_ array: String, _ type: String) -> String {
    """
    # Inputs in bits; right is \(allowance).
    inputs = [
    \(list(\.input, x, comment: "#"))
    ]
    want = [
    \(list(\.want, y, comment: "#"))
    ]

    """
  }

  var pythonTest: String {
    """

    def is_right(got, want):
        magnitude, infinity = \(y.magnitudeMask), \(y.lastOrdered)
        g, w = got & magnitude, want & magnitude
        if g > infinity or w > infinity:
            return g > infinity and w > infinity
        if got == want:
            return True
        # Zeros, infinities and signs must be right.
        if 0 in (g, w) or infinity in (g, w) or (g != got) != (w != want):
            return False
        return abs(g - w) <= \(steps)


    """
  }

  private func byLibrary(_ function: KernelCall.CFunction) throws -> String {
    guard function.alignment <= 64 else {
      throw NoSnippet("numpy aligns no array to \(function.alignment) bytes; --snippet c does")
    }
    let load =
      "library = ctypes.CDLL(\(function.path.quoted))\nf = library[\(function.symbol.quoted)]"
    guard function.form != .scalar else {
      return load + "\n" + scalarCall
    }
    let length = function.lengthType == "int" ? "c_int" : "c_size_t"
    let isInPlace = function.form == .batch && !function.order.contains("y")
    let values: [Character: String] = [
      "x": isInPlace ? "pointer(ys)" : "pointer(xs)", "y": "pointer(ys)", "g": "pointer(dy)",
      "d": "pointer(ys)", "n": "ctypes.\(length)(len(xs))",
    ]
    let arguments = function.order.map { values[$0] ?? "" }.joined(separator: ", ")
    let gradient =
      function.form == .backward
      ? "\n    dy = np.full(1024, \(x.hex(x.bits(of: 1))), np.\(x.numpyBits))" : ""
    let outputs =
      isInPlace ? "ys = xs.copy()" : "ys = np.zeros(1024, np.\(y.numpyBits))"
    return """
      \(load)
      f.restype = None


      def pointer(array):
          return array.ctypes.data_as(ctypes.c_void_p)


      def kernel(x):
          xs = np.full(1024, x, np.\(x.numpyBits))  # alike, so that vector code is reached\(gradient)
          \(outputs)
          f(\(arguments))
          return ys

      """
  }

  /// Values of 16 and 8 bits go by their encodings.
  private var scalarCall: String {
    let isWide = x.width >= 32
    let type = isWide ? (x.width == 32 ? "float" : "double") : "uint\(x.width)"
    let numpy = x.width == 32 ? "float32" : "float64"
    let call =
      isWide
      ? "np.array([f(float(np.array([x], np.\(x.numpyBits)).view(np.\(numpy))[0]))], np.\(numpy)).view(np.\(y.numpyBits))"
      : "[f(x)]"
    return """
      f.argtypes, f.restype = [ctypes.c_\(type)], ctypes.c_\(type)


      def kernel(x):
          return \(call)

      """
  }

  private func byCommand(_ command: String, _ framed: Int?) -> String {
    let send =
      framed.map { "struct.pack(\"<QII\", len(xs), \($0), 1) + xs.tobytes()" } ?? "xs.tobytes()"
    let answer = framed == nil ? "answer" : "answer.split(b\"\\n\", 1)[1][16:-16]"
    return """
      def kernel(x):
          xs = np.full(1024, x, np.\(x.numpyBits))
          environment = os.environ | {
              "GELU_ACCURACY_FORMAT": "\(y.rawValue)", "GELU_ACCURACY_INPUT_FORMAT": "\(x.rawValue)",
              "GELU_ACCURACY_FUNCTION": \(target.function.name.quoted),
              "GELU_ACCURACY_DERIVATIVE": "\(target.derivative)", "GELU_ACCURACY_INPUTS": "x",
              "GELU_ACCURACY_BATCH": str(xs.nbytes),\(framed == nil ? "" : " \"GELU_ACCURACY_PROTOCOL\": \"2\",")
          }
          answer = subprocess.run(
              \(command.quoted), shell=True, check=True, stdout=subprocess.PIPE, env=environment,
              input=\(send)).stdout
          return np.frombuffer(\(answer), np.\(y.numpyBits))

      """
  }

  private func byArrays(_ inputs: String, _ outputs: String?) throws -> String {
    guard let outputs, inputs.hasSuffix(".npy"), outputs.hasSuffix(".npy") else {
      throw NoSnippet(
        "outputs in a file have no function to call; a reproduction reads .npy files, two of them")
    }
    return """
      xs = np.load(\(inputs.quoted)).ravel().view(np.\(x.numpyBits))
      ys = np.load(\(outputs.quoted)).ravel().view(np.\(y.numpyBits))


      def kernel(x):
          return ys[xs == x]

      """
  }
}
