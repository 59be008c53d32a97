"""Comparing: two reports cell by cell, or all that was published with all that was filed."""

from gkxl.public import open_face

__all__, __getattr__, __dir__ = open_face(__spec__)
