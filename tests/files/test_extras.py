"""A library of an extra that cannot be loaded is told as what it is: not there, or there and broken."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import gkxl
from gkxl import demo

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "library",
    [
        "import no_such_library",
        "raise ImportError('old')",
        "raise RuntimeError('ABI')",
        "raise OSError('libz')",
    ],
)
def test_a_library_that_is_there_and_fails_is_not_called_absent(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "matplotlib.py").write_text(library, "utf-8")
    assert "却载入不了" in told(tmp_path, monkeypatch)


def test_one_that_is_not_there_is_called_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "没有装" in told(tmp_path, monkeypatch, installed=False)


def told(folder: Path, monkeypatch: pytest.MonkeyPatch, *, installed: bool = True) -> str:
    """What is said of matplotlib, where only it is to be found anew."""
    for name in [name for name in sys.modules if name.split(".")[0] == "matplotlib"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "gkxl.export.drawing", raising=False)
    found = [one for one in sys.path if installed or "site-packages" not in one]
    monkeypatch.setattr(sys, "path", [str(folder), *found])
    with pytest.raises(gkxl.errors.MissingExtraError) as caught:
        gkxl.plot([demo.report()], folder / "a.svg")
    return caught.value.zh
