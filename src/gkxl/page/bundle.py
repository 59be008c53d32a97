"""What the page carries of Python modules: the library with what it needs, as one zip; and their licences."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import distribution, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from attrs import frozen

import gkxl
from gkxl import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE: Final = Path(gkxl.__file__).parent

_NEEDED: Final = ("attrs", "XlsxWriter")
"""What the library needs in a browser; both are pure Python."""

_LEFT_OUT: Final = frozenset({"__pycache__", "cli", "demo", "plotting", "published"})
"""Rooms of the library that need what browsers do not have: a terminal, lxml, matplotlib, openpyxl."""


@frozen
class Licence:
    """Under what terms something is bundled.

    Attributes:
        name: What it is, with its version.
        text: The terms.
    """

    name: str
    text: str


def library() -> bytes:
    """The Python modules that the page imports, as a zip that is the same for the same modules."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:  # stored: the whole is compressed once
        for name, content in sorted(_modules()):
            packed.writestr(zipfile.ZipInfo(name), content)  # of 1980, as every ZipInfo without a date
    return made.getvalue()


def _modules() -> Iterator[tuple[str, bytes]]:
    yield from _own()
    for name in _NEEDED:
        for path in distribution(name).files or ():
            if path.suffix == ".py":
                yield path.as_posix(), path.read_binary()


def _own() -> Iterator[tuple[str, bytes]]:
    """The library itself, its version, which it writes into workbooks, and the example."""
    for path in _SOURCE.rglob("*"):
        inside = path.relative_to(_SOURCE)
        if path.is_file() and not _LEFT_OUT.intersection(inside.parts):
            yield f"gkxl/{inside.as_posix()}", path.read_bytes()
    about = f"Metadata-Version: 2.1\nName: gkxl\nVersion: {version('gkxl')}\n"
    yield f"gkxl-{version('gkxl')}.dist-info/METADATA", about.encode()
    with TemporaryDirectory() as folder:
        yield "gkxl/page/example.xlsx", demo.make(Path(folder)).faulty.read_bytes()


def licences() -> Iterator[Licence]:
    """The licences of gkxl itself and of what it needs, word for word."""
    for name in ("gkxl", *_NEEDED):
        about = distribution(name)
        texts = [path.read_text() for path in about.files or () if path.name.startswith("LICEN")]
        yield Licence(f"{about.metadata['Name']} {about.version}", "\n".join(texts))
