"""Builds the page that needs no installation: one html file with Python, the library and what people see."""

from __future__ import annotations

import gzip
import io
import json
import re
import shutil
import subprocess
import tarfile
import zipfile
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.metadata import distribution, version
from importlib.resources import files
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import gkxl
from gkxl import demo
from gkxl.errors import GkxlError
from gkxl.files.limits import Limits
from gkxl.frozen import frozen
from gkxl.publication.write import FRAGMENT_STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


PYODIDE_VERSION: Final = "314.0.8"

_PARTS: Final = {
    "pyodide.js": "d4e1e0f06c29162eadf0c3f323c746884242b257d1faa94760442a4ac929e9a1",
    "pyodide.asm.mjs": "22514b8be6980e28a02c8b1d6387ce8dfe666fc4edf8d547cff5dce29ff4d972",
    "pyodide.asm.wasm": "e14d49ceca9b4a0e274ea918f3a898de2d3880b6e5573a6cfe1a2267ecc70329",
    "python_stdlib.zip": "2bd3394a145bfbbe5bbc9d9d6ab9136abbb986c6fef6c142b3a2962227aa5c28",
    "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
}
"""What the page carries of it, with the SHA-256 of each: nothing else gets into a file that offices trust."""

_RELEASES: Final = "https://github.com/gkxl/gkxl/releases"
"""Where `make release` is published, with the page as one of its files."""

_DOWNLOAD_SECONDS: Final = 300
"""So many seconds the download of 6 MB may take."""


class PyodideError(GkxlError):
    """Pyodide cannot be had here, or is not the one that is known."""


def fetch_pyodide() -> dict[str, bytes]:
    """The parts of Pyodide, downloaded with npm, which knows the proxies and mirrors of this computer.

    Raises:
        PyodideError: There is no npm, no network, or something else came.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise PyodideError(
            "制作这个网页要用 npm 下载 Pyodide {version}，这里没有 npm。请先装 Node.js。"
            "也可以从 {releases} 下载做好的 gkxl.html，或向已有的同事拷一份。",
            version=PYODIDE_VERSION,
            releases=_RELEASES,
        )
    with TemporaryDirectory() as folder:
        _download(npm, folder)
        return check_pyodide(_unpack(Path(folder, f"pyodide-{PYODIDE_VERSION}.tgz")))


def _download(npm: str, folder: str) -> None:
    command = [npm, "pack", f"pyodide@{PYODIDE_VERSION}", "--silent", "--pack-destination", folder]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_DOWNLOAD_SECONDS)  # noqa: S603 (our own)
    except (OSError, subprocess.SubprocessError) as error:
        raise PyodideError(
            "npm 没有能够下载 Pyodide {version}。请检查网络或 npm 的镜像设置后再试。"
            "也可以从 {releases} 下载做好的 gkxl.html，或向已有的同事拷一份。",
            version=PYODIDE_VERSION,
            releases=_RELEASES,
        ) from error


def _unpack(archive: Path) -> dict[str, bytes]:
    """The wanted files of an npm package; none of anything else."""
    try:
        with tarfile.open(archive) as packed:
            members = {name: packed.extractfile(f"package/{name}") for name in _PARTS}
            return {name: file.read() for name, file in members.items() if file}
    except (OSError, KeyError, tarfile.TarError):
        return {}


def check_pyodide(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of Pyodide, if they are those that are known.

    Raises:
        PyodideError: They are not.
    """
    found = {name: parts.get(name, b"") for name in _PARTS}
    if any(sha256(found[name]).hexdigest() != known for name, known in _PARTS.items()):
        raise PyodideError(
            "下载到的 Pyodide 不是预期的 {version} 版，没有使用。请检查 npm 的镜像设置。"
            "也可以从 {releases} 下载做好的 gkxl.html，或向已有的同事拷一份。",
            version=PYODIDE_VERSION,
            releases=_RELEASES,
        )
    return found


_SOURCE: Final = Path(gkxl.__file__).parent

_NEEDED_LIBRARIES: Final = ("attrs", "XlsxWriter")
"""What the library needs in a browser; both are pure Python."""

_LEFT_OUT: Final = ("cli", "demo", "charts", "publication/read")
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


def pack_library() -> bytes:
    """The Python modules that the page imports, as a zip that is the same for the same modules."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:  # stored: the whole is compressed once
        for name, content in sorted(_bundled_modules()):
            packed.writestr(zipfile.ZipInfo(name), content)  # of 1980, as every ZipInfo without a date
    return made.getvalue()


def _bundled_modules() -> Iterator[tuple[str, bytes]]:
    yield from _own_files()
    for name in _NEEDED_LIBRARIES:
        for path in distribution(name).files or ():
            if path.suffix == ".py" and ".." not in path.parts:  # scripts name the Python of this computer
                yield path.as_posix(), path.read_binary()


def _own_files() -> Iterator[tuple[str, bytes]]:
    """The library itself, its version, which it writes into workbooks, and two examples."""
    for path in _SOURCE.rglob("*"):
        inside = path.relative_to(_SOURCE)
        left_out = "__pycache__" in inside.parts or any(map(inside.is_relative_to, _LEFT_OUT))
        if path.is_file() and not left_out:
            yield f"gkxl/{inside.as_posix()}", path.read_bytes()
    about = f"Metadata-Version: 2.1\nName: gkxl\nVersion: {version('gkxl')}\n"
    yield f"gkxl-{version('gkxl')}.dist-info/METADATA", about.encode()
    with TemporaryDirectory() as folder:
        made = demo.make(Path(folder))
        for name, path in (("filled", made.filled), ("faulty", made.faulty)):
            yield f"gkxl/page/{name}.xlsx", path.read_bytes()


def read_licences() -> Iterator[Licence]:
    """The licences of gkxl itself and of what it needs, word for word."""
    for name in ("gkxl", *_NEEDED_LIBRARIES):
        about = distribution(name)
        texts = [path.read_text() for path in about.files or () if path.name.startswith("LICEN")]
        yield Licence(f"{about.metadata['Name']} {about.version}", "\n".join(texts))


_SCRIPTS: Final = (
    "dom.js",
    "python.js",
    "files.js",
    "form.js",
    "card.js",
    "unit.js",
    "keep.js",
    "roster.js",
    "collection.js",
    "office.js",
    "publish.js",
    "page.js",
)
"""The scripts of the page, each after those that it imports."""

_COLLECTION: Final = "gkxl.collection.output"
"""Where the page of a collection has its style and script, of which this one's are made."""

_SHIM: Final = "self.importScripts = () => { throw new TypeError('not here'); };"
"""Pyodide refuses classic workers, which it knows by this function; from a file no others can be started."""

_ABOUT_PYODIDE: Final = """\
Mozilla Public License 2.0，全文见 https://www.mozilla.org/MPL/2.0/ 。
源代码见 https://github.com/pyodide/pyodide 。

其中的 CPython：Copyright © 2001 Python Software Foundation; All Rights Reserved.
Python Software Foundation License Version 2，全文见 https://docs.python.org/3/license.html 。
其中的 Emscripten、musl：MIT；zlib、bzip2：各自的宽松许可；SQLite：公有领域。
"""


def build_page(parts: Mapping[str, bytes]) -> bytes:
    """The page; the same library and the same Pyodide give the same bytes under the same zlib.

    Args:
        parts: Those of Pyodide, by name, as `gkxl.page.build.fetch_pyodide` gives them.
    """
    old, script = _read_file("old.js"), _join_scripts()
    payloads = {
        "worker": _make_worker(parts),
        "wasm": parts["pyodide.asm.wasm"],
        "stdlib": parts["python_stdlib.zip"],
        "library": pack_library(),
        "lock": json.dumps(json.loads(parts["pyodide-lock.json"]) | {"packages": {}}).encode(),
    }
    page = Template(_read_file("page.html")).substitute(
        style=FRAGMENT_STYLE + _read_file("page.css", _COLLECTION) + _read_file("page.css"),
        licences="".join(_licence_details()),
        old=old,
        script=script,
        hashes=" ".join(map(_policy_hash, (old, script))),
        most=Limits().file_bytes + 1,
        payloads="\n".join(_make_payload(name, content) for name, content in payloads.items()),
    )
    return page.encode()


def _read_file(name: str, package: str = "gkxl.page") -> str:
    """The text of a file in the folder of a package."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def _join_scripts() -> str:
    """The modules of the page as one: a page opened from a file cannot import others."""
    whole = "\n".join((_read_file("page.js", _COLLECTION), *map(_read_file, _SCRIPTS)))
    return re.sub(r"^import .*\n|^export ", "", whole, flags=re.MULTILINE)


def _policy_hash(script: str) -> str:
    """What the Content-Security-Policy lets run; see W3C CSP3, 2.3.1."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _make_payload(name: str, content: bytes) -> str:
    """Bytes as the page carries them: compressed, in letters, and never run as a script."""
    packed = b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'<script type="application/octet-stream" id="payload-{name}">{packed}</script>'


def _make_worker(parts: Mapping[str, bytes]) -> bytes:
    """The script of the worker: Pyodide's two, the second as a plain script, and ours."""
    module = parts["pyodide.asm.mjs"].decode().replace("import.meta.url", "'memory:/pyodide.asm.mjs'")
    plain = re.sub(r"export default (\w+);?\s*$", "", module)
    return "\n".join((_SHIM, parts["pyodide.js"].decode(), plain, _read_file("worker.js"))).encode()


def _licence_details() -> Iterator[str]:
    """What is bundled, each with its licence."""
    yield _one_licence(f"Pyodide {PYODIDE_VERSION}", _ABOUT_PYODIDE)
    yield from (_one_licence(one.name, one.text) for one in read_licences())


def _one_licence(name: str, text: str) -> str:
    return f"<details><summary>{escape(name)}</summary><pre>{escape(text.strip())}</pre></details>"
