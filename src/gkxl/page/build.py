"""Builds the page that needs no installation: one html file with Python, the library and what people see."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from gkxl.files.limits import Limits
from gkxl.page import pyodide
from gkxl.page.bundle import library, licences
from gkxl.publish.style import FRAGMENT_STYLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MODULES: Final = ("dom.js", "python.js", "files.js", "form.js", "card.js", "unit.js", "page.js")
"""The scripts of the page, each after those that it imports."""

_SHIM: Final = "self.importScripts = () => { throw new TypeError('not here'); };"
"""Pyodide refuses classic workers, which it knows by this function; from a file no others can be started."""

_ABOUT_PYODIDE: Final = """\
Mozilla Public License 2.0，全文见 https://www.mozilla.org/MPL/2.0/ 。
源代码见 https://github.com/pyodide/pyodide 。

其中的 CPython：Copyright © 2001 Python Software Foundation; All Rights Reserved.
Python Software Foundation License Version 2，全文见 https://docs.python.org/3/license.html 。
其中的 Emscripten、musl：MIT；zlib、bzip2：各自的宽松许可；SQLite：公有领域。
"""


def build(parts: Mapping[str, bytes]) -> bytes:
    """The page; the same library and the same Pyodide give the same bytes under the same zlib.

    Args:
        parts: Those of Pyodide, by name, as `gkxl.page.pyodide.fetch` gives them.
    """
    old, script = _own("old.js"), _joined()
    payloads = {
        "worker": _worker(parts),
        "wasm": parts["pyodide.asm.wasm"],
        "stdlib": parts["python_stdlib.zip"],
        "library": library(),
        "lock": json.dumps(json.loads(parts["pyodide-lock.json"]) | {"packages": {}}).encode(),
    }
    page = Template(_own("page.html")).substitute(
        style=FRAGMENT_STYLE + _own("page.css"),
        licences="".join(_licences()),
        old=old,
        script=script,
        hashes=" ".join(map(_hash, (old, script))),
        most=Limits().file_bytes + 1,
        payloads="\n".join(_payload(name, content) for name, content in payloads.items()),
    )
    return page.encode()


def _own(name: str) -> str:
    """The text of a file in the folder of this module."""
    return files("gkxl.page").joinpath(name).read_text(encoding="utf-8")


def _joined() -> str:
    """The modules of the page as one: a page opened from a file cannot import others."""
    whole = "\n".join(map(_own, _MODULES))
    return re.sub(r"^import .*\n|^export ", "", whole, flags=re.MULTILINE)


def _hash(script: str) -> str:
    """What the Content-Security-Policy lets run; see W3C CSP3, 2.3.1."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def _payload(name: str, content: bytes) -> str:
    """Bytes as the page carries them: compressed, in letters, and never run as a script."""
    packed = b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'<script type="application/octet-stream" id="payload-{name}">{packed}</script>'


def _worker(parts: Mapping[str, bytes]) -> bytes:
    """The script of the worker: Pyodide's two, the second as a plain script, and ours."""
    module = parts["pyodide.asm.mjs"].decode().replace("import.meta.url", "'memory:/pyodide.asm.mjs'")
    plain = re.sub(r"export default (\w+);?\s*$", "", module)
    return "\n".join((_SHIM, parts["pyodide.js"].decode(), plain, _own("worker.js"))).encode()


def _licences() -> Iterator[str]:
    """What is bundled, each with its licence."""
    yield _licence(f"Pyodide {pyodide.VERSION}", _ABOUT_PYODIDE)
    yield from (_licence(one.name, one.text) for one in licences())


def _licence(name: str, text: str) -> str:
    return f"<details><summary>{escape(name)}</summary><pre>{escape(text.strip())}</pre></details>"
