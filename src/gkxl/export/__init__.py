"""Tidy tables as files for other programs: CSV, JSON, Excel workbooks and Parquet."""

from gkxl.export.formats import write_series

__all__ = ["write_series"]
