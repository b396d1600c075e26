"""A callable of this process as a kernel of the program: no process is started for it.

The program is told `unix:PATH`, the socket of this process. For each child that it would start it connects there,
hands over the descriptors that the child would have as 0, 1 and 2 with its variables, and speaks the protocol of a
command through them. All is answered in the thread that asked, so that Ctrl-C, debuggers and frameworks with
thread-local state work as in a plain call.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable, Optional

from .binary import Finished, find_binary
from .call import Call
from .errors import BrokenKernel, GeluAccuracyError, one_line
from .frameworks import Kernel

_LONGEST_PATH = 100
# In a group of its own the program gets signals from here alone. A session of its own does the same, but Linux
# shares processors out by sessions, and two that wait for each other are slower.
_ALONE: dict[str, Any] = {"process_group": 0} if sys.version_info >= (3, 11) else {"start_new_session": True}


class Bridge:
    """Kernels of this process that the program can call while `run` runs.

    A context manager: at its end the sockets are gone, and so is their folder.
    """

    def __init__(self, kernels: Sequence[Kernel]) -> None:
        self._folder = _short_folder()
        self._selector = selectors.DefaultSelector()
        self._open: set[Call] = set()
        self.failure: Optional[tuple[BaseException, str]] = None
        self.commands: list[str] = []
        self._names = [kernel.name for kernel in kernels]
        for i, kernel in enumerate(kernels):
            path = str(Path(self._folder) / str(i))
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            listener.bind(path)
            listener.listen()
            self._selector.register(listener, selectors.EVENT_READ, self._accepting(listener, kernel))
            self.commands.append("unix:" + path)

    def __enter__(self) -> Bridge:
        return self

    def __exit__(self, *_: object) -> None:
        for call in list(self._open):
            call.close(1)
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, arguments: Sequence[str], limit: Optional[float] = None) -> Finished:
        """Runs the program to its end, and answers it.

        A KeyboardInterrupt stops the program as Ctrl-C on a terminal does, so that the file of `--resume` is kept, and
        is raised again when it has ended. A second one ends it at once.

        Args:
            limit: seconds that the program may take beside the kernels' own calls in work; None for any.

        Raises:
            GeluAccuracyError: it took longer, and was ended.
        """
        deadline = None if limit is None else time.monotonic() + limit
        process = subprocess.Popen(
            [find_binary(), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **_ALONE,
        )
        streams = [_Stream(process.stdout, self._selector), _Stream(process.stderr, self._selector)]
        interrupted = False
        try:
            while any(stream.is_open for stream in streams):
                try:
                    left = None if deadline is None else deadline - time.monotonic()
                    if left is not None and left <= 0:
                        raise GeluAccuracyError(f"{arguments[0]} did not end within {limit} s")
                    for key, _ in self._selector.select(left):
                        key.data()
                except KeyboardInterrupt:
                    if interrupted:
                        raise
                    interrupted = True
                    process.send_signal(signal.SIGINT)
            process.wait()
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            for stream in streams:
                stream.close()
        if interrupted:
            raise KeyboardInterrupt
        out = self.named(streams[0].data.decode(errors="replace")).encode()
        return Finished(process.returncode, out, self.named(streams[1].data.decode(errors="replace")))

    def named(self, text: str) -> str:
        """A text of the program with the kernels' names in place of their sockets."""
        for command, name in zip(self.commands, self._names):
            text = text.replace(command, name)
        return text

    def json(self, file: Path) -> Any:
        """What the program wrote to a file, with names likewise."""
        text = file.read_text(encoding="utf-8").replace("\\/", "/")
        for command, name in zip(self.commands, self._names):
            text = text.replace(command, json.dumps(name)[1:-1])
        return json.loads(text)

    def raise_failure(self) -> None:
        """
        Raises:
            GeluAccuracyError: a kernel failed; what it raised is the cause.
        """
        if self.failure is None:
            return
        error, name = self.failure
        if isinstance(error, GeluAccuracyError):
            raise error
        raise BrokenKernel(f"{name} raised {one_line(error)}", name) from error

    def _accepting(self, listener: socket.socket, kernel: Kernel) -> Callable[[], None]:
        def accept() -> None:
            connection, _ = listener.accept()
            call = Call(connection, kernel, self._selector, self._fail)
            self._open.add(call)
            call.ended = lambda: self._open.discard(call)
            call.start()

        return accept

    def _fail(self, error: BaseException, name: str) -> None:
        self.failure = self.failure or (error, name)


class _Stream:
    """What the program writes to one of its outputs."""

    def __init__(self, file: Any, selector: selectors.BaseSelector) -> None:
        self.file, self.selector, self.data, self.is_open = file, selector, b"", True
        self._parts: list[bytes] = []
        selector.register(file, selectors.EVENT_READ, self._take)

    def _take(self) -> None:
        part = os.read(self.file.fileno(), 1 << 16)
        if part:
            self._parts.append(part)
        else:
            self.close()

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self.selector.unregister(self.file)
            self.file.close()
            self.data = b"".join(self._parts)


def _short_folder() -> str:
    """A new folder that only this user can enter, with room for a socket's path, which the system limits."""
    folder = tempfile.mkdtemp(prefix="gelu-")
    if len(folder) <= _LONGEST_PATH:
        return folder
    os.rmdir(folder)
    return tempfile.mkdtemp(prefix="gelu-", dir="/tmp")
