"""Zips and mails of returns, rosters and plain data made to cost much, by name."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

import gkxl
from gkxl import demo

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE: Final = 20_000_000
"""Bytes; what is a little larger is refused by itself."""


def directory(entries: list[tuple[bytes, int, bytes, int]], body: bytes) -> bytes:
    """A zip whose directory has these entries: name, size, packed, and where in the body each begins."""
    record = struct.Struct("<4s6H3I5H2I")
    listed = b"".join(
        record.pack(b"PK\1\2", 20, 20, 0, 8, 0, 33, 0, len(packed), size, len(name), 0, 0, 0, 0, 0, at) + name
        for name, size, packed, at in entries
    )
    count = min(len(entries), 0xFFFF)
    return body + listed + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(listed), len(body), 0)


def squeezed(size: int) -> bytes:
    return zlib.compress(bytes(size), 9)[2:-4]


def overlapping(count: int, size: int) -> bytes:
    """Many entries over one body."""
    packed = squeezed(size)
    local = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(bytes(size)), len(packed), size, 1, 0
    )
    return directory([(b"%d.xlsx" % n, size, packed, 0) for n in range(count)], local + b"a" + packed)


def zipped(count: int, size: int, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for n in range(count):
            archive.writestr(f"{n}.xlsx", bytes(size))
    return made.getvalue()


ZIPS: Final[dict[str, Callable[[], bytes]]] = {
    "300 files over one body": lambda: overlapping(300, LARGE),
    "a few files over one body": lambda: overlapping(12, LARGE),
    "small files over one body": lambda: overlapping(19_000, 9_000),
    "files that unpack to gigabytes": lambda: zipped(100, LARGE),
    "files that unpack to as much as may be": lambda: zipped(13, LARGE),
    "200,000 files": lambda: zipped(200_000, 0),
    "a directory of short names": lambda: directory([(b"a", 0, b"", 0)] * 130_000, b""),
    "a directory of a hundred megabytes": lambda: directory([(b"a", 0, b"", 0)] * 2_200_000, b""),
    "long names": lambda: directory([(b"a" * 60_000, 0, b"", 0)] * 100, b""),
    "files packed as nobody packs them": lambda: zipped(9, LARGE, zipfile.ZIP_BZIP2),
    "files packed by LZMA": lambda: zipped(9, LARGE, zipfile.ZIP_LZMA),
    "zips of many files": lambda: nested(300, zipped(7_000, 0)),
    "zips that unpack to gigabytes": lambda: nested(300, zipped(40, LARGE)),
    "zips that unpack to as much as may be": lambda: nested(12, zipped(1, LARGE)),
    "large zips within one": lambda: nested(12, stored(LARGE)),
    "zips within zips, 5,000 deep": lambda: chain(5_000),
    "zips over one body": lambda: nested(100, overlapping(190, 9_000)),
}

MAIL: Final = 40_000_000
"""Bytes; what is a little larger is refused."""

EDGE: Final = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"


def nested(count: int, inner: bytes) -> bytes:
    """Many zips in one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(count):
            archive.writestr(f"{n}.zip", inner)
    return made.getvalue()


def stored(size: int) -> bytes:
    """A zip of one file that is not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.xlsx", bytes(size - 200))
    return made.getvalue()


def chain(depth: int) -> bytes:
    """A zip in a zip in a zip."""
    made = zipped(1, 9)
    for _ in range(depth):
        made = nested(1, made)
    return made


def mail(*parts: bytes) -> bytes:
    """A mail of these parts."""
    head = b"From: a\r\nContent-Type: multipart/mixed; boundary=b\r\n"
    return head + b"".join(b"\r\n--b\r\n" + part for part in parts) + b"\r\n--b--"


def attached(content: bytes, name: bytes = b"a.xlsx") -> bytes:
    """An attachment in base64."""
    head = (
        b"Content-Type: application/octet-stream; name="
        + name
        + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return head + base64.encodebytes(content)


def deep(levels: int, body: bytes) -> bytes:
    """Parts within parts, and a text in the innermost."""
    return b"From: a\r\n" + b"".join(EDGE % (n, n) for n in range(levels)) + b"\r\n" + body


MAILS: Final[dict[str, Callable[[], bytes]]] = {
    "parts within parts, 10,000 deep": lambda: deep(10_000, b""),
    "as deep as may be, with short lines": lambda: deep(32, b"--a\n" * 790_000),
    "mails within mails": lambda: b"Content-Type: message/rfc822\r\n\r\n" * 500_000,
    "a million parts": lambda: mail(*[b"\r\nx"] * 1_000_000),
    "as many parts as may be": lambda: mail(*[attached(bytes(20_000))] * 990),
    "one header": lambda: b"Subject: " + b"x" * MAIL,
    "one header in many lines": lambda: b"Content-Type: a" + b"\n ;b=c" * 780_000,
    "brackets in headers": lambda: mail(*[b"Content-Type: a/b; name=" + b"(" * 40_000 + b"\r\n\r\nx"] * 900),
    "parameters in headers": lambda: mail(
        *[b"Content-Disposition: attachment" + b';a*0="' * 6_000 + b"\r\n\r\nx"] * 900
    ),
    "encoded words in headers": lambda: mail(
        *[b"Content-Type: a/b; name=" + b"=?gbk?q?a?= " * 3_000 + b"\r\n\r\nx"] * 900
    ),
    "headers without end": lambda: b"a:b\n" * 790_000,
    "one attachment as large as may be": lambda: mail(attached(bytes(30_000_000))),
    "base64 in short lines": lambda: mail(attached(b"")[:-1] + b"AAA=\n" * 790_000),
    "one line of base64": lambda: mail(attached(b"")[:-1] + b"A" * MAIL),
    "quoted-printable": lambda: mail(
        b"Content-Type: a/b; name=a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        + (b"=41" * 25 + b"\n") * 520_000
    ),
    "uuencode": lambda: mail(
        b"Content-Type: a/b; name=a\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 666 a\n"
        + b"M%s\n" % (b"`" * 60) * 600_000
    ),
    "zips that unpack to gigabytes": lambda: mail(*[attached(zipped(40, LARGE), b"a.zip")] * 20),
}

HEAD: Final = "单位代码,单位名称\n"


def csv(rows: str, *, head: str = HEAD, encoding: str = "utf-8") -> bytes:
    return (head + rows).encode(encoding)


ROSTERS: Final[dict[str, Callable[[], bytes]]] = {
    "a row of commas": lambda: csv("," * 19_000_000),
    "rows of one cell": lambda: csv("a\n" * 9_000_000),
    "rows without cells": lambda: csv("\n" * 19_000_000),
    "a quotation mark that does not end": lambda: csv('"' + "a" * 19_000_000),
    "quotation marks": lambda: csv('"' * 19_000_000),
    "units of one name": lambda: csv("".join(f"{n},局\n" for n in range(90_000))),
    "units above one another": lambda: csv(
        "".join(f"{n},{n}局,{n + 1}\n" for n in range(60_000)), head="单位代码,单位名称,上级\n"
    ),
    "numbers": lambda: csv(f"{'1' * 99_999},局\n" * 150),
    "commas in UTF-16": lambda: csv("," * 9_000_000, encoding="utf-16"),
}

DATA: Final[dict[str, Callable[[], bytes]]] = {
    "lists": lambda: b"[" + b"[]," * 6_000_000 + b"[]]",
    "lists within lists": lambda: b"[" * 19_000_000,
    "objects within objects": lambda: b'{"a":' * 3_000_000,
    "a number": lambda: b'{"edition":"2021","cells":{"cover.year":' + b"9" * 19_000_000 + b"}}",
    "an exponent": lambda: b'{"edition":"2021","cells":{"disclosure.fees.amount":1e999999999}}',
    "cells that are none": lambda: (
        b'{"edition":"2021","cells":{' + b",".join(b'"cover.%d":1' % n for n in range(400_000)) + b"}}"
    ),
    "a text": lambda: b'{"edition":"2021","cells":{"overview":"' + b"\\u4e2d" * 3_000_000 + b'"}}',
}

CASES: Final = {
    ".zip": ("zip", ZIPS, zipped(1, 9)),
    ".eml": ("zip", MAILS, mail(attached(b"x"))),
    ".csv": ("roster", ROSTERS, f"{HEAD}1,局\n".encode()),
    ".json": ("data", DATA, json.dumps(gkxl.to_dict(demo.report())).encode()),
}
"""Every hostile file by its suffix: what is done with it, those there are, and an ordinary one."""
