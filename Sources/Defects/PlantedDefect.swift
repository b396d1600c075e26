import Diagnosis
import FloatingPointFormats
import Functions
import Kernels

/// A kernel with one known defect, what it should be named, and the sound kernel that it was made from.
package struct PlantedDefect: Sendable {
  package let name: String
  /// What is wrong with it, in words.
  package let what: String
  /// The names that `diagnose` may give it: one, or two where outputs cannot tell them apart.
  package let causes: [Cause]
  package let target: Target
  package let format: FormatName
  package let kernel: any MixedKernel
  /// The sound one: the function's formula in double, rounded once.
  package let sound: any MixedKernel

  init<T: BinaryFormat>(
    _ name: String, _ what: String, _ causes: [Cause], _ target: Target, _: T.Type,
    _ kernel: BatchKernel<T>
  ) {
    (self.name, self.what, self.causes) = ("\(name)-\(T.name.rawValue)", what, causes)
    (self.target, format) = (target, T.name)
    var description = kernel.description
    description.id = self.name
    (description.variant, description.suffix, description.target) = (.usual, "", target)
    self.kernel = BatchKernel<T>(description) { try kernel.evaluate($0, into: $1) }
    sound = Sound.kernel(target, T.self)
  }
}

/// The sound kernels that defects are planted in.
enum Sound {
  /// The function in double.
  static func value(
    _ target: Target, _ format: FormatName
  ) -> @Sendable (Double) -> Double {
    guard let formula = RepairFormula.of(target, in: format) else {
      return { target.approximate(at: $0) }
    }
    return formula.value
  }

  static func kernel<T: BinaryFormat>(_ target: Target, _: T.Type) -> BatchKernel<T> {
    rounding(value(target, T.name), target)
  }

  /// A function in double, rounded once.
  static func rounding<T: BinaryFormat>(
    _ value: @escaping @Sendable (Double) -> Double, _ target: Target
  ) -> BatchKernel<T> {
    BatchKernel(KernelDescription(name: "sound", target)) { inputs, outputs in
      for i in inputs.indices { outputs[i] = T(nearest: value(inputs[i].double)) }
    }
  }
}

/// Collects defects, one for each format.
struct Planting {
  var defects: [PlantedDefect] = []
  static let usual: [FormatName] = [.float16, .bfloat16, .float32]

  /// A wrong function in double, rounded once.
  mutating func plant(
    _ name: String, _ what: String, _ causes: Cause..., on target: Target,
    in formats: [FormatName] = usual, value: @escaping @Sendable (Double) -> Double
  ) {
    for format in formats {
      func add<T: BinaryFormat>(_: T.Type) {
        defects.append(
          PlantedDefect(name, what, causes, target, T.self, Sound.rounding(value, target)))
      }
      add(format.type)
    }
  }

  /// The sound function, whose result, in double, becomes an output in a wrong way.
  mutating func plant(
    _ name: String, _ what: String, _ causes: Cause..., on target: Target,
    in formats: [FormatName], rounding: any Rounding
  ) {
    for format in formats {
      let value = Sound.value(target, format)
      func add<T: BinaryFormat>(_: T.Type) {
        let kernel = BatchKernel<T>(KernelDescription(name: name, target)) { inputs, outputs in
          for i in inputs.indices {
            outputs[i] = rounding.output(value(rounding.input(inputs[i]).double), of: inputs[i])
          }
        }
        defects.append(PlantedDefect(name, what, causes, target, T.self, kernel))
      }
      add(format.type)
    }
  }

  /// A built-in kernel that is known to be wrong so.
  mutating func plant(
    builtIn name: String, _ what: String, _ causes: Cause..., on target: Target? = nil,
    in formats: [FormatName]
  ) {
    for format in formats {
      func add<T: BinaryFormat>(_: T.Type) {
        guard let kernel = try? Catalogue.kernel(named: name, for: T.self) as? BatchKernel<T>
        else { return }
        let target = target ?? kernel.description.target
        defects.append(
          PlantedDefect(name.replacing("+", with: "-"), what, causes, target, T.self, kernel))
      }
      add(format.type)
    }
  }

  /// A kernel whose outputs depend on the call.
  mutating func plant(
    _ name: String, _ what: String, on target: Target, in formats: [FormatName],
    isOther: @escaping @Sendable (_ place: Int, _ count: Int) -> Bool,
    value: @escaping @Sendable (Double) -> Double
  ) {
    for format in formats {
      let sound = Sound.value(target, format)
      func add<T: BinaryFormat>(_: T.Type) {
        let kernel = BatchKernel<T>(KernelDescription(name: name, target)) { inputs, outputs in
          for i in inputs.indices {
            let x = inputs[i].double
            outputs[i] = T(nearest: isOther(i, inputs.count) ? value(x) : sound(x))
          }
        }
        defects.append(PlantedDefect(name, what, [.dependsOnCall], target, T.self, kernel))
      }
      add(format.type)
    }
  }
}

/// A way to make an output of an exact result, or another input of x.
protocol Rounding: Sendable {
  func input<T: BinaryFormat>(_ x: T) -> T
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T
}

extension Rounding {
  func input<T: BinaryFormat>(_ x: T) -> T { x }
  func output<T: BinaryFormat>(_ f: Double, of x: T) -> T { T(nearest: f) }
}
