"""Reads xlsx files strictly: the values that were filed, or a reason why not."""

from gkxl.address import Reference, address, area, reference
from gkxl.files.limits import Limits
from gkxl.xlsx.book import Book, Cell, Kind, Scripts, Sheet
from gkxl.xlsx.number_format import LONGEST as LONGEST_FORMAT
from gkxl.xlsx.number_format import show, show_text
from gkxl.xlsx.reader import read_book
from gkxl.xlsx.sharing import own_formula
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
    "address",
    "area",
    "is_number",
    "own_formula",
    "read_book",
    "reference",
    "show",
    "show_text",
]
