"""Links are named as what they are, and times are believed where they can be true."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from offices import book, collected, statuses, values, write

from gkxl.collection.intake.local_files import CHECKSUM_MARK, format_moment, is_credible, parse_moment
from gkxl.collection.intake.sources import find_sources

if TYPE_CHECKING:
    from pathlib import Path


A1, A2 = book(values("A1", "某市财政局")), book(values("A2", "某市水务局"))

links = pytest.mark.skipif(sys.platform == "win32", reason="links want rights there")


@links
@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("../elsewhere", "指向另一个文件夹的链接"),
        ("..", "指向另一个文件夹的链接"),
        (".", "指向另一个文件夹的链接"),
        ("../gone", "已经不在了"),
        ("../gone/a.xlsx", "已经不在了"),
        ("某市财政局", "已经不在了"),  # in a circle
    ],
)
def test_a_link_that_leads_to_no_file_is_called_a_link(tmp_path: Path, target: str, why: str) -> None:
    """It is a line at the unit of its name, and is not followed."""
    write(tmp_path / "elsewhere", {"A1.xlsx": A1})
    (write(tmp_path / "returns", {}) / "某市财政局").symlink_to(target)
    collection = collected(tmp_path, {"A2.xlsx": A2})
    assert [file.path for file in collection.files] == ["A2.xlsx", "某市财政局"]
    assert statuses(collection)["A1"] == "无法读取"
    (issue,) = collection.issues("A1")
    assert "链接" in issue.message
    assert why in issue.message
    assert "请" in issue.message


@links
@pytest.mark.parametrize("name", ["A1.xlsx", "b.zip"])
def test_a_link_to_a_file_is_the_file(tmp_path: Path, name: str) -> None:
    elsewhere = write(tmp_path / "elsewhere", {"x": A1}) / "x"
    (write(tmp_path / "returns", {}) / name).symlink_to(elsewhere)
    assert statuses(collected(tmp_path, {}))["A1"] == "通过"


@links
def test_the_folder_of_returns_may_be_a_link_itself(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"A1.xlsx": A1})
    (tmp_path / "returns").symlink_to(tmp_path / "elsewhere")
    assert [file.name for file in find_sources(tmp_path / "returns")] == ["A1.xlsx"]


@pytest.mark.skipif(sys.platform != "win32", reason="other systems have none")
def test_a_junction_is_called_a_link(tmp_path: Path) -> None:
    elsewhere, returns = write(tmp_path / "elsewhere", {"A1.xlsx": A1}), write(tmp_path / "returns", {})
    subprocess.run(
        ["cmd", "/c", "mklink", "/J", returns / "县区", elsewhere], check=True, capture_output=True
    )
    (file,) = collected(tmp_path, {}).files
    assert (file.path, file.status) == ("县区", "无法读取")


@pytest.mark.parametrize("name", ["A1.xlsx", "补报/A1.xlsx"])
def test_other_content_of_the_same_size_and_time_is_seen(tmp_path: Path, name: str) -> None:
    """As where a program puts back the time of a file that it saves."""
    other = book(values("A1", "某市财政局", "other"))
    long = max(len(A1), len(other))
    one, two = (content + bytes(long - len(content)) for content in (A1, other))
    before = collected(tmp_path, {name: one})
    path = tmp_path / "returns" / name
    status = path.stat()
    path.write_bytes(two)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = collected(tmp_path, {})
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert before.values != after.values
    assert [file.current for file in after.files] == [False, True]


NOW = datetime(2025, 3, 1, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "stamp",
    [
        format_moment(1_740_816_000 * 10**9),
        format_moment(1_740_816_000 * 10**9) + CHECKSUM_MARK + "0a1b2c3d",
        "1740816000.0",
        "1740816000",
        "2025-03-01 08:00:00+00:00",
        "2025-03-01T16:00:00+08:00",
        "2025-03-01T08:00:00Z",
    ],
)
def test_a_moment_is_read_as_folders_zips_and_file_systems_write_it(stamp: str) -> None:
    assert parse_moment(stamp) == NOW


@pytest.mark.parametrize(
    "stamp", ["", "d41d8cd98f00b204e9800998ecf8427e", "nan", "inf", "9" * 400, "昨天", '"e3b"']
)
def test_marks_of_content_are_no_moments(stamp: str) -> None:
    assert parse_moment(stamp) is None
    assert not is_credible(parse_moment(stamp), NOW)


@pytest.mark.parametrize(
    ("moment", "credible"),
    [
        (NOW, True),
        (NOW + timedelta(hours=23), True),
        (NOW + timedelta(days=1), True),
        (NOW + timedelta(days=1, seconds=1), False),
        (datetime(2099, 1, 1, tzinfo=UTC), False),
        (datetime(9999, 12, 31, tzinfo=UTC), False),
        (datetime(1990, 1, 1, tzinfo=UTC), True),
        (datetime(1989, 12, 31, 23, 59, tzinfo=UTC), False),
        (datetime(1980, 1, 1, tzinfo=UTC), False),
        (datetime(1970, 1, 1, tzinfo=UTC), False),
    ],
)
def test_the_future_and_what_lies_long_ago_is_not_credible(moment: datetime, *, credible: bool) -> None:
    """A day is allowed for clocks of other time zones."""
    assert is_credible(moment, NOW) is credible
