"""What of a workbook depends on its report: where printed pages of texts end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gkxl.layout import Page, Role, pages
from gkxl.model.marks import Prose
from gkxl.write import style
from gkxl.write.contents import find_page_breaks
from workbooks import every_edition

if TYPE_CHECKING:
    from gkxl.forms.edition import Edition


def passages(edition: Edition) -> tuple[Page, list[int]]:
    """A page of at least three passages, and the first row of each."""
    for page in pages(edition):
        starts = [box.row for box in page.boxes if box.role is Role.LINE]
        if isinstance(page.section.section, Prose) and len(starts) > 2:
            return page, starts
    raise AssertionError("no page of several texts")


@every_edition
@pytest.mark.parametrize(("second", "moved"), [(390.0, False), (390.5, True)])
def test_a_page_is_filled_to_the_last_row_that_fits(edition: Edition, second: float, moved: bool) -> None:  # noqa: FBT001 (a case)
    """Two passages that fill a page to the point stay on it; half a point more, and the second moves on."""
    page, starts = passages(edition)
    heights = dict.fromkeys(range(1, page.height + 1), 0.0)
    needed = [style.PAGE_HEIGHT - 390.0, second, *[style.PAGE_HEIGHT] * (len(starts) - 2)]
    heights |= dict(zip(starts, needed, strict=True))
    broken = starts[1:] if moved else starts[2:]
    assert list(find_page_breaks(page, heights)) == [start - 1 for start in broken]
