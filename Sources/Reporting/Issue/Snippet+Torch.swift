import FloatingPointFormats
import Functions

extension Snippet {
  /// A program that calls torch's own function, whatever kernel was scored.
  var torchText: String {
    get throws {
      let types: [FormatName: String] = [
        .float16: "float16", .bfloat16: "bfloat16", .float32: "float32", .float64: "float64",
      ]
      guard signature.isUniform, let type = types[y] else {
        throw NoSnippet("--snippet torch takes float16, bfloat16, float32 or float64 at both ends")
      }
      guard target.derivative <= 1, let call = torchCall else {
        throw NoSnippet("torch has no function that computes \(target.symbol) with these constants")
      }
      let gradient =
        target.derivative == 1
        ? "\n    y.backward(torch.ones_like(y))\n    y = x.grad" : ""
      return """
        # python3 repro.py: exit status 1 while a result is wrong.
        import sys

        import torch
        import torch.nn.functional as F

        \(pythonTables("torch.tensor", type))
        \(pythonTest)
        def signed(bits):
            return bits - (bits >> \(y.width - 1) << \(y.width))


        def kernel(bits):
            # Alike, so that vector code is reached.
            x = torch.tensor([signed(bits)] * 1024, dtype=torch.int\(y.width)).view(torch.\(type))
            x.requires_grad_(\(target.derivative == 1 ? "True" : "False"))
            y = \(call)\(gradient)
            return [b & \(y.hex(.max >> UInt64(64 - y.width))) for b in y.detach().view(torch.int\(y.width)).tolist()]


        print("torch", torch.__version__, torch.backends.cpu.get_cpu_capability())
        failures = 0
        for x, w in zip(inputs, want):
            got = next((y for y in kernel(x) if not is_right(y, w)), w)
            print(f"x = 0x{x:0\(y.width / 4)x}: got 0x{got:0\(y.width / 4)x}, want 0x{w:0\(y.width / 4)x}")
            failures += not is_right(got, w)
        sys.exit(failures != 0)

        """
    }
  }

  /// torch's function of the same name, with the constants that it has; nil where there is none.
  private var torchCall: String? {
    let calls = [
      "gelu": "F.gelu(x)", "gelu-tanh": "F.gelu(x, approximate=\"tanh\")",
      "gelu-sigmoid": "x * torch.sigmoid(1.702 * x)", "silu": "F.silu(x)", "relu": "F.relu(x)",
      "leaky-relu": "F.leaky_relu(x, 0.01)", "sigmoid": "torch.sigmoid(x)",
      "tanh": "torch.tanh(x)", "erf": "torch.erf(x)", "erfc": "torch.erfc(x)",
      "softplus": "F.softplus(x)", "mish": "F.mish(x)", "elu": "F.elu(x)",
      "hardswish": "F.hardswish(x)",
    ]
    // With other constants the name has them behind it.
    return calls[target.function.name]
  }
}
