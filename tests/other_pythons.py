"""Runs the wheel, and with ``--whole`` the whole suite, on every other Python; names those that are missing.

Each has an environment of its own in ``build/pythons``, and this Python one with the oldest versions of what
the wheel asks for. There the wheel alone is imported, runs the demo, the
README in both languages and the examples, and collects sixty returns, all with warnings as errors; that takes
some forty seconds.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

HOME: Final = Path(__file__).parents[1]
PLACE: Final = HOME / "build" / "pythons"
MINORS: Final = (11, 12, 13, 14, 15)
"""The Pythons 3 that gkxl is for."""

IN_PYODIDE: Final = (14, 15)
"""Those that tests/test_pyodide.py runs where they are not installed."""

EXAMPLES: Final = ("build_in_python", "read_and_check", "a_small_year", "a_register")
"""Those that take seconds; the others run with the whole suite."""

PUBLIC: Final = (
    "gkxl", "gkxl.collection", "gkxl.comparison", "gkxl.errors", "gkxl.forms.edition", "gkxl.publication",
    "gkxl.register", "gkxl.types",
)  # fmt: skip
"""The modules whose names are public, but for the one that needs an extra."""

PAGES: Final = ("README.md", "README.zh-CN.md")


def main() -> None:
    """Run what is wanted, and leave with an error if anything failed."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--whole", action="store_true", help="the whole suite, with all extras")
    whole = parser.parse_args().whole
    shutil.rmtree(PLACE / "wheel", ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", PLACE / "wheel", HOME)
    (wheel,) = (PLACE / "wheel").glob("*.whl")
    pythons = {minor: find_python(minor) for minor in MINORS if minor != sys.version_info.minor}
    for minor, python in pythons.items():
        say(f"3.{minor}: {python or missing(minor)}")
    found = {minor: python for minor, python in pythons.items() if python}
    with ThreadPoolExecutor() as pool:
        tried = [pool.submit(try_wheel, python, f"3.{minor}", wheel) for minor, python in found.items()]
        tried.append(pool.submit(try_wheel, Path(sys.executable), "oldest", wheel, *oldest()))
    for one in tried:
        one.result()
    for minor, python in found.items() if whole else ():
        run_suite(make_environment(python, f"3.{minor}", "-e", HOME, "--group", "test", "--group", "docs"))


def missing(minor: int) -> str:
    """What is said of a Python that is not here."""
    return "MISSING, not tested" + ("; Pyodide runs it" if minor in IN_PYODIDE else "")


def find_python(minor: int) -> Path | None:
    """A Python of a version: on the path, or one that pyenv has installed."""
    name = f"python3.{minor}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(name), *sorted(pyenv.glob(f"3.{minor}.*/bin/{name}"), reverse=True)]
    return next((Path(path) for path in found if path and has_version(path, minor)), None)


def has_version(path: str | Path, minor: int) -> bool:
    """Whether a program is that Python; pyenv has names on the path behind which there is none."""
    asked = "import sys, venv; print(sys.version_info.minor)"
    done = subprocess.run([path, "-c", asked], capture_output=True, check=False, text=True)
    return done.stdout.strip() == str(minor)


def make_environment(python: Path, name: str, *wanted: object) -> Path:
    """The Python of an environment with what is wanted installed."""
    folder = PLACE / name
    if not (folder / "bin").exists():
        run(python, "-m", "venv", folder)
        run(folder / "bin" / "python", "-m", "pip", "install", "-q", "--upgrade", "pip>=25.1")
    installed = folder / "bin" / "python"
    run(installed, "-m", "pip", "install", "-q", *wanted)
    for wheel in (
        one for one in wanted if str(one).endswith(".whl")
    ):  # the same version may be another build
        run(installed, "-m", "pip", "install", "-q", "--no-deps", "--force-reinstall", wheel)
    return installed


def oldest() -> list[str]:
    """The oldest versions of everything that the wheel asks for."""
    project = tomllib.loads((HOME / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.sub(r">=([^,;]+)[^;]*", r"==\1", wanted) for wanted in project["dependencies"]]


def try_wheel(python: Path, name: str, wheel: Path, *others: str) -> None:
    """Import, demo, README, examples and a collection, with the wheel and what it asks for alone."""
    place = PLACE / f"{name}-tried"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    strict = (make_environment(python, f"{name}-alone", wheel, *others), "-X", "utf8", "-W", "error")
    run(*strict, "-c", "; ".join(f"from {module} import *" for module in PUBLIC), cwd=place)
    run(*strict, "-m", "gkxl", "demo", "demo", cwd=place)
    run(*strict, "-m", "gkxl", "check", "demo", cwd=place, may_find=True)
    run(*strict, HOME / "tests" / "pages.py", *PAGES, cwd=place)
    for example in EXAMPLES:
        run(*strict, HOME / "examples" / f"{example}.py", place, cwd=place)
    run(*strict, HOME / "tests" / "collection" / "many_returns.py", place, cwd=place)


def run_suite(python: Path) -> None:
    """Every test, as `make test-all` runs them."""
    environment = {**os.environ, "GKXL_WHOLE": "1"}
    run(python, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", cwd=HOME, env=environment)


def run(
    *command: object, cwd: Path = HOME, env: dict[str, str] | None = None, may_find: bool = False
) -> None:
    """Run a program, which may print something only where it fails.

    Raises:
        SystemExit: It failed.
    """
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=env, capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode > may_find:
        say(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
        raise SystemExit(1)


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)  # noqa: T201 (a program)


if __name__ == "__main__":
    main()
