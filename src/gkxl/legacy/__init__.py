"""Reads old formats (.xls, WPS .et, .ods, .fods) in a bounded process of its own."""

from gkxl.legacy.facts import UNKNOWN
from gkxl.legacy.reader import is_legacy, read_legacy

__all__ = ["UNKNOWN", "is_legacy", "read_legacy"]
