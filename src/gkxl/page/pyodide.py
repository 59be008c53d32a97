"""Python for browsers: Pyodide, CPython compiled to WebAssembly, as npm has it."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from gkxl.errors import GkxlError

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "314.0.8"

_PARTS: Final = {
    "pyodide.js": "d4e1e0f06c29162eadf0c3f323c746884242b257d1faa94760442a4ac929e9a1",
    "pyodide.asm.mjs": "22514b8be6980e28a02c8b1d6387ce8dfe666fc4edf8d547cff5dce29ff4d972",
    "pyodide.asm.wasm": "e14d49ceca9b4a0e274ea918f3a898de2d3880b6e5573a6cfe1a2267ecc70329",
    "python_stdlib.zip": "2bd3394a145bfbbe5bbc9d9d6ab9136abbb986c6fef6c142b3a2962227aa5c28",
    "pyodide-lock.json": "5dc2fc119108bc148c7457dc86e7675b5c87e1cafd420b9c34c1eaef7b36c010",
}
"""What the page carries of it, with the SHA-256 of each: nothing else gets into a file that offices trust."""

_PATIENCE: Final = 300
"""So many seconds the download of 6 MB may take."""

_WAY_OUT: Final = "也可以向已有这个网页的同事拷一份。"


class PyodideError(GkxlError):
    """Pyodide cannot be had here, or is not the one that is known."""


def fetch() -> dict[str, bytes]:
    """The parts of Pyodide, downloaded with npm, which knows the proxies and mirrors of this computer.

    Raises:
        PyodideError: There is no npm, no network, or something else came.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise PyodideError(
            f"制作这个网页要用 npm 下载 Pyodide {VERSION}，这里没有 npm。请先装 Node.js。{_WAY_OUT}",
            f"npm is needed to download Pyodide {VERSION}; install Node.js, or copy the page from someone",
        )
    with TemporaryDirectory() as folder:
        _pack(npm, folder)
        return checked(_unpacked(Path(folder, f"pyodide-{VERSION}.tgz")))


def _pack(npm: str, folder: str) -> None:
    command = [npm, "pack", f"pyodide@{VERSION}", "--silent", "--pack-destination", folder]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 (our own)
    except (OSError, subprocess.SubprocessError) as error:
        raise PyodideError(
            f"npm 没有能够下载 Pyodide {VERSION}。请检查网络或 npm 的镜像设置后再试。{_WAY_OUT}",
            f"npm could not download Pyodide {VERSION}; check the network or the registry that npm uses",
        ) from error


def _unpacked(archive: Path) -> dict[str, bytes]:
    """The wanted files of an npm package; none of anything else."""
    try:
        with tarfile.open(archive) as packed:
            members = {name: packed.extractfile(f"package/{name}") for name in _PARTS}
            return {name: file.read() for name, file in members.items() if file}
    except (OSError, KeyError, tarfile.TarError):
        return {}


def checked(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of Pyodide, if they are those that are known.

    Raises:
        PyodideError: They are not.
    """
    found = {name: parts.get(name, b"") for name in _PARTS}
    if any(sha256(found[name]).hexdigest() != known for name, known in _PARTS.items()):
        raise PyodideError(
            f"下载到的 Pyodide 不是预期的 {VERSION} 版，没有使用。请检查 npm 的镜像设置。{_WAY_OUT}",
            f"what was downloaded is not Pyodide {VERSION} as it is known, and was not used",
        )
    return found
