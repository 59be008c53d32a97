"""The page of a collection: one self-contained html file to look at instead of reading."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from gkxl.collection.page.charts import drawn
from gkxl.collection.page.chase import chasing
from gkxl.collection.page.consolidated import tables
from gkxl.collection.page.data import data
from gkxl.collection.page.faults import commonest
from gkxl.collection.page.progress import headline, parents, statuses
from gkxl.collection.page.view import Fault, Line, Sources, Stray, View
from gkxl.collection.page.viewing import view_of
from gkxl.collection.status import tell_counted
from gkxl.files.save import write_file
from gkxl.forms import edition_for
from gkxl.model.outline import outline
from gkxl.publish.style import FRAGMENT_STYLE
from gkxl.text import legible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gkxl.collection.collection import Collection
    from gkxl.files.save import Target

__all__ = ["PAGE", "Fault", "Line", "Sources", "Stray", "View", "is_page", "page", "view_of", "write_page"]


PAGE: Final = "index.html"
"""The name of the page in the folder of a collection."""

_MARK: Final = b'<meta name="generator" content="gkxl collect">'
_HEAD: Final = 4096


def write_page(collection: Collection, path: Target) -> None:
    """Write the page of a collection.

    Raises:
        FileInUseError: A program holds the older page open.
        UnreadableFileError: The store is damaged.
        WriteError: The file cannot be written.
    """
    write_file(path, page(view_of(collection)).encode(), lasting=True)


def is_page(path: Path) -> bool:
    """Whether a file is the page of a collection, and not another one of the same name."""
    with path.open("rb") as file:
        return _MARK in file.read(_HEAD)


def page(view: View) -> str:
    """The page in html; the same view gives the same text.

    It loads nothing, and the browser is told to load nothing: only the script that is in it may run.
    """
    form = f"{view.year}年度{outline(edition_for(view.year).form)[0].item.label}"
    script = _part("page.js")
    text = Template(_part("page.html")).substitute(
        form=escape(form),
        style=FRAGMENT_STYLE + _part("page.css"),
        headline="".join(headline(view)),
        statuses="".join(statuses(view)),
        parents="".join(parents(view)),
        chasing="".join(chasing(view, form)),
        faults="".join(commonest(view)),
        figures="".join(_figures(view)),
        data=data(view, form),
        script=script,
        hash=b64encode(sha256(script.encode()).digest()).decode(),
    )
    return legible(text)


def _figures(view: View) -> Iterator[str]:
    """The consolidated figures: what they contain, charts and tables."""
    if view.report is None:
        yield "<p>还没有可以汇总的报表。</p>"
        return
    yield f"<p>{_contained(view)}点击表中的数字，可以看到它来自哪些单位。</p>"
    yield from drawn(view.report)
    yield from tables(view.report)


def _contained(view: View) -> str:
    """Whose figures are in the consolidated report, and whose are not."""
    why = tell_counted(line.status for line in view.lines if line.counted)
    within = f"其中上级单位的报表已含下属 {view.within:,} 个单位，不重复相加。" if view.within else ""
    apart = sum(line.status.is_in and not (line.counted or line.within) for line in view.lines)
    compared = f"另有 {apart:,} 份是上级的汇总数，只作核对，不相加。" if apart else ""
    missing = sum(not (line.counted or line.status.is_in) for line in view.lines)
    without = f"还有 {missing:,} 个单位没有可以计入的报表。" if missing else ""
    return f"由 {view.counted:,} 份报表相加得到。{within}{compared}{without}{why}"


def _part(name: str) -> str:
    """The text of a file in the folder of this module."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
