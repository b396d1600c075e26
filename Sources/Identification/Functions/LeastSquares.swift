import Foundation

/// Fits the free constants of a formula to outputs, by Levenberg and Marquardt's method with weights that make little
/// of outliers (Cauchy's).
struct LeastSquares {
  /// The constants found, and an uncertainty of each: three standard deviations.
  struct Solution {
    var constants, uncertainties: [Double]
    /// The robust loss.
    var loss: Double
  }

  let probes: Probes
  let value: @Sendable ([Double], Double) -> Double

  /// From one start; nil where the formula is no number there.
  func solution(from start: [Double]) -> Solution? {
    var constants = start
    var (residuals, scale) = (residuals(start), 1.0)
    guard residuals.allSatisfy(\.isFinite) else { return nil }
    scale = robustScale(residuals)
    var (loss, damping) = (robustLoss(residuals, scale), 1e-3)
    var normal = Normal(size: start.count)
    for _ in 0..<60 {
      normal = equations(at: constants, residuals, scale)
      guard let step = normal.solved(damping: damping) else { break }
      let trial = zip(constants, step).map { $0 + $1 }
      let new = self.residuals(trial)
      let newLoss = new.allSatisfy(\.isFinite) ? robustLoss(new, scale) : .infinity
      guard newLoss < loss else {
        damping *= 8
        if damping > 1e12 { break }
        continue
      }
      let gain = loss - newLoss
      (constants, residuals, damping) = (trial, new, max(damping / 8, 1e-12))
      scale = robustScale(residuals)
      loss = robustLoss(residuals, scale)
      if gain < 1e-12 * loss { break }
    }
    normal = equations(at: constants, residuals, scale)
    guard let variances = normal.inverseDiagonal else { return nil }
    return Solution(
      constants: constants, uncertainties: variances.map { 3 * scale * sqrt(max($0, 0)) },
      loss: loss)
  }

  /// In units of the noise.
  private func residuals(_ constants: [Double]) -> [Double] {
    probes.x.indices.map { (probes.y[$0] - value(constants, probes.x[$0])) / probes.noise[$0] }
  }

  /// 1.48 times the median of |r|: a standard deviation, were it not for outliers. No less than 1/8.
  private func robustScale(_ residuals: [Double]) -> Double {
    let sorted = residuals.map(\.magnitude).sorted()
    return max(1.48 * sorted[sorted.count / 2], 0.125)
  }

  private func robustLoss(_ residuals: [Double], _ scale: Double) -> Double {
    let c = 3 * scale
    return residuals.reduce(0) { $0 + log1p(($1 / c) * ($1 / c)) } * c * c
  }

  private func equations(at constants: [Double], _ residuals: [Double], _ scale: Double) -> Normal {
    var normal = Normal(size: constants.count)
    let c = 3 * scale
    let steps = constants.map { max($0.magnitude, 1e-3) * 1e-5 }
    for i in probes.x.indices {
      let x = probes.x[i]
      let row = constants.indices.map { k -> Double in
        var (up, down) = (constants, constants)
        up[k] += steps[k]
        down[k] -= steps[k]
        return (value(up, x) - value(down, x)) / (2 * steps[k] * probes.noise[i])
      }
      guard row.allSatisfy(\.isFinite) else { continue }
      let r = residuals[i]
      normal.add(row, r, weight: 1 / (1 + (r / c) * (r / c)))
    }
    return normal
  }
}

/// The normal equations JᵀWJ·s = JᵀWr.
struct Normal {
  private var matrix: [[Double]]
  private var right: [Double]

  init(size: Int) {
    matrix = Array(repeating: Array(repeating: 0, count: size), count: size)
    right = Array(repeating: 0, count: size)
  }

  mutating func add(_ row: [Double], _ residual: Double, weight: Double) {
    for i in row.indices {
      right[i] += weight * row[i] * residual
      for j in row.indices { matrix[i][j] += weight * row[i] * row[j] }
    }
  }

  /// The step, with the diagonal enlarged by a share; nil where the matrix is singular.
  func solved(damping: Double) -> [Double]? {
    var damped = matrix
    for i in damped.indices { damped[i][i] *= 1 + damping }
    return Normal.solve(damped, right)
  }

  /// The diagonal of the inverse; a constant that nothing depends on makes it nil.
  var inverseDiagonal: [Double]? {
    var diagonal: [Double] = []
    for k in matrix.indices {
      let unit = matrix.indices.map { $0 == k ? 1.0 : 0.0 }
      guard let column = Normal.solve(matrix, unit) else { return nil }
      diagonal.append(column[k])
    }
    return diagonal
  }

  /// Gauss's elimination with partial pivoting.
  private static func solve(_ a: [[Double]], _ b: [Double]) -> [Double]? {
    var (a, b) = (a, b)
    let n = b.count
    for k in 0..<n {
      guard let pivot = (k..<n).max(by: { abs(a[$0][k]) < abs(a[$1][k]) }), a[pivot][k] != 0,
        a[pivot][k].isFinite
      else { return nil }
      a.swapAt(k, pivot)
      b.swapAt(k, pivot)
      for i in k + 1..<max(n, k + 1) {
        let factor = a[i][k] / a[k][k]
        for j in k..<n { a[i][j] -= factor * a[k][j] }
        b[i] -= factor * b[k]
      }
    }
    var x = b
    for k in (0..<n).reversed() {
      for j in k + 1..<max(n, k + 1) { x[k] -= a[k][j] * x[j] }
      x[k] /= a[k][k]
    }
    return x.allSatisfy(\.isFinite) ? x : nil
  }
}
