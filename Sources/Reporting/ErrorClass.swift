import Scoring

/// A class of wrong results, as reports name it.
struct ErrorClass {
  /// The key in `Score.classExamples`.
  let key: String
  let count: Int
  /// What it counts, as the title of a row.
  let title: String
  /// One of them, and several, as words in a sentence.
  let noun, plural: String

  var counted: String { Figures.count(count, noun, plural: plural) }
}

extension Score {
  /// All classes, the gravest first.
  private var errorClasses: [ErrorClass] {
    func make(
      _ key: String, _ count: KeyPath<ClassCounts, Int>, _ title: String, _ noun: String,
      _ plural: String
    ) -> ErrorClass {
      ErrorClass(
        key: key, count: classes[keyPath: count], title: title, noun: noun, plural: plural)
    }
    return [
      make("nan_for_number", \.nanForNumber, "NaN for a number", "NaN", "NaNs"),
      make(
        "infinite_for_finite", \.infiniteForFinite, "infinity for a finite truth", "infinity",
        "infinities"),
      make("number_for_nan", \.numberForNan, "number for a NaN", "NaN lost", "NaNs lost"),
      make("wrong_sign", \.wrongSign, "wrong sign", "wrong sign", "wrong signs"),
      make(
        "flushed", \.flushed, "zero for a normal truth", "zero for a normal number",
        "zeros for normal numbers"),
      make(
        "flushed_subnormal", \.flushedSubnormal, "zero for a subnormal truth",
        "subnormal result flushed to zero", "subnormal results flushed to zero"),
      make(
        "lost_zero_sign", \.lostZeroSign, "lost sign of zero", "zero of the wrong sign",
        "zeros of the wrong sign"),
      make(
        "not_monotone", \.notMonotone, "neighbours out of order", "pair of neighbours out of order",
        "pairs of neighbours out of order"),
      make(
        "exceeds_input", \.exceedsInput, "output larger than its input",
        "output larger than its input", "outputs larger than their inputs"),
    ]
  }

  /// Those that have been seen.
  var errorClassesSeen: [ErrorClass] { errorClasses.filter { $0.count > 0 } }

  /// How many finite inputs gave NaN: infinite ones are judged with the special values.
  var finiteInputsGivenNaN: Int { classes.nanForNumber - infiniteInputs { $0.isNaN } }

  /// How many finite inputs gave an infinity for a finite truth.
  var finiteInputsGivenInfinity: Int {
    classes.infiniteForFinite - infiniteInputs { $0.isInfinite }
  }

  /// How many infinite inputs gave wrong outputs of this kind.
  private func infiniteInputs(giving isKind: (Double) -> Bool) -> Int {
    specialsBroken.count {
      format.value(hex: $0.input)?.isInfinite == true
        && format.value(hex: $0.got).map(isKind) == true
    }
  }

  /// The classes seen among finite inputs: those that a special value accounts for are left out.
  var errorClassesOfNumbers: [ErrorClass] {
    errorClassesSeen.filter { seen in
      switch seen.key {
      case "nan_for_number": finiteInputsGivenNaN > 0
      case "infinite_for_finite": finiteInputsGivenInfinity > 0
      default: true
      }
    }
  }

  var specialsBroken: [Special] { specials.filter { !$0.ok } }
}
