"""Libraries that come with extras of gkxl: where one is missing, a sentence says what to install."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from traceback import walk_tb
from typing import TYPE_CHECKING, Final

from gkxl.errors import GkxlError, MissingExtraError
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
    except GkxlError:
        raise
    except Exception as error:
        absent = _is_absent(error)
        again = "" if absent else "--force-reinstall "
        run = f'{"py" if sys.platform == "win32" else "python3"} -m pip install {again}".[{extra}]"'
        why = Sentence("这里没有装" if absent else "装着，却载入不了（{error}）", {"error": str(error)})
        purpose = Sentence(template, {})
        if instead is None:
            raise MissingExtraError(_INSTALL, purpose=purpose, extra=extra, why=why, run=run) from error
        raise MissingExtraError(
            _INSTALL_OR, purpose=purpose, extra=extra, why=why, run=run, instead=instead
        ) from error


def _is_absent(error: Exception) -> bool:
    """Whether a library is not there at all; one that lacks a part, or another library, is old or damaged."""
    *_, (frame, _) = walk_tb(error.__traceback__)
    is_ours = frame.f_globals["__name__"].startswith("gkxl.")
    return is_ours and isinstance(error, ModuleNotFoundError) and "." not in (error.name or "")
