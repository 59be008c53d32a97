"""Runs the checklist of a release: builds it, installs it as others would, and lets it do its work.

Run: python tests/release.py   (or: make release)
"""

from __future__ import annotations

import argparse
import email
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import other_pythons

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME: Final = Path(__file__).parents[1]
BUILD: Final = HOME / "build" / "release"
TOOLS: Final = ("build>=1.2", "twine>=6")

SMOKE: Final = """
import io, json, warnings
import gkxl
report = gkxl.zero_report("2021", year=2024, unit="某局", unit_code="A1")
report = gkxl.with_value(report, "requests.received.other", 1)
gkxl.write_template(blank := io.BytesIO(), year=2024, unit="某局")
gkxl.write_workbook(report, filled := io.BytesIO())
reading = gkxl.read(filled.getvalue())
assert [issue.code for issue in reading.issues if issue.severity == "error"], reading.issues
gkxl.mark(filled.getvalue(), marked := io.BytesIO())
assert gkxl.read(marked.getvalue()).copied
sound = gkxl.zero_report("2021", year=2024, unit="某局", unit_code="A1")
gkxl.write_docx(sound, io.BytesIO())
assert gkxl.read_published(gkxl.to_html(sound).encode(), year=2024).report is not None
json.dumps(gkxl.to_dict(reading))
print("gkxl", gkxl.__version__)
"""
"""The main job, as a program does it."""

EXTRAS: Final = {
    "pdf": "import io, gkxl; gkxl.write_pdf(gkxl.zero_report('2021', year=2024, unit='A'), io.BytesIO())",
    "plot": "import io, gkxl; gkxl.plot([gkxl.zero_report('2021', year=2024)], io.BytesIO(), suffix='svg')",
    "parquet": "import io, gkxl; gkxl.write_series("
    "gkxl.series([gkxl.zero_report('2021', year=2024)]), io.BytesIO(), suffix='parquet')",
    "arrays": "import gkxl.rules.arrays",
    "cluster": "import distributed, fsspec, gkxl",
}
"""Each extra, and what works with it."""


def read_versions() -> dict[str, str]:
    """The version, in each of the places that name it."""
    changelog = (HOME / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (HOME / "CITATION.cff").read_text(encoding="utf-8")
    library = (HOME / "src" / "gkxl" / "__init__.py").read_text(encoding="utf-8")
    patterns = {
        "src/gkxl/__init__.py": (r'^__version__ = "(.+)"', library),
        "CHANGELOG.md": (r"^## (\d[^ ,]*)", changelog),
        "CITATION.cff": (r"^version: (\S+)", citation),
    }
    return {
        place: (re.findall(pattern, text, re.MULTILINE) or ["none"])[0]
        for place, (pattern, text) in patterns.items()
    }


def find_relative_addresses(readme: str) -> list[str]:
    """The addresses of pictures and links in a README that lead nowhere on an index."""
    found: list[str] = re.findall(r"\]\(([^)]+)\)", readme)
    return [address for address in found if not re.match(r"https://|#", address)]


def readme_of_index() -> str:
    """The README as an index shows it: with the replacements that pyproject.toml lists."""
    with (HOME / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    text = (HOME / "README.md").read_text(encoding="utf-8")
    hooks = project["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    for change in hooks["substitutions"]:
        text = re.sub(change["pattern"], change["replacement"], text)
    return text


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Run a program; print what it says and stop if it fails."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env=environment, cwd=cwd
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))[:300]}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def make_environment(name: str, python: str | Path = sys.executable) -> Path:
    """A fresh environment; the path of its Python."""
    folder = BUILD / name
    run(python, "-m", "venv", "--clear", folder)
    return folder / ("Scripts" if os.name == "nt" else "bin") / "python"


def install(python: Path, *what: str | Path) -> None:
    """Install packages into an environment."""
    run(python, "-m", "pip", "install", "--quiet", *what)


def build() -> Path:
    """Build the release, and look at what was built; the path of the wheel."""
    tools = make_environment("tools")
    install(tools, *TOOLS)
    run(tools, "-m", "build", "--outdir", BUILD / "dist", HOME)
    run(tools, "-m", "twine", "check", "--strict", *(BUILD / "dist").iterdir())
    (wheel,) = (BUILD / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        (about,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        readme = email.message_from_bytes(packed.read(about)).get_payload(decode=True)
    assert isinstance(readme, bytes)
    source = HOME / "src"
    stubs = {stub.relative_to(source).as_posix() for stub in source.rglob("*.pyi")}
    foreign = [name for name in names if not name.startswith(("gkxl/", "gkxl-"))]
    for what, wrong in (
        ("in the wheel, and not of the library", foreign),
        ("missing in the wheel", {"gkxl/py.typed", *stubs} - {*names}),
        ("lead nowhere on an index", find_relative_addresses(readme.decode())),
    ):
        if wrong:
            sys.exit(f"{what}: {', '.join(wrong)}")
    return wheel


def try_wheel(python: Path, minor: int, wheel: Path) -> Iterator[str]:
    """Install the wheel alone, then with each extra, on a Python; say what worked."""
    other_pythons.try_wheel(python, f"3.{minor}", wheel)
    yield "README, examples, demo"
    alone = make_environment(f"3.{minor}", python)
    install(alone, wheel)
    yield run(alone, "-W", "error", "-c", SMOKE, cwd=BUILD).strip()
    for extra, program in EXTRAS.items():
        with_extra = make_environment(f"3.{minor}-{extra}", python)
        install(with_extra, f"{wheel}[{extra}]")
        run(with_extra, "-c", program, cwd=BUILD)
        yield f"[{extra}]"
        shutil.rmtree(with_extra.parents[1])


def say(*words: str) -> None:
    """Print a line at once."""
    print(*words, flush=True)  # noqa: T201 (a script)


def main() -> None:
    """Run the checklist."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--dirty", action="store_true", help="go on with changes that are not committed")
    given = asked.parse_args()
    versions = read_versions()
    say(*(f"{place}: {version}" for place, version in versions.items()))
    if len({*versions.values()}) > 1:
        sys.exit("the versions are not the same")
    if run("git", "status", "--porcelain", cwd=HOME) and not given.dirty:
        sys.exit("there are changes that are not committed")
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    wheel = build()
    say(wheel.name)
    pythons = {minor: other_pythons.find_python(minor) for minor in other_pythons.MINORS}
    for minor, python in pythons.items():
        say(f"3.{minor}", *(try_wheel(python, minor, wheel) if python else ["not found"]))


if __name__ == "__main__":
    main()
