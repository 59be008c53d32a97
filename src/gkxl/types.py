"""What functions take and give back, by names for annotations."""

from gkxl.public import open_face

__all__, __getattr__, __dir__ = open_face(__spec__)
