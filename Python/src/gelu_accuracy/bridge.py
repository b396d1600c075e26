"""A callable of this process as a kernel of the program: no process is started for it.

The program is told `unix:PATH`, the socket of this process. For each child that it would start it connects there,
hands over the descriptors that the child would have as 0, 1 and 2 with its variables, and speaks the protocol of a
command through them. All is answered in the thread that asked, so that Ctrl-C, debuggers and frameworks with
thread-local state work as in a plain call.
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import selectors
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable, Optional

from .binary import Finished, find_binary
from .conversation import Conversation, handshake_of
from .errors import BrokenKernel, GeluAccuracyError, one_line
from .frameworks import Kernel

# Three descriptors, as the program sends them.
_DESCRIPTORS = 3
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
        self._open: set[_Call] = set()
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
            call = _Call(connection, kernel, self._selector, self._fail)
            self._open.add(call)
            call.ended = lambda: self._open.discard(call)
            call.start()

        return accept

    def _fail(self, error: BaseException, name: str) -> None:
        self.failure = self.failure or (error, name)


class _Call:
    """What stands for one child of the program."""

    def __init__(
        self,
        connection: socket.socket,
        kernel: Kernel,
        selector: selectors.BaseSelector,
        fail: Callable[[BaseException, str], None],
    ) -> None:
        self.connection, self.kernel, self.selector, self.fail = connection, kernel, selector, fail
        self.ended: Callable[[], None] = lambda: None
        self.descriptors = _received(connection)
        self.conversation = Conversation([kernel], self.descriptors[0], self.descriptors[1])
        # The program ends a child by closing the connection.
        selector.register(connection, selectors.EVENT_READ, lambda: self.close(None))
        selector.register(self.descriptors[0], selectors.EVENT_READ, self.answer)

    def start(self) -> None:
        try:
            self.conversation.greet(handshake_of([self.kernel]))
        except OSError:
            self.close(None)

    def answer(self) -> None:
        if not self.descriptors:
            return
        try:
            if not self.conversation.answer_one():
                self.close(0)
        except OSError as error:
            # The program hung up, or the kernel itself has trouble with a file.
            if not isinstance(error, BrokenPipeError):
                self._failed(error)
            else:
                self.close(None)
        except Exception as error:
            self._failed(error)
        except BaseException:
            # Ctrl-C within the kernel: its batch stays without an answer, and the program has to stop at once.
            self._say("interrupted")
            self.close(1)
            raise

    def _failed(self, error: Exception) -> None:
        self.fail(error, self.kernel.name)
        self._say(str(error) if isinstance(error, GeluAccuracyError) else one_line(error))
        self.close(1)

    def _say(self, line: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self.descriptors[2], line.encode()[:4000] + b"\n")

    def close(self, status: Optional[int]) -> None:
        """Ends it, with the exit status of a child; None where nobody listens any more."""
        if not self.descriptors:
            return
        self.selector.unregister(self.descriptors[0])
        self.selector.unregister(self.connection)
        for descriptor in self.descriptors:
            os.close(descriptor)
        self.descriptors = []
        if status is not None:
            with contextlib.suppress(OSError):
                self.connection.send(bytes([status]))
        self.connection.close()
        self.ended()


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


def _received(connection: socket.socket) -> list[int]:
    """The descriptors that the program hands over; its variables say nothing new here and are passed over."""
    size = array.array("i").itemsize
    data, ancillary, _, _ = connection.recvmsg(4, socket.CMSG_SPACE(_DESCRIPTORS * size))
    found = array.array("i")
    for level, kind, content in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(content[: len(content) - len(content) % size])
    while len(data) < 4:
        data += connection.recv(4 - len(data))
    (left,) = struct.unpack("<I", data)
    while left > 0:
        left -= len(connection.recv(min(left, 1 << 16))) or left
    for descriptor in found:
        os.set_inheritable(descriptor, False)
    return list(found)


def _short_folder() -> str:
    """A new folder that only this user can enter, with room for a socket's path, which the system limits."""
    folder = tempfile.mkdtemp(prefix="gelu-")
    if len(folder) <= _LONGEST_PATH:
        return folder
    os.rmdir(folder)
    return tempfile.mkdtemp(prefix="gelu-", dir="/tmp")
