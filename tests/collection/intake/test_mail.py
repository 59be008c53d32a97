"""What is attached to a mail is a return, under its own name, and was filed on the day the mail was sent."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pytest
from mails import SENT, TEXT, attached, mail, part, zipped
from offices import book, collected, statuses, values

import gkxl
from gkxl.collection.intake.sources import find_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A1, A2 = book(values("A1", "某市财政局")), book(values("A2", "某市水务局"))
OTHER = book(values("A1", "某市财政局", "other"))
NAME: Final = "朱镕 财政局.xlsx"
"""With a character that gb2312 does not have, though mails say that they are in it."""


CONTINUED: Final = (
    f"Content-Disposition: attachment;\r\n filename*0*=UTF-8''{quote(NAME[:3])};"
    f"\r\n filename*1*={quote(NAME[3:])}"
)


def word(text: str, charset: str, encoding: str) -> str:
    return f"=?{charset}?B?{base64.b64encode(text.encode(encoding)).decode()}?="


def found(tmp_path: Path, content: bytes, name: str = "a.eml") -> dict[str, bytes]:
    """What lies in a folder with this mail, by name."""
    (tmp_path / name).write_bytes(content)
    return {file.name: file.load() for file in find_sources(tmp_path)}


@pytest.mark.parametrize(
    "written",
    [
        NAME,
        NAME.encode("gb18030"),
        word(NAME, "utf-8", "utf-8"),
        word(NAME, "GB2312", "gbk"),
        word(NAME, "gb18030", "gb18030"),
        word(NAME[:4], "gbk", "gbk") + "\r\n " + word(NAME[4:], "gbk", "gbk"),
        f"=?utf-8?Q?{quote(NAME).replace('%', '=')}?=",
        rf"C:\报表\{NAME}",
        f"../../{NAME}",
        word(f"../{NAME}", "utf-8", "utf-8"),
    ],
)
def test_a_name_is_read_however_it_is_encoded(written: str | bytes, tmp_path: Path) -> None:
    assert found(tmp_path, mail(TEXT, attached(written, A1))) == {f"a.eml/{NAME}": A1}


@pytest.mark.parametrize(
    "headers",
    [
        [f"Content-Disposition: attachment; filename*=utf-8''{quote(NAME)}"],
        [f"Content-Disposition: attachment; filename*=gb2312''{quote(NAME.encode('gbk'))}"],
        [CONTINUED],
        [f'Content-Type: application/octet-stream; name="{word(NAME, "gb2312", "gbk")}"'],
        ["Content-Disposition: inline", f'Content-Type: application/vnd.ms-excel;\r\n\tname="{NAME}"'],
        [
            "Content-Type: application/octet-stream",
            f"Content-Disposition: attachment; filename={NAME.replace(' ', '')}",
        ],
    ],
)
def test_a_name_is_read_from_whichever_header_has_it(headers: list[str], tmp_path: Path) -> None:
    (name,) = found(tmp_path, mail(TEXT, part(A1, *headers)))
    assert name.replace(" ", "") == f"a.eml/{NAME}".replace(" ", "")


def test_an_attachment_without_a_name_is_one_nonetheless(tmp_path: Path) -> None:
    assert found(tmp_path, mail(TEXT, part(A1, "Content-Type: application/octet-stream"))) == {
        "a.eml/附件": A1
    }


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "rot13", "no-such"])
def test_a_name_in_an_encoding_that_is_none_stops_nothing(charset: str, tmp_path: Path) -> None:
    escaped = base64.b64encode(rb"\ud800\u0000x.xlsx").decode()
    name = f"=?{charset}?B?{escaped}?="
    collection = collected(tmp_path, {"A1.eml": mail(attached(name, A1))})
    assert statuses(collection)["A1"] == "通过"


@pytest.mark.parametrize(
    "aside",
    [
        part(b"x", "Content-Type: image/png; name=logo.png", "Content-ID: <1@x>"),
        part(b"x", "Content-Type: image/jpeg; name=a.jpg", "Content-Disposition: inline; filename=a.jpg"),
        part(b"x", "Content-Type: application/octet-stream; name=image001.gif", "Content-ID: <image001.gif>"),
        part(b"x", "Content-Type: image/bmp"),
        part(
            b"x",
            "Content-Type: application/pkcs7-signature; name=smime.p7s",
            "Content-Disposition: attachment; filename=smime.p7s",
        ),
        part("<p>您好</p>".encode(), "Content-Type: text/html; charset=utf-8"),
    ],
)
def test_pictures_in_a_mail_signatures_and_its_text_are_no_returns(aside: bytes, tmp_path: Path) -> None:
    assert found(tmp_path, mail(TEXT, aside, attached("b.xlsx", A1))) == {"a.eml/b.xlsx": A1}
    assert names(tmp_path, mail(TEXT, aside)) == ["a.eml"]


def test_a_picture_that_is_attached_is_something_that_came(tmp_path: Path) -> None:
    photo = part(b"\x89PNG", "Content-Type: image/png", "Content-Disposition: attachment; filename=A1.png")
    (file,) = collected(tmp_path, {"a.eml": mail(TEXT, photo)}).files
    assert (file.path, file.unit, file.status) == ("a.eml/A1.png", "A1", "无法读取")


def names(tmp_path: Path, content: bytes) -> list[str]:
    (tmp_path / "a.eml").write_bytes(content)
    return [file.name for file in find_sources(tmp_path)]


@pytest.mark.parametrize(
    ("sent", "stamp"),
    [
        (SENT, "2025-01-10T08:30:00.000000000"),
        ("10 Jan 2025 08:30:00 -0000", "2025-01-10T08:30:00.000000000"),
        ("Fri, 10 Jan 2025 08:30 GMT", "2025-01-10T08:30:00.000000000"),
        ("Sun, 31 Dec 1899 00:00:00 +0800", "1899-12-30T16:00:00.000000000"),
    ],
)
def test_the_day_of_sending_is_the_day_of_filing(sent: str, stamp: str, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(attached("b.xlsx", A1), sent=sent))
    (file,) = find_sources(tmp_path)
    assert file.stamp.startswith(stamp + " CRC ")


@pytest.mark.parametrize("sent", ["", "昨天", "Fri, 99 Foo 2025", "1 Jan 99999 0:0:0 +9999", "x" * 9999])
def test_of_a_mail_without_a_date_the_file_tells_when_it_came(sent: str, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail(attached("b.xlsx", A1), sent=sent))
    (tmp_path / "b.xlsx").write_bytes(A1)
    mailed, file = find_sources(tmp_path)
    assert mailed.stamp[:10] == file.stamp[:10]


def test_the_newest_is_the_one_that_was_sent_last(tmp_path: Path) -> None:
    """Whatever the order in which they were saved."""
    early = mail(attached("年报.xlsx", A1), sent="Thu, 9 Jan 2025 09:00:00 +0800")
    late = mail(attached("年报.xlsx", OTHER), sent="Fri, 10 Jan 2025 09:00:00 +0800")
    collection = collected(tmp_path, {"2.eml": late, "1.eml": early}, prefer="newest")
    taken = {file.path: file.accepted for file in collection.files}
    assert taken == {"1.eml/年报.xlsx": False, "2.eml/年报.xlsx": True}


def test_a_mail_that_was_sent_along_with_another_has_its_own_date(tmp_path: Path) -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\n" + mail(attached("b.xlsx", A1), edge="in")
    (tmp_path / "a.eml").write_bytes(
        mail(TEXT, inner, attached("c.xlsx", A2), sent="Wed, 1 Jan 2025 00:00:00 +0000")
    )
    assert {file.name: file.stamp[:10] for file in find_sources(tmp_path)} == {
        "a.eml/b.xlsx": "2025-01-10",
        "a.eml/c.xlsx": "2025-01-01",
    }


@pytest.mark.parametrize(
    "content",
    [
        mail(TEXT),
        mail(TEXT, kind="alternative"),
        b"From: a\r\nSubject: x\r\n\r\nno parts",
        b"From: a\r\nContent-Type: multipart/mixed\r\n\r\nno boundary",
        mail(),
    ],
)
def test_a_mail_without_attachment_is_a_line_of_its_own(content: bytes, tmp_path: Path) -> None:
    collection = collected(tmp_path, {"某市财政局.eml": content, "A2.xlsx": A2})
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["无法读取", "通过"]
    (issue,) = collection.issues("A1")
    assert "邮件里没有附件" in issue.message
    assert "请" in issue.message


def test_a_zip_attached_to_a_mail_is_opened(tmp_path: Path) -> None:
    packed = zipped({"财政局.xlsx": A1, "水务局.xlsx": A2})
    assert list(found(tmp_path, mail(attached("两家.zip", packed)))) == [
        "a.eml/两家.zip/水务局.xlsx",
        "a.eml/两家.zip/财政局.xlsx",
    ]


@pytest.mark.parametrize(
    "head", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", b"From a@b.cn Fri Jan 10 08:00:00 2025\r\n"]
)
def test_what_programs_put_before_the_headers_is_passed_over(head: bytes, tmp_path: Path) -> None:
    assert found(tmp_path, head + mail(attached("b.xlsx", A1))) == {"a.eml/b.xlsx": A1}


def test_a_workbook_that_is_called_a_mail_is_a_workbook(tmp_path: Path) -> None:
    assert statuses(collected(tmp_path, {"A1.eml": A1}))["A1"] == "通过"


def test_a_cut_mail_gives_what_is_there(tmp_path: Path) -> None:
    whole = mail(attached("A1.xlsx", A1), attached("A2.xlsx", A2))
    collection = collected(tmp_path, {"a.eml": whole[: whole.rindex(b"--=_edge\r\n") + 900]})
    assert [statuses(collection)[unit] for unit in ("A1", "A2")] == ["通过", "无法读取"]


def nested(depth: int) -> bytes:
    head = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth)
    )
    return b"From: a\r\n" + head


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: nested(10_000), "层数"),
        (lambda: nested(33), "层数"),
        (lambda: mail(*[b"\r\nx"] * 1_001), "部分数为 1,001"),
        (lambda: b"a:b\n" * 800_001, "行数"),
        (lambda: b"a: " + b"x" * (40 << 20), "字节数"),
        (lambda: b"Content-Type: message/rfc822\r\n\r\n" * 40, "层数"),
    ],
)
def test_a_mail_that_would_cost_too_much_is_refused(
    make: Callable[[], bytes], why: str, tmp_path: Path
) -> None:
    (tmp_path / "a.eml").write_bytes(make())
    (file,) = find_sources(tmp_path)
    with pytest.raises(gkxl.errors.UnreadableFileError, match=why) as caught:
        file.load()
    assert "请" in caught.value.zh


def test_an_honest_mail_of_many_parts_is_read(tmp_path: Path) -> None:
    parts = [attached(f"{n}.xlsx", b"x") for n in range(300)]
    assert len(found(tmp_path, mail(TEXT, *parts))) == 300
