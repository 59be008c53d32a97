"""In a browser, with newer Pythons and neither lxml nor processes nor threads, the library is the same."""

from __future__ import annotations

import shutil
import subprocess
from importlib.metadata import distribution
from pathlib import Path
from typing import Final

import pytest

import gkxl
from gkxl.page.build import PYODIDE_VERSION
from npm import PATIENCE, npm_package
from seeds import WHOLE

HERE: Final = Path(__file__).parent
PYTHONS: Final = {"3 14": PYODIDE_VERSION, "3 15": "315.0.0-alpha.2"}
"""The Pyodide that has each Python; the later one is run by `make test-all` only."""

NEEDED: Final = ("attrs", "XlsxWriter", "openpyxl", "et_xmlfile")


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the library needs there, and nothing else; all of it is pure Python."""
    folder = tmp_path_factory.mktemp("libraries")
    for name in NEEDED:
        for path in distribution(name).files or ():
            if path.suffix == ".py" and ".." not in path.parts:
                target = folder / path
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path.locate(), target)
    about = folder / "gkxl-0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: gkxl\nVersion: 0\n")
    return folder


@pytest.mark.parametrize("python", ["3 14", *(["3 15"] if WHOLE else [])])
def test_the_work_of_an_office_is_done_in_pyodide(python: str, libraries: Path) -> None:
    pyodide = npm_package("pyodide", PYTHONS[python])
    if pyodide is None:
        pytest.skip("the npm package pyodide cannot be installed")
    source = Path(gkxl.__file__).parents[1]
    command = ["node", HERE / "in_pyodide.mjs", pyodide, HERE / "in_pyodide.py", libraries, source, HERE]
    done = subprocess.run(
        [*map(str, command)], capture_output=True, check=False, encoding="utf-8", timeout=5 * PATIENCE
    )
    assert done.stdout.splitlines()[-1] == f"{python} done", done.stdout + done.stderr
