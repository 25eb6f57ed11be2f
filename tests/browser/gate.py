"""What stands between a phone and the portal: bytes pass, until it is shut and nothing listens there any more."""

import contextlib
import socket
import threading

from scripts.services import free_port


class Gate:
    """Listens on a port of its own and passes bytes on to `port`. shut() cuts every connection, open() lets in."""

    def __init__(self, port: int):
        self.behind, self.port, self.ends = port, free_port(), []  # nobody else gets it while the gate is shut
        self.open()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def open(self) -> None:
        self.door = socket.create_server(("localhost", self.port))
        threading.Thread(target=self._let_in, args=[self.door], daemon=True).start()

    def shut(self) -> None:
        self._cut(self.door)  # first: who comes in after it sees it
        self._cut(*self.ends)
        self.ends = []

    @staticmethod
    def _cut(*ends: socket.socket) -> None:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _let_in(self, door: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                front, _ = door.accept()
                back = socket.create_connection(("localhost", self.behind))
                self.ends += [front, back]
                if door.fileno() < 0:  # shut meanwhile, before it knew of these two
                    self._cut(front, back)
                for source, target in ((front, back), (back, front)):
                    threading.Thread(target=self._pass, args=[source, target], daemon=True).start()

    @staticmethod
    def _pass(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(65536):
                target.sendall(part)
        with contextlib.suppress(OSError):  # also after a reset, or the other end waits for ever
            target.shutdown(socket.SHUT_WR)
