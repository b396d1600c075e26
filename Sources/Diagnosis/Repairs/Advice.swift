/// What to do about a cause, in one sentence without a full stop.
extension Cause {
  var advice: String {
    switch self {
    case .wrongFunction:
      "use the formula of the function that was asked for, or ask for the one it is (--function)"
    case .swappedConstants: "exchange the two constants"
    case .droppedConstant: "put the constant back"
    case .otherConstants: "write the constants with all their digits"
    case .droppedTerm, .wrongFactor, .wrongArgument: "write the formula out as it is below"
    case .wrongSign: "turn the sign back"
    case .valueForGradient: "compute the derivative"
    case .gradientForValue: "compute the value, or ask for the derivative (--derivative)"
    case .gradientOfOutput: "save x for the backward pass, not the output"
    case .dependsOnCall: "use one formula for calls of every length"
    case .infinityTimesZero, .wrongLimit: "answer infinite inputs apart"
    case .numberForNaN: "test for NaN first, or order the comparison so that NaN falls through to x"
    case .overflowToNaN, .overflowToInfinity:
      "leave large inputs out before the step that overflows, or take exp of the negative side only"
    case .overflowToZero:
      "take exp of the negative side only: x * e / (1 + e) in place of x / (1 + 1/e)"
    case .nanBand: "look for a branch, a table entry or a condition that begins and ends there"
    case .saturation: "keep the result in the output's format, or a wider one, to the end"
    case .truncation, .directedRounding: "round to nearest, ties to even, in the last conversion"
    case .doubleRounding: "round once, from the widest format to the output's"
    case .narrowFormat, .lowPrecision: "compute in float32 or wider, and round once at the end"
    case .narrowInput: "use x as it is given"
    case .flushedResults, .flushedInputs: "leave flush-to-zero off (no FTZ, DAZ, -ffast-math)"
    case .cancellation:
      "use a form that is small by itself, as erfc(-x/sqrt(2)) is for 1 + erf, exp(2u)/(1 + exp(2u)) for "
        + "(1 + tanh u)/2, log1p(y) for log(1 + y)"
    case .cancellationAtZero: "compute in a wider format beside the zero, or use a series there"
    case .argumentRounding:
      "compute the argument in a wider format, or correct for its rounding error"
    case .zeroSign: "let the product with x give the zero its sign; a sum with +0 loses it"
    case .clamp: "move the cut-off to where the result rounds to it"
    case .coarseTable: "interpolate, or compute"
    case .step, .approximation: "use more terms, or the formula below"
    case .unexplained: "compare with the formula below"
    }
  }
}
