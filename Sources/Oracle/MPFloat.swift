import CMPFR
import Functions
import Synchronization

/// One MPFR number: a fixed precision, written once and never changed after that.
///
/// Not `Sendable`: MPFR keeps its flags and caches per thread, so a number stays inside the
/// synchronous piece of work that made it.
final class MPFloat {
  typealias Unary = (mpfr_ptr?, mpfr_srcptr?, mpfr_rnd_t) -> Int32
  typealias Binary = (mpfr_ptr?, mpfr_srcptr?, mpfr_srcptr?, mpfr_rnd_t) -> Int32

  let pointer: UnsafeMutablePointer<mpfr_t>
  let precision: Int

  /// The number and its limbs in one allocation, through MPFR's custom interface.
  private init(precision: Int) {
    self.precision = precision
    let size = MemoryLayout<mpfr_t>.size
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: size + mpfr_custom_get_size(mpfr_prec_t(precision)), alignment: 16)
    pointer = memory.bindMemory(to: mpfr_t.self, capacity: 1)
    mpfr_custom_init(memory + size, mpfr_prec_t(precision))
    mpfr_custom_init_set(pointer, cmpfr_nan_kind, 0, mpfr_prec_t(precision), memory + size)
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// Gives the calling thread MPFR's widest range of exponents: exp(−x²/2) of a float32 is far
  /// below the default one. The range is the thread's, so every entry to the oracle asks for it.
  static func widenExponents() {
    guard mpfr_get_emin() != mpfr_get_emin_min() else { return }
    MPFRUse.threads.add(1, ordering: .relaxed)
    mpfr_set_emin(mpfr_get_emin_min())
    mpfr_set_emax(mpfr_get_emax_max())
  }

  /// A number made by one MPFR call that writes to the pointer it is given.
  convenience init(precision: Int, _ write: (UnsafeMutablePointer<mpfr_t>) -> Void) {
    self.init(precision: precision)
    write(pointer)
  }

  convenience init(_ f: Unary, _ a: MPFloat, _ rounding: mpfr_rnd_t) {
    self.init(precision: a.precision)
    withExtendedLifetime(a) { _ = f(pointer, a.pointer, rounding) }
  }

  convenience init(_ f: Binary, _ a: MPFloat, _ b: MPFloat, _ rounding: mpfr_rnd_t) {
    self.init(precision: max(a.precision, b.precision))
    withExtendedLifetime((a, b)) { _ = f(pointer, a.pointer, b.pointer, rounding) }
  }

  /// A double, exactly; the precision is raised to 53 bits where it is less.
  convenience init(_ x: Double, precision: Int) {
    self.init(precision: max(53, precision))
    mpfr_set_d(pointer, x, MPFR_RNDN)
  }

  /// Runs `body` on the MPFR number, which stays alive meanwhile.
  func with<R>(_ body: (UnsafePointer<mpfr_t>) -> R) -> R {
    withExtendedLifetime(self) { body(UnsafePointer(pointer)) }
  }

  var sign: Int { Int(with { mpfr_sgn($0) }) }
  var isZero: Bool { with { mpfr_zero_p($0) } != 0 }
  var isNaN: Bool { with { mpfr_nan_p($0) } != 0 }
  var isFinite: Bool { with { mpfr_number_p($0) } != 0 }
  var hasNegativeSign: Bool { with { mpfr_signbit($0) } != 0 }

  /// ⌊log2|self|⌋ of a nonzero number.
  var exponentFloor: Int { Int(with { mpfr_get_exp($0) }) - 1 }

  func double(_ rounding: mpfr_rnd_t) -> Double { with { mpfr_get_d($0, rounding) } }

  static func < (a: MPFloat, b: MPFloat) -> Bool {
    a.with { p in b.with { q in mpfr_less_p(p, q) != 0 } }
  }
  static func <= (a: MPFloat, b: MPFloat) -> Bool {
    a.with { p in b.with { q in mpfr_lessequal_p(p, q) != 0 } }
  }
  static func == (a: MPFloat, b: MPFloat) -> Bool {
    a.with { p in b.with { q in mpfr_equal_p(p, q) != 0 } }
  }

  /// self·2^k, exactly.
  func scaled(by k: Int) -> MPFloat {
    MPFloat(precision: precision) { r in
      _ = with { mpfr_mul_2si(r, $0, k, MPFR_RNDN) }
    }
  }
}

/// The version of the MPFR library in use.
package var mpfrVersion: String { String(cString: cmpfr_version()) }

/// Whether this process has computed in multiple precision at all.
package enum MPFRUse {
  /// How many threads have.
  package static let threads = Atomic<Int>(0)
}
