"""Saves files under names that every system allows; a file appears whole or not at all."""

from __future__ import annotations

import io
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from gkxl.errors import ArgumentError, FileInUseError, WriteError, describe_system_error
from gkxl.files.load import log
from gkxl.text import listed_as_choice, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


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


Target: TypeAlias = str | os.PathLike[str] | IO[bytes]
"""Where something is written: the path of a file, or a binary file that is open for writing."""


WORKBOOK_SUFFIXES: Final = (".xlsx",)
"""How the names of the workbooks end that gkxl writes: what has another ending is not opened as one."""

_SHORT_SUFFIXES: Final = {".htm": ".html"}
"""Short suffixes, and the usual ones that they mean."""


def write_file(target: Target, content: bytes, *, lasting: bool = False) -> None:
    """Write a file; if that fails, an older file of that name is left as it was.

    Args:
        target: Where to write it. A file that is open gets the bytes from where it stands, and stays open.
        content: Its bytes.
        lasting: Whether to wait until it is on the disk, so that a power cut cannot harm it; this takes some
            7 ms a file, three times the time of making a template.

    Raises:
        FileInUseError: A program holds the older file open.
        WriteError: The file cannot be written there.
    """
    if not isinstance(target, (str, os.PathLike)):
        _write_into(target, content)
        return
    log("write %s, %d bytes", target, len(content))
    with _report_errors(Path(target)):
        _write_then_move(Path(target), io.BytesIO(content), lasting=lasting)


def _write_into(file: IO[bytes], content: bytes) -> None:
    """Write into a file that is open; one without a buffer may take only a part at a time."""
    left = memoryview(content)
    if getattr(file, "closed", False):
        raise _not_open()
    with _report_errors(Path(name_of(file) or "文件")):
        while left:
            try:
                taken = file.write(bytes(left))
            except (TypeError, io.UnsupportedOperation):
                raise _not_open() from None
            left = left[taken:] if isinstance(taken, int) else left[len(left) :]


def _not_open() -> ArgumentError:
    return ArgumentError("要写入的文件应当是用 open(…, 'wb') 打开的，而且没有关闭。")


def name_of(target: Target) -> str:
    """The name of a file, by its path or as whoever opened it knows it; "" where it has none."""
    if isinstance(target, (str, os.PathLike)):
        return Path(target).name
    name = getattr(target, "name", "")
    return Path(name).name if isinstance(name, str) else ""


@contextmanager
def open_new_file(target: Target, *, lasting: bool = False) -> Iterator[IO[bytes]]:
    """A new file to be written in pieces, which gets its name at the end of the block.

    Until then it has no name, and disappears if the program is killed.

    Args:
        target: Where to write it; a file that is open is given as it is.
        lasting: Whether to wait until it is on the disk, as `write_file` does.

    Raises:
        FileInUseError: A program holds the older file open.
        WriteError: The file cannot be written there.
    """
    if not isinstance(target, (str, os.PathLike)):
        yield target
        return
    from tempfile import TemporaryFile  # noqa: PLC0415 (most commands write no such file)

    with _report_errors(Path(target)), TemporaryFile(dir=Path(target).parent) as file:
        yield file
        file.seek(0)
        _write_then_move(Path(target), file, lasting=lasting)


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


def read_suffix(target: Target, known: Sequence[str], chosen: str = "") -> str:
    """The suffix by which the format of a file is chosen, in lower case.

    Args:
        target: The path, or a file that is open; such a file need not have a name.
        known: The suffixes that are possible, such as ``.html``.
        chosen: The suffix that was asked for; "" where the name decides.

    Raises:
        WriteError: It has another suffix, or none where several are possible.
    """
    name, wanted = name_of(target), _usual_suffix(f".{chosen.removeprefix('.')}" if chosen else "")
    suffix = _usual_suffix(Path(name).suffix)
    if not suffix and not isinstance(target, (str, os.PathLike)):
        suffix = wanted or (known[0] if len(known) == 1 else "")
    possible = [one for one in known if wanted in ("", one)]
    if suffix in possible:
        return suffix
    _refuse_folder(target)
    if not possible:
        raise WriteError("没有“{name}”这种格式，可用的有：{suffixes}。", name=wanted, suffixes=[*known])
    suffixes = listed_as_choice(possible)
    if suffix or isinstance(target, (str, os.PathLike)):
        raise WriteError("不知道“{name}”是什么格式，请用 {suffixes} 作扩展名。", name=name, suffixes=suffixes)
    raise WriteError("写到打开的文件里，请用 suffix 写明格式：{suffixes}。", suffixes=suffixes)


def _refuse_folder(target: Target) -> None:
    """Refuse to write to a folder as if it were a file.

    Raises:
        WriteError: It is one.
    """
    if isinstance(target, (str, os.PathLike)) and Path(target).is_dir():
        with _report_errors(Path(target)):
            raise IsADirectoryError


def _usual_suffix(suffix: str) -> str:
    return _SHORT_SUFFIXES.get(suffix.lower(), suffix.lower())


_PIECE: Final = 1 << 20
"""Bytes that are copied at once."""


def _write_then_move(target: Path, content: IO[bytes], *, lasting: bool) -> None:
    _refuse_folder(target)
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
