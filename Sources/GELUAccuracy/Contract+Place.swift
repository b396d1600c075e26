import Contracts
import FloatingPointFormats
import ForeignKernels
import Foundation
import Functions
import Kernels
import Oracle
import Scoring

extension Contract {
  /// The check of places of the kernel that the contract is for, on processes of its own, so that its
  /// first call is the first of a process. Empty for built-in kernels and for outputs in files.
  ///
  /// - Parameters:
  ///   - folder: what relative paths start from.
  ///   - worker: the program that a library's functions are called in.
  ///   - limits: how long starting and a batch may take, in seconds.
  /// - Throws: one line.
  public func placeFindings(
    from folder: URL, worker: WorkerLauncher, limits: TimeLimits = TimeLimits()
  ) throws -> [Finding] {
    guard let source, source.inputs == nil else { return [] }
    let place = KernelPlace(source: source, folder: folder, worker: worker, limits: limits)
    func finding<X: BinaryFormat, Y: BinaryFormat>(_: X.Type, _: Y.Type) throws -> Finding {
      func report<K: MixedKernel>(_ kernel: K) throws -> PositionReport {
        try PositionCheck.usual.report(kernel, inputs: PositionCheck.usualInputs(for: kernel))
      }
      let report = try report(place.kernel(X.self, Y.self, question.target))
      return .place(holds: report.isClean, report.line)
    }
    return [try finding(question.signature.input.type, question.signature.output.type)]
  }
}
