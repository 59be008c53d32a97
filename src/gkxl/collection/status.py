"""What became of a unit, or of a file, in a collection."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """What became of a unit, or of a file; the value is what the ledger prints."""

    PASSED = "通过"
    """Nothing has to be corrected or confirmed."""
    CONFIRM = "需核实"
    """Nothing has to be corrected, but something is unusual and not explained."""
    ERRORS = "有误"
    """Something has to be corrected."""
    MISSING = "未报"
    """Nothing came from the unit."""
    DUPLICATE = "重复"
    """Several different returns of one unit; of a file also a copy of one that was taken."""
    NOT_OURS = "非本单位"
    """The return of another unit, of one that the roster does not have, or of any of several of one name."""
    OTHER_YEAR = "上年表"
    """The form of last year, or of another one."""
    UNREADABLE = "无法读取"
    """Not a workbook of the form."""

    @property
    def is_in(self) -> bool:
        """Whether the return can be added up."""
        return self in (Status.PASSED, Status.CONFIRM)
