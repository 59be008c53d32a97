"""The page is one file that asks for nothing else, the same for the same library."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING, Final

import pytest
from lxml import html

import gkxl
from commands import gkxl_command
from gkxl.page.build import PYODIDE_VERSION, PyodideError, check_pyodide, pack_library, read_licences

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTES: Final = 12

ALONE: Final = """
import sys
from pathlib import Path
from gkxl.page import call
judged = call(print, "unit.judge", call(print, "unit.example")["made"])["made"]
marked = call(print, "unit.mark", call(print, "unit.example")["made"])["made"]
template = call(print, "unit.template", 2025, "某局")["made"]
print(judged["verdict"]["word"], len(marked) > 10000, len(template) > 10000)
"""
"""What the page does, with no other modules than those that it carries."""


def test_the_modules_that_the_page_carries_are_enough(tmp_path: Path) -> None:
    """No installed package is there to fall back on."""
    with zipfile.ZipFile(io.BytesIO(pack_library())) as packed:
        packed.extractall(tmp_path)  # noqa: S202 (our own)
    ran = subprocess.run(
        [sys.executable, "-S", "-c", ALONE], cwd=tmp_path, check=True, capture_output=True, encoding="utf-8"
    )
    assert ran.stdout.split() == ["需改正", "True", "True"]


def test_the_same_modules_make_the_same_zip() -> None:
    assert pack_library() == pack_library()


def test_only_modules_are_carried_and_not_where_they_are_installed() -> None:
    """Scripts of other packages name the Python of this computer, and would make another page of each."""
    with zipfile.ZipFile(io.BytesIO(pack_library())) as packed:
        names = packed.namelist()
    assert {name.split("/")[0] for name in names} == {
        "gkxl", f"gkxl-{gkxl.__version__}.dist-info", "attr", "attrs", "xlsxwriter"
    }  # fmt: skip


def test_the_page_is_one_file_of_bounded_size(page: Path) -> None:
    assert page.stat().st_size < MEGABYTES << 20
    tree = html.fromstring(page.read_bytes())
    assert [one for one in tree.xpath("//@src | //@href") if not one.startswith(("#", "data:"))] == []


def test_the_page_may_connect_to_nothing(page: Path) -> None:
    """Its policy lets it read what it carries itself, and run no other scripts than its own."""
    (policy,) = html.fromstring(page.read_bytes()).xpath("//meta[@http-equiv]/@content")
    rules = {name: set(sources) for name, *sources in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == {"'none'"}
    assert rules["connect-src"] == {"blob:", "data:"}
    assert rules["form-action"] == rules["base-uri"] == {"'none'"}
    hashes = {source for source in rules["script-src"] if source.startswith("'sha256-")}
    assert len(hashes) == 2
    assert rules["script-src"] - hashes == {"'wasm-unsafe-eval'", "blob:"}


def test_licences_of_all_that_is_bundled_are_shown(page: Path) -> None:
    text = html.fromstring(page.read_bytes()).xpath("string(//footer)")
    for words in ("MIT", "Mozilla Public License", "Python Software Foundation", "John McNamara", "Hynek"):
        assert words in text
    assert all(len(one.text) > 500 for one in read_licences())


FOREIGN: Final = f'echo > "$5/pyodide-{PYODIDE_VERSION}.tgz"'
"""What puts another file in the place of the package."""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are looked for."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def npm(path: Path, script: str) -> None:
    """Put an npm in the folder of programs."""
    (path / "npm").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (path / "npm").chmod(0o755)


def packed_as_npm_does(parts: dict[str, bytes], archive: Path) -> Path:
    with tarfile.open(archive, "w:gz") as packed:
        for name, content in parts.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return archive


def test_the_command_writes_the_page(
    pyodide: dict[str, bytes], page: Path, path: Path, tmp_path: Path
) -> None:
    """The same bytes as another time."""
    archive = packed_as_npm_does(pyodide, tmp_path / f"pyodide-{PYODIDE_VERSION}.tgz")
    npm(path, f'{shutil.which("cp", path="/bin:/usr/bin")} {archive} "$5"')
    done = gkxl_command("page", "-o", tmp_path / "new" / "gkxl.html")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "new" / "gkxl.html").read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    ("script", "why"),
    [(None, "没有 npm"), ("exit 1", "没有能够下载"), ("exit 0", "不是预期的"), (FOREIGN, "不是预期的")],
    ids=["no npm", "no network", "nothing", "something else"],
)
def test_where_pyodide_cannot_be_had_one_sentence_says_so(
    script: str | None, why: str, path: Path, tmp_path: Path
) -> None:
    if script:
        npm(path, script)
    done = gkxl_command("page", "-o", tmp_path / "gkxl.html")
    assert done.returncode == 2
    assert why in done.stderr
    assert "拷一份" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "gkxl.html").exists()


def test_one_byte_that_is_not_known_is_refused(pyodide: dict[str, bytes]) -> None:
    for name, content in pyodide.items():
        for other in (content + b"\n", b""):
            with pytest.raises(PyodideError):
                check_pyodide(pyodide | {name: other})


def test_the_page_has_the_name_of_a_page(tmp_path: Path) -> None:
    assert gkxl_command("page", "-o", tmp_path / "gkxl.xlsx").returncode == 2
