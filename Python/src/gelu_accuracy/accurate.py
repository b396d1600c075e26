"""`assert_gelu_accurate`: a test of a kernel in one line."""

from __future__ import annotations

import os
from typing import Any, Callable, Optional

import numpy as np

from . import formats
from .causes import of_callable
from .errors import BadInput, GeluAccuracyError, Inaccurate
from .formats import Format
from .nearest import did_you_mean
from .question import Question, source_name
from .score import validated
from .scores import Origin, Score

#: What can be bounded: figures, the classes of wrong results, and of quantised kernels codes.
BOUNDS = (
    "max_ulp",
    "max_finite_ulp",
    "max_steps",
    "mean_ulp",
    "wrong",
    "broken_specials",
    "nan_for_number",
    "infinite_for_finite",
    "number_for_nan",
    "wrong_sign",
    "lost_zero_sign",
    "flushed",
    "flushed_subnormal",
    "not_monotone",
    "exceeds_input",
    "max_codes",
    "max_real",
    "mean_codes",
    "wrong_codes",
    "off_by_more",
    "wrapped",
    "not_saturated",
    "saturated_wrongly",
)

#: Whether float32 is to be run on all inputs where a check does not say which; set by --gelu-exhaustive.
run_all_float32 = False

_SHOWN = 5
# A test that fails should not take minutes to say so.
_SECONDS = 30.0


def assert_gelu_accurate(
    fn: Callable[..., Any], dtype: Any, function: str = "gelu", **bounds_and_options: Any
) -> Score:
    """Scores a callable and raises where it breaks a bound.

    Args:
        fn, dtype, function: as in `score`.

    Keyword Args:
        max_ulp, flushed, nan_for_number, wrong, …: the most that holds; see `BOUNDS`. At least one is needed, and
            what is not named is not asked. Outputs that are NaN or infinite for numbers have an error of infinite ulp.
        The others are options of `score`. With the pytest option --gelu-exhaustive, float32 runs on all 2^32 inputs
            where `inputs` is not given.

    Returns:
        The `Score`, where all bounds hold.

    Raises:
        Inaccurate: an AssertionError that names the bounds, the worst inputs with what was got and wanted, the
            cause as far as one is found, and the line that repeats it.
        BadInput: an unknown or missing bound, and as `score`.
        BrokenKernel: as `score`.
    """
    __tracebackhide__ = True
    bounds = {name: value for name, value in bounds_and_options.items() if name in BOUNDS}
    options = {name: value for name, value in bounds_and_options.items() if name not in BOUNDS}
    known = set(vars(Question()))
    for name in options:
        if name not in known:
            raise BadInput(f"unknown bound or option {name!r}{did_you_mean(name, [*BOUNDS, *sorted(known)])}")
    if not bounds:
        raise BadInput("give at least one bound, as max_ulp=1 or flushed=0; BOUNDS lists them")
    for name, value in bounds.items():
        if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
            raise BadInput(f"{name} is bounded by a number, not by {value!r}")
    form = formats.parse(dtype)
    if run_all_float32 and form.text == "float32" and options.get("inputs") is None:
        options["inputs"] = "exhaustive"
    question = Question.of({"function": function, **options})
    if question.flush == "all":
        raise BadInput("flush='all' gives several scores; a check takes one flush model")
    require = ",".join(f"{name}={value:.17g}" for name, value in bounds.items())
    done, data = validated(fn, form, question, ["--require", require])
    score = Score(data, done.text, Origin(fn, form, question))
    broken = [line for line in done.text.splitlines() if line.startswith("BROKEN")]
    if done.status == 1 and not broken:
        broken = [f"BROKEN its outputs depend on more than their inputs: {_place(score)}"]
    if not broken:
        return score
    raise Inaccurate("\n".join(_complaint(score, broken, bounds)))


def _complaint(score: Score, broken: list[str], bounds: dict[str, Any]) -> list[str]:
    origin = score._origin
    assert origin is not None
    lines = [score.text.splitlines()[0], *broken]
    worst = score.get("worst", [])
    if worst:
        lines.append(f"the worst of {len(worst)}:" if len(worst) > _SHOWN else "the worst:")
        lines += ["  " + _shown(row, origin.form, origin.question.x_format(origin.form)) for row in worst[:_SHOWN]]
    lines += _diagnosis(origin)
    said = "".join(f", {name}={value!r}" for name, value in bounds.items())
    call = f"{source_name(origin.fn)}, {origin.question.call(origin.form)}"
    lines.append(f"again: gelu_accuracy.assert_gelu_accurate({call}{said})")
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    if test:
        lines.append(f"   or: python -m pytest '{test}'")
    return lines


def _shown(row: dict[str, Any], y_format: Format, x_format: Format) -> str:
    """One of the worst inputs, in decimals and in bits."""
    if "codes" in row:
        outputs = f"got {row['output']}, want {row['wanted']}, {row['codes']} codes off"
        return f"x = {row['x']} (code {row['input']}): {outputs}"
    x, got = decimal(row["input"], x_format), decimal(row["output"], y_format)
    want = decimal(row["truth_bits"], y_format)
    second = f", second {row['second']}" if "second" in row else ""
    outputs = f"got {got} ({row['output']}), want {want} ({row['truth_bits']}), {row['ulp']} ulp"
    return f"x = {x} ({row['input']}){second}: {outputs}"


def decimal(bits: str, form: Format) -> str:
    """The shortest decimal of an encoding; the bits where numpy has no such type."""
    dtype = form.dtype_or_none
    if dtype is None:
        return bits
    value = np.array([int(bits, 16)], form.bits_dtype).view(dtype)[0]
    return str(value if form.width >= 4 else float(value))


def _diagnosis(origin: Origin) -> list[str]:
    """What `diagnose` says, where it can be asked; a check that failed is not to fail at this."""
    question = origin.question
    if question.role or origin.form.is_codes:
        return []
    try:
        data, _ = of_callable("diagnose", origin.fn, origin.form, question, _SECONDS)
    except GeluAccuracyError as error:
        return [f"cause: not known: {error}"]
    causes = data.get("causes", [])
    lines = [f"cause: {one['cause']}: {one['sentence']}" for one in causes]
    lines += [f"repair: {one['advice']}" for one in causes if one.get("advice")]
    return lines or ["cause: none was found"]


def _place(score: Score) -> str:
    found: Optional[Any] = score.get("place", {}).get("findings")
    return str(found[0]) if found else "see the score"
