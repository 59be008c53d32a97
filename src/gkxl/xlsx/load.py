"""Brings the bytes of a file into memory, or says why that cannot be done."""

from __future__ import annotations

import os
from typing import BinaryIO

from gkxl.errors import LimitError, UnreadableFileError
from gkxl.xlsx.limits import Limits


def load(source: str | os.PathLike[str] | bytes | BinaryIO, limits: Limits) -> bytes:
    """The bytes of a path, a binary file, or bytes themselves."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, str | os.PathLike):
        with open(source, "rb") as file:
            return file.read()
    return source.read()
