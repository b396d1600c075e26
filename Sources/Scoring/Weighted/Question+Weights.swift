import Functions

extension Question {
  /// The weights that its inputs have: those asked for, else the usual ones of all inputs of up to 16 bits.
  ///
  /// - Throws: `ScoringError`, where weights are asked for of inputs that are not all a format has: what a sample of
  ///   encodings says of reals between them is not known.
  func weighted(by asked: InputWeights?) throws -> InputWeights? {
    let isWhole = inputs == .exhaustive && target.second == nil
    guard asked == nil || isWhole else {
      throw ScoringError(
        target.second != nil
          ? "weights are of one input; rows with a second one have none"
          : "weights need every input of the format, since a sample leaves open what lies between; give "
            + "exhaustive inputs, or leave the weights out")
    }
    return asked ?? (isWhole && signature.input.keepsAllTruths ? .usual : nil)
  }
}
