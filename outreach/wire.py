"""A mail as the bytes that go to the server, put together from parts that many mails share.

Byte for byte what Django would build from the same values (tests/events/test_shared_mails.py), without building it
anew for every reader: the frame is built once by Django itself, lines without a gap are encoded once.
"""

import base64
import functools
import re
from email import charset, policy
from email.encoders import encode_base64
from email.message import Message as Header
from email.mime.base import MIMEBase
from email.quoprimime import body_encode

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import forbid_multi_line_headers

from .gaps import GAP, NONCE, Values, fill
from .kinds import Attachment

QUOTED = charset.Charset("utf-8")  # seven-bit lines: every mail server passes them on unchanged
QUOTED.body_encoding = charset.QP
EOL = "\r\n"
FOLD = policy.compat32.clone(linesep=EOL)
SHORT = re.compile(r"[!-~]+( [!-~]+)*")  # with at most 70 letters nothing is folded or encoded
TEXT, HTML, FILE = (f"{mark}{NONCE}" for mark in "thf")  # stand for the three in a frame

Lines = tuple[bytes | str, ...]  # encoded runs of lines, and lines with gaps that are encoded when they are filled


class Body:
    """Plain text and HTML of one rendering, encoded but for the lines with gaps."""

    def __init__(self, names: tuple[str, ...], subject: str, text: str, html: str) -> None:
        self.names, self.text, self.html = names, _runs(text), _runs(html)
        # folded and encoded once; with a gap in it only when it is filled
        self.subject = None if GAP.search(subject) else header("Subject", subject)

    def parts(self, values: Values, escaped: Values) -> tuple[bytes, bytes]:
        """Both filled in; HTML takes the values as `escaped`."""
        return self._filled(self.text, values), self._filled(self.html, escaped)

    def _filled(self, lines: Lines, values: Values) -> bytes:
        filled = (each if isinstance(each, bytes) else quoted(fill(each, self.names, values)) for each in lines)
        return b"\r\n".join(filled)


def _runs(text: str) -> Lines:
    runs: list[list[str]] = []
    gaps: list[bool] = []
    for line in re.split("\r\n|\r|\n", text)[:-1]:  # every part ends with a line end, which belongs to the frame
        gap = GAP.search(line) is not None
        if gap or not gaps or gaps[-1]:
            runs.append([])
            gaps.append(gap)
        runs[-1].append(line)
    return tuple(run[0] if gap else quoted("\n".join(run)) for run, gap in zip(runs, gaps, strict=True))


def quoted(text: str) -> bytes:
    """Quoted-printable, in seven-bit lines that every mail server passes on unchanged."""
    return body_encode(text.encode().decode("latin-1"), eol=EOL).encode("ascii")


def build(mail: EmailMultiAlternatives, body: Body, values: tuple[Values, Values]) -> bytes:
    """The whole mail. `values` are the plain ones and the same escaped; raises BadHeaderError for a line break."""
    files: tuple[Attachment, ...] = mail.files
    fields = [("From", mail.from_email), ("To", ", ".join(mail.to)), *mail.extra_headers.items()]
    head = [body.subject or header("Subject", mail.subject), *(header(name, str(value)) for name, value in fields)]
    first, *between = frame(tuple((file.name, file.mime) for file in files))
    filled = (*body.parts(*values), *(_encoded(file.content) for file in files))
    tail = (piece for pair in zip(filled, between, strict=True) for piece in pair)
    return b"".join((first[0], *head, first[1], *tail))


def header(name: str, value: str) -> bytes:
    """One header as Django and the standard library write it."""
    if len(name) + len(value) < 70 and SHORT.fullmatch(value):
        return f"{name}: {value}\r\n".encode("ascii")
    name, value = forbid_multi_line_headers(name, value, QUOTED)
    return FOLD.fold_binary(name, value)


def _encoded(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n").removesuffix(b"\r\n")


@functools.lru_cache(maxsize=64)
def frame(files: tuple[tuple[str, str], ...]) -> tuple:
    """What stands around the parts of a mail with such files: before and after the headers, then after each part."""
    mail = EmailMultiAlternatives("-", f"{TEXT}\n", "a@frame.invalid", ["b@frame.invalid"])
    mail.encoding = QUOTED
    mail.attach_alternative(f"{HTML}\n", "text/html")
    for number, (name, mime) in enumerate(files):
        mail.attach(part(Attachment(name, f"{FILE}{number}".encode(), mime)))
    built = mail.message().as_bytes(linesep=EOL)
    head, _blank, rest = built.partition(b"\r\n\r\n")
    marks = [TEXT.encode(), HTML.encode(), *(_encoded(f"{FILE}{n}".encode()) for n in range(len(files)))]
    pieces = []
    for mark in marks:
        piece, _mark, rest = rest.partition(mark)
        pieces.append(piece)
    before = head[: head.index(b"Subject: ")]
    return (before, b"\r\n" + pieces[0]), *pieces[1:], rest


def part(attachment: Attachment) -> MIMEBase:
    """A file as part of a mail; in base64, which changes neither its line ends nor its letters on the way."""
    head = Header()
    head["Content-Type"] = attachment.mime
    (full, _blank), *params = head.get_params()
    made = MIMEBase(*full.split("/"), **dict(params))
    made.set_payload(attachment.content)
    encode_base64(made)
    made.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return made
