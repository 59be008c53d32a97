"""Reads the attachments of a mail, under the names that people gave them."""

from __future__ import annotations

import re
import zlib
from binascii import a2b_base64, a2b_qp
from contextlib import suppress
from datetime import UTC
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesFeedParser
from email.policy import Compat32
from email.utils import parsedate_to_datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from gkxl.collection.intake.local_files import ContainedFile, decode_name, format_moment
from gkxl.errors import UnreadableFileError
from gkxl.files.limits import Limits, check_limit
from gkxl.files.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Parts = Message[Any, Any]


_CHUNK: Final = 1 << 16
_LONGEST: Final = 4_096
"""Characters kept of a header: a name takes a thousand, and splitting a longer one takes squared time."""

_START: Final = re.compile(rb"[!-9;-~]+:|From ")
"""RFC 5322, 2.2: a header is a name of printable characters and a colon; "From " begins a mailbox."""

_BLANK: Final = b"\xef\xbb\xbf\r\n\t "
"""What some programs put before the first header."""

_CHARSETS: Final = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "x-unknown"), "gb18030"),
    **{name: name for name in ("utf-8", "big5", "iso-8859-1")},
}
"""Mail programs write gb2312 and mean GBK. Other encodings can give what is no text."""

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp"})
_SIGNATURES: Final = frozenset(
    {"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"}
)


class Mail:
    """A mail with returns attached to it.

    Args:
        source: Where it is, or its bytes.
        name: What it is called.
        changed: When it was last changed, for one that has no date.

    Attributes:
        parts: Its attachments, by their position.
        count: How many there are.

    Raises:
        UnreadableFileError: It cannot be taken apart.
        LimitError: It is too large, or has too many lines or parts.
    """

    def __init__(self, source: Path | bytes, name: str, changed: str) -> None:
        mail = _parse(source, name)
        self._found = list(_find_attachments(mail, _read_date(mail) or changed))
        self.parts = dict(enumerate(part for part, _ in self._found))
        self.count = len(self.parts)

    def load(self, index: int) -> bytes:
        """The bytes of an attachment.

        Raises:
            LimitError: It is too large.
        """
        return load(_read_content(self._found[index][1]), Limits())

    def refuse_overlaps(self) -> None:
        """Refuse nothing: the attachments of a mail come one after the other."""

    def empty_error(self) -> UnreadableFileError:
        """The error that nothing is attached to the mail."""
        return UnreadableFileError(
            "邮件里没有附件。请核对是否漏发；超大附件、网盘附件请先下载，放入文件夹再收。"
        )


def is_mail(source: Path | bytes) -> bool:
    """Whether a file begins as mails do."""
    try:
        with _open_file(source) as file:
            return bool(_START.match(file.read(_CHUNK).lstrip(_BLANK)))
    except OSError:
        return False


def _open_file(source: Path | bytes) -> BinaryIO:
    return BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _parse(source: Path | bytes, name: str) -> Parts:
    """A mail, taken apart piece by piece."""
    parser = BytesFeedParser(_PartCounter(name), policy=_Policy())  # type: ignore[arg-type] # it is given the policy
    with _open_file(source) as file:
        for piece in _read_within_limits(file, name):
            parser.feed(piece)
    return parser.close()


def _read_within_limits(file: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield a mail in pieces while it is within the limits; parsing it takes a multiple of its size."""
    limits, size, lines, longest = Limits(), 0, 0, 0
    piece = file.read(_CHUNK).lstrip(_BLANK)
    while piece:
        end = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        size += len(piece)
        lines += max(piece.count(b"\n"), piece.count(b"\r"))
        longest = len(piece) - end if end >= 0 else longest + len(piece)
        check_limit(limits.mail_bytes, size, "邮件“{name}”的字节数", name=name)
        check_limit(limits.mail_lines, lines, "邮件“{name}”的行数", name=name)
        check_limit(limits.text_length, longest, "邮件“{name}”一行的字节数", name=name)
        yield piece
        piece = file.read(_CHUNK)


class _Policy(Compat32):
    """Parses headers as the standard library does, cuts long ones, and decodes raw bytes as UTF-8 or GBK."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        """Name and value of a header."""
        name, value = super().header_source_parse([*sourcelines])
        return name, decode_name(value[:_LONGEST].encode("utf-8", "surrogateescape"))


class _PartCounter:
    """Makes and counts the parts of a mail: the parser compares each line with the end of each outer part."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts = self._levels = 0

    def __call__(self, policy: Compat32) -> _Part:
        """Make one more part."""
        self._parts += 1
        check_limit(Limits().mail_parts, self._parts, "邮件“{name}”的部分数", name=self._name)
        return _Part(policy, self)

    def take_level(self) -> None:
        """Count a part that contains others."""
        self._levels += 1
        check_limit(Limits().mail_levels, self._levels, "邮件“{name}”的层数", name=self._name)


class _Part(Message):
    """A part of a mail that keeps only the headers gkxl reads: a hostile mail may have millions of others."""

    def __init__(self, policy: Compat32, tally: _PartCounter) -> None:
        super().__init__(policy)
        self._tally = tally

    def set_raw(self, name: str, value: str) -> None:
        """Keep a header."""
        wanted = name.lower()
        if wanted in _WANTED and wanted not in self:
            super().set_raw(name, value)
            if wanted == "content-type" and self.get_content_maintype() in _HOLDERS:
                self._tally.take_level()


_WANTED: Final = frozenset(
    ["content-type", "content-disposition", "content-transfer-encoding", "content-id", "date"]
)
_HOLDERS: Final = frozenset({"multipart", "message"})


def _find_attachments(part: Parts, changed: str) -> Iterator[tuple[ContainedFile, Parts]]:
    """Find every attachment of a mail and of mails attached to it, with the part that has its content."""
    if part.is_multipart():
        for one in cast("list[Parts]", part.get_payload()):
            yield from _find_attachments(one, _read_date(one) or changed)
        return
    name = _read_name(part)
    if _is_attached(part, name):
        content = _read_content(part)
        yield ContainedFile(name or "附件", len(content), changed, zlib.crc32(content)), part


def _is_attached(part: Parts, name: str) -> bool:
    """Whether a part is an attached file, and not the text of the mail, a picture in it, or a signature."""
    attached = part.get_content_disposition() == "attachment"
    is_picture = part.get_content_maintype() == "image" or PurePosixPath(name).suffix.lower() in _PICTURES
    if is_picture and ("content-id" in part or not attached):
        return False
    if part.get_content_type() in _SIGNATURES or part.get_content_maintype() in _HOLDERS:
        return False
    return bool(name) or attached or part.get_content_maintype() != "text"


def _read_content(part: Parts) -> bytes:
    """Decode the content of a part in one piece; the standard library would make an object of every line."""
    raw = str(part.get_payload()).encode("ascii", "surrogateescape")
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return a2b_qp(raw)
    if encoding != "base64":
        return raw
    for end in (b"", b"=="):  # without its end it is cut short, and the file in it is damaged
        with suppress(ValueError):
            return a2b_base64(raw + end)
    return b""


def _read_date(part: Parts) -> str:
    """When a mail was sent; "" if its date is missing or cannot be one."""
    try:
        sent = parsedate_to_datetime(str(part["date"]))
        sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)  # RFC 5322, 3.3: -0000 is UTC
        return format_moment(int(sent.timestamp()) * 10**9)
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return ""


def _read_name(part: Parts) -> str:
    """The name of an attachment, without folders; "" of one that has none."""
    found = part.get_param("filename", "", "content-disposition") or part.get_param("name", "")
    text = "".join(character for character in _decode_header(found or "") if character.isprintable())
    return PurePosixPath(text.strip().replace("\\", "/")).name


def _decode_header(value: str | tuple[str | None, str | None, str]) -> str:
    """Decode a name that is encoded by RFC 2231 or RFC 2047; any other stays as it is."""
    if isinstance(value, tuple):
        return _decode(value[2].encode("latin-1", "replace"), value[0])
    try:
        words = decode_header(value) if "=?" in value else ()
    except HeaderParseError:
        words = ()
    found = (_decode(word, charset) if isinstance(word, bytes) else word for word, charset in words)
    return "".join(found) or value


def _decode(raw: bytes, charset: str | None) -> str:
    with suppress(UnicodeDecodeError):
        return raw.decode(_CHARSETS.get((charset or "utf-8").lower(), "utf-8"))
    return decode_name(raw)
