"""Help in Chinese and in English, and every column in its place."""

from __future__ import annotations

import re

import pytest

import gkxl.cli
from commands import gkxl_command

WORDS = {"xlsx", "html", "docx", "pdf", "json", "csv", "JSON", "Schema", "CSV", "Word", "PDF"}
WORDS |= {
    "index",
    "marks",
    "newest",
    "Node",
    "js",
    "npm",
    "Pyodide",
    "gkxl",
    "who",
    "why",
    "parquet",
    "png",
    "svg",
    "txt",
    "Dask",
    "new",
    "count",
    "trace",
    "roll",
    "tcp",
    "requests",
    "received",
    "total",
    "zh",
}
"""What Chinese help writes in Latin letters."""


def test_help_names_every_command() -> None:
    done = gkxl_command("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in gkxl.cli.COMMANDS if f"\n  {name} " not in done.stdout] == []


@pytest.mark.parametrize("command", gkxl.cli.COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    done = gkxl_command(command, "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"用法：gkxl {command}" in done.stdout
    english = re.findall("(?<![-<|A-Za-z])[A-Za-z]{3,}", done.stdout.replace(f"用法：gkxl {command}", ""))
    assert {*english} <= WORDS


@pytest.mark.parametrize("command", ["", *gkxl.cli.COMMANDS])
def test_the_help_is_english_where_that_is_wanted(command: str) -> None:
    """But for examples, which are Chinese words of the form, and the word that is printed on drafts."""
    done = gkxl_command("--lang", "en", *command.split(), "-h")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.findall("[一-龥]+", re.sub("“.*”|草稿|县级|部门单位", "", done.stdout)) == []
