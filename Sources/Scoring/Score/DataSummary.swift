/// What holds for the elements of recorded data, where inputs may repeat: each counts as often as it stands
/// there. The rest of a score is of distinct inputs, each once, with the worst of its outputs.
public struct DataSummary: Codable, Sendable, Equatable {
  /// Rows, and those of them whose exact result is a number's: what shares and means are taken over.
  public var elements = 0
  public var numbers = 0
  public var correctlyRounded = 0
  public var faithful = 0
  /// Elements that are NaN or infinite where the exact result is in range: they are in no mean.
  public var nonFinite = 0
  /// Elements with an infinite or NaN input that no limit makes finite, and those of them that are not what the
  /// limits of f give.
  public var atNonFinite = 0
  public var wrongAtNonFinite = 0
  public var meanUlp = 0.0
  public var meanSignedUlp = 0.0
  public var rmsUlp = 0.0
  /// Distinct inputs that were given more than one output, and the first of them with two of these.
  public var severalOutputs = 0
  public var firstWithSeveral: SeveralOutputs?

  public struct SeveralOutputs: Codable, Sendable, Equatable {
    public var input: String
    public var second: String?
    public var outputs: [String]
  }
}

/// The sums behind a summary: merging them in any order gives the same bits.
struct DataSums: Sendable {
  private(set) var summary = DataSummary()
  private var sums = ErrorSums()
  private var doubt = Doubt()
  private var count = 0
  private var firstPosition: (UInt64, UInt64)?

  /// Adds an output that came so many times.
  mutating func add(_ verdict: OutputVerdict, times n: Int) {
    summary.elements += n
    guard verdict != .noNumber else { return }
    summary.numbers += n
    guard case .error(let e, let doubt, let isCorrect, let isFaithful) = verdict else {
      summary.nonFinite += n
      return
    }
    summary.correctlyRounded += isCorrect ? n : 0
    summary.faithful += isFaithful ? n : 0
    count += n
    sums.add(e, times: n)
    self.doubt.add(n, e.magnitude < 0x1p10 ? doubt : 0)
  }

  /// Adds an output at an input that is no number.
  mutating func addAtNonFinite(isRight: Bool, times n: Int) {
    summary.elements += n
    summary.atNonFinite += n
    summary.wrongAtNonFinite += isRight ? 0 : n
  }

  mutating func addSeveral(_ key: (UInt64, UInt64), _ example: () -> DataSummary.SeveralOutputs) {
    summary.severalOutputs += 1
    if let first = firstPosition, first <= key { return }
    firstPosition = key
    summary.firstWithSeveral = example()
  }

  mutating func merge(_ other: DataSums) {
    summary.elements += other.summary.elements
    summary.numbers += other.summary.numbers
    summary.correctlyRounded += other.summary.correctlyRounded
    summary.faithful += other.summary.faithful
    summary.nonFinite += other.summary.nonFinite
    summary.atNonFinite += other.summary.atNonFinite
    summary.wrongAtNonFinite += other.summary.wrongAtNonFinite
    summary.severalOutputs += other.summary.severalOutputs
    if let theirs = other.firstPosition, firstPosition.map({ theirs < $0 }) ?? true {
      firstPosition = theirs
      summary.firstWithSeveral = other.summary.firstWithSeveral
    }
    sums.merge(other.sums)
    doubt.merge(other.doubt)
    count += other.count
  }

  var finished: DataSummary {
    var done = summary
    guard count > 0 else { return done }
    let n = Double(count)
    func mean(_ sum: Double) -> Double { certifiedDigits(sum / n, doubt: doubt.ofMean(count)) }
    done.meanUlp = mean(sums.magnitude)
    done.meanSignedUlp = mean(sums.signed)
    done.rmsUlp = certifiedDigits(
      (sums.squares / n).squareRoot(), doubt: doubt.ofRootMeanSquare(sums.squares, count))
    return done
  }
}

/// What one output is worth.
enum OutputVerdict: Equatable {
  /// Its input, or what is right for it, is no number.
  case noNumber
  /// It is NaN or infinite where the exact result is in range.
  case nonFinite
  /// Its ULP error, known to within a doubt.
  case error(Double, doubt: Double, isCorrect: Bool, isFaithful: Bool)

  /// By which the worst of several outputs for one input is found.
  var size: Double {
    switch self {
    case .noNumber: 0
    case .nonFinite: .infinity
    case .error(let e, _, _, _): e.magnitude
    }
  }
}
