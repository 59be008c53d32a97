"""Published reports: what is printed around a report, and what is read back of a published one."""

from gkxl.public import open_face

__all__, __getattr__, __dir__ = open_face(__spec__)
