import Scoring

/// A class of wrong results, with how many of them there are.
package struct CountedClass {
  package let errorClass: ErrorClass
  package let count: Int

  package var title: String { errorClass.title }
  /// `3 wrong signs`.
  package var counted: String {
    Figures.count(count, errorClass.noun, plural: errorClass.plural)
  }
}

extension Score {
  /// The classes that have been seen, the gravest first.
  package var errorClassesSeen: [CountedClass] {
    ErrorClass.bySeverity.map { CountedClass(errorClass: $0, count: classes[keyPath: $0.count]) }
      .filter { $0.count > 0 }
  }

  /// How many finite inputs gave NaN: infinite ones are judged with the special values.
  package var finiteInputsGivenNaN: Int { classes.nanForNumber - infiniteInputs { $0.isNaN } }

  /// How many finite inputs gave an infinity for a finite truth.
  package var finiteInputsGivenInfinity: Int {
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
  package var errorClassesOfNumbers: [CountedClass] {
    errorClassesSeen.filter { seen in
      switch seen.errorClass {
      case .nanForNumber: finiteInputsGivenNaN > 0
      case .infiniteForFinite: finiteInputsGivenInfinity > 0
      default: true
      }
    }
  }

  package var specialsBroken: [Special] { specials.filter { !$0.ok } }
}
