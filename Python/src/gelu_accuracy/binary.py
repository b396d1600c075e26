"""Where the program `gelu-accuracy` is, and how it is run to its end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn, Optional

from .errors import BadInput, BinaryNotFound, GeluAccuracyError

VARIABLE = "GELU_ACCURACY_BINARY"
NAME = "gelu-accuracy"


def find_binary() -> str:
    """The path of the program: $GELU_ACCURACY_BINARY, else the one inside this package, else that on PATH.

    Raises:
        BinaryNotFound: there is none, or the variable names a file that cannot be run.
    """
    chosen = os.environ.get(VARIABLE)
    if chosen:
        if _can_run(Path(chosen)):
            return os.path.abspath(chosen)
        raise BinaryNotFound(f"{VARIABLE} is {chosen}, which is no program that can be run")
    inside = Path(__file__).parent / "bin" / NAME
    if _can_run(inside):
        return str(inside)
    for folder in os.get_exec_path():
        path = Path(folder) / NAME
        if _can_run(path) and not _is_script(path):
            return str(path)
    raise BinaryNotFound(
        f"the program {NAME} is not in this package and not on PATH: install a wheel, or build it "
        f"(make dist) and set {VARIABLE} to its path"
    )


def _can_run(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _is_script(path: Path) -> bool:
    """Whether it is a console script, such as this package's own, which looks for the program itself."""
    try:
        with path.open("rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return True


class Finished(NamedTuple):
    """A run of the program: its exit status, and what it wrote."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.out.decode(errors="replace")


def run(arguments: Sequence[str], data: Optional[bytes] = None) -> Finished:
    """Runs the program with `data` as its standard input.

    Raises:
        BinaryNotFound: there is no program.
    """
    done = subprocess.run(
        [find_binary(), *arguments],
        input=data,
        stdin=subprocess.DEVNULL if data is None else None,
        capture_output=True,
        check=False,
    )
    return Finished(done.returncode, done.stdout, done.stderr.decode(errors="replace"))


def checked(arguments: Sequence[str], data: Optional[bytes] = None) -> Finished:
    """As `run`, of a run that has to succeed.

    Raises:
        BadInput: the program refused its input; the message is its one line.
    """
    done = run(arguments, data)
    if done.status != 0:
        raise failure(done)
    return done


def failure(done: Finished) -> GeluAccuracyError:
    """What a run that did not succeed says, as an exception."""
    return BadInput(message(done))


def message(done: Finished) -> str:
    """The last line on standard error that says something, without the program's name."""
    lines = [line for line in done.err.splitlines() if line.strip()]
    # Wrong usage has its reason first, and how the command is called behind it.
    errors = [line for line in lines if line.startswith("Error: ")]
    if done.status == 64 and errors:
        return errors[0][len("Error: ") :]
    if not lines:
        return f"{NAME} ended with status {done.status} and said nothing"
    return lines[-1][len(NAME) + 2 :] if lines[-1].startswith(NAME + ": ") else lines[-1]


def main() -> NoReturn:
    """The console script: becomes the program."""
    try:
        path = find_binary()
    except BinaryNotFound as error:
        sys.exit(f"{NAME}: {error}")
    os.execv(path, [NAME, *sys.argv[1:]])
