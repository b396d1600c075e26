/// What the words and marks of the other pages mean: once, and not on each of them.
enum WordsPage {
  static let file = "words.md"

  static let markdown =
    """
    # The words of this report

    ## Errors

    G is the exact real value of the function at the exact input; it is never rounded.

    | word | meaning |
    |---|---|
    | ULP error | (y − G)/ulp(G) of an output y, a signed real number. ulp(G) is the format's spacing in G's binade, subnormals included |
    | correctly rounded | y is G's rounding to nearest |
    | faithful | the ULP error is below 1 in size |
    | steps | how many representable values lie from G's rounding to y |
    | mean, RMS, bias | the mean of the size of the ULP error, the root of the mean of its square, the mean with its sign |
    | N(0,1) right | how likely the result is correctly rounded where inputs come from N(0,1), and not each encoding as often as any other |
    | method | the largest known part of an error that the formula would have in exact arithmetic |
    | evaluation | what the kernel's roundings and libm add, in whole steps |
    | rounding | what the last rounding of the exact formula would add |
    | propagated | the error of a correctly rounded result whose input carries an error of half an ulp, at its largest known; dotted in the pictures |

    ## Marks

    | mark | meaning |
    |---|---|
    | ≥ | the largest error of a sample: the largest that is known. Without it, a maximum is over every input of the format |
    | bold | the smallest maximum of its column among kernels that give no finite input a NaN, an infinity, a wrong sign or a lost result |
    | NaN at −∞ | the input −∞ gives NaN where the function has a limit; likewise for +∞. Infinite inputs are in no maximum and in no share |
    | † | so many special values (zeros, infinities, NaN, the ends of the range) are wrong |

    ## Verdicts

    The gravest that holds is named. Each is of finite inputs alone.

    | verdict | meaning |
    |---|---|
    | NaN | some input gives NaN where the result is a number |
    | overflows | some input gives an infinity where the result is in the format's range |
    | wrong sign | some output lies on the other side of zero |
    | loses the tail | from some negative input down results are zero where they should be normal numbers |
    | flushes to zero | other results are zero where they should be normal numbers |
    | correctly rounded, faithful | all results are; `on the sample`, those of the sample are |
    | within N ulp | no error exceeds N ulp, N up to 16 |
    | worst in “…” | the largest error exceeds 16 ulp, and lies in the region of that name; the kernel's page has its ends |

    """
}
