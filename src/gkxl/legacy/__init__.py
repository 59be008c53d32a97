"""Reads old formats (.xls, WPS .et, .ods, .fods) in a bounded process of its own."""

from gkxl.legacy.reader import UNKNOWN_FORMULA, is_legacy, read_legacy

__all__ = ["UNKNOWN_FORMULA", "is_legacy", "read_legacy"]
