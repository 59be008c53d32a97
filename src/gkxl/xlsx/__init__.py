"""Reads xlsx files strictly: the values that were filed, or a reason why not."""

from gkxl.address import Reference, read_address, read_range, read_reference
from gkxl.files.limits import Limits
from gkxl.xlsx.book import Book, Cell, Kind, Scripts, Sheet
from gkxl.xlsx.formula import unshared
from gkxl.xlsx.number_display import show_number, show_text
from gkxl.xlsx.number_format import LONGEST_FORMAT
from gkxl.xlsx.reader import read_book
from gkxl.xlsx.sheet import is_number

__all__ = [
    "LONGEST_FORMAT",
    "Book",
    "Cell",
    "Kind",
    "Limits",
    "Reference",
    "Scripts",
    "Sheet",
    "is_number",
    "read_address",
    "read_book",
    "read_range",
    "read_reference",
    "show_number",
    "show_text",
    "unshared",
]
