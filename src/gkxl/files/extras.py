"""Libraries that come with extras of gkxl: where one is missing, a sentence says what to install."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from gkxl.errors import MissingExtraError
from gkxl.text import Sentence, Wording

if TYPE_CHECKING:
    from collections.abc import Iterator


_INSTALL: Final = "{purpose}（附加组件 gkxl[{extra}]），{why}。请在 gkxl 的文件夹里运行 {run}。"
_INSTALL_OR: Final = (
    "{purpose}（附加组件 gkxl[{extra}]），{why}。请在 gkxl 的文件夹里运行 {run}，或{instead}。"
)


@contextmanager
def need_extra(extra: str, template: str, instead: Wording | None = None) -> Iterator[None]:
    """Turn the failure to import a library of an extra into a sentence that says what to install.

    Args:
        extra: Its name.
        template: What needs which library, in Chinese.
        instead: What can be done without it; None where nothing can.

    Raises:
        MissingExtraError: The block could not import it, because it is not there or for another reason.
    """
    try:
        yield
    except ImportError as error:
        run = f'{"py" if sys.platform == "win32" else "python3"} -m pip install ".[{extra}]"'
        why = Sentence(
            "这里没有装" if _is_absent(error) else "装着，却载入不了（{error}）", {"error": str(error)}
        )
        purpose = Sentence(template, {})
        if instead is None:
            raise MissingExtraError(_INSTALL, purpose=purpose, extra=extra, why=why, run=run) from error
        raise MissingExtraError(
            _INSTALL_OR, purpose=purpose, extra=extra, why=why, run=run, instead=instead
        ) from error


def _is_absent(error: ImportError) -> bool:
    """Whether a library is not there at all; one that lacks a part is too old, or damaged."""
    return isinstance(error, ModuleNotFoundError) and "." not in (error.name or "")
