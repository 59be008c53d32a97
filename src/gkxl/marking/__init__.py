"""Returned workbooks sent back with their faults marked."""

from gkxl.marking.marker import Marked, mark

__all__ = ["Marked", "mark"]
