"""Reads old formats (.xls, WPS .et, .ods) through python-calamine, in a bounded process of its own."""

from gkxl.legacy.reader import is_legacy, read_legacy

__all__ = ["is_legacy", "read_legacy"]
