"""Every writer takes a path or a binary file, and a name that does not fit what it writes is an error."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, Final

import pytest

import gkxl
from published import as_numbers
from workbooks import workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

REPORT: Final = gkxl.from_dict(as_numbers("suqian-2024"))
ROWS: Final = gkxl.series([REPORT])
RETURN: Final = workbook(REPORT)

WRITERS: Final[dict[str, tuple[str, Callable[..., object]]]] = {
    "write_template": (".xlsx", partial(gkxl.write_template, year=2024, unit="某局")),
    "write_workbook": (".xlsx", partial(gkxl.write_workbook, REPORT)),
    "write_register": (".xlsx", partial(gkxl.register.write_register, year=2026)),
    "write_roster": (".xlsx", gkxl.collection.write_roster),
    "mark": (".xlsx", partial(gkxl.mark, RETURN)),
    "migrate": (".xlsx", partial(gkxl.migrate, RETURN)),
    "fill_template": (".xlsx", partial(gkxl.fill_template, RETURN, {"disclosure.permits.decisions": 7})),
    "write_docx": (".docx", partial(gkxl.write_docx, REPORT)),
    "write_html": (".html", partial(gkxl.write_html, REPORT)),
    "write_pdf": (".pdf", partial(gkxl.write_pdf, REPORT)),
    **{f"write_series{suffix}": (suffix, partial(gkxl.write_series, ROWS)) for suffix in (".csv", ".json")},
    "write_series.xlsx": (".xlsx", partial(gkxl.write_series, ROWS)),
    **{f"plot{suffix}": (suffix, partial(gkxl.plot, [REPORT])) for suffix in (".svg", ".png", ".html")},
}
"""Each with the suffix of what it writes; those that write several formats once for each."""

every_writer = pytest.mark.parametrize("name", WRITERS)

BEGINNINGS: Final = {
    ".xlsx": b"PK", ".docx": b"PK", ".html": b"<!DOCTYPE html>", ".pdf": b"%PDF", ".csv": b"\xef\xbb\xbf",
    ".json": b"[", ".svg": b"<?xml", ".png": b"\x89PNG",
}  # fmt: skip


class Named(io.BytesIO):
    """A file that is open and knows its name, as those do that ``open`` gives."""

    def __init__(self, name: object) -> None:
        super().__init__()
        self.name = name


def written(name: str, target: io.BytesIO) -> bytes:
    WRITERS[name][1](target)
    assert not target.closed
    return target.getvalue()


@every_writer
def test_a_file_gets_the_bytes_that_a_path_gets(name: str, tmp_path: Path) -> None:
    suffix, write = WRITERS[name]
    path = tmp_path / f"某局{suffix}"
    write(path)
    given = written(name, Named(f"/somewhere/某局{suffix.upper()}"))
    assert given.startswith(BEGINNINGS[suffix])
    assert path.read_bytes() == given or suffix in (".pdf", ".png")  # with the time of day, or an identifier


@every_writer
@pytest.mark.parametrize("name_of_file", ["q.txt", "q", "q.xlsx.bak", ".xlsx"])
def test_a_name_that_does_not_fit_is_refused_before_anything_is_written(
    name: str, name_of_file: str, tmp_path: Path
) -> None:
    suffix, write = WRITERS[name]
    with pytest.raises(gkxl.errors.WriteError, match="作扩展名") as refusal:
        write(tmp_path / name_of_file)
    assert suffix in refusal.value.zh
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("name", [name for name in WRITERS if "." not in name])
def test_a_workbook_is_never_called_csv(name: str, tmp_path: Path) -> None:
    """Nor is what is open under such a name written to."""
    with pytest.raises(gkxl.errors.WriteError, match=r"不知道“q\.csv”是什么格式"):
        WRITERS[name][1](str(tmp_path / "q.csv"))
    file = Named("q.csv")
    with pytest.raises(gkxl.errors.WriteError, match=r"不知道“q\.csv”是什么格式"):
        WRITERS[name][1](file)
    assert not file.getvalue()


@pytest.mark.parametrize("name", [name for name in WRITERS if "." not in name and name != "write_pdf"])
@pytest.mark.parametrize("called", [None, 7, "", "tmp_8x"])
def test_a_file_need_not_have_a_name(name: str, called: object) -> None:
    assert written(name, Named(called))


@pytest.mark.parametrize("name", [name for name in WRITERS if "." in name])
def test_a_file_without_a_name_is_told_its_format(name: str) -> None:
    suffix, write = WRITERS[name]
    with pytest.raises(gkxl.errors.WriteError, match=r"请用 suffix 写明格式：\.") as refusal:
        write(io.BytesIO())
    assert suffix in refusal.value.zh
    for told in (suffix, suffix.removeprefix("."), suffix.upper()):
        file = io.BytesIO()
        write(file, suffix=told)
        assert file.getvalue().startswith(BEGINNINGS[suffix])


def test_a_format_that_the_name_contradicts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(gkxl.errors.WriteError, match=r"请用 \.json 作扩展名"):
        gkxl.write_series(ROWS, tmp_path / "a.csv", suffix=".json")
    with pytest.raises(gkxl.errors.WriteError, match=r"\.csv、\.json、\.xlsx、\.parquet"):
        gkxl.write_series(ROWS, tmp_path / "a.csv", suffix=".doc")


def test_files_of_every_sort_take_bytes(tmp_path: Path) -> None:
    """One kept in memory until it is large, one inside a zip, and one that takes a part at a time."""
    with SpooledTemporaryFile() as spooled:
        gkxl.write_workbook(REPORT, spooled)
        spooled.seek(0)
        assert spooled.read() == RETURN
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive, archive.open("某局.xlsx", "w") as inside:
        gkxl.write_workbook(REPORT, inside)
    assert zipfile.ZipFile(packed).read("某局.xlsx") == RETURN

    class Slow(io.BytesIO):
        def write(self, data: Any, /) -> int:  # noqa: ANN401 (whatever is written)
            return super().write(data[:1000])

    slow = Slow()
    gkxl.write_workbook(REPORT, slow)
    assert slow.getvalue() == RETURN
    with (tmp_path / "a.xlsx").open("wb", buffering=0) as raw:
        gkxl.write_workbook(REPORT, raw)
    assert (tmp_path / "a.xlsx").read_bytes() == RETURN


def test_it_goes_on_where_the_file_stands() -> None:
    file = io.BytesIO(b"before")
    file.seek(0, io.SEEK_END)
    gkxl.write_workbook(REPORT, file)
    assert file.getvalue() == b"before" + RETURN


def test_a_file_that_is_open_otherwise_is_refused(tmp_path: Path) -> None:
    """For text, for reading only, or not any more."""
    (tmp_path / "b.xlsx").touch()
    with (tmp_path / "a.xlsx").open("w", encoding="utf-8") as text, (tmp_path / "b.xlsx").open("rb") as read:
        for file in (text, io.StringIO(), read, closed_file()):
            with pytest.raises(gkxl.errors.ArgumentError, match=r"open\(…, 'wb'\)"):
                gkxl.write_workbook(REPORT, file)  # type: ignore[arg-type] # which type checkers catch, too


def closed_file() -> io.BytesIO:
    with io.BytesIO(RETURN) as file:
        return file


def test_a_file_that_cannot_be_written_to_is_one_sentence() -> None:
    class Full(io.BytesIO):
        def write(self, _data: Any, /) -> int:  # noqa: ANN401 (whatever is written)
            raise OSError(28, "no room")

    with pytest.raises(gkxl.errors.WriteError, match="磁盘已满"):
        gkxl.write_workbook(REPORT, Full())
