"""Reads xlsx files strictly: the values that were filed, or a reason why not."""

from gkxl.files.limits import Limits
from gkxl.xlsx.addresses import Reference, address, area, reference
from gkxl.xlsx.book import Book, Cell, Kind, Sheet
from gkxl.xlsx.reader import read_book
from gkxl.xlsx.sharing import own_formula

__all__ = [
    "Book",
    "Cell",
    "Kind",
    "Limits",
    "Reference",
    "Sheet",
    "address",
    "area",
    "own_formula",
    "read_book",
    "reference",
]
