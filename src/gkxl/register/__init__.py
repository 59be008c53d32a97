"""The register of applications: the list that a unit keeps, from which tables three and four are counted."""

from gkxl.public import open_face

__all__, __getattr__, __dir__ = open_face(__spec__)
