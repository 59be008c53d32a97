"""Returned workbooks in: cells as filed, values, a typed report, and everything that was found."""

from gkxl.reading.reader import read
from gkxl.reading.result import Filed, Reading

__all__ = ["Filed", "Reading", "read"]
