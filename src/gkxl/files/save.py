"""Saves files under names that every system allows; a file appears whole or not at all."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import FileInUseError, WriteError, describe_system_error
from gkxl.text import Wording, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO


_FORBIDDEN: Final = '\\/:*?"<>|'
_RESERVED: Final = frozenset(
    {
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"),
    }
)
_HIDDEN: Final = (".", "~")
"""How the names of hidden, lock and temporary files begin, which folders do not show and collecting skips."""

_LONGEST_NAME: Final = 60
"""Characters of a name: paths on Windows end at 260, and three bytes each must fit the 255 of Linux."""


def to_safe_name(name: str) -> str:
    r"""A name, without suffix, that a file can have on every system.

    >>> [to_safe_name(name) for name in ("nul", "某局...", " a\tb. ", ".a", "~$a")]
    ['_nul', '某局', 'a_b', '_.a', '_~$a']
    """
    # the rules of Windows, which are the strictest: no < > : " / \\ | ? * or control characters, no dot or
    # space at the end, and no device such as nul or com1, with or without a suffix
    plain = "".join(
        "_" if character in _FORBIDDEN or not character.isprintable() else character
        for character in nfc(name)
    )
    trimmed = plain.strip()[:_LONGEST_NAME].rstrip(". ") or "_"
    reserved = trimmed.partition(".")[0].rstrip().casefold() in _RESERVED
    return f"_{trimmed}" if reserved or trimmed.startswith(_HIDDEN) else trimmed


def is_file_name(text: object) -> bool:
    r"""Whether something is the name of a file, and not a path or anything that a system takes for one.

    >>> [is_file_name(name) for name in ("A1-某市财政局.xlsx", "../index.html", "C:a", "a\b", "..")]
    [True, False, False, False, False]
    """
    return (
        isinstance(text, str)
        and bool(text)
        and text == text.strip(" .")
        and all(character.isprintable() and character not in _FORBIDDEN for character in text)
    )


Target: TypeAlias = str | os.PathLike[str]
"""The path of a file that is written."""


_SHORT_SUFFIXES: Final = {".htm": ".html"}
"""Short suffixes, and the usual ones that they mean."""


def write_file(path: Target, content: bytes, *, lasting: bool = False) -> None:
    """Write a file; if that fails, an older file of that name is left as it was.

    Args:
        path: Where to write it.
        content: Its bytes.
        lasting: Whether to wait until it is on the disk, so that a power cut cannot harm it; this takes some
            7 ms a file, three times the time of making a template.

    Raises:
        FileInUseError: A program holds the older file open.
        WriteError: The file cannot be written there.
    """
    with _report_errors(Path(path)):
        _write_then_move(Path(path), io.BytesIO(content), lasting=lasting)


@contextmanager
def open_new_file(path: Target, *, lasting: bool = False) -> Iterator[BinaryIO]:
    """A new file to be written in pieces, which gets its name at the end of the block.

    Until then it has no name, and disappears if the program is killed.

    Args:
        path: Where to write it.
        lasting: Whether to wait until it is on the disk, as `write_file` does.

    Raises:
        FileInUseError: A program holds the older file open.
        WriteError: The file cannot be written there.
    """
    from tempfile import TemporaryFile  # noqa: PLC0415 (most commands write no such file)

    with _report_errors(Path(path)), TemporaryFile(dir=Path(path).parent) as file:
        yield file
        file.seek(0)
        _write_then_move(Path(path), file, lasting=lasting)


@contextmanager
def _report_errors(target: Path) -> Iterator[None]:
    """Turn the errors of the system into one with the reason why a file cannot be written.

    Raises:
        WriteError: The block could not write it.
    """
    try:
        yield
    except OSError as error:
        template, why = "无法写入“{target}”：{why}。请换一个位置或文件名再试。", describe_system_error(error)
        raise WriteError(template, target=target, why=why) from error


def read_suffix(path: Target, known: Sequence[str]) -> str:
    """The suffix of a path in lower case, by which the format of the file is chosen.

    Args:
        path: The path.
        known: The suffixes that are possible, such as ``.html``.

    Raises:
        WriteError: It has another suffix.
    """
    suffix = Path(path).suffix.lower()
    suffix = _SHORT_SUFFIXES.get(suffix, suffix)
    if suffix not in known:
        zh = " 或 ".join(filter(None, ("、".join(known[:-1]), known[-1])))
        en = " or ".join(filter(None, (", ".join(known[:-1]), known[-1])))
        template = "不知道“{name}”是什么格式，请用 {suffixes} 作扩展名。"
        raise WriteError(template, name=Path(path).name, suffixes=Wording(zh, en))
    return suffix


_PIECE: Final = 1 << 20
"""Bytes that are copied at once."""


def _write_then_move(target: Path, content: BinaryIO, *, lasting: bool) -> None:
    if target.is_dir():
        raise IsADirectoryError
    temporary = target.with_name(f".gkxl-{os.urandom(8).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            while piece := content.read(_PIECE):
                file.write(piece)
        move_into_place(temporary, target, lasting=lasting)
    finally:
        remove_temporary(temporary)


def move_into_place(fresh: Path, target: Path, *, lasting: bool) -> None:
    """Move a finished file into the place of another.

    Args:
        fresh: The finished file.
        target: The place, in the same folder.
        lasting: Whether a power cut, too, must leave one of the two whole.

    Raises:
        FileInUseError: A program holds the other one open, and the system does not let it go (Windows).
        OSError: It cannot be moved.
    """
    if lasting:
        _sync(fresh, os.O_RDWR)
    try:
        fresh.replace(target)
    except PermissionError as error:
        if not target.exists():
            raise
        raise FileInUseError(str(target)) from error
    if lasting:
        _sync_folder(target.parent)


def remove_temporary(path: Path) -> None:
    """Remove a temporary file, if it is there and can be removed."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _sync(path: Path, flags: int) -> None:
    """Wait until what was written is on the disk."""
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows and some network drives cannot."""
    if os.name != "nt":
        with suppress(OSError):
            _sync(folder, os.O_RDONLY)


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Make a folder and those above it, if they are not there.

    Raises:
        WriteError: It cannot be made.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = describe_system_error(error)
        raise WriteError("无法建立文件夹“{folder}”：{why}。请换一个位置。", folder=folder, why=why) from error
    return folder
