"""The versions of the workbook, and the names of its sheets that are not part of the form."""

from __future__ import annotations

from typing import Final

VERSIONS: Final = ("1", "2")
"""Every version of the workbook that was ever issued, oldest first. All of them are read."""

VERSION: Final = VERSIONS[-1]
"""The version that is issued today; each workbook keeps the version that it was made with."""

# Excel: the name of a sheet has at most 31 characters, and none of []:*?/\
GUIDE_SHEET: Final = "填报说明"
AUDIT_SHEET: Final = "审核"
"""The sheets before and after the form's own: instructions, and checks with what units explain of them."""

LEDGER_SHEET: Final = "台账"
DETAIL_SHEET: Final = "明细"
"""The sheets behind a consolidated report: its units, and what each of them filed. They are not read."""

RETURN_SHEET: Final = "退回说明"
"""The sheet in front of a workbook that goes back to the unit: what has to be corrected."""
