"""gkxl: the annual report on government information disclosure, as spreadsheets and as Python."""

from gkxl.public import open_face

__version__ = "0.1.0"

__all__, __getattr__, __dir__ = open_face(__spec__)
