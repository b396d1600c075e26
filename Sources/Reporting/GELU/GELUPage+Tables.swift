import Analysis
import FloatingPointFormats
import Foundation
import Functions
import Kernels
import Oracle
import Scoring
import Verdicts

extension GELUPage {
  static let tensor = [-3.0, -1, 0, 1, 3]

  /// Which formulas are shown, and where they run.
  static let formulas = [
    ("onednn-minimax+fma", "PyTorch in float32 on a processor with AVX-512 (oneDNN)"),
    ("as7126", "PyTorch's vectors without oneDNN"),
    ("erf", "PyTorch one value at a time, ggml"),
    ("erfc", "JAX with `approximate=False`"),
    ("mlas", "ONNX Runtime"),
    ("xnnpack-f32-rational", "XNNPACK"),
    ("tanh", "PyTorch with `approximate='tanh'`, JAX by default"),
    ("quick", "CLIP's QuickGELU"),
    ("best", "this project: correctly rounded"),
  ]

  func exactValues() throws -> Table {
    let oracle = Oracle(.gelu)
    let rows = try GELUPage.tensor.map { x -> [String] in
      func bits<T: BinaryFormat>(_: T.Type) throws -> String {
        let y: T = try oracle.rounded(at: x)
        return "`\(y.hexBits)`"
      }
      let bits = try [bits(Float.self), bits(Float16.self), bits(BFloat16.self)]
      return ["\(Int(x))", try oracle.decimal(at: x, digits: 20)] + bits
    }
    return Table(titles: ["x:", "gelu(x):", "float32", "float16", "bfloat16"], rows: rows)
  }

  func printedValues() throws -> Table {
    let rows = try GELUPage.formulas.map { name, place -> [String] in
      let outputs = try GELUPage.outputs(of: Catalogue.kernel(named: name, for: Float.self))
      let error = try Oracle(.gelu).ulpError(
        of: Double(outputs[0]), at: -3, in: FormatName.float32.parameters)
      return ["`\(name)`", place] + outputs.map(\.exactDecimal)
        + [Figures.ulp(error.lo)]
    }
    return Table(
      titles: ["formula", "in"] + GELUPage.tensor.map { "\(Int($0)):" } + ["error at -3:"],
      rows: rows)
  }

  private static func outputs(of kernel: any Kernel<Float>) throws -> [Float] {
    let inputs = tensor.map { Float($0) }
    var outputs = inputs
    try inputs.withUnsafeBufferPointer { x in
      try outputs.withUnsafeMutableBufferPointer { try kernel.evaluate(x, into: $0) }
    }
    return outputs
  }

  /// What is left of the differences at −3 in what PyTorch prints.
  func fourDecimals() throws -> String {
    func printed(_ y: Double) -> String { String(format: "%.4f", y) }
    let truth = printed(try Oracle(.gelu).rounded(at: -3))
    let exact = try GELUPage.formulas.map { try Catalogue.kernel(named: $0.0, for: Float.self) }
      .filter { $0.description.target == Target(.gelu) }
    let others = try exact.compactMap { kernel -> String? in
      let own = printed(Double(try GELUPage.outputs(of: kernel)[0]))
      return own == truth ? nil : "\(own) by `\(kernel.description.name)`"
    }
    let start = """
      With [four decimals](https://docs.pytorch.org/docs/stable/generated/torch.set_printoptions.html), as PyTorch \
      prints by default, the value at −3 is \(truth)
      """
    guard !others.isEmpty else {
      return start + ", by all formulas of the exact function too."
    }
    return start
      + ". Of the formulas of the exact function these print another: \(Figures.list(others))."
  }

  static let models = Table(
    titles: ["model", "form", "formula here", "source"],
    rows: [
      [
        "BERT", "erf in Hugging Face (as it was first published); tanh in Google's file of today",
        "`erf`, `tanh`",
        "[activations.py](https://github.com/huggingface/transformers/blob/main/src/transformers/activations.py), "
          + "[modeling.py](https://github.com/google-research/bert/blob/master/modeling.py)",
      ],
      [
        "ViT", "erf in Hugging Face; tanh in Google's, by Flax's default", "`erf`, `tanh`",
        "[configuration_vit.py](https://github.com/huggingface/transformers/blob/main/src/transformers/models/vit/configuration_vit.py), "
          + "[models_vit.py](https://github.com/google-research/vision_transformer/blob/main/vit_jax/models_vit.py), "
          + "[jax.nn.gelu](https://docs.jax.dev/en/latest/_autosummary/jax.nn.gelu.html)",
      ],
      [
        "GPT-2", "tanh", "`tanh-pow`",
        "[model.py](https://github.com/openai/gpt-2/blob/master/src/model.py)",
      ],
      [
        "Gemma", "tanh, `gelu_pytorch_tanh`", "`tanh`",
        "[configuration_gemma.py](https://github.com/huggingface/transformers/blob/main/src/transformers/models/gemma/configuration_gemma.py)",
      ],
      [
        "CLIP", "x·σ(1.702x)", "`quick`",
        "[model.py](https://github.com/openai/CLIP/blob/main/clip/model.py)",
      ],
      [
        "YOLO26", "SiLU, x·σ(x): no GELU", "`silu`",
        "[conv.py](https://github.com/ultralytics/ultralytics/blob/main/ultralytics/nn/modules/conv.py), "
          + "[yolo26.yaml](https://github.com/ultralytics/ultralytics/blob/main/ultralytics/cfg/models/26/yolo26.yaml)",
      ],
    ])

  /// A turning point of f or f′: the place of the first one.
  func place(_ facts: ActivationFacts, _ derivative: Int, _ digits: Int) throws -> String {
    GELUPage.decimal(facts.turns(derivative).first?.location, digits)
  }

  func least(_ facts: ActivationFacts, _ derivative: Int, _ digits: Int) throws -> String {
    GELUPage.decimal(facts.turns(derivative).first { $0.kind == .minimum }?.value, digits)
  }

  func greatest(_ facts: ActivationFacts, _ digits: Int) throws -> String {
    GELUPage.decimal(facts.turns(1).first { $0.kind == .maximum }?.value, digits)
  }

  private static func decimal(_ number: RealEnclosure?, _ digits: Int) -> String {
    number.flatMap { $0.rounded(digits: digits) } ?? "–"
  }
}
