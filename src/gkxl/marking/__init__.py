"""Sends returned workbooks back with their faults marked."""

from gkxl.marking.marker import Marked, mark

__all__ = ["Marked", "mark"]
