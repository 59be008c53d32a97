"""Mails with returns attached to them."""

from __future__ import annotations

import base64
import io
import zipfile
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SENT: Final = "Fri, 10 Jan 2025 16:30:00 +0800"


def part(content: bytes, *headers: bytes | str) -> bytes:
    """A part of a mail, in base64."""
    lines = [head.encode() if isinstance(head, str) else head for head in headers]
    lines += [b"Content-Transfer-Encoding: base64", b"", base64.encodebytes(content)]
    return b"\r\n".join(lines)


def attached(name: bytes | str, content: bytes) -> bytes:
    """An attachment whose name is written as it is given."""
    raw = name.encode() if isinstance(name, str) else name
    disposition = b'Content-Disposition: attachment; filename="' + raw + b'"'
    return part(content, "Content-Type: application/octet-stream", disposition)


TEXT: Final = b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + "您好，报表见附件。".encode("gbk")


def mail(*parts: bytes, sent: str = SENT, kind: str = "mixed", edge: str = "=_edge") -> bytes:
    """A mail of these parts."""
    head = f'Received: from x\r\nDate: {sent}\r\nContent-Type: multipart/{kind}; boundary="{edge}"'
    body = b"".join(b"\r\n--" + edge.encode() + b"\r\n" + one for one in parts)
    return head.encode() + b"\r\n\r\n" + body + b"\r\n--" + edge.encode() + b"--\r\n"


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
