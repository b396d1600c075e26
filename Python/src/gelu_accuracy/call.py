"""One call of a kernel by the program: what stands for one child."""

from __future__ import annotations

import array
import contextlib
import os
import selectors
import socket
import struct
from typing import Callable, Optional

from .conversation import Conversation, handshake_of
from .errors import GeluAccuracyError, one_line
from .frameworks import Kernel

# Three descriptors, as the program sends them.
_DESCRIPTORS = 3


class Call:
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
