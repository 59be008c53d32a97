"""Reads xlsx files strictly: the values that were filed, or a reason why not."""

from gkxl.xlsx.addresses import Reference, address, reference
from gkxl.xlsx.book import Book, Cell, Kind, Sheet
from gkxl.xlsx.limits import Limits
from gkxl.xlsx.reader import read_book

__all__ = [
    "Book",
    "Cell",
    "Kind",
    "Limits",
    "Reference",
    "Sheet",
    "address",
    "read_book",
    "reference",
]
