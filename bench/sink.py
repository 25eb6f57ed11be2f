"""A mail server that takes everything and keeps nothing, so that it is not the limit: `python -m bench.sink PORT`.

Every answer to NOOP carries how many messages came since the last one, so that a round can prove
that what it measured arrived.
"""

import contextlib
import socket
import sys
import threading

from scripts.services import HOST

READ = 1 << 16  # bytes at once
END = b"\r\n.\r\n"
GREETING, HELLO, GO, OK, BYE = b"220 sink\r\n", b"250 sink\r\n", b"354 go\r\n", b"250 OK\r\n", b"221 bye\r\n"


class Counter:
    """Messages of all conversations together."""

    def __init__(self) -> None:
        self.lock, self.count = threading.Lock(), 0

    def one_more(self) -> None:
        with self.lock:
            self.count += 1

    def taken(self) -> int:
        with self.lock:
            found, self.count = self.count, 0
        return found


def converse(connection: socket.socket, counter: Counter) -> None:
    """One SMTP conversation, from greeting to good-bye."""
    with connection, contextlib.suppress(ConnectionError):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(GREETING)
        rest = b""
        while True:
            while b"\r\n" not in rest:
                if not (more := connection.recv(READ)):
                    return
                rest += more
            line, _, rest = rest.partition(b"\r\n")
            word = line[:4].upper()
            if word == b"DATA":
                connection.sendall(GO)
                rest = past_the_text(connection, rest)
                counter.one_more()
            if word == b"NOOP":
                connection.sendall(b"250 %d\r\n" % counter.taken())
            else:
                connection.sendall({b"EHLO": HELLO, b"HELO": HELLO, b"QUIT": BYE}.get(word, OK))


def past_the_text(connection: socket.socket, rest: bytes) -> bytes:
    """What comes after the final dot. The text itself is dropped, but for the few bytes that may begin its end."""
    while END not in rest:
        more = connection.recv(READ)
        if not more:
            raise ConnectionError
        rest = rest[-len(END) :] + more
    return rest.rpartition(END)[2]


def main(port: int) -> None:
    counter = Counter()
    with socket.create_server((HOST, port)) as door:
        while True:
            connection, _address = door.accept()
            threading.Thread(target=converse, args=(connection, counter), daemon=True).start()


if __name__ == "__main__":
    main(int(sys.argv[1]))
